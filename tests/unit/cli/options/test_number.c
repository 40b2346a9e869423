/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>

#include "cli/options/number.h"
#include "unit.h"

static const struct {
	const char *text;
	unsigned long long max;
	int result;
	unsigned long long number;
} numbers[] = {
	{"0", 0, 0, 0},
	{"255", 255, 0, 255},
	{"256", 255, -ERANGE, 0},
	{"1", 0, -ERANGE, 0},
	{"0x10", 255, 0, 16},
	{"0XfF", 255, 0, 255},
	{"0x100", 255, -ERANGE, 0},
	{"017", 255, 0, 15},
	{"00", 255, 0, 0},
	{"18446744073709551615", ULLONG_MAX, 0, ULLONG_MAX},
	{"18446744073709551616", ULLONG_MAX, -ERANGE, 0},
	{"0xffffffffffffffff", ULLONG_MAX, 0, ULLONG_MAX},
	{"", 255, -EINVAL, 0},
	{"0x", 255, -EINVAL, 0},
	{"08", 255, -EINVAL, 0},
	{"12a", 255, -EINVAL, 0},
	{"a", 255, -EINVAL, 0},
	{"-1", 255, -EINVAL, 0},
	{" 1", 255, -EINVAL, 0},
	{"1 ", 255, -EINVAL, 0},
	{"0xg", 255, -EINVAL, 0},
};

CASE_PER_ROW(number_is_read_as_in_c, numbers)
{
	unsigned long long number = 77;

	ck_assert_int_eq(parse_number(numbers[_i].text, numbers[_i].max, &number),
			 numbers[_i].result);
	ck_assert_uint_eq(number, numbers[_i].result == 0 ? numbers[_i].number : 77);
}
