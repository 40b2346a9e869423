/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "cli/output/message.h"
#include "stderr_text.h"
#include "unit.h"

#undef fail /* check.h has one, too */

CASE(message_is_put_together_from_pieces)
{
	struct error_message message = {0};

	message_add(&message, "a%d", 1);
	message_add(&message, ", %s", "b");
	ck_assert_str_eq(message.text, "a1, b");
	ck_assert_uint_eq(message.length, 5);
}

CASE(message_that_does_not_fit_is_cut)
{
	struct error_message message = {0};

	message_add(&message, "%2000d", 1);
	ck_assert_uint_eq(message.length, sizeof message.text - 1);
	message_add(&message, "more");
	ck_assert_uint_eq(message.length, sizeof message.text - 1);
	ck_assert_uint_eq(strlen(message.text), sizeof message.text - 1);
}

CASE(failure_is_one_line_of_the_tool)
{
	enum status status;

	stderr_begin();
	status = fail("no %s", "way");
	ck_assert_str_eq(stderr_end(), "cusb: no way\n");
	ck_assert_int_eq(status, STATUS_FAILURE);
}

CASE(usage_error_tells_how_it_is_used)
{
	static const struct command command = {.name = "do", .arguments = "DEV"};
	enum status status;

	stderr_begin();
	status = usage_error(&command, "too %s", "few");
	ck_assert_str_eq(stderr_end(), "cusb do: too few\n"
				       "usage: cusb do [OPTION]... DEV\n"
				       "Try 'cusb do --help'.\n");
	ck_assert_int_eq(status, STATUS_USAGE);
}
