/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "answers.h"
#include "cli/bus/hid_report.h"
#include "cli/class/tables.h"
#include "device_bytes.h"

#define PORT_STATUS_SIZE 4

static void note(int *failed, ssize_t err)
{
	if (cusb_ends_all_strings(err))
		*failed = (int)err;
}

static ssize_t put(struct cusb_device *dev, enum question question, int *failed, uint8_t *bytes)
{
	struct cusb_setup setup = ask_setup(dev, question);
	ssize_t n = *failed ? *failed : ask(dev, &setup, bytes);

	note(failed, n);
	return n;
}

/* Devices before USB 2.01 may not even stall such a request. */
static void give_bos(struct cusb_device *dev, struct answers_sink *sink, int *failed)
{
	struct device_bytes raw = {0};
	int err;

	if (*failed || dev->bcdUSB < 0x0201)
		return;
	err = device_bytes_read_bos(dev, &raw);
	note(failed, err);
	if (!err) {
		sink->descriptors(sink, "bos", raw.bytes, raw.length);
		answers_give_platform(dev, raw.bytes, raw.length, sink, failed);
	}
	device_bytes_free(&raw);
}

/* Devices of USB 1.1 have one speed only; so have those of SuperSpeed. */
static void give_qualifier(struct cusb_device *dev, struct answers_sink *sink, int *failed)
{
	uint8_t bytes[ASK_SIZE];
	ssize_t n;

	if (dev->bcdUSB < 0x0200 || dev->bcdUSB >= 0x0300)
		return;
	n = put(dev, ASK_QUALIFIER, failed, bytes);
	if (n > 0)
		sink->descriptors(sink, "device_qualifier", bytes, (size_t)n);
}

/* A port that does not answer ends the list. */
static void give_ports(struct cusb_device *dev, unsigned int count, struct answers_sink *sink,
		       int *failed)
{
	bool super = cusb_device_speed(dev) >= CUSB_SPEED_SUPER;
	uint8_t bytes[PORT_STATUS_SIZE];

	sink->list_begin(sink, "port_status");
	for (unsigned int port = 1; port <= count && !*failed; port++) {
		struct cusb_setup setup = {0xa3, CUSB_REQ_GET_STATUS, 0, (uint16_t)port,
					   sizeof bytes};
		ssize_t n = ask(dev, &setup, bytes);
		char heading[24];

		note(failed, n);
		if (n < (ssize_t)sizeof bytes)
			break;
		snprintf(heading, sizeof heading, "port %u status", port);
		sink->answer(sink, NULL, heading, super ? super_port_status : port_status, bytes,
			     sizeof bytes);
	}
	sink->list_end(sink);
}

static void give_hub(struct cusb_device *dev, struct answers_sink *sink, int *failed)
{
	uint8_t hub[ASK_SIZE], status[ASK_SIZE];
	ssize_t n = put(dev, ASK_HUB, failed, hub), status_length;

	/* The hub of vhci_hcd has more bytes behind it. */
	if (n > 0 && hub[0] > 1 && n > hub[0])
		n = hub[0];
	if (n > 0)
		sink->descriptors(sink, "hub_descriptor", hub, (size_t)n);
	status_length = put(dev, ASK_HUB_STATUS, failed, status);
	if (status_length > 0)
		sink->answer(sink, "hub_status", "hub status", hub_status, status,
			     (size_t)status_length);
	if (n > 2)
		give_ports(dev, hub[2], sink, failed);
}

void answers_give(struct cusb_device *dev, struct answers_sink *sink, int *failed)
{
	uint8_t status[ASK_SIZE];
	ssize_t n;

	if (dev->bDeviceClass == CUSB_CLASS_HUB)
		give_hub(dev, sink, failed);
	give_bos(dev, sink, failed);
	give_qualifier(dev, sink, failed);
	n = put(dev, ASK_DEVICE_STATUS, failed, status);
	if (n > 0)
		sink->answer(sink, "device_status", "device status", device_status, status,
			     (size_t)n);
}

/* While a driver has the interface, only the kernel may ask. */
static ssize_t ask_interface(const struct cusb_interface *intf, const struct cusb_setup *setup,
			     int *failed, uint8_t *bytes)
{
	struct cusb_device *dev = intf->configuration->device;
	char driver[64];
	ssize_t n;

	if (*failed ||
	    cusb_kernel_driver(dev, intf->bInterfaceNumber, driver, sizeof driver) != -ENODATA)
		return -EBUSY;
	n = ask(dev, setup, bytes);
	note(failed, n);
	return n;
}

ssize_t answers_report(const struct cli_bus *bus, const struct cusb_interface *intf, int *failed,
		       uint8_t bytes[ASK_REPORT_SIZE])
{
	struct cusb_setup setup = ask_report_setup(intf);
	ssize_t n = hid_report_read(bus, intf, bytes, ASK_REPORT_SIZE);

	return n > 0 || setup.wLength == 0 ? n : ask_interface(intf, &setup, failed, bytes);
}

ssize_t answers_blocks(const struct cusb_interface *intf, int *failed,
		       uint8_t bytes[ASK_BLOCKS_SIZE])
{
	struct cusb_setup setup = ask_blocks_setup(intf);

	return setup.wLength == 0 ? 0 : ask_interface(intf, &setup, failed, bytes);
}
