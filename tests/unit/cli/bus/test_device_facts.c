/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "cli/bus/device_facts.h"
#include "fake_device.h"
#include "unit.h"

static const struct {
	const char *text;
	const char *printable;
} texts[] = {
	{"", ""},
	{"Caf\xc3\xa9 ~", "Caf\xc3\xa9 ~"},
	{"a\nb\x7f\x1b[2J", "a?b??[2J"},
	{"\xc2\x80\xc2\x9b\xc2\x9f", "??????"},
	{"\xc2\xa0\xe2\x82\x9b", "\xc2\xa0\xe2\x82\x9b"},
	{"\xc2", "\xc2"},
};

CASE_PER_ROW(control_characters_become_question_marks, texts)
{
	char text[32];

	snprintf(text, sizeof text, "%s", texts[_i].text);
	make_printable(text);
	ck_assert_str_eq(text, texts[_i].printable);
}

static const struct {
	int speed;
	const char *mbit;
} speeds[] = {
	{CUSB_SPEED_UNKNOWN, NULL},
	{CUSB_SPEED_LOW, "1.5"},
	{CUSB_SPEED_FULL, "12"},
	{CUSB_SPEED_HIGH, "480"},
	{CUSB_SPEED_SUPER, "5000"},
	{CUSB_SPEED_SUPER_PLUS, "10000"},
	{CUSB_SPEED_SUPER_PLUS_X2, "20000"},
	{CUSB_SPEED_SUPER_PLUS_X2 + 1, NULL},
};

CASE_PER_ROW(speed_is_told_in_mbit, speeds)
{
	struct fake_device *fake = fake_device_new("storage");

	fake->speed = speeds[_i].speed;
	ck_assert_pstr_eq(device_speed(fake->dev), speeds[_i].mbit);
	fake_device_free(fake);
}
