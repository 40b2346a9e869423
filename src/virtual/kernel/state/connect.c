/* SPDX-License-Identifier: MIT */
/* Devices arrive and leave. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"

#define CONFIGURATIONS_MAX 8

/*
 * Kernel fact (hub.c of 6.1): the kernel refuses a device if its descriptor has another type, or a
 * bMaxPacketSize0 that its speed does not have. At super speed bMaxPacketSize0 is an exponent.
 */
static bool is_possible(const struct cusb_virtual_model *model)
{
	uint8_t type = model->descriptors[1], size = model->descriptors[7];

	if (type != CUSB_DESC_TYPE_DEVICE)
		return false;
	if (model->speed == CUSB_SPEED_LOW)
		return size == 8;
	if (model->speed >= CUSB_SPEED_SUPER)
		return size == 8 || size == 9 || size == 16;
	return size == 8 || size == 16 || size == 32 || size == 64;
}

static bool is_whole(const uint8_t *config, size_t length)
{
	return config[0] >= CUSB_CONFIG_DESC_SIZE && config[0] <= length;
}

/*
 * Reads the device's descriptors. -EINVAL: the kernel refuses the device; -ENOMEM.
 *
 * Kernel facts (config.c of 6.1): the kernel reads at most 8 configurations. It refuses a device
 * without a configuration. It also refuses a device that stalls the descriptor of a configuration
 * that bNumConfigurations counts.
 */
static int read_descriptors(struct usb *dev)
{
	const struct cusb_virtual_model *model = dev->device->model;
	uint8_t *count = &dev->descriptor[17];

	if (!is_possible(model))
		return -EINVAL;
	memcpy(dev->descriptor, model->descriptors, sizeof dev->descriptor);
	if (*count > CONFIGURATIONS_MAX)
		*count = CONFIGURATIONS_MAX;
	for (unsigned int i = 0; i < *count; i++) {
		size_t length;
		const uint8_t *config = virtual_configuration_at(model, i, &length);

		if (!config || !is_whole(config, length))
			return -EINVAL;
	}
	return *count > 0 ? kernel_parse(dev) : -EINVAL;
}

static void wake_clock(const struct cusb_virtual_device *device)
{
	struct cusb_virtual_kernel *kernel = device->owner;

	pthread_cond_signal(&kernel->clock.changed);
}

/* Adds a device with that number and no other facts; NULL: no memory. */
static struct usb *new_device(struct cusb_virtual_kernel *kernel,
			      const struct cusb_virtual_model *model, const char *name,
			      unsigned int devnum)
{
	struct cusb_virtual_device *device = virtual_device_new(model);
	struct usb *dev = device ? kernel_add(kernel, name) : NULL;

	if (!dev) {
		virtual_device_free(device);
		return NULL;
	}
	device->delayed = wake_clock;
	device->owner = kernel;
	dev->device = device;
	dev->bus = kernel_bus_of(name);
	dev->devnum = devnum;
	dev->autosuspend_ms = 2000; /* the default of usbcore's parameter */
	return dev;
}

/* Removes a device that was not reported yet. */
static void refuse(struct usb *dev)
{
	kernel_unlist(dev);
	kernel_put(dev);
}

static int add_device(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      const char *name)
{
	struct bus *bus = &kernel->buses[kernel_bus_of(name)];
	unsigned int devnum = kernel_take_devnum(bus);
	struct usb *dev;
	int value, err;

	if (devnum == 0)
		return -EBUSY;
	dev = new_device(kernel, model, name, devnum);
	err = dev ? read_descriptors(dev) : -ENOMEM;
	if (!err)
		err = kernel_read_strings(dev);
	if (err) {
		kernel_release_devnum(bus, devnum);
		if (dev)
			refuse(dev);
		return err;
	}
	value = kernel_choose_configuration(dev);
	if (value >= 0)
		kernel_configure(dev, value);
	err = kernel_hub_probe(dev);
	kernel->notify(dev, USB_DEVICE_ADDED);
	if (err)
		kernel_disconnect(dev);
	return err;
}

static struct usb *root_hub(struct cusb_virtual_kernel *kernel, unsigned int bus)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof name, "usb%u", bus);
	return kernel_find(kernel, name);
}

static bool is_super(const struct cusb_virtual_model *model)
{
	return model->speed >= CUSB_SPEED_SUPER;
}

static int add_root_hub(struct cusb_virtual_kernel *kernel, unsigned int bus, bool super)
{
	char name[NAME_SIZE];

	if (root_hub(kernel, bus))
		return 0;
	snprintf(name, sizeof name, "usb%u", bus);
	return add_device(kernel, super ? &model_roothub_super : &model_roothub, name);
}

/* Whether a root port of that bus has the speed for a device of the model. */
static bool suits(struct cusb_virtual_kernel *kernel, unsigned int bus,
		  const struct cusb_virtual_model *model)
{
	const struct usb *hub = root_hub(kernel, bus);

	return !hub || (hub->device && is_super(hub->device->model) == is_super(model));
}

bool kernel_free_port(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      char name[NAME_SIZE])
{
	for (unsigned int bus = 1; bus < BUSES; bus++) {
		if (!suits(kernel, bus, model))
			continue;
		for (unsigned int port = 1; port <= ROOT_PORTS; port++) {
			snprintf(name, NAME_SIZE, "%u-%u", bus, port);
			if (!kernel_find(kernel, name))
				return true;
		}
	}
	return false;
}

int kernel_connect(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		   const char *name)
{
	int err;

	if (!kernel_is_port_path(name) || !kernel_port_exists(kernel, name))
		return -EINVAL;
	if (kernel_find(kernel, name))
		return -EBUSY;
	err = add_root_hub(kernel, kernel_bus_of(name), is_super(model));
	return err ? err : add_device(kernel, model, name);
}

/* A port, an interface, or, of a root hub, anything on its bus. */
static bool is_below(const struct usb *dev, const struct usb *hub)
{
	size_t n = strlen(hub->name);

	if (kernel_is_root_hub(hub))
		return dev != hub && kernel_bus_of(dev->name) == kernel_bus_of(hub->name);
	return strncmp(dev->name, hub->name, n) == 0 &&
	       (dev->name[n] == '.' || dev->name[n] == ':');
}

static struct usb *child_of(const struct usb *hub)
{
	struct usb *dev = hub->kernel->devices;

	while (dev && !is_below(dev, hub))
		dev = dev->next;
	return dev;
}

static void hang_up(const struct usb *dev)
{
	for (struct file *file = dev->kernel->files; file; file = file->next)
		if (file->inode.dev == dev && file->operations->hang_up)
			file->operations->hang_up(file);
}

void kernel_disconnect_children(struct usb *hub)
{
	struct usb *child;

	while ((child = child_of(hub)))
		kernel_disconnect(child);
}

/* Removes the device with all devices below it. None of them is busy. */
static void take_away(struct usb *dev)
{
	struct usb *child;

	while ((child = child_of(dev)))
		take_away(child);
	kernel_unlist(dev);
	if (dev->device)
		dev->kernel->notify(dev, USB_DEVICE_REMOVED);
	dev->gone = true;
	hang_up(dev);
	if (dev->device) {
		kernel_release_devnum(&dev->kernel->buses[dev->bus], dev->devnum);
		hcd_unplug(dev->device);
		kernel_forget_drivers(dev);
	}
	kernel_put(dev);
}

/* Ends the kernel's own requests to the device and to all below it; false: not all have ended. */
static bool end_requests(const struct usb *hub)
{
	bool ended = true;

	for (struct usb *dev = hub->kernel->devices; dev; dev = dev->next) {
		if (!dev->busy || !(dev == hub || is_below(dev, hub)))
			continue;
		hcd_unplug(dev->device);
		ended = false;
	}
	return ended;
}

void kernel_disconnect(struct usb *dev)
{
	struct cusb_virtual_kernel *kernel = dev->kernel;

	dev->refs++;
	while (!end_requests(dev))
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	/* Another thread may have done it meanwhile. */
	if (!dev->gone)
		take_away(dev);
	kernel_put(dev);
}

void kernel_replace(struct usb *dev, const struct cusb_virtual_model *model)
{
	struct cusb_virtual_kernel *kernel = dev->kernel;

	/* The caller has the node open, so the name stays valid. */
	kernel_disconnect(dev);
	/* As on a bus: a device that does not start is not there. */
	if (model)
		(void)add_device(kernel, model, dev->name);
}

void kernel_settle(struct cusb_virtual_kernel *kernel)
{
	while (kernel->vanished) {
		struct usb *dev = kernel->devices;

		while (dev && !(dev->device && dev->device->gone))
			dev = dev->next;
		kernel->vanished = dev != NULL;
		if (dev)
			kernel_disconnect(dev);
	}
}
