/* SPDX-License-Identifier: MIT */
/*
 * Requests of the kernel's own, and an end to those of programs.
 *
 * Kernel facts (message.c, hub.c of 6.1): the kernel waits 5 s for an answer, and unplugging the
 * device ends that. Another alternate setting ends the URBs on the interface's endpoints, and takes
 * their streams away. A device that stalls SET_INTERFACE for an interface with one setting only has
 * its endpoints' halts cleared by hand.
 */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/state/kernel.h"

void kernel_note_vanished(struct usb *dev)
{
	if (dev->device->gone && !dev->gone)
		dev->kernel->vanished = true;
}

static void wake(struct virtual_urb *urb)
{
	struct usb *dev = urb->owner;

	pthread_cond_broadcast(&dev->kernel->changed);
}

/*
 * Sleeps without the kernel's lock: only this device stands still, as in Linux, which holds the
 * device's lock meanwhile. An answer that no fault delays would not come.
 */
static void wait_for(struct usb *dev, const struct virtual_urb *urb)
{
	struct cusb_virtual_kernel *kernel = dev->kernel;
	int64_t end = fault_now() + (int64_t)kernel->answer_ms * 1000000;

	dev->busy = true;
	while (urb->status == -EINPROGRESS && fault_due(dev->device) != NOT_DUE &&
	       kernel_sleep(kernel, &kernel->changed, end))
		;
	dev->busy = false;
	pthread_cond_broadcast(&kernel->changed);
}

int kernel_message(struct usb *dev, const struct cusb_setup *setup, uint8_t *data)
{
	struct virtual_urb urb = {
		.endpoint = setup->bmRequestType & 0x80,
		.setup = *setup,
		.data = data,
		.length = setup->wLength,
		.complete = wake,
		.owner = dev,
	};
	int err;

	/* A model may say that it has sent more than it has written. */
	if (urb.endpoint && urb.length > 0)
		memset(data, 0, urb.length);
	err = hcd_submit(dev->device, &urb);
	if (err)
		return err;
	wait_for(dev, &urb);
	if (urb.status == -EINPROGRESS) {
		hcd_unlink(dev->device, &urb, -ENOENT);
		return -ETIMEDOUT;
	}
	kernel_note_vanished(dev);
	return urb.status ? urb.status : (int)urb.actual_length;
}

int kernel_send_configuration(struct usb *dev, unsigned int value)
{
	struct cusb_setup setup = {
		.bRequest = CUSB_REQ_SET_CONFIGURATION,
		.wValue = (uint16_t)value,
	};

	return kernel_message(dev, &setup, NULL);
}

static void flush_queue(struct usb *dev, unsigned int queue)
{
	struct virtual_urb *urb;

	while ((urb = dev->device->queues[queue])) {
		while (urb->next)
			urb = urb->next;
		hcd_unlink(dev->device, urb, -ESHUTDOWN);
	}
}

void kernel_flush(struct usb *dev, bool control)
{
	for (unsigned int i = control ? 0 : 1; i < 32; i++)
		flush_queue(dev, i);
}

void kernel_disable_interface(struct usb *dev, unsigned int number)
{
	const uint8_t *desc = kernel_interface(dev, number);

	while ((desc = kernel_next_endpoint(dev, desc))) {
		flush_queue(dev, queue_of(desc[2]));
		dev->streams[queue_of(desc[2])] = 0;
	}
}

int kernel_clear_halt(struct usb *dev, unsigned int address)
{
	struct cusb_setup setup = {
		.bmRequestType = 0x02,
		.bRequest = CUSB_REQ_CLEAR_FEATURE,
		.wValue = CUSB_ENDPOINT_HALT,
		.wIndex = (uint16_t)address,
	};

	return kernel_message(dev, &setup, NULL);
}

/* SET_INTERFACE would have cleared these halts, USB 2.0 9.4.10. */
static void clear_halts(struct usb *dev, unsigned int number)
{
	const uint8_t *desc = kernel_interface(dev, number);

	while ((desc = kernel_next_endpoint(dev, desc)))
		(void)kernel_clear_halt(dev, desc[2]);
}

int kernel_set_altsetting(struct usb *dev, unsigned int number, unsigned int alternate)
{
	struct cusb_setup setup = {
		.bmRequestType = 0x01,
		.bRequest = CUSB_REQ_SET_INTERFACE,
		.wValue = (uint16_t)alternate,
		.wIndex = (uint16_t)number,
	};
	bool by_hand;
	int err;

	if (number >= INTERFACES || alternate > 0xff ||
	    !kernel_has_altsetting(dev, number, alternate))
		return -EINVAL;
	kernel_disable_interface(dev, number);
	err = kernel_message(dev, &setup, NULL);
	by_hand = err == -EPIPE && kernel_single_altsetting(dev, number);
	if (err && !by_hand)
		return err;
	dev->interfaces[number].altsetting = (uint8_t)alternate;
	if (by_hand)
		clear_halts(dev, number);
	return 0;
}
