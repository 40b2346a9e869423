/* SPDX-License-Identifier: MIT */
/*
 * Writing to attributes.
 *
 * Kernel facts (sysfs.c of 6.1, drivers/base/bus.c and power/sysfs.c): a number is read as scanf(3)
 * does. `unbind` of a driver takes an interface that this driver has, and -ENODEV is the answer for
 * any other; `bind` tries the driver on a free interface. An attribute without a function for
 * writing cannot be opened for it without a capability.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

#define DRIVERS "/sys/bus/usb/drivers/"

/* As scanf(3) reads it: other characters may follow. */
static bool read_number(const char *text, long *number)
{
	char *end;

	*number = strtol(text, &end, 10);
	return end != text;
}

static int store_authorized(const struct inode *inode, const char *text)
{
	long value;

	if (!read_number(text, &value))
		return -EINVAL;
	if (inode->kind == INODE_INTERFACE_ATTRIBUTE)
		return kernel_authorize_interface(inode->dev, inode->index, value != 0);
	return kernel_authorize(inode->dev, value != 0);
}

static int store_configuration(const struct inode *inode, const char *text)
{
	long value;

	if (!read_number(text, &value) || value < -1 || value > 255)
		return -EINVAL;
	return kernel_change_configuration(inode->dev, (int)value);
}

static bool is_word(const char *text, const char *word)
{
	size_t length = strcspn(text, "\n");

	return length == strlen(word) && strncmp(text, word, length) == 0;
}

static int store_control(const struct inode *inode, const char *text)
{
	bool suspends = is_word(text, "auto");

	if (!suspends && !is_word(text, "on"))
		return -EINVAL;
	inode->dev->autosuspends = suspends;
	return 0;
}

static int store_delay(const struct inode *inode, const char *text)
{
	char *end;
	long long ms = strtoll(text, &end, 10);

	if (end == text || (*end && *end != '\n') || ms != (int)ms)
		return -EINVAL;
	inode->dev->autosuspend_ms = (int)ms;
	return 0;
}

static const struct store {
	const char *name;
	enum inode_kind kind;
	int (*store)(const struct inode *inode, const char *text);
} stores[] = {
	{"authorized", INODE_ATTRIBUTE, store_authorized},
	{"authorized", INODE_INTERFACE_ATTRIBUTE, store_authorized},
	{"bConfigurationValue", INODE_ATTRIBUTE, store_configuration},
	{"power/autosuspend_delay_ms", INODE_ATTRIBUTE, store_delay},
	{"power/control", INODE_ATTRIBUTE, store_control},
};

/* Waits for the kernel's own request to the device. */
static int resolve_idle(struct cusb_virtual_kernel *kernel, const char *path, struct inode *inode)
{
	int err;

	while ((err = kernel_resolve(kernel, NULL, path, inode)) == 0 && inode->dev &&
	       inode->dev->busy)
		pthread_cond_wait(&kernel->changed, &kernel->lock);
	return err;
}

static int store_attribute(struct cusb_virtual_kernel *kernel, const char *path, const char *text)
{
	struct inode inode;
	int err = resolve_idle(kernel, path, &inode);

	if (err)
		return err;
	for (size_t i = 0; i < sizeof stores / sizeof stores[0]; i++) {
		const char *end = path + strlen(path) - strlen(stores[i].name);

		if (inode.kind != stores[i].kind || end <= path || end[-1] != '/' ||
		    strcmp(end, stores[i].name) != 0)
			continue;
		return stores[i].store(&inode, text);
	}
	return is_directory(&inode) ? -EISDIR : -EACCES;
}

static int unbind(struct usb *dev, unsigned int number, const char *driver)
{
	const char *bound = kernel_driver_name(dev, number);

	if (!bound || strcmp(bound, driver) != 0)
		return -ENODEV;
	kernel_unbind(dev, number);
	return 0;
}

/* Only the driver that had the interface before matches it. */
static int bind(struct usb *dev, unsigned int number, const char *driver)
{
	const struct interface *intf = &dev->interfaces[number];

	const char *known = intf->driver ? intf->driver : intf->detached;

	if (!known || strcmp(known, driver) != 0)
		return -ENODEV;
	if (kernel_is_claimed(dev, number))
		return -EBUSY;
	kernel_probe(dev, number);
	return kernel_is_claimed(dev, number) ? 0 : -ENODEV;
}

static bool find_interface(struct cusb_virtual_kernel *kernel, const char *text,
			   struct inode *inode)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%.64s", text);
	path[strcspn(path, "\n")] = '\0';
	return resolve_idle(kernel, path, inode) == 0 && inode->kind == INODE_INTERFACE &&
	       inode->index < INTERFACES;
}

/* Binds whichever driver matches. None that does is no error. */
static int probe(struct cusb_virtual_kernel *kernel, const char *text)
{
	struct inode inode;

	if (!find_interface(kernel, text, &inode))
		return -ENODEV;
	kernel_probe(inode.dev, inode.index);
	return 0;
}

/* `path` follows DRIVERS: "usbhid/unbind". `text` names the interface. */
static int store_driver(struct cusb_virtual_kernel *kernel, const char *path, const char *text)
{
	const char *verb = strchr(path, '/');
	char driver[NAME_SIZE];
	struct inode inode;
	bool binds = verb && strcmp(verb, "/bind") == 0;

	if (!verb || (!binds && strcmp(verb, "/unbind") != 0))
		return -ENOENT;
	if (!find_interface(kernel, text, &inode))
		return -ENODEV;
	snprintf(driver, sizeof driver, "%.*s", (int)(verb - path), path);
	return binds ? bind(inode.dev, inode.index, driver)
		     : unbind(inode.dev, inode.index, driver);
}

int kernel_store(struct cusb_virtual_kernel *kernel, const char *path, const char *text)
{
	if (strcmp(path, "/sys/bus/usb/drivers_probe") == 0)
		return probe(kernel, text);
	if (strncmp(path, DRIVERS, strlen(DRIVERS)) == 0)
		return store_driver(kernel, path + strlen(DRIVERS), text);
	return store_attribute(kernel, path, text);
}
