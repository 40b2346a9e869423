/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/error.h>

#include "device_arg.h"
#include "device_facts.h"

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
