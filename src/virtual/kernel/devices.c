/* SPDX-License-Identifier: MIT */
/*
 * The actions of a user: devices are plugged in and unplugged, their keys pressed, their faults
 * set.
 */
#include <errno.h>
#include <stdio.h>

#include <cusb/log.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/kernel.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/sysfs/sysfs.h"
#include "virtual/kernel/usbfs/usbfs.h"

/* No text of an earlier error is left. */
static void begin_call(struct cusb_virtual_kernel *kernel)
{
	cusb_refuse(0, NULL);
	kernel_lock(kernel);
}

/* Takes the kernel's lock. Returns the directory of that name, or NULL. */
static struct usb *begin(struct cusb_virtual_kernel *kernel, const char *name)
{
	begin_call(kernel);
	return kernel_find(kernel, name);
}

/* The same for a directory with a device behind it, of which the kernel wants nothing just now. */
static struct usb *begin_idle(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev;

	begin_call(kernel);
	while ((dev = kernel_find(kernel, name)) && dev->busy)
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	return dev && dev->device ? dev : NULL;
}

/* Takes the kernel's lock. Returns the device of that name, or NULL. */
static struct usb *begin_device(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = begin(kernel, name);

	return dev && dev->device ? dev : NULL;
}

static int end(struct cusb_virtual_kernel *kernel, int result)
{
	kernel_settle(kernel);
	kernel_unlock(kernel);
	return result;
}

static int no_device(const char *name)
{
	return cusb_refuse(-ENODEV, "there is no device %s", name ? name : "NULL");
}

static int no_interface(int err, const char *name, unsigned int number)
{
	return err == -EINVAL ? cusb_refuse(err, "%s has no interface %u", name, number) : err;
}

/* Whether the model is valid; also prepares the kernel for its faults. */
static int check_model(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model)
{
	int err = virtual_check_model(model);

	if (!err && fault_model_delays(model))
		err = kernel_clock_start(kernel);
	return err;
}

static int connect(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		   const char *name)
{
	int err = kernel_connect(kernel, model, name);

	if (err == -EBUSY)
		return cusb_refuse(err, "port %s is in use, or no address is left", name);
	if (err == -EINVAL && (!kernel_is_port_path(name) || !kernel_port_exists(kernel, name)))
		return cusb_refuse(err, "there is no port %s", name);
	if (err == -EINVAL)
		return cusb_refuse(err, "%s: Linux refuses the descriptors", name);
	return err;
}

int cusb_virtual_plug(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      const char *name)
{
	char free_name[NAME_SIZE];
	int err;

	begin_call(kernel);
	err = check_model(kernel, model);
	if (!err && !name) {
		err = kernel_free_port(kernel, model, free_name)
			      ? 0
			      : cusb_refuse(-EBUSY, "no root port is free");
		name = free_name;
	}
	if (!err)
		err = connect(kernel, model, name);
	return end(kernel, err);
}

int cusb_virtual_unplug(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = begin(kernel, name);

	if (dev)
		kernel_disconnect(dev);
	return end(kernel, dev ? 0 : no_device(name));
}

static int add_fault(struct usb *dev, const struct cusb_virtual_fault *fault)
{
	const char *wrong = fault_problem(dev->device->model, fault);
	int err = wrong ? cusb_refuse(-EINVAL, "fault: %s", wrong) : 0;

	if (!err && fault->kind == CUSB_VIRTUAL_DELAY)
		err = kernel_clock_start(dev->kernel);
	return err ? err : fault_add(dev->device, fault);
}

int cusb_virtual_add_fault(struct cusb_virtual_kernel *kernel, const char *name,
			   const struct cusb_virtual_fault *fault)
{
	struct usb *dev = begin_device(kernel, name);
	int err = dev ? 0 : no_device(name);

	if (dev && fault) {
		err = add_fault(dev, fault);
	} else if (dev) {
		fault_forget(dev->device);
		hcd_run(dev->device);
	}
	return end(kernel, err);
}

int cusb_virtual_call(struct cusb_virtual_kernel *kernel, const char *name,
		      int (*function)(struct cusb_virtual_device *dev, void *user), void *user)
{
	struct usb *dev = begin_device(kernel, name);
	int result = dev ? function(dev->device, user) : no_device(name);

	if (dev)
		hcd_run(dev->device);
	return end(kernel, result);
}

int cusb_virtual_bind_driver(struct cusb_virtual_kernel *kernel, const char *name,
			     unsigned int interface, const char *driver)
{
	struct usb *dev = begin_idle(kernel, name);
	int err = dev ? kernel_bind_driver(dev, interface, driver) : no_device(name);

	if (err == -EBUSY)
		cusb_refuse(err, "a program has claimed interface %u of %s", interface, name);
	return end(kernel, no_interface(err, name, interface));
}

int cusb_virtual_set_access(struct cusb_virtual_kernel *kernel, const char *name, int err)
{
	struct usb *dev = begin(kernel, name);

	if (dev) {
		dev->open_err = err > 0 ? -err : err;
		kernel->notify(dev, USB_ACCESS_CHANGED);
	}
	return end(kernel, dev ? 0 : no_device(name));
}

/* Finds the directory of a device or interface. */
static bool find_directory(struct cusb_virtual_kernel *kernel, const char *name,
			   struct inode *inode)
{
	char path[PATH_SIZE];
	int n = snprintf(path, sizeof path, VIRTUAL_SYSFS_ROOT "/bus/usb/devices/%s", name);

	return n < (int)sizeof path && kernel_resolve(kernel, NULL, path, inode) == 0 &&
	       is_directory(inode) && inode->dev && inode->dev->device;
}

static int authorize(const struct inode *inode, bool authorized)
{
	if (inode->kind == INODE_INTERFACE)
		return no_interface(
			kernel_authorize_interface(inode->dev, inode->index, authorized),
			inode->dev->name, inode->index);
	kernel_resume(inode->dev);
	return kernel_authorize(inode->dev, authorized);
}

int cusb_virtual_authorize(struct cusb_virtual_kernel *kernel, const char *name, bool authorized)
{
	struct inode inode;
	bool found;

	begin_call(kernel);
	while ((found = name && find_directory(kernel, name, &inode)) && inode.dev->busy)
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	return end(kernel, found ? authorize(&inode, authorized) : no_device(name));
}

int cusb_virtual_suspend(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = begin_idle(kernel, name);
	int err = dev ? kernel_suspend(dev) : no_device(name);

	if (err == -EBUSY)
		cusb_refuse(err, "a program keeps %s awake", name);
	return end(kernel, err);
}

int cusb_virtual_resume(struct cusb_virtual_kernel *kernel, const char *name)
{
	struct usb *dev = begin(kernel, name);

	if (dev)
		kernel_resume(dev);
	return end(kernel, dev ? 0 : no_device(name));
}

int virtual_kernel_configure(struct cusb_virtual_kernel *kernel, const char *name, int value)
{
	struct usb *dev = begin_idle(kernel, name);

	if (dev)
		kernel_resume(dev);
	return end(kernel, dev ? kernel_change_configuration(dev, value) : -ENODEV);
}

int virtual_kernel_write(struct cusb_virtual_kernel *kernel, const char *path, const char *text)
{
	struct inode inode;

	begin_call(kernel);
	if (kernel_resolve(kernel, NULL, path, &inode) == 0 && inode.dev)
		kernel_resume(inode.dev);
	return end(kernel, kernel_store(kernel, path, text));
}

void virtual_kernel_change_on_reset(struct cusb_virtual_kernel *kernel, const char *name,
				    const struct cusb_virtual_model *model)
{
	struct usb *dev = begin(kernel, name);

	if (dev) {
		dev->lost_on_reset = true;
		dev->after_reset = model;
	}
	end(kernel, 0);
}
