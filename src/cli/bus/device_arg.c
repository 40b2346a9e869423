/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "cli/options/number.h"
#include "device_arg.h"

const char device_arg_help[] =
	"DEV is VID:PID, four hexadecimal digits each (fffe:0001), BUS:DEV, one to three\n"
	"decimal digits each (001:002), or the name of the device in sysfs (1-2.3).\n";

/* Reads `least` to `most` digits of a base up to 16. Returns their number; 0: not such a number. */
static size_t digits(const char *text, unsigned int base, size_t least, size_t most,
		     unsigned long *number)
{
	size_t n = 0;

	*number = 0;
	for (; n <= most; n++) {
		unsigned int digit = (unsigned int)digit_value(text[n]);

		if (digit >= base)
			break;
		*number = *number * base + digit;
	}
	return n >= least && n <= most ? n : 0;
}

/* Two numbers with a colon between them, and nothing else. */
static bool parse_pair(const char *text, unsigned int base, size_t least, size_t most,
		       unsigned long numbers[2])
{
	size_t n = digits(text, base, least, most, &numbers[0]);

	if (n == 0 || text[n] != ':')
		return false;
	text += n + 1;
	n = digits(text, base, least, most, &numbers[1]);
	return n != 0 && text[n] == '\0';
}

/* "1-2.3" or "usb1", whether or not such a device is plugged in. */
static bool is_name(const char *text)
{
	bool root_hub = strncmp(text, "usb", 3) == 0;

	text += root_hub ? 3 : 0;
	if (*text < '0' || *text > '9' || (!root_hub && !strchr(text, '-')))
		return false;
	return text[strspn(text, root_hub ? "0123456789" : "0123456789-.")] == '\0';
}

int device_arg_parse(const char *text, struct device_arg *arg)
{
	unsigned long numbers[2];

	memset(arg, 0, sizeof *arg);
	if (!text)
		return 0;
	if (parse_pair(text, 16, 4, 4, numbers)) {
		arg->match[0].field = CUSB_FIELD_idVendor;
		arg->match[1].field = CUSB_FIELD_idProduct;
	} else if (parse_pair(text, 10, 1, 3, numbers)) {
		arg->match[0].field = CUSB_FIELD_bus;
		arg->match[1].field = CUSB_FIELD_address;
	} else if (is_name(text)) {
		arg->match[0].field = CUSB_FIELD_name;
		arg->match[0].is.string = text;
		return 0;
	} else {
		return -EINVAL;
	}
	arg->match[0].is.number = numbers[0];
	arg->match[1].is.number = numbers[1];
	return 0;
}

enum status device_arg_of(const struct command *command, const struct options *opts,
			  struct device_arg *arg)
{
	const char *text = opts->arguments[1];

	if (device_arg_parse(text, arg) < 0)
		return usage_error(command, "'%s' names no device", text);
	return STATUS_OK;
}
