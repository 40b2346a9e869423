/* SPDX-License-Identifier: MIT */
/*
 * The list of devices, and the import of one.
 *
 * Facts: clients compare the version of the answer with their own. Linux leaves devices that are in
 * use out of its list. Its vhci_hcd refuses a speed above SuperSpeed.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <cusb/core.h>

#include "share/share.h"

#define COUNT_SIZE 4

static uint8_t *put_head(const struct share_client *client, uint16_t code, uint32_t status,
			 uint8_t *at)
{
	usbip_encode_operation(&(struct usbip_operation){client->version, code, status}, at);
	return at + USBIP_OP_SIZE;
}

static uint32_t wire_speed(struct cusb_device *dev)
{
	static const uint8_t speeds[] = {
		[CUSB_SPEED_UNKNOWN] = 0, [CUSB_SPEED_LOW] = 1,	  [CUSB_SPEED_FULL] = 2,
		[CUSB_SPEED_HIGH] = 3,	  [CUSB_SPEED_SUPER] = 5,
	};
	int speed = cusb_device_speed(dev);

	if (speed < 0)
		return 0;
	return speeds[speed < CUSB_SPEED_SUPER ? speed : CUSB_SPEED_SUPER];
}

static uint8_t interface_count(const struct share_device *device)
{
	return device->configuration ? (uint8_t)device->configuration->interface_count : 0;
}

static uint8_t *put_device(const struct share_device *device, uint8_t *at)
{
	const struct cusb_device *dev = device->dev;
	const struct cusb_configuration *cfg = device->configuration;
	struct usbip_device entry = {
		.busnum = dev->bus,
		.devnum = dev->address,
		.speed = wire_speed(device->dev),
		.idVendor = dev->idVendor,
		.idProduct = dev->idProduct,
		.bcdDevice = dev->bcdDevice,
		.bDeviceClass = dev->bDeviceClass,
		.bDeviceSubClass = dev->bDeviceSubClass,
		.bDeviceProtocol = dev->bDeviceProtocol,
		.bConfigurationValue = cfg ? cfg->bConfigurationValue : 0,
		.bNumConfigurations = dev->bNumConfigurations,
		.bNumInterfaces = interface_count(device),
	};

	snprintf(entry.path, sizeof entry.path, USBIP_OWN_PATH "%s", dev->name);
	snprintf(entry.busid, sizeof entry.busid, "%s", dev->name);
	usbip_encode_device(&entry, at);
	return at + USBIP_DEVICE_SIZE;
}

static uint8_t *put_interfaces(const struct share_device *device, uint8_t *at)
{
	for (size_t i = 0; i < interface_count(device); i++, at += USBIP_INTERFACE_SIZE) {
		const struct cusb_interface *intf = cusb_interface_at(device->configuration, i, 0);
		const uint8_t bytes[USBIP_INTERFACE_SIZE] = {
			intf->bInterfaceClass, intf->bInterfaceSubClass, intf->bInterfaceProtocol};

		memcpy(at, bytes, sizeof bytes);
	}
	return at;
}

static bool is_listed(const struct share_device *device)
{
	return !device->client && !device->is_gone;
}

static size_t list_size(const struct cusb_share *share, uint32_t *count)
{
	size_t size = USBIP_OP_SIZE + COUNT_SIZE;

	*count = 0;
	for (const struct share_device *d = share->devices; d; d = d->next)
		if (is_listed(d)) {
			size += USBIP_DEVICE_SIZE +
				(size_t)interface_count(d) * USBIP_INTERFACE_SIZE;
			++*count;
		}
	return size;
}

static void answer_list(struct share_client *client)
{
	uint32_t count;
	struct share_message *message = output_new(client, list_size(client->share, &count));
	uint8_t *at;

	client->is_last = true;
	if (!message)
		return;
	at = put_head(client, USBIP_OP_REP_DEVLIST, USBIP_ST_OK, message->parts[0].iov_base);
	for (int shift = 24; shift >= 0; shift -= 8)
		*at++ = (uint8_t)(count >> shift);
	for (const struct share_device *d = client->share->devices; d; d = d->next)
		if (is_listed(d))
			at = put_interfaces(d, put_device(d, at));
	output_add(client, message);
}

static struct share_device *find(const struct cusb_share *share, const char *busid)
{
	struct share_device *device = share->devices;

	while (device && (device->is_gone || strcmp(device->dev->name, busid) != 0))
		device = device->next;
	return device;
}

static void refuse(struct share_client *client, uint32_t status)
{
	struct share_message *message = output_new(client, USBIP_OP_SIZE);

	client->is_last = true;
	if (!message)
		return;
	put_head(client, USBIP_OP_REP_IMPORT, status, message->parts[0].iov_base);
	output_add(client, message);
}

static void lend(struct share_client *client, struct share_device *device)
{
	struct share_message *message = output_new(client, USBIP_OP_SIZE + USBIP_DEVICE_SIZE);

	if (!message)
		return;
	put_device(device,
		   put_head(client, USBIP_OP_REP_IMPORT, USBIP_ST_OK, message->parts[0].iov_base));
	output_add(client, message);
	client->device = device;
	client->until = INT64_MAX;
	device->client = client;
	input_expect(&client->in, STAGE_HEADER, client->in.bytes, USBIP_HEADER_SIZE);
	share_tell(client->share, CUSB_SHARE_ATTACHED, device, client->fd);
}

static void import(struct share_client *client)
{
	struct share_device *device;

	client->in.bytes[USBIP_BUSID_SIZE - 1] = '\0';
	device = find(client->share, (const char *)client->in.bytes);
	if (!device)
		refuse(client, USBIP_ST_NODEV);
	else if (device->client)
		refuse(client, USBIP_ST_DEV_BUSY);
	else
		lend(client, device);
}

void operation_advance(struct share_client *client)
{
	struct usbip_operation request;

	if (client->in.stage == STAGE_BUSID) {
		import(client);
		return;
	}
	usbip_decode_operation(client->in.bytes, &request);
	client->version = request.version;
	if (request.code == USBIP_OP_REQ_IMPORT)
		input_expect(&client->in, STAGE_BUSID, client->in.bytes, USBIP_BUSID_SIZE);
	else if (request.code == USBIP_OP_REQ_DEVLIST)
		answer_list(client);
	else
		client->err = -EPROTO;
}
