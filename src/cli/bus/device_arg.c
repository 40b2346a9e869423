/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "cli/options/number.h"
#include "device_arg.h"
#include "device_path.h"

const char device_arg_help[] =
	"DEV is VID:PID, four hexadecimal digits each (fffe:0001), or one of them (fffe:\n"
	"or :0001); BUS:DEV, one to three decimal digits each (001:002); the name of the\n"
	"device in sysfs (1-2.3); class=CLASS, a number or a name (class=hid);\n"
	"serial=TEXT; product=TEXT; or the path of a file of the device, below /sys or\n"
	"/dev (/dev/bus/usb/001/002, /dev/ttyUSB0).\n";

static const struct {
	const char *name;
	unsigned int class;
} classes[] = {
	{"audio", CUSB_CLASS_AUDIO},
	{"comm", CUSB_CLASS_COMM},
	{"cdc", CUSB_CLASS_COMM},
	{"hid", CUSB_CLASS_HID},
	{"physical", CUSB_CLASS_PHYSICAL},
	{"image", CUSB_CLASS_IMAGE},
	{"printer", CUSB_CLASS_PRINTER},
	{"storage", CUSB_CLASS_MASS_STORAGE},
	{"hub", CUSB_CLASS_HUB},
	{"data", CUSB_CLASS_DATA},
	{"smartcard", CUSB_CLASS_SMART_CARD},
	{"video", CUSB_CLASS_VIDEO},
	{"wireless", CUSB_CLASS_WIRELESS},
	{"misc", CUSB_CLASS_MISCELLANEOUS},
	{"application", CUSB_CLASS_APPLICATION},
	{"vendor", CUSB_CLASS_VENDOR},
};

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

static void set_number(struct cusb_match *match, enum cusb_field field, unsigned long number)
{
	match->field = field;
	match->is.number = number;
}

static void set_string(struct cusb_match *match, enum cusb_field field, const char *string)
{
	match->field = field;
	match->is.string = string;
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

/* "VID:" or ":PID". */
static bool parse_one_id(const char *text, struct cusb_match *match)
{
	bool product = text[0] == ':';
	unsigned long number;

	if (digits(text + product, 16, 4, 4, &number) == 0)
		return false;
	if (strcmp(text + product + 4, product ? "" : ":") != 0)
		return false;
	set_number(match, product ? CUSB_FIELD_idProduct : CUSB_FIELD_idVendor, number);
	return true;
}

static bool parse_class(const char *text, unsigned long *class)
{
	unsigned long long number;

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++)
		if (strcasecmp(classes[i].name, text) == 0) {
			*class = classes[i].class;
			return true;
		}
	if (parse_number(text, 0xff, &number) < 0)
		return false;
	*class = (unsigned long)number;
	return true;
}

/* Of the device, or of an interface in any setting. `user` is the number. */
static int has_class(struct cusb_device *dev, void *user)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	uintptr_t class = (uintptr_t)user;

	if (class != CUSB_CLASS_PER_INTERFACE && dev->bDeviceClass == class)
		return 1;
	cusb_for_each_configuration (dev, cfg)
		cusb_for_each_interface (cfg, intf)
			if (intf->bInterfaceClass == class)
				return 1;
	return 0;
}

/* "FIELD=VALUE". */
static bool parse_field(const char *text, struct cusb_match *match)
{
	const char *value = strchr(text, '=');
	size_t length = value ? (size_t)(value - text) : 0;
	unsigned long class;

	if (!value++ || !*value)
		return false;
	if (length == 6 && strncmp(text, "serial", 6) == 0) {
		set_string(match, CUSB_FIELD_serial_number, value);
		return true;
	}
	if (length == 7 && strncmp(text, "product", 7) == 0) {
		set_string(match, CUSB_FIELD_product, value);
		return true;
	}
	if (length != 5 || strncmp(text, "class", 5) != 0 || !parse_class(value, &class))
		return false;
	match[0].field = CUSB_FIELD_custom_device;
	match[0].is.custom_device = has_class;
	match[1].field = CUSB_FIELD_user;
	match[1].is.user = (void *)(uintptr_t) class;
	return true;
}

int device_arg_parse(const char *text, struct device_arg *arg)
{
	struct cusb_match *match = arg->match;
	unsigned long numbers[2];

	memset(arg, 0, sizeof *arg);
	if (!text)
		return 0;
	if (parse_pair(text, 16, 4, 4, numbers)) {
		set_number(&match[0], CUSB_FIELD_idVendor, numbers[0]);
		set_number(&match[1], CUSB_FIELD_idProduct, numbers[1]);
	} else if (parse_pair(text, 10, 1, 3, numbers) || device_path_node(text, numbers)) {
		set_number(&match[0], CUSB_FIELD_bus, numbers[0]);
		set_number(&match[1], CUSB_FIELD_address, numbers[1]);
	} else if (is_device_name(text, strlen(text))) {
		set_string(match, CUSB_FIELD_name, text);
	} else if (text[0] == '/' && device_path_name(text, arg->name, sizeof arg->name)) {
		set_string(match, CUSB_FIELD_name, arg->name);
	} else if (!parse_one_id(text, match) && !parse_field(text, match)) {
		return -EINVAL;
	}
	return 0;
}

const char *device_arg_cut_part(char *text)
{
	char *colon = strrchr(text, ':');
	struct device_arg arg;

	if (!colon || device_arg_parse(text, &arg) == 0)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

enum status device_arg_of(const struct command *command, const struct options *opts,
			  struct device_arg *arg)
{
	const char *text = opts->arguments[1];

	if (device_arg_parse(text, arg) < 0)
		return usage_error(command, "'%s' names no device", text);
	return STATUS_OK;
}
