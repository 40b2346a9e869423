/* SPDX-License-Identifier: MIT */
/*
 * Devices come and go.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>

#include <cusb/descriptor.h>

#include "virtual/kernel/kernel_claims.h"
#include "virtual/kernel/kernel_devices.h"
#include "virtual/kernel/kernel_files.h"
#include "virtual/kernel/kernel_hotplug.h"
#include "virtual/kernel/kernel_internal.h"
#include "virtual/device/fault.h"

struct usb *kernel_add(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = calloc(1, sizeof *dev);
	struct usb **end = &kernel->devices;

	if (!dev)
		return NULL;
	dev->kernel = kernel;
	dev->refs = 1;
	dev->id = kernel->next_id++;
	snprintf(dev->name, sizeof dev->name, "%s", name);
	while (*end)
		end = &(*end)->next;
	*end = dev;
	return dev;
}

struct usb *kernel_find(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = kernel->devices;

	while (dev && name && strcmp(dev->name, name) != 0)
		dev = dev->next;
	return name ? dev : NULL;
}

void kernel_put(struct usb *dev)
{
	if (--dev->refs > 0)
		return;
	virtual_device_free(dev->device);
	while (dev->stored) {
		struct stored *stored = dev->stored;

		dev->stored = stored->next;
		free(stored->name);
		free(stored->bytes);
		free(stored);
	}
	free(dev);
}

bool kernel_is_root_hub(const struct usb *dev)
{
	return strncmp(dev->name, "usb", 3) == 0;
}

/* The kernel keeps what it could read: no more configurations than there are. */
static void read_descriptor(struct usb *dev)
{
	const struct cusb_virtual_model *model = dev->device->model;
	size_t length;
	unsigned int n = 0;

	memcpy(dev->descriptor, model->descriptors, sizeof dev->descriptor);
	while (n < dev->descriptor[17] && n < 8 && virtual_configuration_at(model, n, &length))
		n++;
	dev->descriptor[17] = (uint8_t)n;
}

static int add_device(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      const char *name)
{
	struct cusb_virtual_device *device;
	unsigned int bus = kernel_bus_of(name), devnum;
	const uint8_t *first;
	size_t length;
	struct usb *dev;
	int err;

	devnum = kernel_take_devnum(&kernel->buses[bus]);
	if (devnum == 0)
		return -EBUSY;
	device = virtual_device_new(model);
	dev = device ? kernel_add(kernel, name) : NULL;
	if (!dev) {
		virtual_device_free(device);
		kernel_release_devnum(&kernel->buses[bus], devnum);
		return -ENOMEM;
	}
	device->delayed = kernel_clock_changed;
	device->owner = kernel;
	dev->device = device;
	dev->bus = bus;
	dev->devnum = devnum;
	read_descriptor(dev);
	first = virtual_configuration_at(model, 0, &length);
	if (first && dev->descriptor[17] > 0 && !kernel_port_is_claimed(dev))
		kernel_configure(dev, first[5]);
	err = kernel_hub_probe(dev);
	kernel_uevent_added(dev);
	kernel_inotify_node(dev, IN_CREATE);
	if (err)
		kernel_disconnect(kernel, dev);
	return err;
}

static int add_root_hub(struct cusb_virtual_kernel *kernel, unsigned int bus, bool super)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof name, "usb%u", bus);
	if (kernel_find(kernel, name))
		return 0;
	return add_device(kernel, super ? &model_roothub_super : &model_roothub, name);
}

static bool is_super(const struct cusb_virtual_model *model)
{
	return model->speed >= CUSB_SPEED_SUPER;
}

/* Whether a root port of that bus is of use to a device of the model. */
static bool suits(struct cusb_virtual_kernel *kernel, unsigned int bus,
		  const struct cusb_virtual_model *model)
{
	char name[NAME_SIZE];
	struct usb *hub;

	snprintf(name, sizeof name, "usb%u", bus);
	hub = kernel_find(kernel, name);
	return !hub || (hub->device && is_super(hub->device->model) == is_super(model));
}

static bool free_port(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      char *name, size_t size)
{
	for (unsigned int bus = 1; bus < BUSES; bus++) {
		if (!suits(kernel, bus, model))
			continue;
		for (unsigned int port = 1; port <= ROOT_PORTS; port++) {
			snprintf(name, size, "%u-%u", bus, port);
			if (!kernel_find(kernel, name))
				return true;
		}
	}
	return false;
}

/* Whether a device of the model can be; also prepares the kernel for it. */
static int check_model(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model)
{
	int err;

	if (!model || !model->descriptors || model->descriptors_length < CUSB_DEVICE_DESC_SIZE)
		return -EINVAL;
	err = fault_check_model(model);
	if (!err && fault_model_delays(model))
		err = kernel_clock_start(kernel);
	return err;
}

static int plug(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
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

int cusb_virtual_plug(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      const char *name)
{
	char free_name[NAME_SIZE];
	int err;

	kernel_lock(kernel);
	err = check_model(kernel, model);
	if (!err && !name) {
		err = free_port(kernel, model, free_name, sizeof free_name) ? 0 : -EBUSY;
		name = free_name;
	}
	if (!err)
		err = plug(kernel, model, name);
	kernel_unlock(kernel);
	return err;
}

void kernel_replace(struct cusb_virtual_kernel *kernel, const char *name,
		    const struct cusb_virtual_model *model)
{
	/* As on a bus: a device that does not come up is just not there. */
	(void)add_device(kernel, model, name);
}

/* A port, an interface, or, of a root hub, anything on its bus. */
static bool is_below(const struct usb *dev, const char *hub)
{
	size_t n = strlen(hub);

	if (strncmp(hub, "usb", 3) == 0)
		return strcmp(dev->name, hub) != 0 &&
		       kernel_bus_of(dev->name) == kernel_bus_of(hub);
	return strncmp(dev->name, hub, n) == 0 && (dev->name[n] == '.' || dev->name[n] == ':');
}

static void unlist(struct cusb_virtual_kernel *kernel, const struct usb *dev)
{
	struct usb **at = &kernel->devices;

	while (*at != dev)
		at = &(*at)->next;
	*at = dev->next;
}

static void disconnect_children(struct cusb_virtual_kernel *kernel, const char *hub)
{
	struct usb *dev = kernel->devices;

	while (dev) {
		if (is_below(dev, hub)) {
			kernel_disconnect(kernel, dev);
			dev = kernel->devices;
		} else {
			dev = dev->next;
		}
	}
}

void kernel_disconnect(struct cusb_virtual_kernel *kernel, struct usb *dev)
{
	disconnect_children(kernel, dev->name);
	unlist(kernel, dev);
	if (dev->device) {
		kernel_inotify_node(dev, IN_DELETE);
		kernel_uevent_removed(dev);
	}
	dev->gone = true;
	for (struct file *file = kernel->files; file; file = file->next)
		if (file->place.kind == PLACE_NODE && file->place.dev == dev)
			kernel_file_hang_up(file);
	if (dev->device) {
		kernel_release_devnum(&kernel->buses[dev->bus], dev->devnum);
		hcd_unplug(dev->device);
		kernel_forget_drivers(dev);
	}
	kernel_put(dev);
}

int cusb_virtual_unplug(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev)
		kernel_disconnect(kernel, dev);
	kernel_unlock(kernel);
	return dev ? 0 : -ENODEV;
}

int cusb_virtual_set_access(struct cusb_virtual_kernel *kernel, const char *name, int err)
{
	struct usb *dev;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev) {
		dev->open_err = err > 0 ? -err : err;
		kernel_inotify_node(dev, IN_ATTRIB);
	}
	kernel_unlock(kernel);
	return dev ? 0 : -ENODEV;
}

void virtual_kernel_change_on_reset(struct cusb_virtual_kernel *kernel, const char *name,
				    const struct cusb_virtual_model *model)
{
	struct usb *dev;

	kernel_lock(kernel);
	dev = kernel_find(kernel, name);
	if (dev) {
		dev->lost_on_reset = true;
		dev->after_reset = model;
	}
	kernel_unlock(kernel);
}
