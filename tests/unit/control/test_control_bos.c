/* SPDX-License-Identifier: MIT */
/* control.c: reading the BOS. */
#include <errno.h>

#include <cusb/cusb.h>

#include "fail_alloc.h"
#include "fake_device.h"
#include "unit.h"

#define HEADER	   "\x05\x0f\x0c\x00\x01"
#define CAPABILITY "\x07\x10\x02\x06\x00\x00\x00"

static struct fake_device *fake;
static struct cusb_bos *bos;

static void begin(void)
{
	fake = fake_device_new("uas");
	bos = NULL;
}

static void end(void)
{
	cusb_bos_free(bos);
	fake_device_free(fake);
}

/* The device answers GET_DESCRIPTOR(BOS) with the start of `bytes`. */
static int get_bos(const char *bytes, ssize_t length)
{
	struct fake_answer answers[] = {{CUSB_REQ_GET_DESCRIPTOR, 0x0f00, bytes, length},
					{0, 0, NULL, 0}};
	int err;

	fake->answers = answers;
	err = cusb_get_bos(fake->dev, &bos);
	fake->answers = NULL;
	return err;
}

FIXTURE(begin, end)

CASE(bos_is_read_by_its_total_length)
{
	ck_assert_int_eq(get_bos(HEADER CAPABILITY "rest", 16), 0);
	ck_assert_uint_eq(fake->seen_count, 2);
	ck_assert_uint_eq(fake->seen[0].bmRequestType, 0x80);
	ck_assert_uint_eq(fake->seen[0].wValue, 0x0f00);
	ck_assert_uint_eq(fake->seen[0].wLength, 5);
	ck_assert_uint_eq(fake->seen[1].wLength, 12);
	ck_assert_uint_eq(bos->capability_count, 1);
	ck_assert_uint_eq(bos->capabilities[0].bDevCapabilityType, 2);
}

CASE(bos_shorter_than_it_claims_is_what_came)
{
	ck_assert_int_eq(get_bos("\x05\x0f\xff\xff\x01" CAPABILITY, 12), 0);
	ck_assert_uint_eq(fake->seen[1].wLength, 0xffff);
	ck_assert_uint_eq(bos->capability_count, 1);
}

static const struct {
	const char *bytes;
	ssize_t length;
	int err;
	size_t requests;
} bad[] = {
	{NULL, -EPIPE, -EPIPE, 1}, /* a device of USB 2.0 */
	{NULL, -ETIMEDOUT, -ETIMEDOUT, 1},
	{"\x05\x0f\x0c\x00", 4, -EBADMSG, 1},
	{"\x05\x02\x0c\x00\x01" CAPABILITY, 12, -EBADMSG, 1}, /* another type */
	{"\x05\x0f\x04\x00\x01" CAPABILITY, 12, -EBADMSG, 1}, /* wTotalLength 4 */
	{"\x0d\x0f\x0c\x00\x01" CAPABILITY, 12, -EBADMSG, 2}, /* header longer than all */
};

CASE_PER_ROW(bos_that_is_missing_or_malformed_is_an_error, bad)
{
	ck_assert_int_eq(get_bos(bad[_i].bytes, bad[_i].length), bad[_i].err);
	ck_assert_uint_eq(fake->seen_count, bad[_i].requests);
	ck_assert_ptr_null(bos);
}

CASE(bos_with_any_allocation_failing_is_enomem)
{
	static const struct fake_answer answers[] = {
		{CUSB_REQ_GET_DESCRIPTOR, 0x0f00, HEADER CAPABILITY, 12}, {0, 0, NULL, 0}};
	bool failed = true;

	fake->answers = answers;
	for (unsigned int nth = 1; failed; nth++) {
		int err;

		fake->seen_count = 0;
		fail_alloc_start(nth);
		err = cusb_get_bos(fake->dev, &bos);
		failed = fail_alloc_stop();
		ck_assert_int_eq(err, failed ? -ENOMEM : 0);
		ck_assert_int_eq(bos == NULL, failed);
	}
}
