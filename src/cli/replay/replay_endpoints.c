/* SPDX-License-Identifier: MIT */
/*
 * A capture has transfers, a virtual device has packets. A transfer that ended early ended with a
 * packet that is not full. An endpoint's fault counts its packets and earlier faults. A halted
 * endpoint moves no packet.
 */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "cli/replay/replay.h"
#include "cli/traffic/request_text.h"

#define URB_ZERO_PACKET 0x0040
#define SUBMISSIONS	1024 /* remembered; a capture that lost events may have more */

/* The bytes that a URB asked for. */
struct asked {
	uint64_t id;
	uint32_t length;
	bool zero_packet;
};

struct endpoints {
	const struct recording *recording;
	struct output *out;
	unsigned int counts[256]; /* packets and faults of each endpoint */
	unsigned int waits[256];  /* for how many OUT packets its last packet waits */
	unsigned int written;	  /* packets to all OUT endpoints */
	bool halted[256];	  /* the device is not asked before the halt is cleared */
	bool takes[256];	  /* the line of an OUT endpoint is printed */
	struct asked asked[SUBMISSIONS];
	size_t next; /* the place for the next one */
};

static void print_fault(struct endpoints *all, uint8_t address, const char *fault)
{
	output_format(all->out, "fault %02x %s after %u times 1\n", address, fault,
		      all->counts[address]++);
}

/* The host cancels a transfer if the device has nothing. A device that left has no fault. */
static void print_status(struct endpoints *all, uint8_t address, int status)
{
	switch (status) {
	case 0:
	case -EREMOTEIO:
	case -ESHUTDOWN:
	case -ENODEV:
		return;
	case -EPIPE:
		if (!all->halted[address])
			print_fault(all, address, "stall");
		all->halted[address] = true;
		return;
	case -ENOENT:
	case -ECONNRESET:
		print_fault(all, address, "nak");
		return;
	default:
		print_fault(all, address, "error");
	}
}

/* It comes only after what the program had written before. */
static void print_packet(struct endpoints *all, uint8_t address, const uint8_t *bytes,
			 size_t length)
{
	output_format(all->out, "in %02x", address);
	if (all->written > all->waits[address])
		output_format(all->out, " after %u", all->written);
	all->waits[address] = all->written;
	for (size_t i = 0; i < length; i++)
		output_format(all->out, " %02x", bytes[i]);
	output_text(all->out, "\n");
	all->counts[address]++;
}

static struct asked asked_by(const struct endpoints *all, uint64_t id)
{
	for (size_t i = 1; i <= SUBMISSIONS && i <= all->next; i++) {
		const struct asked *asked = &all->asked[(all->next - i) % SUBMISSIONS];

		if (asked->id == id)
			return *asked;
	}
	return (struct asked){.length = UINT32_MAX};
}

static void print_in(struct endpoints *all, const struct pcapng_event *event, size_t size)
{
	const struct usbmon_packet *packet = event->packet;
	size_t moved = packet->len_urb, captured = event->length;
	const uint8_t *bytes = event->data;
	bool ended = packet->status == 0 || packet->status == -EREMOTEIO;

	if (captured < moved)
		output_format(all->out, "# endpoint %02x: %zu bytes were not captured\n",
			      packet->epnum, moved - captured);
	moved = captured < moved ? captured : moved;
	for (size_t at = 0; at < moved; at += size)
		print_packet(all, packet->epnum, bytes + at, moved - at < size ? moved - at : size);
	if (ended && moved % size == 0 && moved < asked_by(all, packet->id).length)
		print_packet(all, packet->epnum, NULL, 0);
	print_status(all, packet->epnum, packet->status);
}

static void print_iso(struct endpoints *all, const struct pcapng_event *event)
{
	uint8_t address = event->packet->epnum;
	const uint8_t *bytes = event->data;

	for (uint32_t i = 0; i < event->packet->ndesc; i++) {
		const struct usbmon_iso_packet *iso = &event->iso[i];
		bool there =
			iso->offset <= event->length && iso->length <= event->length - iso->offset;

		if (iso->status == 0 && there)
			print_packet(all, address, bytes + iso->offset, iso->length);
		else if (iso->status != -EXDEV)
			print_status(all, address, iso->status);
	}
}

static void print_out(struct endpoints *all, const struct usbmon_packet *packet, size_t size)
{
	unsigned int count = (unsigned int)((packet->len_urb + size - 1) / size);
	struct asked asked = asked_by(all, packet->id);

	if (!all->takes[packet->epnum])
		output_format(all->out, "out %02x take\n", packet->epnum);
	all->takes[packet->epnum] = true;
	if (packet->xfer_type == USBMON_ISO)
		count = (unsigned int)packet->iso.numdesc;
	else if (packet->status == 0 &&
		 (count == 0 || (asked.zero_packet && packet->len_urb % size == 0)))
		count++;
	all->written += count;
	all->counts[packet->epnum] += count;
	print_status(all, packet->epnum, packet->status);
}

static void take_request(struct endpoints *all, const struct usbmon_packet *packet)
{
	const struct cusb_setup setup = setup_of(packet->setup);

	if (packet->type != USBMON_SUBMIT || packet->flag_setup)
		return;
	if (setup.bmRequestType == CUSB_CTRL_RECIPIENT_ENDPOINT &&
	    setup.bRequest == CUSB_REQ_CLEAR_FEATURE)
		all->halted[setup.wIndex & 0xff] = false;
	else if ((setup.bmRequestType == CUSB_CTRL_RECIPIENT_INTERFACE &&
		  setup.bRequest == CUSB_REQ_SET_INTERFACE) ||
		 (setup.bmRequestType == CUSB_CTRL_RECIPIENT_DEVICE &&
		  setup.bRequest == CUSB_REQ_SET_CONFIGURATION))
		memset(all->halted, 0, sizeof all->halted);
}

static void take(struct endpoints *all, const struct pcapng_event *event)
{
	const struct usbmon_packet *packet = event->packet;
	unsigned int size = recording_packet_size(all->recording, packet->epnum);

	if (packet->type == USBMON_SUBMIT)
		all->asked[all->next++ % SUBMISSIONS] = (struct asked){
			packet->id, packet->len_urb, packet->xfer_flags & URB_ZERO_PACKET};
	if (packet->type != USBMON_COMPLETE || size == 0)
		return;
	if (!(packet->epnum & CUSB_ENDPOINT_IN))
		print_out(all, packet, size);
	else if (packet->xfer_type == USBMON_ISO)
		print_iso(all, event);
	else
		print_in(all, event, size);
}

int replay_print_endpoints(const struct recording *recording, struct capture_reader *reader,
			   struct output *out)
{
	struct endpoints all = {.recording = recording, .out = out};
	struct pcapng_event event;
	int err;

	while ((err = capture_next(reader, &event)) > 0) {
		if (event.packet->busnum != recording->busnum ||
		    event.packet->devnum != recording->devnum)
			continue;
		if (event.packet->xfer_type == USBMON_CONTROL)
			take_request(&all, event.packet);
		else
			take(&all, &event);
	}
	return err;
}
