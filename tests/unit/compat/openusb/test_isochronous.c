/* SPDX-License-Identifier: MIT */
/* Isochronous requests, to the model "iso": a packet that begins with ee comes back as an error. */
#include <sys/mman.h>

#include "compat/openusb/world.h"

#define PACKETS 3

static uint8_t memory[PACKETS][64];
static struct openusb_isoc_packet packets[PACKETS];
static struct openusb_result results[PACKETS];
static uint64_t dev;

static void begin(void)
{
	ow_begin();
	dev = ow_dev = ow_open("iso");
	ck_assert_int_eq(openusb_claim_interface(dev, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_set_altsetting(dev, 0, 3), OPENUSB_SUCCESS);
	memset(memory, 0, sizeof memory);
	memset(results, 0x77, sizeof results);
	for (unsigned int i = 0; i < PACKETS; i++)
		packets[i] = (struct openusb_isoc_packet){memory[i], 16 + i};
}

FIXTURE(begin, ow_end)

static int32_t run(uint8_t endpoint)
{
	struct openusb_isoc_request request = {
		.pkts = {PACKETS, packets}, .isoc_results = results, .isoc_status = 1};
	int32_t code = openusb_isoc_xfer(dev, 0, endpoint, &request);

	ck_assert_int_eq(request.isoc_status, code);
	return code;
}

CASE(each_packet_has_its_memory_and_result)
{
	for (unsigned int i = 0; i < PACKETS; i++)
		memset(memory[i], (int)i + 1, 64);
	ck_assert_int_eq(run(0x01), OPENUSB_SUCCESS);
	for (unsigned int i = 0; i < PACKETS; i++)
		ck_assert_uint_eq(results[i].transferred_bytes, 16 + i);
	memset(memory, 0, sizeof memory);
	for (unsigned int i = 0; i < PACKETS; i++)
		packets[i].length = 64;
	ck_assert_int_eq(run(0x81), OPENUSB_SUCCESS);
	for (unsigned int i = 0; i < PACKETS; i++) {
		ck_assert_int_eq(results[i].status, OPENUSB_SUCCESS);
		ck_assert_uint_eq(results[i].transferred_bytes, 16 + i);
		ck_assert_uint_eq(memory[i][15 + i], i + 1);
		ck_assert_uint_eq(memory[i][16 + i], 0);
	}
}

CASE(packet_that_failed_says_so)
{
	memory[1][0] = 0xee;
	ck_assert_int_eq(run(0x01), OPENUSB_SUCCESS);
	ck_assert_int_eq(run(0x81), OPENUSB_SUCCESS);
	ck_assert_int_eq(results[0].status, OPENUSB_SUCCESS);
	ck_assert_int_eq(results[1].status, OPENUSB_IO_CRC_ERROR);
	ck_assert_int_eq(results[2].status, OPENUSB_SUCCESS);
}

CASE(data_to_send_may_be_read_only)
{
	void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ck_assert_ptr_ne(page, MAP_FAILED);
	packets[0].payload = page;
	ck_assert_int_eq(run(0x01), OPENUSB_SUCCESS);
	munmap(page, 4096);
}

CASE(results_may_be_left_out)
{
	struct openusb_isoc_request request = {.pkts = {PACKETS, packets}};

	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 0x01, &request), OPENUSB_SUCCESS);
}

CASE(bad_request)
{
	struct openusb_isoc_request request = {.pkts = {PACKETS, NULL}};

	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 1, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 1, &request), OPENUSB_BADARG);
	request.pkts.packets = packets;
	ck_assert_int_eq(openusb_isoc_xfer(0, 0, 1, &request), OPENUSB_INVALID_HANDLE);
	request.pkts.num_packets = UINT32_MAX;
	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 1, &request), OPENUSB_NO_RESOURCES);
	request.pkts.num_packets = 0;
	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 1, &request), OPENUSB_BADARG);
	request = (struct openusb_isoc_request){.pkts = {PACKETS, packets}, .next = &request};
	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 1, &request), OPENUSB_NOT_SUPPORTED);
	packets[2].payload = NULL;
	ck_assert_int_eq(run(0x01), OPENUSB_BADARG);
}

CASE(packet_that_is_too_long)
{
	packets[0].length = 65;
	ck_assert_int_eq(run(0x01), OPENUSB_IO_REQ_TOO_BIG);
}

CASE(endpoint_that_does_not_exist)
{
	ck_assert_int_eq(run(0x05), OPENUSB_BADARG);
}

CASE(endpoint_of_another_type)
{
	openusb_close_device(dev);
	ow_unplug("1-2");
	dev = ow_dev = ow_open("loopback");
	ck_assert_int_eq(run(0x01), OPENUSB_BADARG);
	ck_assert_int_eq(run(0x81), OPENUSB_BADARG);
}

CASE(endpoint_0_is_a_bad_argument)
{
	struct openusb_isoc_request request = {.pkts = {PACKETS, packets}};

	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 0x00, &request), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_isoc_xfer(dev, 0, 0x80, &request), OPENUSB_BADARG);
}
