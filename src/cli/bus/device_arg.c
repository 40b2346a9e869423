/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/error.h>

#include "cli/options/number.h"
#include "device_arg.h"
#include "device_facts.h"

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

static int compare(const void *one, const void *other)
{
	const struct cusb_device *a = *(struct cusb_device *const *)one;
	const struct cusb_device *b = *(struct cusb_device *const *)other;

	return a->bus != b->bus ? a->bus - b->bus : a->address - b->address;
}

void device_arg_place(struct device_arg *arg, const struct cli_bus *bus)
{
	size_t end = 0;

	while (arg->match[end].field != CUSB_FIELD_END)
		end++;
	arg->match[end].field = CUSB_FIELD_backend;
	arg->match[end].is.backend = bus->backend;
}

ssize_t device_arg_find(const struct device_arg *arg, const struct cli_bus *bus,
			struct cusb_device ***list)
{
	struct device_arg on_bus = *arg;
	ssize_t count;

	device_arg_place(&on_bus, bus);
	count = cusb_find_all(on_bus.match, list);
	if (count > 0)
		qsort(*list, (size_t)count, sizeof **list, compare);
	return count;
}

enum status report_no_list(int err)
{
	return fail("cannot list the USB devices: %s", cusb_error_text(err));
}

/* Whether there is a place where the library can look for devices. */
static bool has_usb(const struct cli_bus *bus)
{
	return bus->place != BUS_LOCAL || access("/sys/bus/usb/devices", F_OK) == 0 ||
	       access("/dev/bus/usb", F_OK) == 0;
}

enum status report_no_devices(const struct cli_bus *bus)
{
	if (has_usb(bus)) {
		fail("no USB devices");
		return STATUS_OK;
	}
	if (access("/sys/bus", F_OK) < 0)
		return fail("cannot list the USB devices: there is no /sys/bus; mount sysfs: "
			    "mount -t sysfs sysfs /sys");
	fail("no USB devices: this kernel has no USB, or its module usbcore is not loaded");
	return STATUS_OK;
}

enum status report_no_device(const struct cli_bus *bus, const char *text)
{
	if (has_usb(bus))
		return fail("no device %s is plugged in; see 'cusb list'", text);
	report_no_devices(bus);
	return STATUS_FAILURE;
}

static void report_several(const struct cli_bus *bus, const char *text,
			   struct cusb_device *const *list, size_t count)
{
	struct error_message message = {0};
	struct usb_ids ids;

	usb_ids_open(&ids);
	message_add(&message,
		    "cusb: %zu devices match %s; name one by BUS:DEV or by the name in "
		    "brackets:",
		    count, text);
	for (size_t i = 0; i < count; i++) {
		char description[DEVICE_LINE_SIZE];

		device_line(bus, list[i], &ids, description);
		message_add(&message, "\n  %s [%s]", description, list[i]->name);
	}
	message_print(&message);
	usb_ids_close(&ids);
}

int device_arg_find_one(const struct device_arg *arg, const struct cli_bus *bus, const char *text,
			struct cusb_device **dev)
{
	struct cusb_device **list;
	ssize_t count = device_arg_find(arg, bus, &list);
	int err = count == 1 ? 0 : count == 0 ? -ENODEV : -ENOTUNIQ;

	if (count < 0) {
		report_no_list((int)count);
		return (int)count;
	}
	if (count == 0)
		report_no_device(bus, text);
	else if (count > 1)
		report_several(bus, text, list, (size_t)count);
	else
		*dev = cusb_device_ref(list[0]);
	cusb_free_list(list);
	return err;
}
