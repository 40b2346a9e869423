/* SPDX-License-Identifier: MIT */
/*
 * Configurations, alternate settings, halts and resets.
 *
 * Kernel facts (message.c, hub.c, devio.c of 6.1): SETCONFIGURATION to the current value only
 * resets the endpoints and settings, and binds no drivers. RESET first unbinds usbfs and every
 * driver that does not know about resets; those interfaces are then offered to kernel drivers
 * again.
 */
#include <errno.h>
#include <string.h>
#include <time.h>

#include <linux/usbdevice_fs.h>

#include <cusb/control.h>

#include "virtual/kernel/kernel_calls.h"
#include "virtual/kernel/kernel_claims.h"
#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_files.h"
#include "virtual/kernel/kernel_hotplug.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/kernel/kernel_urbs.h"
#include "virtual/device/fault.h"

/*
 * The kernel waits 5 s for an answer. What is not delayed would not come within them either: nobody
 * else can do anything to the device meanwhile.
 */
static void wait_for(struct cusb_virtual_device *device, const struct virtual_urb *urb)
{
	int64_t end = fault_now() + INT64_C(5000000000), due;

	while (urb->status == -EINPROGRESS && (due = fault_due(device)) <= end) {
		int64_t left = due - fault_now();
		struct timespec time = {(time_t)(left / 1000000000), (long)(left % 1000000000)};

		if (left > 0)
			nanosleep(&time, NULL);
		hcd_run(device);
	}
}

int kernel_message(struct usb *dev, const struct cusb_setup *setup, uint8_t *data)
{
	struct virtual_urb urb = {
		.endpoint = setup->bmRequestType & 0x80,
		.setup = *setup,
		.data = data,
		.length = setup->wLength,
	};
	int err = hcd_submit(dev->device, &urb);

	if (err)
		return err;
	wait_for(dev->device, &urb);
	if (urb.status == -EINPROGRESS) {
		hcd_unlink(dev->device, &urb, -ENOENT);
		return -ETIMEDOUT;
	}
	if (dev->device->gone)
		dev->kernel->vanished = true;
	return urb.status;
}

static int send_configuration(struct usb *dev, unsigned int value)
{
	struct cusb_setup setup = {
		.bRequest = CUSB_REQ_SET_CONFIGURATION,
		.wValue = (uint16_t)value,
	};

	return kernel_message(dev, &setup, NULL);
}

static void probe_all(struct usb *dev)
{
	int number = -1;

	while ((number = kernel_next_interface(dev, (unsigned int)(number + 1))) >= 0)
		kernel_probe(dev, (unsigned int)number);
}

int kernel_configure(struct usb *dev, int value)
{
	size_t length;
	bool known;
	int err;

	if (value == -1)
		value = 0;
	known = value >= 0 &&
		virtual_find_configuration(dev->device->model, (unsigned int)value, &length);
	if (!known && value != 0)
		return -EINVAL;
	kernel_flush(dev, false);
	dev->configured = false;
	dev->generation++;
	err = send_configuration(dev, (unsigned int)value);
	if (err || !known)
		return err;
	dev->configured = true;
	dev->configuration = (uint8_t)value;
	kernel_first_altsettings(dev);
	probe_all(dev);
	return 0;
}

static int reset_configuration(struct usb *dev)
{
	int err;

	kernel_flush(dev, false);
	err = send_configuration(dev, dev->configuration);
	if (err == 0)
		kernel_first_altsettings(dev);
	return err;
}

int ioctl_setconfiguration(struct file *file, void *arg)
{
	struct usb *dev = file->place.dev;
	int value, number = -1, err;

	memcpy(&value, arg, sizeof value);
	while ((number = kernel_next_interface(dev, (unsigned int)(number + 1))) >= 0)
		if (kernel_is_claimed(dev, (unsigned int)number))
			return -EBUSY;
	if (dev->configured && dev->configuration == value)
		return dev->suspended ? -EHOSTUNREACH : reset_configuration(dev);
	kernel_resume(dev);
	kernel_uevent_interfaces_removed(dev);
	err = kernel_configure(dev, value);
	kernel_uevent_interfaces_added(dev);
	return err;
}

static int clear_halt(struct usb *dev, unsigned int address)
{
	struct cusb_setup setup = {
		.bmRequestType = 0x02,
		.bRequest = CUSB_REQ_CLEAR_FEATURE,
		.wValue = CUSB_ENDPOINT_HALT,
		.wIndex = (uint16_t)address,
	};

	return kernel_message(dev, &setup, NULL);
}

/* What SET_INTERFACE would have done to the endpoints, USB 2.0 9.4.10. */
static void clear_halts(struct usb *dev, unsigned int number)
{
	const uint8_t *desc = kernel_interface(dev, number);

	while (desc && (desc = kernel_next(dev, desc)) && desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (desc[1] == CUSB_DESC_TYPE_ENDPOINT && desc[0] >= CUSB_ENDPOINT_DESC_SIZE)
			(void)clear_halt(dev, desc[2]);
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
	kernel_flush_interface(dev, number);
	kernel_forget_streams(dev, number);
	err = kernel_message(dev, &setup, NULL);
	by_hand = err == -EPIPE && kernel_single_altsetting(dev, number);
	if (err && !by_hand)
		return err;
	dev->interfaces[number].altsetting = (uint8_t)alternate;
	if (by_hand)
		clear_halts(dev, number);
	return 0;
}

int ioctl_setinterface(struct file *file, void *arg)
{
	const struct usbdevfs_setinterface *set = arg;
	int err = kernel_check_claim(file, set->interface);

	if (err)
		return err;
	kernel_kill(file, (int)set->interface);
	return kernel_set_altsetting(file->place.dev, set->interface, set->altsetting);
}

static int claim_for_endpoint(struct file *file, const void *arg, unsigned int *address)
{
	int number;

	memcpy(address, arg, sizeof *address);
	number = kernel_interface_of(file->place.dev, *address);
	return number < 0 ? number : kernel_check_claim(file, (unsigned int)number);
}

int ioctl_clear_halt(struct file *file, void *arg)
{
	unsigned int address;
	int err = claim_for_endpoint(file, arg, &address);

	return err ? err : clear_halt(file->place.dev, address);
}

int ioctl_resetep(struct file *file, void *arg)
{
	unsigned int address;

	/* There is no toggle on the host's side. */
	return claim_for_endpoint(file, arg, &address);
}

/* The kernel takes the device for unplugged, and whatever answers at the port for a new one. */
static int lose_on_reset(struct usb *dev, const struct cusb_virtual_model *model)
{
	kernel_disconnect(dev->kernel, dev);
	if (model)
		kernel_replace(dev->kernel, dev->name, model);
	return -ENODEV;
}

int ioctl_reset(struct file *file, void *arg)
{
	struct usb *dev = file->place.dev;
	bool bound[INTERFACES] = {false};
	int err = 0;

	(void)arg;
	if (!kernel_may_reset(file))
		return -EACCES;
	if (kernel_is_root_hub(dev))
		return -EISDIR;
	kernel_resume(dev);
	if (dev->lost_on_reset)
		return lose_on_reset(dev, dev->after_reset);
	for (unsigned int i = 0; i < INTERFACES; i++) {
		bound[i] = kernel_is_claimed(dev, i);
		kernel_unbind(dev, i);
	}
	kernel_flush(dev, true);
	hcd_reset(dev->device);
	if (dev->configured)
		err = send_configuration(dev, dev->configuration);
	if (err)
		return lose_on_reset(dev, dev->device->model);
	kernel_first_altsettings(dev);
	for (unsigned int i = 0; i < INTERFACES; i++)
		if (bound[i])
			kernel_probe(dev, i);
	return 0;
}
