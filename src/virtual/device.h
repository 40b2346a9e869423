/* SPDX-License-Identifier: MIT */
/*
 * A software USB device: what a model says it is, and the state of one that is plugged in.
 *
 * A model works on packets, as hardware does. The host controller in host.h turns URBs into packets
 * and calls the model; models never see URBs, so the same model is served by the virtual kernel and,
 * through vhci_hcd, by a real one.
 */
#ifndef CUSB_VIRTUAL_DEVICE_H
#define CUSB_VIRTUAL_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <cusb/backend.h>

struct virtual_device;

/*
 * What a device is. All static, shared by every device of the model. Functions return a byte count,
 * or one of: -EAGAIN to NAK (the host asks again after the device's next activity), -EPIPE to
 * stall, -ENODEV to vanish from the bus; any other is a bus error, -EPROTO for one, and becomes the
 * URB's status.
 *
 * Isochronous endpoints have no handshake: -EAGAIN there means that the packet's time has not come,
 * a device without data answers with 0 bytes, and any other error is that of the one packet. Of
 * bulk streams the host tells the current one in `dev->stream`.
 */
struct virtual_model {
	const char *name; /* "loopback", as after `cusb --virtual` */
	const char *what; /* one line for `--help` */
	enum cusb_speed speed;
	const uint8_t *descriptors; /* device descriptor, then configurations, as sent */
	size_t descriptors_length;
	const uint8_t *bos; /* BOS with its capabilities, or NULL */
	size_t bos_length;
	const uint16_t *langids; /* ends with 0; NULL: the device has no strings */
	const char *const *strings; /* UTF-8; [0] is index 1; ends with NULL */
	size_t state_size;          /* bytes of zeroed state for each device */

	/* What the standard requests of device.c leave over; NULL stalls. */
	ssize_t (*control)(struct virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data);
	/* A packet for an OUT endpoint; returns 0 when taken. NULL never takes any. */
	int (*out)(struct virtual_device *dev, uint8_t address, const uint8_t *packet,
		   size_t length);
	/*
	 * A packet from an IN endpoint; room is wMaxPacketSize, for an isochronous one what the
	 * host wants at most. A count above what the host's buffer has left is babble. NULL never
	 * answers.
	 */
	ssize_t (*in)(struct virtual_device *dev, uint8_t address, uint8_t *packet, size_t room);
	/* State back to power-on: at plugging in, SET_CONFIGURATION and SET_INTERFACE; optional. */
	void (*restart)(struct virtual_device *dev);
	void (*free)(struct virtual_device *dev); /* gives back what the state holds; optional */
};

/* All models, ended by NULL: "loopback" first. */
extern const struct virtual_model *const virtual_models[];

/* The model of that name, or NULL. */
const struct virtual_model *virtual_model(const char *name);

#endif
