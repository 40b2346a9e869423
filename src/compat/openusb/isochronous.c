/* SPDX-License-Identifier: MIT */
/* Isochronous transfers. Each packet of OpenUSB has its own memory, so the data is copied. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/transfer.h>

#include "compat/openusb/internal.h"

/* Looks at all settings of all configurations. The core finds out whether a setting is current. */
static bool is_isochronous(const struct cusb_device *dev, uint8_t address)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	cusb_for_each_configuration (dev, cfg)
		cusb_for_each_interface (cfg, intf)
			cusb_for_each_endpoint (intf, ep)
				if (ep->bEndpointAddress == address &&
				    (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) ==
					    CUSB_ENDPOINT_TYPE_ISO)
					return true;
	return false;
}

static bool is_in(const struct cusb_transfer *transfer)
{
	return transfer->bEndpointAddress & CUSB_ENDPOINT_DIR_MASK;
}

/* Whether each packet has memory. Also adds up their lengths. */
static bool have_memory(const struct openusb_isoc_request *isoc, size_t *length)
{
	for (uint32_t i = 0; i < isoc->pkts.num_packets; i++) {
		if (isoc->pkts.packets[i].length && !isoc->pkts.packets[i].payload)
			return false;
		*length += isoc->pkts.packets[i].length;
	}
	return true;
}

static void copy_to(struct cusb_transfer *transfer, const struct openusb_isoc_request *isoc)
{
	uint8_t *at = transfer->data;

	for (uint32_t i = 0; i < isoc->pkts.num_packets; i++) {
		const struct openusb_isoc_packet *packet = &isoc->pkts.packets[i];

		cusb_transfer_packet(transfer, i)->length = packet->length;
		if (!is_in(transfer) && packet->length)
			memcpy(at, packet->payload, packet->length);
		at += packet->length;
	}
}

static void copy_from(struct cusb_transfer *transfer, struct openusb_isoc_request *isoc)
{
	const uint8_t *at = transfer->data;

	for (uint32_t i = 0; i < isoc->pkts.num_packets; i++) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		if (is_in(transfer) && packet->actual_length)
			memcpy(isoc->pkts.packets[i].payload, at, packet->actual_length);
		at += packet->length;
		if (isoc->isoc_results)
			isoc->isoc_results[i] = (struct openusb_result){
				code_of_error(packet->status), packet->actual_length};
	}
}

/* A request needs no timeout: it ends with the last frame of its packets. */
static int run(struct cusb_device *dev, uint8_t endpoint, struct openusb_isoc_request *isoc)
{
	struct cusb_transfer *transfer = cusb_transfer_new(isoc->pkts.num_packets);
	int err = -ENOMEM;

	if (!transfer)
		return -ENOMEM;
	transfer->bEndpointAddress = endpoint;
	if (!have_memory(isoc, &transfer->length)) {
		err = refuse_call(-EINVAL, "openusb_isoc_xfer: a packet without memory");
	} else if ((transfer->data = malloc(transfer->length + 1))) {
		copy_to(transfer, isoc);
		err = cusb_transfer_run(dev, transfer);
		copy_from(transfer, isoc);
	}
	free(transfer->data);
	cusb_transfer_free(transfer);
	return err;
}

int32_t openusb_isoc_xfer(uint64_t number, uint8_t interface, uint8_t endpoint,
			  struct openusb_isoc_request *isoc)
{
	struct cusb_device *dev;
	int32_t code;

	(void)interface;
	if (!isoc || !isoc->pkts.num_packets || !isoc->pkts.packets)
		return refuse_call(OPENUSB_BADARG, "openusb_isoc_xfer: no packets");
	if (isoc->next)
		return refuse_call(OPENUSB_NOT_SUPPORTED, "openusb_isoc_xfer: a chain of requests");
	code = number_find(NUMBER_OPEN, number, &dev, __func__);
	if (code != OPENUSB_SUCCESS)
		return code;
	if (is_isochronous(dev, endpoint))
		isoc->isoc_status = code_of_error(run(dev, endpoint, isoc));
	else
		isoc->isoc_status = refuse_call(
			OPENUSB_BADARG, "openusb_isoc_xfer: 0x%02x is not isochronous", endpoint);
	cusb_device_free(dev);
	return isoc->isoc_status;
}
