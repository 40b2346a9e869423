/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include "cli/traffic/count.h"
#include "unit.h"

static struct traffic_counts *counts;
static struct traffic_count devices[4];

static void setup(void)
{
	counts = calloc(1, sizeof *counts);
}

static void teardown(void)
{
	free(counts);
}

static void count(uint8_t type, uint8_t devnum, uint8_t endpoint, int status, uint32_t length)
{
	const struct usbmon_packet packet = {.type = type,
					     .xfer_type = USBMON_BULK,
					     .busnum = 1,
					     .devnum = devnum,
					     .epnum = endpoint,
					     .status = status,
					     .len_urb = length};

	traffic_count(counts, &packet);
}

FIXTURE(setup, teardown)

CASE(completions_count_and_submissions_do_not)
{
	count(USBMON_SUBMIT, 2, 0x81, -EINPROGRESS, 512);
	count(USBMON_COMPLETE, 2, 0x81, 0, 100);
	count(USBMON_COMPLETE, 2, 0x81, 0, 11);
	ck_assert_uint_eq(traffic_sort(counts, devices, 4), 1);
	ck_assert_uint_eq(devices[0].bytes, 111);
	ck_assert_uint_eq(devices[0].transfers, 2);
}

static const struct {
	int status;
	unsigned int errors, stalls;
} ends[] = {
	{0, 0, 0},	    {-EPIPE, 0, 1},  {-ENOENT, 0, 0},	 {-ECONNRESET, 0, 0},
	{-EREMOTEIO, 0, 0}, {-EPROTO, 1, 0}, {-EOVERFLOW, 1, 0},
};

CASE_PER_ROW(a_stall_is_no_error_and_what_the_host_cancels_is_neither, ends)
{
	count(USBMON_COMPLETE, 2, 0x81, ends[_i].status, 0);
	ck_assert_uint_eq(counts->endpoints[0].errors, ends[_i].errors);
	ck_assert_uint_eq(counts->endpoints[0].stalls, ends[_i].stalls);
}

CASE(a_urb_that_was_not_submitted_is_an_error_and_no_transfer)
{
	count(USBMON_ERROR, 2, 0x81, -ENOMEM, 0);
	ck_assert_uint_eq(counts->endpoints[0].errors, 1);
	ck_assert_uint_eq(counts->endpoints[0].transfers, 0);
}

CASE(the_busiest_device_and_the_busiest_endpoint_come_first)
{
	count(USBMON_COMPLETE, 2, 0x81, 0, 10);
	count(USBMON_COMPLETE, 3, 0x01, 0, 5);
	count(USBMON_COMPLETE, 3, 0x81, 0, 8);
	count(USBMON_COMPLETE, 4, 0x81, 0, 1);
	ck_assert_uint_eq(traffic_sort(counts, devices, 4), 3);
	ck_assert_uint_eq(devices[0].devnum, 3);
	ck_assert_uint_eq(devices[0].bytes, 13);
	ck_assert_uint_eq(devices[1].devnum, 2);
	ck_assert_uint_eq(devices[2].devnum, 4);
	ck_assert_uint_eq(counts->endpoints[0].devnum, 2);
}

CASE(what_has_no_room_is_not_counted)
{
	for (unsigned int i = 0; i < 20; i++)
		for (unsigned int j = 0; j < 128; j++)
			count(USBMON_COMPLETE, (uint8_t)j, (uint8_t)i, 0, 1);
	ck_assert_uint_eq(counts->count, COUNTED_ENDPOINTS);
	ck_assert_uint_eq(traffic_sort(counts, devices, 4), 4);
}
