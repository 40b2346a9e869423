/* SPDX-License-Identifier: MIT */
/*
 * A device after cusb_set_automatic() with false: a call opens, claims and detaches nothing, stops
 * no transfer, reads no descriptor without need, and is not repeated. The kernel decides whether a
 * call is allowed.
 *
 * Kernel facts: if a call needs a claim, the kernel claims the interface itself, and logs a warning
 * (checkintf in devio.c). When an interface is released, the kernel ends its URBs with -ESHUTDOWN.
 * When its alternate setting is selected, it ends them with -ENOENT.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "core/active.h"
#include "core/claim.h"
#include "core/log.h"
#include "core/queue.h"

#define UNSAID (-1)
#define PARTS_MIN                                                                                  \
	16384 /* a shorter transfer is not divided, so its packet size does not matter             \
	       */

/* CUSB_ENDPOINT_TYPE_*, UNSAID, or an invalid number above CUSB_ENDPOINT_TYPE_INTR. */
static int type_said(const struct cusb_transfer *transfer)
{
	return (int)((transfer->flags & CUSB_TYPE_MASK) / CUSB_TYPE_CONTROL) - 1;
}

static int check(const struct device *dev, const struct cusb_transfer *transfer)
{
	unsigned int number = transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK;
	int type = type_said(transfer);

	if (type > CUSB_ENDPOINT_TYPE_INTR)
		return refuse(-EINVAL, "flags %#x say no type of an endpoint", transfer->flags);
	if (!transfer_is_sound(transfer, TRANSFER_FLAGS | CUSB_TYPE_MASK))
		return refuse_transfer(transfer);
	if (number == 0 && type != CUSB_ENDPOINT_TYPE_CTRL)
		return refuse(-EINVAL, "endpoint %#x, flags %#x: not a control transfer",
			      transfer->bEndpointAddress, transfer->flags);
	if (type == CUSB_ENDPOINT_TYPE_CTRL && !transfer_has_setup(transfer))
		return refuse(-EINVAL, "length %zu is not of a setup packet and its wLength bytes",
			      transfer->length);
	return transfer->timeout_ms < 0 ? timeout_resolve(dev, transfer->timeout_ms)
					: transfer->timeout_ms;
}

/* ---- the endpoint of a transfer -------------------------------------------------------------- */

/* The endpoints in the descriptors that have this address and this type. */
struct candidates {
	unsigned int address;
	int type;			     /* UNSAID: any */
	const struct cusb_endpoint *largest; /* the one with the largest packets, or NULL */
	bool differ;
};

static int type_of(const struct cusb_endpoint *ep)
{
	return ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK;
}

static bool are_alike(const struct cusb_endpoint *a, const struct cusb_endpoint *b)
{
	return type_of(a) == type_of(b) && a->wMaxPacketSize == b->wMaxPacketSize &&
	       memcmp(&a->ss_companion, &b->ss_companion, sizeof a->ss_companion) == 0;
}

static void consider(struct candidates *candidates, const struct cusb_endpoint *ep)
{
	const struct cusb_endpoint *largest = candidates->largest;

	if (ep->bEndpointAddress != candidates->address ||
	    (candidates->type != UNSAID && type_of(ep) != candidates->type))
		return;
	candidates->differ |= largest && !are_alike(ep, largest);
	if (!largest || cusb_iso_packet_size(ep) > cusb_iso_packet_size(largest))
		candidates->largest = ep;
}

static void look(const struct device *dev, struct candidates *candidates)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;

	cusb_for_each_configuration (&dev->public, cfg)
		cusb_for_each_interface (cfg, intf)
			cusb_for_each_endpoint (intf, ep)
				consider(candidates, ep);
}

static bool needs_packet_size(const struct cusb_transfer *transfer, int type)
{
	return type == CUSB_ENDPOINT_TYPE_ISO ? transfer->packet_count == 0
					      : transfer->length > PARTS_MIN;
}

/*
 * For an endpoint that is not in the descriptors, or that has another type there. The size of
 * isochronous packets is the kernel's limit.
 */
static const struct cusb_endpoint *unknown_endpoint(int type)
{
	static const struct cusb_endpoint endpoints[] = {
		[CUSB_ENDPOINT_TYPE_ISO] = {.bmAttributes = CUSB_ENDPOINT_TYPE_ISO,
					    .wMaxPacketSize = 0x7ff,
					    .bInterval = 1,
					    .ss_companion = {.bMaxBurst = 15, .bmAttributes = 3}},
		[CUSB_ENDPOINT_TYPE_BULK] = {.bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
					     .wMaxPacketSize = 1024},
		[CUSB_ENDPOINT_TYPE_INTR] = {.bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
					     .wMaxPacketSize = 1024,
					     .bInterval = 1},
	};

	return &endpoints[type];
}

/* The one that was found before, for a transfer like this one; or NULL. */
static const struct cusb_endpoint *endpoint_by_type(const struct session *session,
						    const struct cusb_transfer *transfer, int type)
{
	const struct known_endpoint *known =
		&session->known[endpoint_slot(transfer->bEndpointAddress)];

	if (known->said != (transfer->flags & CUSB_TYPE_MASK) ||
	    (known->differs && needs_packet_size(transfer, type)))
		return NULL;
	return known->ep;
}

static void keep(struct session *session, const struct cusb_transfer *transfer, int type,
		 const struct cusb_endpoint *ep, bool differs)
{
	if (session && type != UNSAID)
		session->known[endpoint_slot(transfer->bEndpointAddress)] =
			(struct known_endpoint){ep, transfer->flags & CUSB_TYPE_MASK, differs};
}

/* Asks the kernel for the current settings only where they make a difference. */
static int find_by_address_locked(struct device *dev, const struct cusb_transfer *transfer,
				  int type, const struct cusb_endpoint **out)
{
	struct candidates candidates = {.address = transfer->bEndpointAddress, .type = type};
	bool needs_size = needs_packet_size(transfer, type);
	const struct cusb_endpoint *ep;
	int err;

	look(dev, &candidates);
	*out = candidates.largest;
	if (!*out && type != UNSAID && (type != CUSB_ENDPOINT_TYPE_ISO || !needs_size))
		*out = unknown_endpoint(type);
	if (*out && (!candidates.differ || (type != UNSAID && !needs_size))) {
		keep(dev->session, transfer, type, *out, candidates.differ || !candidates.largest);
		return 0;
	}
	err = endpoint_find_locked(dev, transfer->bEndpointAddress, &ep);
	if (err == 0 && type != UNSAID && type_of(ep) != type)
		err = refuse(-EINVAL, "%s: endpoint %#04x has another type", dev->public.name,
			     transfer->bEndpointAddress);
	if (err == 0)
		*out = ep;
	return *out && type != UNSAID ? 0 : err;
}

static int find_endpoint_locked(struct device *dev, const struct cusb_endpoint *only,
				const struct cusb_transfer *transfer,
				const struct cusb_endpoint **out)
{
	int type = type_said(transfer);
	int err = 0;

	*out = only;
	if (type == CUSB_ENDPOINT_TYPE_CTRL)
		return 0;
	if (!only && dev->session)
		*out = endpoint_by_type(dev->session, transfer, type);
	if (!*out)
		err = find_by_address_locked(dev, transfer, type, out);
	if (err == 0 && type_of(*out) == CUSB_ENDPOINT_TYPE_CTRL)
		return refuse_control_endpoint(dev, transfer->bEndpointAddress);
	return err;
}

/* ---- state ----------------------------------------------------------------------------------- */

static int refuse_closed(const struct device *dev)
{
	return refuse(-EBADF, "%s: the device is closed, and no call opens it automatically",
		      dev->public.name);
}

/* Asks the kernel in any case, because the kernel may have claimed the interface itself. */
static int release_by_hand_locked(struct device *dev, unsigned int number)
{
	int err = device_open_for_locked(dev, dev->backend->release);

	if (err < 0)
		return err;
	if (session_is_inherited(dev->session))
		return release_locked(dev, number);
	err = dev->backend->release(device_handle(dev), number);
	settings_released(&dev->settings, number);
	attach_detached_locked(dev);
	return err;
}

static int set_configuration_locked(struct device *dev, int value)
{
	int err = dev->backend->set_configuration(device_handle(dev), value);

	settings_doubt_all(&dev->settings);
	return err;
}

/* Replaces CUSB_FIRST by a number of the descriptors. -ENOENT: there is no such interface. */
static int resolve_setting_locked(struct device *dev, int *number, int *alternate)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	int err = active_configuration_locked(dev, &cfg);

	if (err < 0)
		return err;
	cusb_for_each_interface (cfg, intf) {
		if (*number != CUSB_FIRST && intf->bInterfaceNumber != *number)
			continue;
		*number = intf->bInterfaceNumber;
		if (*alternate == CUSB_FIRST)
			*alternate = intf->bAlternateSetting;
		return 0;
	}
	return refuse_missing_interface(dev, cfg, (unsigned int)*number);
}

/* 1: the current setting is another one. Causes no bus traffic. */
static int differs_locked(struct device *dev, unsigned int number, int alternate)
{
	const struct cusb_configuration *cfg;
	int current = active_configuration_locked(dev, &cfg);

	if (current == 0)
		current = altsetting_locked(dev, cfg, number);
	return current < 0 ? current : current != alternate;
}

static int send_altsetting_locked(struct device *dev, unsigned int number, unsigned int alternate)
{
	int err = dev->backend->set_altsetting(device_handle(dev), number, alternate);

	settings_altsetting_lost(&dev->settings, number);
	return err < 0 ? err : 1;
}

static int set_altsetting_locked(struct device *dev, int number, int alternate, bool always)
{
	int err = device_open_for_locked(dev, dev->backend->set_altsetting);

	if (err == 0 && (number == CUSB_FIRST || alternate == CUSB_FIRST))
		err = resolve_setting_locked(dev, &number, &alternate);
	if (err < 0)
		return err;
	if (!is_interface_number((unsigned int)number))
		return refuse_interface_number((unsigned int)number);
	if (!always)
		err = differs_locked(dev, (unsigned int)number, alternate);
	if (err < 0 || (err == 0 && !always))
		return err;
	return send_altsetting_locked(dev, (unsigned int)number, (unsigned int)alternate);
}

/* After -ENODEV the device stays open, as after an unplug. */
static int reset_by_hand_locked(struct device *dev)
{
	int err = dev->backend->reset(device_handle(dev));

	if (err == 0 || err == -ENODEV)
		settings_lose_claims(&dev->settings);
	else
		settings_doubt_all(&dev->settings);
	if (err == -ENODEV)
		dev->detached = dev->ports = (struct interface_set){{0}};
	return err;
}

void cusb_set_automatic(struct cusb_device *public, bool on)
{
	static const struct by_hand operations = {
		.check = check,
		.find_endpoint = find_endpoint_locked,
		.refuse_closed = refuse_closed,
		.release = release_by_hand_locked,
		.set_configuration = set_configuration_locked,
		.set_altsetting = set_altsetting_locked,
		.reset = reset_by_hand_locked,
	};
	struct device *dev = device_of(public);

	quick_lock_take(&dev->lock);
	/* A transfer is checked without the lock. */
	__atomic_store_n(&dev->by_hand, on ? NULL : &operations, __ATOMIC_RELAXED);
	settings_set_by_hand(&dev->settings, !on);
	quick_lock_give(&dev->lock);
}
