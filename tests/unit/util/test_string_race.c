/* SPDX-License-Identifier: MIT */
/* Strings that are on their way while the device is reset, which may bring others. */
#include <cusb/cusb.h>

#include "string_device.h"
#include "unit.h"

static ssize_t (*send)(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		       int timeout_ms);
static unsigned int requests;

/* As if another thread did; no lock is held here. */
static ssize_t send_and_reset(struct cusb_handle *handle, const struct cusb_setup *setup,
			      void *data, int timeout_ms)
{
	ssize_t n = send(handle, setup, data, timeout_ms);

	if (++requests == 1)
		ck_assert_int_eq(cusb_reset(sd.dev), 0);
	return n;
}

static void begin(void)
{
	sd_start();
	send = sd.fake->backend.control;
	sd.fake->backend.control = send_and_reset;
	requests = 0;
}

FIXTURE(begin, sd_end)

CASE(languages_of_before_a_reset_are_not_remembered)
{
	uint16_t langids[2];

	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, 2), 2);
	ck_assert_uint_eq(langids[0], 0x0409);
	SD_ANSWER(0, "\x04\x03\x07\x04");
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, 2), 1);
	ck_assert_uint_eq(langids[0], 0x0407);
	ck_assert_int_eq(cusb_get_langids(sd.dev, langids, 2), 1);
	ck_assert_uint_eq(sd.descriptors[0].asked, 2);
}

CASE(own_string_of_before_a_reset_is_not_remembered)
{
	const char *text = NULL;

	SD_ANSWER(2, "\x04\x03"
		     "A\0");
	requests = (unsigned int)-1; /* not the languages: the string itself */
	ck_assert_int_eq(cusb_product(sd.dev, &text), 0);
	ck_assert_str_eq(text, "A");
	SD_ANSWER(2, "\x04\x03"
		     "B\0");
	ck_assert_int_eq(cusb_product(sd.dev, &text), 0);
	ck_assert_str_eq(text, "B");
}
