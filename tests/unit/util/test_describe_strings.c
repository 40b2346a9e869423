/* SPDX-License-Identifier: MIT */
/* describe_note.c: strings, also the ones that cannot be read. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fake_device.h"
#include "unit.h"

/* Strings 1 to 3 are the device's, 4 the configuration's, 5 the interface's. */
static struct fake_device *fake;

static void begin(void)
{
	fake = fake_device_new("storage");
}

static void end(void)
{
	fake_device_free(fake);
}

FIXTURE(begin, end)

/* One that has no strings but the device's. */
static void take_other(void)
{
	fake_device_free(fake);
	fake = fake_device_new("endpoint-values");
	fake->known[CUSB_MANUFACTURER] = "a";
	fake->known[CUSB_PRODUCT] = "b";
	fake->known[CUSB_SERIAL_NUMBER] = "c";
}

static void check_has(const char *want)
{
	char text[8192];

	cusb_describe_device(fake->dev, text, sizeof text);
	ck_assert_msg(strstr(text, want), "lacks: %s", want);
}

CASE(strings_of_all_levels_are_read_from_the_device)
{
	fake->texts[2] = "Product";
	fake->texts[4] = "Configuration string";
	fake->texts[5] = "Interface string";
	check_has(" iProduct               :    0x2 Product\n");
	check_has("   iConfiguration       :    0x4 Configuration string\n");
	check_has("     iInterface         :    0x5 Interface string\n");
}

CASE(string_index_zero_is_not_asked_for)
{
	take_other();
	check_has("     iInterface         :    0x0\n");
	ck_assert_uint_eq(fake->opened, 0);
	ck_assert_uint_eq(fake->seen_count, 0);
}

CASE(known_strings_do_not_open_the_device)
{
	take_other();
	check_has(" iSerialNumber          :    0x3 c\n");
	ck_assert_uint_eq(fake->opened, 0);
}

CASE(stalled_string_says_so_and_others_are_still_read)
{
	fake->texts[5] = "Interface string";
	check_has("   iConfiguration       :    0x4 Error Accessing String\n");
	check_has("     iInterface         :    0x5 Interface string\n");
}

CASE(device_that_does_not_answer_is_not_asked_for_every_string)
{
	fake->known[CUSB_MANUFACTURER] = "Maker";
	fake->text_err = -ETIMEDOUT;
	check_has("     iInterface         :    0x5 Error Accessing String\n");
	/* For the list of languages alone, when the product is wanted. */
	ck_assert_uint_eq(fake->seen_count, 1);
}

CASE(known_string_is_told_even_after_one_that_failed)
{
	fake->known[CUSB_SERIAL_NUMBER] = "42";
	fake->text_err = -ENODEV;
	check_has(" iManufacturer          :    0x1 Error Accessing String\n");
	check_has(" iSerialNumber          :    0x3 42\n");
}

CASE(control_characters_in_a_string_do_not_reach_the_terminal)
{
	fake->known[CUSB_PRODUCT] = "\033[2Jx\n";
	check_has("0x2 \xef\xbf\xbd[2Jx\xef\xbf\xbd\n");
}

CASE(empty_string_leaves_no_space_behind_the_value)
{
	fake->texts[4] = "";
	check_has("   iConfiguration       :    0x4\n");
}
