/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/virtual.h>

#include "fail_alloc.h"
#include "unit.h"

#define DEVICE "descriptors 12 01 00 02 00 00 00 40 fe ff 42 00 00 01 01 02 05 01\n"
/* All endpoints of two numbers, in one line. */
#define ENDPOINTS                                                                                  \
	"descriptors 12 01 00 02 00 00 00 40 fe ff 42 00 00 01 01 02 05 01 "                       \
	"09 02 2e 00 01 01 00 80 32 09 04 00 00 04 ff 00 00 00 07 05 01 02 40 00 00 "              \
	"07 05 81 02 40 00 00 07 05 02 02 40 00 00 07 05 82 02 40 00 00\n"

static struct cusb_virtual_model *model;
static char why[128];

static void parse(const char *text)
{
	int err = cusb_virtual_parse(text, why, sizeof why, &model);

	ck_assert_msg(err == 0, "%s", why);
}

static void teardown(void)
{
	cusb_virtual_model_free(model);
	model = NULL;
}

FIXTURE(NULL, teardown)

CASE(a_device_descriptor_is_enough)
{
	parse(DEVICE);
	ck_assert_uint_eq(model->descriptors_length, 18);
	ck_assert_uint_eq(model->descriptors[10], 0x42);
	ck_assert_int_eq(model->speed, CUSB_SPEED_HIGH);
	ck_assert_ptr_null(model->bos);
	ck_assert_ptr_null(model->langids);
	ck_assert_ptr_null(model->strings);
}

CASE(bytes_go_on_in_lines_that_begin_with_one)
{
	parse("descriptors 12 01 00 02 # a comment 33\n"
	      "  00 00 00 40 fe ff 42 00\n\n"
	      "# a comment\n"
	      "\t00 01 01 02 05 01 AB cD");
	ck_assert_uint_eq(model->descriptors_length, 20);
	ck_assert_uint_eq(model->descriptors[4], 0x00);
	ck_assert_uint_eq(model->descriptors[18], 0xab);
	ck_assert_uint_eq(model->descriptors[19], 0xcd);
}

CASE(each_list_has_its_own_bytes)
{
	parse("bos 05 0f\n" DEVICE "  77\nstring 1 a\n");
	ck_assert_uint_eq(model->bos_length, 2);
	ck_assert_uint_eq(model->bos[0], 0x05);
	ck_assert_uint_eq(model->bos[1], 0x0f);
	ck_assert_uint_eq(model->descriptors_length, 19);
	ck_assert_uint_eq(model->descriptors[0], 0x12);
	ck_assert_str_eq(model->strings[0], "a");
}

CASE_PER_NUMBER(speeds_have_names, 0, 6)
{
	static const char *const names[] = {"low",   "full",	   "high",
					    "super", "super-plus", "super-plus-x2"};
	char text[128];

	snprintf(text, sizeof text, "speed %s # as it is\n" DEVICE, names[_i]);
	parse(text);
	ck_assert_int_eq(model->speed, CUSB_SPEED_LOW + _i);
}

CASE(strings_may_have_gaps_between_their_indexes)
{
	parse(DEVICE "string 5 five\nstring 2 two\n");
	ck_assert_str_eq(model->strings[0], "");
	ck_assert_str_eq(model->strings[1], "two");
	ck_assert_str_eq(model->strings[2], "");
	ck_assert_str_eq(model->strings[4], "five");
	ck_assert_ptr_null(model->strings[5]);
}

CASE(the_highest_index_of_a_string_is_255)
{
	parse(DEVICE "string 255 last\n");
	ck_assert_str_eq(model->strings[254], "last");
	ck_assert_ptr_null(model->strings[255]);
}

CASE(a_string_goes_to_the_end_of_its_line)
{
	parse(DEVICE "string 1  a # b \r\nstring 2 Übung ∞");
	ck_assert_str_eq(model->strings[0], " a # b ");
	ck_assert_str_eq(model->strings[1], "Übung ∞");
}

CASE(strings_are_in_english_unless_told_otherwise)
{
	parse(DEVICE "string 1 a");
	ck_assert_uint_eq(model->langids[0], 0x0409);
	ck_assert_uint_eq(model->langids[1], 0);
}

CASE(languages_may_be_without_strings)
{
	parse(DEVICE "langids 0407 0c09 # two \r\n");
	ck_assert_uint_eq(model->langids[0], 0x0407);
	ck_assert_uint_eq(model->langids[1], 0x0c09);
	ck_assert_uint_eq(model->langids[2], 0);
	ck_assert_ptr_null(model->strings[0]);
}

CASE(faults_are_those_of_the_struct)
{
	parse(ENDPOINTS "fault 81 stall after 1 times 2\nfault 00 delay 20 times 3 # late\n"
			"fault 82 short 7\nfault 01 error\nfault 80 babble\n"
			"fault ff vanish after 3\n");
	ck_assert_uint_eq(model->fault_count, 6);
	ck_assert_uint_eq(model->faults[0].bEndpointAddress, 0x81);
	ck_assert_int_eq(model->faults[0].kind, CUSB_VIRTUAL_STALL);
	ck_assert_uint_eq(model->faults[0].after, 1);
	ck_assert_uint_eq(model->faults[0].times, 2);
	ck_assert_int_eq(model->faults[1].kind, CUSB_VIRTUAL_DELAY);
	ck_assert_uint_eq(model->faults[1].ms, 20);
	ck_assert_uint_eq(model->faults[1].times, 3);
	ck_assert_uint_eq(model->faults[2].length, 7);
	ck_assert_int_eq(model->faults[3].kind, CUSB_VIRTUAL_ERROR);
	ck_assert_uint_eq(model->faults[3].bEndpointAddress, 0x01);
	ck_assert_int_eq(model->faults[4].kind, CUSB_VIRTUAL_BABBLE);
	ck_assert_uint_eq(model->faults[5].bEndpointAddress, 0xff);
}

static const struct mistake {
	const char *text;
	const char *why;
} mistakes[] = {
	{"", "line 0: the end, and no device descriptor of 18 bytes so far"},
	{"descriptors 12 01\n", "line 1: the end, and no device descriptor of 18 bytes so far"},
	{"\n\ndescriptors 12 zz\n", "line 3: 'zz' is not a byte"},
	{"descriptors 12 1\n", "line 1: '1' is not a byte"},
	{"descriptors 1200\n", "line 1: '1200' is not a byte"},
	{DEVICE "descriptors 12\n", "line 2: a second 'descriptors'"},
	{DEVICE "bos\n", "line 2: the end, and a BOS without bytes"},
	{"12 01\n", "line 1: '12' belongs to nothing before it"},
	{DEVICE "string 1 a\n 12\n", "line 3: '12' belongs to nothing before it"},
	{"colour red\n", "line 1: 'colour' is not known"},
	{"\x1b[31mabcdefghijklmnopqrstuvwxyz\n", "line 1: '?[31mabcdefghijklmno...' is not known"},
	{"speed warp\n",
	 "line 1: 'warp' is not low, full, high, super, super-plus or super-plus-x2"},
	{"speed low high\n", "line 1: 'high' is too much"},
	{"speed low\nspeed low\n", "line 2: a second 'speed'"},
	{"langids\n", "line 1: four hex digits is missing"},
	{"langids 409\n", "line 1: '409' is not four hex digits"},
	{"langids 04090\n", "line 1: '04090' is not four hex digits"},
	{"langids 0000\n", "line 1: 0000 is not a language"},
	{"string\n", "line 1: a number from 1 to 255 is missing"},
	{"string 0 a\n", "line 1: '0' is not a number from 1 to 255"},
	{"string 256 a\n", "line 1: '256' is not a number from 1 to 255"},
	{"string 99999999999999999999 a\n",
	 "line 1: '99999999999999999999' is not a number from 1 to 255"},
	{"string 1x a\n", "line 1: '1x' is not a number from 1 to 255"},
	{"string 1 a\nstring 1 a\n", "line 2: a second string 1"},
	{"string 1\n", "line 1: string 1 without text"},
	{"string 1 \r\n", "line 1: string 1 without text"},
	{"control c0 01 0000\n", "line 1: four hex digits is missing"},
	{"control c0 01 0000 0000 give\n",
	 "line 1: 'give' is not answer, take, stall, nak or vanish"},
	{"control c0 01 0000 0000 take\n", "line 1: a request that asks for data takes none"},
	{"control 40 01 0000 0000 answer 01\n", "line 1: a request that sends data has no answer"},
	{"control 40 01 0000 0000 take 01\n", "line 1: '01' is too much"},
	{"then stall\n", "line 1: 'then' before the first 'control'"},
	{"control 40 01 0000 0000 take\nthen answer 01\n",
	 "line 2: a request that sends data has no answer"},
	{"keep all\n", "line 1: 'all' is too much"},
	{"keep\nkeep\n", "line 2: a second 'keep'"},
	{ENDPOINTS "in 81 after 00\n"
		   "in 81 after\n",
	 "line 3: a number from 0 to 100000000 is missing"},
	{ENDPOINTS "in 01 00\n", "line 2: '01' is not an IN endpoint"},
	{ENDPOINTS "in 80 00\n", "line 2: '80' is not an endpoint"},
	{ENDPOINTS "in 91 00\n", "line 2: '91' is not an endpoint"},
	{ENDPOINTS "in 81 again\n", "line 2: 'again' before the first packet"},
	{ENDPOINTS "in 81 00\nin 81 again\nin 81 00\n",
	 "line 4: nothing of endpoint 81 comes after 'again'"},
	{ENDPOINTS "out 81 take\n", "line 2: '81' is not an OUT endpoint"},
	{ENDPOINTS "out 01 give\n", "line 2: 'give' is not take"},
	{ENDPOINTS "out 01 take\nloop 01 81\n", "line 3: endpoint 01 has a line already"},
	{ENDPOINTS "loop 01 81\nloop 01 82\n", "line 3: endpoint 01 has a line already"},
	{ENDPOINTS "loop 01 81\nout 01 take\n", "line 3: endpoint 01 has a line already"},
	{ENDPOINTS "loop 01 81\nin 81 00\n", "line 3: endpoint 81 has a loop already"},
	{ENDPOINTS "in 81 00\nloop 01 81\n", "line 3: endpoint 81 has packets already"},
	{ENDPOINTS "loop 81 01\n", "line 2: '81' is not an OUT endpoint"},
	{ENDPOINTS "in ff 00\n", "line 2: 'ff' is not an endpoint"},
	{ENDPOINTS "fault 90 stall\n", "line 2: '90' is not an endpoint"},
	{DEVICE "fault 81 stall\n", "line 2: endpoint 81 is not in the descriptors above"},
	{ENDPOINTS "in 83 00\n", "line 2: endpoint 83 is not in the descriptors above"},
	{"out 01 take\n" ENDPOINTS, "line 1: endpoint 01 is not in the descriptors above"},
	{ENDPOINTS "fault 81 burn\n",
	 "line 2: 'burn' is not stall, nak, delay, short, babble, vanish or error"},
	{ENDPOINTS "fault 01 babble\n", "line 2: 'babble' is a fault of an IN endpoint"},
	{ENDPOINTS "fault 81 delay\n", "line 2: a number from 0 to 100000000 is missing"},
	{ENDPOINTS "fault 81 nak times 0\n", "line 2: '0' is not a number from 1 to 100000000"},
	{ENDPOINTS "fault 81 nak soon\n", "line 2: 'soon' is not after or times"},
};

CASE_PER_ROW(a_mistake_is_told_with_its_line, mistakes)
{
	struct cusb_virtual_model *none = NULL;

	ck_assert_int_eq(cusb_virtual_parse(mistakes[_i].text, why, sizeof why, &none), -EINVAL);
	ck_assert_str_eq(why, mistakes[_i].why);
	ck_assert_ptr_null(none);
}

CASE(a_string_of_more_than_126_characters_is_a_mistake)
{
	char text[256];
	struct cusb_virtual_model *none = NULL;

	snprintf(text, sizeof text, DEVICE "string 1 %0126d", 0);
	parse(text);
	snprintf(text, sizeof text, "string 1 %0127d", 0);
	ck_assert_int_eq(cusb_virtual_parse(text, why, sizeof why, &none), -EINVAL);
	ck_assert_str_eq(why, "line 1: a string has at most 126 characters");
}

CASE(languages_are_126_at_most)
{
	char text[1024] = "langids";
	struct cusb_virtual_model *none = NULL;

	for (size_t i = 0; i < 127; i++)
		strcat(text, " 0409");
	ck_assert_int_eq(cusb_virtual_parse(text, why, sizeof why, &none), -EINVAL);
	ck_assert_str_eq(why, "line 1: more than 126 languages");
}

CASE(the_reason_is_cut_to_the_room_for_it)
{
	char small[8] = "xxxxxxx";

	ck_assert_int_eq(cusb_virtual_parse("zz", small, 6, &model), -EINVAL);
	ck_assert_str_eq(small, "line ");
	ck_assert_int_eq(small[6], 'x');
	ck_assert_int_eq(cusb_virtual_parse("zz", NULL, 0, &model), -EINVAL);
}

CASE(a_text_without_mistakes_leaves_no_reason)
{
	strcpy(why, "old");
	parse(DEVICE);
	ck_assert_str_eq(why, "");
}

CASE(a_text_without_memory_is_no_mistake)
{
	static const char text[] = ENDPOINTS "string 1 a\ncontrol * * * * stall\nin 81 01\n"
					     "in 81 02\nin 81 03\nfault 81 nak\n";
	unsigned int nth = 0;
	int err;

	for (;;) {
		fail_alloc_start(++nth);
		err = cusb_virtual_parse(text, why, sizeof why, &model);
		if (!fail_alloc_stop())
			break;
		ck_assert_int_eq(err, -ENOMEM);
		ck_assert_str_eq(why, "");
	}
	ck_assert_int_eq(err, 0);
	ck_assert_uint_ge(nth, 7);
}

CASE(nothing_may_be_freed)
{
	cusb_virtual_model_free(NULL);
}
