/* SPDX-License-Identifier: MIT */
#ifndef CUSB_CLI_OPTIONS_NUMBER_H
#define CUSB_CLI_OPTIONS_NUMBER_H

/* The value of a hexadecimal digit; -1: not a digit. */
int digit_value(char c);

/* A number as in C: decimal, 0x hexadecimal or 0 octal. 0, -EINVAL, or -ERANGE above `max`. */
int parse_number(const char *text, unsigned long long max, unsigned long long *number);

#endif
