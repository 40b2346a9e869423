/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/output/page.h"
#include "unit.h"

static struct output out;

static struct page page_of(unsigned int width, bool colour)
{
	memset(&out, 0, sizeof out);
	return (struct page){.out = &out, .width = width, .colour = colour};
}

static void check(const char *want)
{
	out.buffer[out.used] = '\0';
	ck_assert_str_eq(out.buffer, want);
}

CASE(columns_of_a_row)
{
	struct page page = page_of(0, false);

	page.level = 1;
	page_row(&page, "bLength", "9", "");
	page_row(&page, "wTerminalType", "0x0201", "Camera Sensor");
	page_row(&page, "End Collection", "", "");
	check("  bLength                 9\n"
	      "  wTerminalType           0x0201      Camera Sensor\n"
	      "  End Collection\n");
}

CASE(names_and_values_wider_than_their_columns)
{
	struct page page = page_of(0, false);

	page_row(&page, "wMSOSDescriptorSetTotalLength", "178", "bytes");
	page_row(&page, "x", "0123456789abcdef", "y");
	check("wMSOSDescriptorSetTotalLength 178         bytes\n"
	      "x                       0123456789abcdef y\n");
}

CASE(a_long_meaning_continues_at_its_column)
{
	struct page page = page_of(50, false);

	page_row(&page, "bmControls", "0x03", "Mute, Volume, Bass");
	check("bmControls              0x03        Mute, Volume,\n"
	      "                                    Bass\n");
}

CASE(a_long_line_is_cut_between_words)
{
	struct page page = page_of(40, false);

	page_line(&page, "0x81 isochronous IN, 128 bytes every 125 us");
	check("0x81 isochronous IN, 128 bytes every 125\n    us\n");
}

CASE(a_word_wider_than_the_line_stands_alone)
{
	struct page page = page_of(40, false);

	page_line(&page, "a 0123456789012345678901234567890123456789012345 b");
	check("a\n    0123456789012345678901234567890123456789012345\n    b\n");
}

CASE(columns_are_characters_and_not_bytes)
{
	struct page page = page_of(40, false);

	page_line(
		&page,
		"\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc "
		"0123456789012345678901234567 x");
	check("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc "
	      "0123456789012345678901234567\n    x\n");
}

CASE(the_detail_of_a_heading_begins_behind_it)
{
	struct page page = page_of(40, false);

	page_heading(&page, "Configuration 1", "bus powered, at most 500 mA");
	page_heading(&page, "A heading that is as wide as the terminal", "detail");
	page_heading(&page, "alone", "");
	page_heading(&page, "alone", NULL);
	check("Configuration 1  bus powered, at most\n    500 mA\n"
	      "A heading that is as wide as the terminal\n    detail\nalone\nalone\n");
}

CASE(colours_are_around_headings_and_faults)
{
	struct page page = page_of(0, true);

	page_heading(&page, "Device", "detail");
	page_fault(&page, "cut");
	check("\033[1mDevice\033[0m  detail\n\033[31m! cut\033[0m\n");
}
