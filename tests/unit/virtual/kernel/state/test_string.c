/* SPDX-License-Identifier: MIT */
/* What sysfs says of strings that a text gives as descriptors. */
#include <stdio.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define DEVICE                                                                                     \
	"descriptors 12 01 00 02 00 00 00 40 fe ff 53 00 00 01 01 02 03 01\n"                      \
	"    09 02 1b 00 01 01 04 80 32 09 04 00 00 00 ff 00 00 05 09 04 00 01 00 ff 00 00 06\n"
#define ENGLISH "control 80 06 0300 0000 answer 04 03 09 04\n"

static struct cusb_virtual_model *model;

static void plug(const char *lines)
{
	char text[2048], why[128];

	snprintf(text, sizeof text, DEVICE "%s", lines);
	ck_assert_int_eq(cusb_virtual_parse(text, why, sizeof why, &model), 0);
	world_start_model(model);
}

static void end(void)
{
	world_end();
	cusb_virtual_model_free(model);
}

FIXTURE(NULL, end)

CASE(strings_of_control_lines_are_in_sysfs)
{
	plug(ENGLISH "control 80 06 0301 0409 answer 06 03 41 00 42 00\n"
		     "control 80 06 0302 0409 answer 06 03 43 00 44 00\n"
		     "control 80 06 0303 0409 answer 06 03 45 00 46 00\n"
		     "control 80 06 0304 0409 answer 06 03 47 00 48 00\n"
		     "control 80 06 0305 0409 answer 06 03 49 00 4a 00\n"
		     "control 80 06 0306 0409 answer 06 03 4b 00 4c 00\n");
	world_expect("1-1/manufacturer", "AB\n");
	world_expect("1-1/product", "CD\n");
	world_expect("1-1/serial", "EF\n");
	world_expect("1-1/configuration", "GH\n");
	world_expect("1-1:1.0/interface", "IJ\n");
	ck_assert_int_eq(world_set_altsetting(0, 1), 0);
	world_expect("1-1:1.0/interface", "KL\n");
}

static const struct {
	const char *answer, *text; /* NULL: there is no string */
} rows[] = {
	{"answer 08 03 41 00 00 00 42 00", "A\n"},    /* a NUL ends it */
	{"answer 08 03 31 00 0a 00 32 00", "1\n2\n"}, /* a newline does not */
	{"answer 08 03 41 00 1b 00 42 00", "A\x1b"
					   "B\n"},
	{"answer 08 03 c0 03 1e 22 e9 00", "\xcf\x80\xe2\x88\x9e\xc3\xa9\n"},
	{"answer 06 03 3d d8 00 de", "\xf0\x9f\x98\x80\n"}, /* a pair of surrogates */
	{"answer 08 03 00 de 3d d8 41 00", "A\n"},	    /* halves of one */
	{"answer 06 03 41 00 3d d8", "A\n"},
	{"answer 04 03 41 00 42 00 43 00", "A\n"},   /* junk behind it */
	{"answer 09 03 41 00 42 00 43 00", "ABC\n"}, /* more claimed than sent */
	{"answer 07 03 41 00 42 00 43", "AB\n"},     /* half a character */
	{"answer 02 03", NULL},
	{"answer 04 03 00 00", NULL},
	{"answer 01 03", NULL},
	{"answer 00 00 41 00", NULL}, /* not a string descriptor */
	{"answer 06 02 41 00 42 00", NULL},
	{"answer", NULL},
	{"stall", NULL},
	{"nak", NULL},
};

CASE_PER_ROW(string_is_as_linux_makes_it, rows)
{
	char lines[256];

	snprintf(lines, sizeof lines, ENGLISH "control 80 06 0302 0409 %s\n", rows[_i].answer);
	plug(lines);
	if (rows[_i].text)
		world_expect("1-1/product", rows[_i].text);
	else
		ck_assert(!world_exists(WORLD_SYSFS "1-1/product"));
}

static const struct {
	const char *list;
	bool is_english, is_german;
} languages[] = {
	{"answer 04 03 09 04", true, false},
	{"answer 06 03 07 04 09 04", false, true}, /* the first alone */
	{"answer 02 03", true, false},		   /* malformed */
	{"answer 04 02 07 04", true, false},
	{"answer 01 03", false, false},
	{"stall", false, false},
	{"nak", false, false},
};

CASE_PER_ROW(language_is_the_one_that_linux_takes, languages)
{
	char lines[256];

	snprintf(lines, sizeof lines,
		 "control 80 06 0300 0000 %s\n"
		 "control 80 06 0301 0409 answer 06 03 41 00 42 00\n"
		 "control 80 06 0302 0407 answer 06 03 43 00 44 00\n",
		 languages[_i].list);
	plug(lines);
	ck_assert_int_eq(world_exists(WORLD_SYSFS "1-1/manufacturer"), languages[_i].is_english);
	ck_assert_int_eq(world_exists(WORLD_SYSFS "1-1/product"), languages[_i].is_german);
}

CASE(device_that_leaves_at_a_string_is_gone)
{
	char why[128];

	world_start_empty();
	ck_assert_int_eq(cusb_virtual_parse(DEVICE ENGLISH "control 80 06 0302 0409 vanish\n", why,
					    sizeof why, &model),
			 0);
	cusb_virtual_plug(world.kernel, model, "1-1");
	ck_assert(!world_exists(WORLD_SYSFS "1-1"));
}
