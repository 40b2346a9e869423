/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/output/output.h"
#include "unit.h"

static struct output out;

static void begin(void)
{
	memset(&out, 0, sizeof out);
}

FIXTURE(begin, NULL)

static void check(const char *want)
{
	out.buffer[out.used] = '\0';
	ck_assert_str_eq(out.buffer, want);
}

CASE(pieces_stand_one_after_the_other)
{
	output_text(&out, "a");
	output_data(&out, "bc", 1);
	output_format(&out, "%d%s", 12, "x");
	check("ab12x");
}

CASE(formatted_piece_is_cut_at_255_bytes)
{
	output_format(&out, "%300d", 1);
	ck_assert_uint_eq(out.used, 255);
}

CASE(hexadecimal_has_16_bytes_in_a_line)
{
	static const unsigned char bytes[17] = {0, 0x1f, 0xff};

	output_hex(&out, bytes, sizeof bytes);
	output_hex_end(&out);
	check("00 1f ff 00 00 00 00 00 00 00 00 00 00 00 00 00\n00\n");
}

CASE(hexadecimal_goes_on_in_the_line_that_was_begun)
{
	output_hex(&out, "a", 1);
	output_hex(&out, "b", 1);
	output_hex_end(&out);
	check("61 62\n");
}

CASE(hexadecimal_of_nothing_is_no_line)
{
	output_hex(&out, "", 0);
	output_hex_end(&out);
	check("");
}

CASE(after_a_failure_nothing_is_written)
{
	out.err = -1;
	output_text(&out, "a");
	output_flush(&out);
	ck_assert_uint_eq(out.used, 0);
	ck_assert_int_eq(out.err, -1);
}
