/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "number.h"

int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int parse_number(const char *text, unsigned long long max, unsigned long long *number)
{
	unsigned long long result = 0;
	unsigned int base = 10;

	if (text[0] == '0' && (text[1] | 0x20) == 'x') {
		base = 16;
		text += 2;
	} else if (text[0] == '0') {
		base = 8;
	}
	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		unsigned int digit = (unsigned int)digit_value(*text);

		if (digit >= base)
			return -EINVAL;
		if (result > (max - digit) / base || digit > max)
			return -ERANGE;
		result = result * base + digit;
	}
	*number = result;
	return 0;
}
