/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>

#include "number.h"

static bool digit_value(char c, unsigned int base, unsigned int *value)
{
	if (c >= '0' && c <= '9')
		*value = (unsigned int)(c - '0');
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		*value = (unsigned int)((c | 0x20) - 'a') + 10;
	else
		return false;
	return *value < base;
}

int parse_number(const char *text, unsigned long long max, unsigned long long *number)
{
	unsigned long long result = 0;
	unsigned int base = 10, digit;

	if (text[0] == '0' && (text[1] | 0x20) == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0') {
		base = 8;
	}
	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		if (!digit_value(*text, base, &digit))
			return -EINVAL;
		if (result > (max - digit) / base || digit > max)
			return -ERANGE;
		result = result * base + digit;
	}
	*number = result;
	return 0;
}
