/* SPDX-License-Identifier: MIT */
/*
 * The answers that a kernel driver needs before it binds to a device. usbhid needs a report
 * descriptor. hub needs the hub descriptor and the status. The kernel and lsusb ask a device of two
 * speeds for its device qualifier.
 */
#include <errno.h>

#include <cusb/control.h>
#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/bus/hid_report.h"
#include "device_file.h"

#define FROM_DEVICE    0x80
#define FROM_INTERFACE 0x81
#define FROM_HUB       0xa0 /* a class request to the device */

#define QUALIFIER_SIZE	    10
#define HUB_SIZE	    71 /* of 255 ports */
#define HUB_STATUS_SIZE	    4
#define HID_TYPES	    6 /* in a HID descriptor: type and size of each further one */
#define HID_TYPE_SIZE	    3
#define HID_REPORT_SIZE_MAX 4096 /* the kernel's limit */

void device_file_print_answer(const struct cusb_setup *setup, const uint8_t *bytes, ssize_t length,
			      struct output *out)
{
	output_format(out, "control %02x %02x %04x %04x answer", setup->bmRequestType,
		      setup->bRequest, setup->wValue, setup->wIndex);
	for (ssize_t i = 0; i < length; i++)
		output_format(out, " %02x", bytes[i]);
	output_text(out, "\n");
}

static ssize_t ask(struct cusb_device *dev, const struct cusb_setup *setup, uint8_t *bytes)
{
	return cusb_ctrl_transfer(dev, setup->bmRequestType, setup->bRequest, setup->wValue,
				  setup->wIndex, bytes, setup->wLength, CUSB_DEFAULT_TIMEOUT);
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

static ssize_t ask_and_print(struct cusb_device *dev, struct cusb_setup setup, const char *name,
			     struct output *out)
{
	uint8_t bytes[HUB_SIZE];

	return print(&setup, name, bytes, ask(dev, &setup, bytes), out);
}

/* Asks no more of a device that does not answer. */
static ssize_t print_hub(struct cusb_device *dev, struct output *out)
{
	bool super = cusb_device_speed(dev) >= CUSB_SPEED_SUPER;
	unsigned int type = super ? CUSB_DESC_TYPE_SUPERSPEED_HUB : CUSB_DESC_TYPE_HUB;
	ssize_t n = ask_and_print(dev,
				  (struct cusb_setup){FROM_HUB, CUSB_REQ_GET_DESCRIPTOR,
						      (uint16_t)(type << 8), 0, HUB_SIZE},
				  "hub descriptor", out);

	if (cusb_ends_all_strings(n))
		return n;
	return ask_and_print(
		dev, (struct cusb_setup){FROM_HUB, CUSB_REQ_GET_STATUS, 0, 0, HUB_STATUS_SIZE},
		"hub status", out);
}

/* The size of the report descriptor that a HID descriptor tells of; 0: there is none. */
static unsigned int report_size(const uint8_t *extra, size_t length)
{
	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e))
		for (unsigned int at = HID_TYPES;
		     e[1] == CUSB_DESC_TYPE_HID && at + HID_TYPE_SIZE <= e[0]; at += HID_TYPE_SIZE)
			if (e[at] == CUSB_DESC_TYPE_REPORT)
				return (unsigned int)(e[at + 1] | e[at + 2] << 8);
	return 0;
}

/* While a driver has the interface, only the kernel may ask, and shows its answer in sysfs. */
static ssize_t print_report(const struct cli_bus *bus, const struct cusb_interface *intf,
			    ssize_t answers, struct output *out)
{
	struct cusb_device *dev = intf->configuration->device;
	struct cusb_setup setup = {FROM_INTERFACE, CUSB_REQ_GET_DESCRIPTOR,
				   CUSB_DESC_TYPE_REPORT << 8, intf->bInterfaceNumber, 0};
	unsigned int size = report_size(intf->extra, intf->extra_length);
	uint8_t bytes[HID_REPORT_SIZE_MAX];
	ssize_t n = answers, known;

	if (size == 0 && intf->endpoint_count > 0)
		size = report_size(intf->endpoints->extra, intf->endpoints->extra_length);
	if (size == 0)
		return 0;
	setup.wLength = (uint16_t)(size < sizeof bytes ? size : sizeof bytes);
	if (n >= 0)
		n = ask(dev, &setup, bytes);
	if (n < 0) {
		known = hid_report_read(bus, intf, bytes, sizeof bytes);
		n = known > 0 ? known : n;
	}
	return print(&setup, "HID report descriptor", bytes, n, out);
}

void device_file_print_answers(const struct cli_bus *bus, struct cusb_device *dev, ssize_t answers,
			       struct output *out)
{
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf;

	if (answers >= 0 && dev->bcdUSB >= 0x0200 && dev->bcdUSB < 0x0300)
		answers = ask_and_print(dev,
					(struct cusb_setup){FROM_DEVICE, CUSB_REQ_GET_DESCRIPTOR,
							    CUSB_DESC_TYPE_DEVICE_QUALIFIER << 8, 0,
							    QUALIFIER_SIZE},
					"device qualifier", out);
	if (!cusb_ends_all_strings(answers) && dev->bDeviceClass == CUSB_CLASS_HUB)
		answers = print_hub(dev, out);
	if (!cusb_ends_all_strings(answers))
		answers = 0;
	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	cusb_for_each_interface (cfg, intf)
		if (intf->alternate_index == 0 && intf->bInterfaceClass == CUSB_CLASS_HID)
			print_report(bus, intf, answers, out);
}
