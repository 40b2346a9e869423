/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/cusb.h>

#include "string_device.h"
#include "unit.h"

static char text[CUSB_STRING_SIZE];
static unsigned int wanted;
static ssize_t answer;

static ssize_t at(struct cusb_backend *backend, const struct cusb_device *dev, unsigned int index,
		  char *out, size_t size)
{
	(void)backend;
	(void)dev;
	wanted = index;
	return answer < 0 ? answer : snprintf(out, size, "at %u", index);
}

static void begin(void)
{
	sd_start();
	memset(text, '#', sizeof text);
	wanted = 0;
	answer = 0;
	sd.fake->backend.string_at = at;
}

FIXTURE(begin, sd_end)

/* The test device has the indexes 1, 2 and 3. */
static const enum cusb_device_string own[] = {CUSB_MANUFACTURER, CUSB_PRODUCT, CUSB_SERIAL_NUMBER};

CASE_PER_ROW(string_of_the_device_is_the_backends, own)
{
	sd.fake->known[own[_i]] = "known";
	ck_assert_int_eq(cusb_known_string(sd.dev, (unsigned int)own[_i] + 1, text, sizeof text),
			 5);
	ck_assert_str_eq(text, "known");
	ck_assert_uint_eq(wanted, 0);
	ck_assert(!cusb_is_open(sd.dev));
}

CASE(any_other_string_is_asked_for_by_its_index)
{
	ck_assert_int_eq(cusb_known_string(sd.dev, 9, text, sizeof text), 4);
	ck_assert_str_eq(text, "at 9");
}

/* A configuration may have the same string. */
CASE(string_of_the_device_that_is_unknown_is_asked_for_by_its_index)
{
	ck_assert_int_eq(cusb_known_string(sd.dev, 2, text, sizeof text), 4);
	ck_assert_str_eq(text, "at 2");
}

CASE(string_that_only_the_device_knows_is_enodata)
{
	answer = -EACCES;
	ck_assert_int_eq(cusb_known_string(sd.dev, 9, text, sizeof text), -ENODATA);
	sd.fake->backend.string_at = NULL;
	ck_assert_int_eq(cusb_known_string(sd.dev, 9, text, sizeof text), -ENODATA);
	sd.fake->backend.string = NULL;
	ck_assert_int_eq(cusb_known_string(sd.dev, 1, text, sizeof text), -ENODATA);
	ck_assert_int_eq(cusb_known_string(sd.dev, 0, text, sizeof text), -ENODATA);
	ck_assert(!cusb_is_open(sd.dev));
	ck_assert_uint_eq(sd.asked, 0);
	ck_assert_int_eq(text[0], '#');
}

CASE(unplugged_device_is_enodev)
{
	answer = -ENODEV;
	ck_assert_int_eq(cusb_known_string(sd.dev, 9, text, sizeof text), -ENODEV);
}

CASE(index_above_a_byte_is_einval)
{
	ck_assert_int_eq(cusb_known_string(sd.dev, 256, text, sizeof text), -EINVAL);
}

CASE(length_alone_needs_no_room)
{
	sd.fake->known[CUSB_PRODUCT] = "known";
	ck_assert_int_eq(cusb_known_string(sd.dev, 2, NULL, 0), 5);
}

static const struct {
	size_t size;
	const char *stored;
} cuts[] = {{1, ""}, {2, "a"}, {3, "a"}, {4, "aé"}, {5, "aé"}, {6, "aé"}, {7, "aé€"}, {8, "aé€z"}};

CASE_PER_ROW(text_is_cut_between_characters, cuts)
{
	sd.fake->known[CUSB_PRODUCT] = "aé€z";
	ck_assert_int_eq(cusb_known_string(sd.dev, 2, text, cuts[_i].size), 7);
	ck_assert_str_eq(text, cuts[_i].stored);
	ck_assert_int_eq(text[cuts[_i].size], '#');
}
