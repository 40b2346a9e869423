/* SPDX-License-Identifier: MIT */
/*
 * Uevents.
 *
 * Kernel facts (kobject_uevent.c, usb.c, driver.c, message.c of 6.1): `add` of a device comes
 * before those of its interfaces, and `bind` of the device after all; on the way out the interfaces
 * go first, and `unbind` comes before `remove`. SETCONFIGURATION changes the interfaces. A
 * device whose configuration comes to have remote wakeup gets the attribute power/wakeup, and a
 * `change`; when it loses it nothing is said.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "virtual/kernel/hotplug/hotplug.h"

#define REMOTE_WAKEUP 0x20 /* of bmAttributes */

struct uevent_env {
	size_t length;
	char bytes[2048];
};

static void add(struct uevent_env *env, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add(struct uevent_env *env, const char *format, ...)
{
	size_t room = sizeof env->bytes - env->length;
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(env->bytes + env->length, room, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < room)
		env->length += (size_t)n + 1;
}

/* "usb1/1-2/1-2.3", below the host controller's directory. */
static void device_path(const struct usb *dev, char *path, size_t size)
{
	size_t at = (size_t)snprintf(path, size, "/devices/pci0000:00/0000:00:%02x.0/usb%u",
				     dev->bus, dev->bus);

	if (kernel_is_root_hub(dev))
		return;
	for (size_t n = strcspn(dev->name, "."); at < size;
	     n += 1 + strcspn(dev->name + n + 1, ".")) {
		at += (size_t)snprintf(path + at, size - at, "/%.*s", (int)n, dev->name);
		if (dev->name[n] == '\0')
			break;
	}
}

static void begin(struct uevent_env *env, const struct usb *dev, const char *action, int interface)
{
	char path[256], name[NAME_SIZE + 16] = "";

	device_path(dev, path, sizeof path);
	if (interface >= 0)
		kernel_interface_name(dev, interface, name, sizeof name);
	env->length = 0;
	add(env, "%s@%s%s%s", action, path, name[0] ? "/" : "", name);
	add(env, "ACTION=%s", action);
	add(env, "DEVPATH=%s%s%s", path, name[0] ? "/" : "", name);
	add(env, "SUBSYSTEM=usb");
}

static void end(struct uevent_env *env, const struct usb *dev)
{
	const uint8_t *desc = dev->descriptor;

	add(env, "PRODUCT=%x/%x/%x", desc[8] | desc[9] << 8, desc[10] | desc[11] << 8,
	    desc[12] | desc[13] << 8);
	add(env, "TYPE=%u/%u/%u", desc[4], desc[5], desc[6]);
	add(env, "SEQNUM=%llu", (unsigned long long)++dev->kernel->uevent_number);
	netlink_broadcast(dev->kernel, env->bytes, env->length, 0);
}

static void send_device(struct usb *dev, const char *action)
{
	struct uevent_env env;

	begin(&env, dev, action, -1);
	add(&env, "MAJOR=%d", USB_MAJOR);
	add(&env, "MINOR=%u", kernel_minor(dev));
	add(&env, "DEVNAME=bus/usb/%03u/%03u", dev->bus, dev->devnum);
	add(&env, "DEVTYPE=usb_device");
	add(&env, "BUSNUM=%03u", dev->bus);
	add(&env, "DEVNUM=%03u", dev->devnum);
	end(&env, dev);
}

static void send_interface(struct usb *dev, const char *action, int number)
{
	struct uevent_env env;

	begin(&env, dev, action, number);
	add(&env, "DEVTYPE=usb_interface");
	end(&env, dev);
}

/* For root hubs the configuration does not decide. */
static void update_wakeup(struct usb *dev)
{
	size_t length;
	const uint8_t *desc = kernel_configuration(dev, &length);
	bool wakes = desc && desc[7] & REMOTE_WAKEUP && !kernel_is_root_hub(dev);

	if (wakes && !dev->wakes_host)
		send_device(dev, "change");
	dev->wakes_host = wakes;
}

void uevent_interfaces_added(struct usb *dev)
{
	int number = -1;

	update_wakeup(dev);
	while ((number = kernel_next_interface(dev, number)) >= 0) {
		send_interface(dev, "add", number);
		if (kernel_driver_name(dev, (unsigned int)number))
			send_interface(dev, "bind", number);
	}
}

void uevent_interfaces_removed(struct usb *dev)
{
	int number = -1;

	while ((number = kernel_next_interface(dev, number)) >= 0) {
		if (kernel_driver_name(dev, (unsigned int)number))
			send_interface(dev, "unbind", number);
		send_interface(dev, "remove", number);
	}
}

void uevent_device_added(struct usb *dev)
{
	send_device(dev, "add");
	uevent_interfaces_added(dev);
	send_device(dev, "bind");
}

void uevent_device_removed(struct usb *dev)
{
	uevent_interfaces_removed(dev);
	send_device(dev, "unbind");
	send_device(dev, "remove");
}
