/* SPDX-License-Identifier: MIT */
/* Requests that were never on the bus: Wireshark learns the classes of interfaces from them. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/backend.h>
#include <cusb/control.h>
#include <cusb/util.h>

#include "descriptor/speed.h"
#include "pcapng/pcapng.h"

#define REPORT (CUSB_DESC_TYPE_REPORT << 8)

static struct usbmon_packet packet_of(const struct pcapng_device *device, uint64_t id, uint8_t type)
{
	return (struct usbmon_packet){
		.id = id,
		.type = type,
		.xfer_type = USBMON_CONTROL,
		.devnum = device->devnum,
		.busnum = device->busnum,
		.ts_sec = device->time.tv_sec,
		.ts_usec = (int32_t)(device->time.tv_nsec / 1000),
	};
}

static const char *comment_of(const struct pcapng_device *device, char *text, size_t size)
{
	static const char *const speeds[] = {SPEEDS(SPEED_WORD)};
	bool known = device->speed > 0 && (size_t)device->speed < sizeof speeds / sizeof speeds[0];

	snprintf(text, size, PCAPNG_KNOWN "%s%s", known ? PCAPNG_SPEED : "",
		 known ? speeds[device->speed] : "");
	return text;
}

/* A request with its answer, or without data. */
static void put_request(struct pcapng_writer *writer, const struct pcapng_device *device,
			const struct cusb_setup *setup, const uint8_t *bytes)
{
	const uint8_t raw[] = {
		setup->bmRequestType,	 setup->bRequest,
		(uint8_t)setup->wValue,	 (uint8_t)(setup->wValue >> 8),
		(uint8_t)setup->wIndex,	 (uint8_t)(setup->wIndex >> 8),
		(uint8_t)setup->wLength, (uint8_t)(setup->wLength >> 8),
	};
	bool in = setup->bmRequestType & CUSB_CTRL_IN;
	struct usbmon_packet packet = packet_of(device, writer->next_id, USBMON_SUBMIT);
	char comment[PCAPNG_COMMENT_SIZE];
	struct pcapng_event event = {.packet = &packet,
				     .comment = comment_of(device, comment, sizeof comment)};

	packet.epnum = in ? CUSB_ENDPOINT_IN : 0;
	packet.flag_data = in ? USBMON_DATA_COMES : 0;
	packet.status = -EINPROGRESS;
	packet.len_urb = setup->wLength;
	memcpy(packet.setup, raw, sizeof raw);
	pcapng_put(writer, &event);

	packet = packet_of(device, writer->next_id++, USBMON_COMPLETE);
	packet.epnum = in ? CUSB_ENDPOINT_IN : 0;
	packet.flag_setup = USBMON_NO_SETUP;
	packet.flag_data = in ? 0 : USBMON_DATA_WAS;
	packet.len_urb = packet.len_cap = setup->wLength;
	event.data = bytes;
	event.length = setup->wLength;
	pcapng_put(writer, &event);
}

static void put_descriptor(struct pcapng_writer *writer, const struct pcapng_device *device,
			   uint16_t wValue, const uint8_t *bytes, size_t length)
{
	const struct cusb_setup setup = {CUSB_CTRL_IN, CUSB_REQ_GET_DESCRIPTOR, wValue, 0,
					 (uint16_t)length};

	put_request(writer, device, &setup, bytes);
}

/* Its wTotalLength, at most `left`; 0: there is no configuration. */
static size_t total_length(const uint8_t *bytes, size_t left)
{
	size_t total;

	if (left < CUSB_CONFIG_DESC_SIZE || bytes[1] != CUSB_DESC_TYPE_CONFIG)
		return 0;
	total = bytes[2] | (size_t)bytes[3] << 8;
	if (total < CUSB_CONFIG_DESC_SIZE)
		return 0;
	return total < left ? total : left;
}

/* The configurations that are active, or the others. */
static void put_configurations(struct pcapng_writer *writer, const struct pcapng_device *device,
			       const uint8_t *bytes, size_t length, int value, bool active)
{
	size_t at = CUSB_DEVICE_DESC_SIZE, total;

	for (unsigned int i = 0; (total = total_length(bytes + at, length - at)); i++) {
		if ((bytes[at + 5] == value) == active)
			put_descriptor(writer, device,
				       (uint16_t)(CUSB_DESC_TYPE_CONFIG << 8 | (i & 0xff)),
				       bytes + at, total);
		at += total;
	}
}

void pcapng_descriptors(struct pcapng_writer *writer, const struct pcapng_device *device,
			const uint8_t *bytes, size_t length, int bConfigurationValue)
{
	if (length < CUSB_DEVICE_DESC_SIZE)
		return;
	put_descriptor(writer, device, CUSB_DESC_TYPE_DEVICE << 8, bytes, CUSB_DEVICE_DESC_SIZE);
	put_configurations(writer, device, bytes, length, bConfigurationValue, false);
	put_configurations(writer, device, bytes, length, bConfigurationValue, true);
}

void pcapng_setting(struct pcapng_writer *writer, const struct pcapng_device *device,
		    uint8_t bInterfaceNumber, uint8_t bAlternateSetting)
{
	const struct cusb_setup setup = {CUSB_CTRL_RECIPIENT_INTERFACE, CUSB_REQ_SET_INTERFACE,
					 bAlternateSetting, bInterfaceNumber, 0};

	put_request(writer, device, &setup, NULL);
}

void pcapng_report(struct pcapng_writer *writer, const struct pcapng_device *device,
		   uint8_t bInterfaceNumber, const uint8_t *bytes, size_t length)
{
	const struct cusb_setup setup = {CUSB_CTRL_IN | CUSB_CTRL_RECIPIENT_INTERFACE,
					 CUSB_REQ_GET_DESCRIPTOR, REPORT, bInterfaceNumber,
					 (uint16_t)length};

	put_request(writer, device, &setup, bytes);
}
