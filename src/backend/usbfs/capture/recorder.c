/* SPDX-License-Identifier: MIT */
/*
 * Kernel facts (drivers/usb/mon): data goes with the submission of an OUT transfer and with the
 * completion of an IN transfer. The data of a completed isochronous IN transfer is the buffer up to
 * its last byte. A request that its time limit ended has the status -ENOENT.
 */
#include <stdlib.h>
#include <string.h>

#include <cusb/util.h>

#include "backend/usbfs/capture/recorder.h"
#include "backend/usbfs/enumerate/enumerate.h"

#define SETUP_SIZE 8

/* The numbers of a URB's type are those of usbmon. */
_Static_assert(USBDEVFS_URB_TYPE_ISO == USBMON_ISO, "isochronous");
_Static_assert(USBDEVFS_URB_TYPE_INTERRUPT == USBMON_INTERRUPT, "interrupt");
_Static_assert(USBDEVFS_URB_TYPE_CONTROL == USBMON_CONTROL, "control");
_Static_assert(USBDEVFS_URB_TYPE_BULK == USBMON_BULK, "bulk");

/* An event to be written, and room for its parts. */
struct event {
	struct usbmon_packet packet;
	struct usbmon_iso_packet *iso; /* allocated, or NULL */
	const uint8_t *data;
	size_t length;
};

static void put_locked(struct recorder *recorder, struct event *event)
{
	struct usbmon_packet *packet = &event->packet;
	struct pcapng_event block = {packet, event->iso, event->data, event->length, NULL};
	struct timespec now;
	int cancel_state;

	clock_gettime(CLOCK_REALTIME, &now);
	packet->busnum = recorder->busnum;
	packet->devnum = recorder->devnum;
	packet->ts_sec = now.tv_sec;
	packet->ts_usec = (int32_t)(now.tv_nsec / 1000);
	packet->len_cap = (uint32_t)(packet->ndesc * sizeof *event->iso + event->length);
	/* Writing would be a cancellation point. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	pcapng_put(&recorder->writer, &block);
	pcapng_flush(&recorder->writer);
	pthread_setcancelstate(cancel_state, NULL);
}

static bool is_in(const struct usbmon_packet *packet)
{
	return packet->epnum & CUSB_ENDPOINT_IN;
}

/* Sets what goes with a submission or a completion: `data` has `length` bytes, if any. */
static void set_data(struct event *event, const void *data, size_t length)
{
	bool submits = event->packet.type == USBMON_SUBMIT;

	if (event->packet.type == USBMON_ERROR) {
		event->packet.flag_data = USBMON_DATA_ERROR;
		return;
	}
	if (is_in(&event->packet) == submits) {
		event->packet.flag_data = submits ? USBMON_DATA_COMES : USBMON_DATA_WAS;
		return;
	}
	event->data = data;
	event->length = length;
}

/* ---- URBs ------------------------------------------------------------------------------------ */

/* Returns the end of the data in the buffer. Without memory the packets are left out. */
static size_t set_iso(struct event *event, const struct usbdevfs_urb *urb)
{
	size_t count = (size_t)urb->number_of_packets, offset = 0, end = 0;
	bool submits = event->packet.type == USBMON_SUBMIT;

	event->packet.iso.error_count = urb->error_count;
	event->packet.iso.numdesc = urb->number_of_packets;
	event->packet.start_frame = urb->start_frame;
	event->iso = calloc(count, sizeof *event->iso);
	for (size_t i = 0; i < count && event->iso; i++) {
		const struct usbdevfs_iso_packet_desc *from = &urb->iso_frame_desc[i];
		uint32_t length = submits ? from->length : from->actual_length;

		event->iso[i] = (struct usbmon_iso_packet){submits ? 0 : (int32_t)from->status,
							   (uint32_t)offset, length, 0};
		if (length)
			end = offset + length;
		offset += from->length;
	}
	event->packet.ndesc = event->iso ? (uint32_t)count : 0;
	return end;
}

static void put_urb_locked(struct recorder *recorder, const struct usbdevfs_urb *urb, uint64_t id,
			   uint8_t type, int status)
{
	bool submits = type != USBMON_COMPLETE, control = urb->type == USBMON_CONTROL;
	const uint8_t *buffer = urb->buffer;
	size_t length = (size_t)(submits ? urb->buffer_length : urb->actual_length);
	struct event event = {.packet = {.id = id,
					 .type = type,
					 .xfer_type = urb->type,
					 .epnum = urb->endpoint,
					 .flag_setup = USBMON_NO_SETUP,
					 .status = status,
					 .xfer_flags = urb->flags}};

	if (control) {
		event.packet.epnum |= buffer[0] & CUSB_ENDPOINT_IN;
		length -= submits ? SETUP_SIZE : 0;
	}
	if (control && type == USBMON_SUBMIT) {
		event.packet.flag_setup = 0;
		memcpy(event.packet.setup, buffer, SETUP_SIZE);
	}
	event.packet.len_urb = (uint32_t)length;
	if (urb->type == USBMON_ISO && type != USBMON_ERROR)
		length = set_iso(&event, urb);
	set_data(&event, buffer + (control ? SETUP_SIZE : 0), length);
	put_locked(recorder, &event);
	free(event.iso);
}

/* The position of a URB; `count`: it is not there. */
static size_t find_locked(const struct recorder *recorder, const struct usbdevfs_urb *urb)
{
	size_t i = 0;

	while (i < recorder->count && recorder->urbs[i].urb != urb)
		i++;
	return i;
}

static bool make_room_locked(struct recorder *recorder)
{
	size_t room = recorder->room ? 2 * recorder->room : 16;
	struct recorded_urb *urbs = recorder->urbs;

	if (recorder->count < recorder->room)
		return true;
	urbs = realloc(urbs, room * sizeof *urbs);
	if (!urbs)
		return false;
	recorder->urbs = urbs;
	recorder->room = room;
	return true;
}

void recorder_submit(struct recorder *recorder, const struct usbdevfs_urb *urb)
{
	struct recorded_urb fresh = {.urb = urb};

	pthread_mutex_lock(&recorder->lock);
	fresh.id = recorder->writer.next_id++;
	put_urb_locked(recorder, urb, fresh.id, USBMON_SUBMIT, -EINPROGRESS);
	if (make_room_locked(recorder))
		recorder->urbs[recorder->count++] = fresh;
	pthread_mutex_unlock(&recorder->lock);
}

/* Forgets a URB, and writes its last event. */
static void end(struct recorder *recorder, const struct usbdevfs_urb *urb, uint8_t type, int err)
{
	size_t i;

	pthread_mutex_lock(&recorder->lock);
	i = find_locked(recorder, urb);
	if (i < recorder->count) {
		put_urb_locked(recorder, urb, recorder->urbs[i].id, type, err ? err : urb->status);
		recorder->urbs[i] = recorder->urbs[--recorder->count];
	}
	pthread_mutex_unlock(&recorder->lock);
}

void recorder_refuse(struct recorder *recorder, const struct usbdevfs_urb *urb, int err)
{
	end(recorder, urb, USBMON_ERROR, err);
}

void recorder_complete(struct recorder *recorder, const struct usbdevfs_urb *urb)
{
	end(recorder, urb, USBMON_COMPLETE, 0);
}

/* ---- requests -------------------------------------------------------------------------------- */

uint64_t recorder_request(struct recorder *recorder, const struct cusb_setup *setup,
			  const void *data)
{
	struct event event = {.packet = {.type = USBMON_SUBMIT,
					 .xfer_type = USBMON_CONTROL,
					 .epnum = setup->bmRequestType & CUSB_CTRL_IN,
					 .status = -EINPROGRESS,
					 .len_urb = setup->wLength}};
	const uint8_t raw[SETUP_SIZE] = {
		setup->bmRequestType,	 setup->bRequest,
		(uint8_t)setup->wValue,	 (uint8_t)(setup->wValue >> 8),
		(uint8_t)setup->wIndex,	 (uint8_t)(setup->wIndex >> 8),
		(uint8_t)setup->wLength, (uint8_t)(setup->wLength >> 8),
	};

	memcpy(event.packet.setup, raw, SETUP_SIZE);
	set_data(&event, data, setup->wLength);
	pthread_mutex_lock(&recorder->lock);
	event.packet.id = recorder->writer.next_id++;
	put_locked(recorder, &event);
	pthread_mutex_unlock(&recorder->lock);
	return event.packet.id;
}

void recorder_answer(struct recorder *recorder, const struct cusb_setup *setup, uint64_t id,
		     const void *data, int n)
{
	struct event event = {.packet = {.id = id,
					 .type = USBMON_COMPLETE,
					 .xfer_type = USBMON_CONTROL,
					 .epnum = setup->bmRequestType & CUSB_CTRL_IN,
					 .flag_setup = USBMON_NO_SETUP,
					 .status = n < 0 ? n : 0,
					 .len_urb = n < 0 ? 0 : (uint32_t)n}};

	if (n == -ETIMEDOUT)
		event.packet.status = -ENOENT;
	set_data(&event, data, event.packet.len_urb);
	pthread_mutex_lock(&recorder->lock);
	put_locked(recorder, &event);
	pthread_mutex_unlock(&recorder->lock);
}

/* ---- the beginning --------------------------------------------------------------------------- */

static void put_settings(struct recorder *recorder, const struct pcapng_device *device,
			 struct cusb_backend *backend, const struct cusb_device *dev, int value)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	cusb_for_each_configuration (dev, cfg)
		cusb_for_each_interface (cfg, intf) {
			int setting = 0;

			if (cfg->bConfigurationValue == value && intf->alternate_index == 0)
				setting = backend->altsetting(backend, dev, value,
							      intf->bInterfaceNumber);
			if (setting > 0)
				pcapng_setting(&recorder->writer, device, intf->bInterfaceNumber,
					       (uint8_t)setting);
		}
}

void recorder_begin(struct recorder *recorder, struct cusb_backend *backend,
		    const struct cusb_device *dev, int fd)
{
	struct pcapng_device device = {.busnum = recorder->busnum,
				       .devnum = recorder->devnum,
				       .speed = backend->speed(backend, dev)};
	struct listed_device listed = {.descriptors = NULL};
	int value = backend->configuration(backend, dev);

	clock_gettime(CLOCK_REALTIME, &device.time);
	if (node_descriptors(usbfs_of(backend), fd, &listed) == 0) {
		pcapng_descriptors(&recorder->writer, &device, listed.descriptors,
				   listed.candidate.descriptors_length, value);
		free(listed.descriptors);
	}
	put_settings(recorder, &device, backend, dev, value);
	pcapng_flush(&recorder->writer);
}
