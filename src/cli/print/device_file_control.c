/* SPDX-License-Identifier: MIT */
/*
 * The answers that a kernel driver needs before it binds to a device. usbhid needs a report
 * descriptor. snd-usb-audio needs the group terminal blocks of MIDI 2.0. hub needs the hub
 * descriptor and the status. The kernel and lsusb ask a device of two speeds for its device
 * qualifier.
 */
#include <errno.h>

#include <cusb/control.h>
#include <cusb/error.h>
#include <cusb/util.h>

#include "ask.h"
#include "cli/bus/hid_report.h"
#include "device_file.h"

void device_file_print_answer(const struct cusb_setup *setup, const uint8_t *bytes, ssize_t length,
			      struct output *out)
{
	output_format(out, "control %02x %02x %04x %04x answer", setup->bmRequestType,
		      setup->bRequest, setup->wValue, setup->wIndex);
	for (ssize_t i = 0; i < length; i++)
		output_format(out, " %02x", bytes[i]);
	output_text(out, "\n");
}

/* Returns `length`, which is the number of bytes or an error. */
static ssize_t print(const struct cusb_setup *setup, const char *name, const uint8_t *bytes,
		     ssize_t length, struct output *out)
{
	if (length >= 0)
		device_file_print_answer(setup, bytes, length, out);
	else if (length != -EPIPE)
		output_format(out, "# %s: not read: %s\n", name, cusb_strerror((int)length));
	return length;
}

static ssize_t ask_and_print(struct cusb_device *dev, enum question question, const char *name,
			     struct output *out)
{
	struct cusb_setup setup = ask_setup(dev, question);
	uint8_t bytes[ASK_SIZE];

	return print(&setup, name, bytes, ask(dev, &setup, bytes), out);
}

/* Asks no more of a device that does not answer. */
static ssize_t print_hub(struct cusb_device *dev, struct output *out)
{
	ssize_t n = ask_and_print(dev, ASK_HUB, "hub descriptor", out);

	if (cusb_ends_all_strings(n))
		return n;
	return ask_and_print(dev, ASK_HUB_STATUS, "hub status", out);
}

/* While a driver has the interface, only the kernel may ask, and shows its answer in sysfs. */
static ssize_t print_report(const struct cli_bus *bus, const struct cusb_interface *intf,
			    ssize_t answers, struct output *out)
{
	struct cusb_setup setup = ask_report_setup(intf);
	uint8_t bytes[ASK_REPORT_SIZE];
	ssize_t n = answers, known;

	if (setup.wLength == 0)
		return 0;
	if (n >= 0)
		n = ask(intf->configuration->device, &setup, bytes);
	if (n < 0) {
		known = hid_report_read(bus, intf, bytes, sizeof bytes);
		n = known > 0 ? known : n;
	}
	return print(&setup, "HID report descriptor", bytes, n, out);
}

static void print_blocks(const struct cusb_interface *intf, ssize_t answers, struct output *out)
{
	struct cusb_setup setup = ask_blocks_setup(intf);
	uint8_t bytes[ASK_BLOCKS_SIZE];
	ssize_t n = answers;

	if (setup.wLength == 0)
		return;
	if (n >= 0)
		n = ask(intf->configuration->device, &setup, bytes);
	print(&setup, "group terminal blocks", bytes, n, out);
}

void device_file_print_answers(const struct cli_bus *bus, struct cusb_device *dev, ssize_t answers,
			       struct output *out)
{
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf;

	if (answers >= 0 && dev->bcdUSB >= 0x0200 && dev->bcdUSB < 0x0300)
		answers = ask_and_print(dev, ASK_QUALIFIER, "device qualifier", out);
	if (!cusb_ends_all_strings(answers) && dev->bDeviceClass == CUSB_CLASS_HUB)
		answers = print_hub(dev, out);
	if (!cusb_ends_all_strings(answers))
		answers = 0;
	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	cusb_for_each_interface (cfg, intf) {
		if (intf->alternate_index == 0 && intf->bInterfaceClass == CUSB_CLASS_HID)
			print_report(bus, intf, answers, out);
		print_blocks(intf, answers, out);
	}
}
