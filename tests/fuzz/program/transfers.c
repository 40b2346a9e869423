/* SPDX-License-Identifier: MIT */
/* The transfers of the program, and what must be true of each that comes back. */
#include <errno.h>

#include "demand.h"
#include "input.h"
#include "program/program.h"

#define PACKETS_MAX 300

struct own owns[OWNS];

static const bool *is_unplugged;

static void check_packets(struct cusb_transfer *transfer)
{
	demand(transfer->error_count <= transfer->packet_count);
	for (unsigned int i = 0; i < transfer->packet_count; i++) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		demand(packet->actual_length <= packet->length);
	}
	if (transfer->bEndpointAddress & CUSB_ENDPOINT_IN && input_says(128))
		demand(cusb_transfer_compact(transfer) <= transfer->length);
}

static void came_back(struct cusb_transfer *transfer)
{
	struct own *own = transfer->user;
	size_t setup = transfer->bEndpointAddress == 0 ? 8 : 0;

	demand(own >= owns && own < owns + OWNS && own->transfer == transfer);
	demand(own->in_flight);
	own->in_flight = false;
	demand(transfer->status <= 0);
	demand(transfer->status != -ENODEV || *is_unplugged);
	demand(transfer->actual_length <= transfer->length - setup);
	if (transfer->packet_count > 0)
		check_packets(transfer);
}

void own_submit(struct cusb_device *dev, struct own *own)
{
	bool was_in_flight = own->in_flight;
	int err = cusb_submit(dev, own->transfer);

	/* A type is looked at first, and is wrong on an automatic device. */
	demand(!was_in_flight || err == -EBUSY ||
	       (err == -EINVAL && own->transfer->flags & CUSB_TYPE_MASK));
	own->in_flight = was_in_flight || err == 0;
}

/* `complete` of some transfers: now and then it submits the same one again. */
static void reaped(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	came_back(transfer);
	if (input_says(64))
		own_submit(dev, transfer->user);
}

const struct cusb_endpoint *any_endpoint(const struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep, *picked = NULL;
	unsigned int skip = input_byte() & 15;

	cusb_for_each_configuration (dev, cfg)
		cusb_for_each_interface (cfg, intf)
			cusb_for_each_endpoint (intf, ep) {
				picked = ep;
				if (skip-- == 0)
					return ep;
			}
	return picked;
}

static void prepare_packets(struct cusb_transfer *transfer, const struct cusb_endpoint *ep)
{
	static const unsigned int counts[] = {1, 8, 128, 129, 200, 256, 257, PACKETS_MAX};
	size_t most = cusb_iso_packet_size(ep), size = input_says(64) ? input_word() : most;

	transfer->packet_count = counts[input_byte() & 7];
	if (size > OWN_ROOM / transfer->packet_count)
		size = OWN_ROOM / transfer->packet_count;
	transfer->length = size * transfer->packet_count;
	cusb_transfer_fill_packets(transfer, size);
}

static void prepare_control(struct own *own)
{
	uint8_t setup[5];

	input_fill(setup, sizeof setup);
	own->transfer->length = 8 + (size_t)setup[4];
	cusb_fill_setup(own->data, setup[0], setup[1], setup[2], setup[3], setup[4]);
}

void own_prepare(const struct cusb_device *dev, struct own *own)
{
	static const size_t lengths[] = {0, 8, 64, 512, 600, 16384, 40000, OWN_ROOM};
	static const int timeouts[] = {CUSB_NO_TIMEOUT, CUSB_DEFAULT_TIMEOUT, 1, 30};
	const struct cusb_endpoint *ep = input_says(32) ? NULL : any_endpoint(dev);
	struct cusb_transfer *transfer = own->transfer;
	uint8_t how = input_byte();

	transfer->bEndpointAddress = ep ? ep->bEndpointAddress : 0;
	transfer->timeout_ms = timeouts[how & 3];
	transfer->complete = how & 4 ? reaped : NULL;
	transfer->flags = input_says(128) ? input_byte() & 15 : 0;
	transfer->stream_id = input_says(32) ? input_byte() & 31 : 0;
	transfer->packet_count = 0;
	transfer->length = lengths[how >> 5];
	if (!ep)
		prepare_control(own);
	else if ((ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO)
		prepare_packets(transfer, ep);
}

struct own *any_own(void)
{
	return &owns[input_byte() % OWNS];
}

int own_reap(struct cusb_device *dev, int timeout_ms)
{
	struct cusb_transfer *transfer = NULL;
	int err = cusb_reap(dev, timeout_ms, &transfer);

	if (err == 0 && transfer)
		came_back(transfer);
	return err;
}

/* The data stays for the next input: making it anew would take most of the time. */
void owns_begin(const bool *unplugged)
{
	is_unplugged = unplugged;
	for (struct own *own = owns; own < owns + OWNS; own++) {
		own->transfer = cusb_transfer_new(PACKETS_MAX);
		if (!own->data)
			own->data = malloc(OWN_ROOM);
		demand(own->transfer && own->data);
		own->transfer->data = own->data;
		own->transfer->user = own;
		own->in_flight = false;
	}
}

void owns_end(void)
{
	for (struct own *own = owns; own < owns + OWNS; own++)
		cusb_transfer_free(own->transfer);
}

void owns_finish(struct cusb_device *dev)
{
	int err;

	cusb_close(dev);
	do
		err = own_reap(dev, CUSB_DEFAULT_TIMEOUT);
	while (err == 0 || err == -EINTR);
	demand(err == -ENODATA);
	demand(cusb_in_flight(dev) == 0);
	for (struct own *own = owns; own < owns + OWNS; own++)
		demand(!own->in_flight);
}
