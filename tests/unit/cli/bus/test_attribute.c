/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "cli/bus/attribute.h"

#include "unit.h"

/* A device of this machine may have the same name. */
CASE(attributes_of_another_machine_are_not_those_of_this_one)
{
	const struct cli_bus here = {.place = BUS_LOCAL}, there = {.place = BUS_REMOTE};
	char text[ATTRIBUTE_SIZE];

	ck_assert_int_eq(attribute_text(&here, "/proc/self/status", text), 0);
	ck_assert_int_eq(attribute_text(&there, "/proc/self/status", text), -ENOENT);
	ck_assert_int_eq(attribute_write(&there, "/dev/null", "0"), -ENOENT);
	ck_assert_int_eq(attribute_link(&there, "/proc/self/exe", text), -ENOENT);
}
