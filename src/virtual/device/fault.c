/* SPDX-License-Identifier: MIT */
/*
 * Each fault counts the packets of its endpoint by itself, including packets that another fault
 * hits; the first fault that is due acts. Standard requests are counted only while the device is
 * configured: the requests with which a kernel enumerates the device are not part of a test.
 *
 * USB 2.0 8.5.3: a new SETUP ends the request before it, so a delay ends with its request. The
 * delay of a data packet continues with the next URB.
 */
#include <errno.h>
#include <stdlib.h>

#include <cusb/util.h>

#include "core/reserved.h"
#include "virtual/device/fault.h"

#define STANDARD_REQUESTS 0x80 /* as an endpoint's address */
#define OTHER_REQUESTS	  0x00
#define NOT_COUNTED	  (-1)

#define NOT_DELAYING 0
#define OVER	     (-1)

const char fault_words[] = "stall, nak, delay, short, babble, vanish or error";

const struct fault_kind fault_kinds[] = {
	[CUSB_VIRTUAL_STALL] = {"stall", .err = -EPIPE},
	[CUSB_VIRTUAL_NAK] = {"nak", .err = -EAGAIN},
	[CUSB_VIRTUAL_DELAY] = {"delay", .argument = FAULT_MS},
	[CUSB_VIRTUAL_SHORT] = {"short", .incoming = true, .argument = FAULT_LENGTH},
	[CUSB_VIRTUAL_BABBLE] = {"babble", .incoming = true},
	[CUSB_VIRTUAL_VANISH] = {"vanish", .err = -ENODEV},
	[CUSB_VIRTUAL_ERROR] = {"error", .err = -EPROTO},
	{.word = NULL},
};

#define KINDS (sizeof fault_kinds / sizeof fault_kinds[0] - 1)

struct model_fault {
	struct model_fault *next;
	struct cusb_virtual_fault set;
	bool of_model; /* from the model */
	unsigned int passed, hit;
	/* the end of the present delay; OVER: the delay has ended and its packet has not come */
	int64_t due;
};

int64_t fault_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static bool is_request(uint8_t address)
{
	return address == OTHER_REQUESTS || address == STANDARD_REQUESTS;
}

static bool is_incoming(const struct cusb_virtual_fault *fault)
{
	return fault_kinds[fault->kind].incoming;
}

/* Looks in all configurations and settings: the fault stays when they change. */
static bool has_endpoint(const struct cusb_virtual_model *model, uint8_t address)
{
	const uint8_t *config, *desc;
	size_t length;

	for (unsigned int i = 0; (config = virtual_configuration_at(model, i, &length)); i++) {
		desc = NULL;
		while ((desc = virtual_next_descriptor(model, config[5], desc)))
			if (is_endpoint_descriptor(desc) && desc[2] == address)
				return true;
	}
	return false;
}

/* -EAGAIN is a NAK, and -EINPROGRESS is the status of a transfer before it ends. */
static bool is_error(int err)
{
	return err <= 0 && err >= -ERRNO_MAX && err != -EAGAIN && err != -EINPROGRESS;
}

const char *fault_problem(const struct cusb_virtual_model *model,
			  const struct cusb_virtual_fault *fault)
{
	uint8_t address = fault->bEndpointAddress;

	if (!RESERVED_IS_ZERO(fault))
		return "the reserved members of a fault are not 0";
	if ((unsigned int)fault->kind >= KINDS)
		return "there is no such kind";
	if (!is_request(address) && address != EVERY_ENDPOINT && !has_endpoint(model, address))
		return "no configuration has the endpoint";
	if (is_incoming(fault) && !(address & 0x80) && !is_request(address))
		return "an OUT endpoint sends no packets";
	if (fault->kind == CUSB_VIRTUAL_ERROR && !is_error(fault->err))
		return "err is not the error of a transaction";
	return NULL;
}

bool fault_model_delays(const struct cusb_virtual_model *model)
{
	for (size_t i = 0; i < model->fault_count; i++)
		if (model->faults[i].kind == CUSB_VIRTUAL_DELAY)
			return true;
	return false;
}

int fault_add(struct cusb_virtual_device *dev, const struct cusb_virtual_fault *fault)
{
	struct model_fault **end = &dev->faults;
	struct model_fault *fresh = calloc(1, sizeof *fresh);

	if (!fresh)
		return -ENOMEM;
	fresh->set = *fault;
	while (*end)
		end = &(*end)->next;
	*end = fresh;
	return 0;
}

int fault_add_model(struct cusb_virtual_device *dev)
{
	int err = 0;

	for (size_t i = 0; !err && i < dev->model->fault_count; i++)
		err = fault_add(dev, &dev->model->faults[i]);
	for (struct model_fault *fault = dev->faults; fault; fault = fault->next)
		fault->of_model = true;
	return err;
}

/* A packet that a fault has NAKed can be asked for again. */
static void let_go(struct cusb_virtual_device *dev, const struct model_fault *fault)
{
	for (unsigned int i = 0; i < 32; i++)
		for (struct virtual_urb *urb = dev->queues[i]; urb; urb = urb->next)
			if (urb->nakked_by == fault)
				urb->nakked_by = NULL;
}

void fault_forget(struct cusb_virtual_device *dev)
{
	while (dev->faults) {
		struct model_fault *fault = dev->faults;

		let_go(dev, fault);
		dev->faults = fault->next;
		free(fault);
	}
}

void fault_rearm(struct cusb_virtual_device *dev)
{
	const struct cusb_virtual_fault *set = dev->model->faults;

	for (struct model_fault *fault = dev->faults; fault; fault = fault->next) {
		if (!fault->of_model)
			continue;
		let_go(dev, fault);
		fault->set = *set++;
		fault->passed = fault->hit = 0;
		fault->due = NOT_DELAYING;
	}
}

void fault_rearm_after(struct cusb_virtual_device *dev, unsigned int after)
{
	fault_rearm(dev);
	for (struct model_fault *fault = dev->faults; fault; fault = fault->next)
		if (fault->of_model)
			fault->set.after = after;
}

void fault_begin(const struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	unsigned int type = urb->setup.bmRequestType & CUSB_CTRL_TYPE_MASK;

	urb->nakked_by = NULL;
	if (queue_of(urb->endpoint) != 0)
		urb->counted_as = urb->endpoint;
	else if (type != CUSB_CTRL_TYPE_STANDARD)
		urb->counted_as = OTHER_REQUESTS;
	else
		urb->counted_as = is_configured(dev) ? STANDARD_REQUESTS : NOT_COUNTED;
}

static bool counts(const struct model_fault *fault, const struct virtual_urb *urb)
{
	if (fault->set.bEndpointAddress == EVERY_ENDPOINT)
		return queue_of(urb->endpoint) != 0;
	return fault->set.bEndpointAddress == urb->counted_as;
}

static bool is_due(const struct model_fault *fault)
{
	return fault->set.after != PASS_ALL && fault->passed == fault->set.after &&
	       (fault->set.times == 0 || fault->hit < fault->set.times);
}

static bool comes_in(const struct virtual_urb *urb)
{
	return (queue_of(urb->endpoint) ? urb->endpoint : urb->setup.bmRequestType) & 0x80;
}

/* The fault that acts on the next packet of a URB, or NULL. */
static struct model_fault *acting(const struct cusb_virtual_device *dev,
				  const struct virtual_urb *urb)
{
	struct model_fault *fault = dev->faults;

	while (fault && !(counts(fault, urb) && is_due(fault) &&
			  (comes_in(urb) || !is_incoming(&fault->set))))
		fault = fault->next;
	return fault;
}

static void count(const struct cusb_virtual_device *dev, const struct virtual_urb *urb,
		  struct model_fault *hit)
{
	for (struct model_fault *fault = dev->faults; fault; fault = fault->next)
		if (counts(fault, urb) && fault->passed < fault->set.after)
			fault->passed++;
	if (!hit)
		return;
	hit->due = NOT_DELAYING;
	/* A fault without end needs no count, and the int must not overflow. */
	if (hit->set.times)
		hit->hit++;
}

/*
 * Whether the fault acts on a packet that the device has moved. A vanish that counts all endpoints
 * needs an endpoint with a packet: endpoints without one are asked first, and NAK.
 */
static bool waits_for_packet(const struct model_fault *fault)
{
	return is_incoming(&fault->set) || (fault->set.kind == CUSB_VIRTUAL_VANISH &&
					    fault->set.bEndpointAddress == EVERY_ENDPOINT);
}

static int delay(const struct cusb_virtual_device *dev, struct model_fault *fault)
{
	int64_t now = fault_now();

	if (fault->due == OVER)
		return 0;
	if (fault->due == NOT_DELAYING)
		fault->due = now + (int64_t)fault->set.ms * 1000000;
	if (now >= fault->due) {
		fault->due = OVER;
		return 0;
	}
	/* Also for the delay of a packet that is gone: the clock may sleep since then. */
	if (dev->delayed)
		dev->delayed(dev);
	return -EAGAIN;
}

int fault_before(struct cusb_virtual_device *dev, struct virtual_urb *urb)
{
	struct model_fault *fault = acting(dev, urb);

	if (urb->nakked_by)
		return -EAGAIN;
	if (!fault || waits_for_packet(fault))
		return 0;
	if (fault->set.kind == CUSB_VIRTUAL_DELAY)
		return delay(dev, fault);
	if (fault->set.kind == CUSB_VIRTUAL_NAK)
		urb->nakked_by = fault;
	count(dev, urb, fault);
	if (fault->set.kind == CUSB_VIRTUAL_ERROR && fault->set.err)
		return fault->set.err;
	return fault_kinds[fault->set.kind].err;
}

bool fault_after(struct cusb_virtual_device *dev, const struct virtual_urb *urb, ssize_t *n)
{
	struct model_fault *fault = acting(dev, urb);
	bool waits = fault && waits_for_packet(fault);

	/* An error is not a packet. */
	if (waits && *n < 0)
		fault = NULL;
	count(dev, urb, fault);
	if (!fault || !waits)
		return false;
	if (fault->set.kind == CUSB_VIRTUAL_SHORT && fault->set.length < (size_t)*n)
		*n = (ssize_t)fault->set.length;
	if (fault->set.kind == CUSB_VIRTUAL_VANISH)
		*n = -ENODEV;
	return fault->set.kind == CUSB_VIRTUAL_BABBLE;
}

void fault_unlinked(struct cusb_virtual_device *dev, const struct virtual_urb *urb)
{
	struct model_fault *fault;

	if (queue_of(urb->endpoint) != 0)
		return;
	fault = acting(dev, urb);
	if (fault && fault->due != NOT_DELAYING)
		count(dev, urb, fault);
}

void fault_end_delays(struct cusb_virtual_device *dev)
{
	int64_t now = fault_now();

	for (struct model_fault *fault = dev->faults; fault; fault = fault->next)
		if (fault->due > 0 && fault->due <= now)
			fault->due = OVER;
}

static bool is_queued(const struct cusb_virtual_device *dev, const struct model_fault *fault)
{
	for (unsigned int i = 0; i < 32; i++)
		for (const struct virtual_urb *urb = dev->queues[i]; urb; urb = urb->next)
			if (counts(fault, urb))
				return true;
	return false;
}

int64_t fault_due(const struct cusb_virtual_device *dev)
{
	int64_t due = NOT_DUE;

	for (const struct model_fault *fault = dev->faults; fault; fault = fault->next)
		if (fault->due > 0 && fault->due < due && is_queued(dev, fault))
			due = fault->due;
	return due;
}
