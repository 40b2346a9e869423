/* SPDX-License-Identifier: MIT */
/*
 * Kernel facts (usb_dev_uevent, usb_if_uevent and usb_modalias of 6.1): the formats. A device's
 * directory is below its hub's, so its path is known when it has left, from its root hub's.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bus/attribute.h"
#include "uevent_environment.h"

#define VARIABLES_MAX 24
#define USB_MAJOR     189
#define BUS_MINORS    128

const char uevent_environment_help[] =
	"COMMAND finds in its environment, in the formats of the kernel: ACTION (add,\n"
	"bind, change, remove), DEVPATH, SUBSYSTEM, DEVTYPE (usb_device or\n"
	"usb_interface), PRODUCT, TYPE; of a device DEVNAME, MDEV, BUSNUM, DEVNUM, MAJOR,\n"
	"MINOR; of an interface INTERFACE, MODALIAS; and CUSB_EVENT (as printed) and\n"
	"CUSB_NAME.\n";

struct environment {
	char **strings;
	size_t count;
	bool failed;
};

__attribute__((format(printf, 2, 3))) static void add(struct environment *env, const char *format,
						      ...)
{
	char text[PATH_MAX + 64];
	va_list args;
	char *copy;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	copy = strdup(text);
	if (copy)
		env->strings[env->count++] = copy;
	else
		env->failed = true;
}

/* Without a sysfs of this machine, as the virtual kernel has it. */
static size_t root_path(const struct cli_bus *bus, const struct cusb_device *dev,
			char path[PATH_MAX])
{
	char link[64], *real = NULL;

	snprintf(link, sizeof link, ATTRIBUTE_DEVICES "usb%d", dev->bus);
	if (!bus->kernel)
		real = realpath(link, NULL);
	if (real && strncmp(real, "/sys/", 5) == 0)
		snprintf(path, PATH_MAX, "%s", real + strlen("/sys"));
	else
		snprintf(path, PATH_MAX, "/devices/usb%d", dev->bus);
	free(real);
	return strlen(path);
}

static void add_path(struct environment *env, const struct cli_bus *bus,
		     const struct cusb_device *dev, const struct cusb_interface *intf)
{
	char path[PATH_MAX], name[64];
	size_t at = root_path(bus, dev, path), length;

	length = (size_t)snprintf(name, sizeof name, "%d-", dev->bus);
	for (size_t i = 0; i < dev->port_count; i++) {
		length += (size_t)snprintf(name + length, sizeof name - length, "%s%d",
					   i > 0 ? "." : "", dev->port_numbers[i]);
		at += (size_t)snprintf(path + at, sizeof path - at, "/%s", name);
	}
	if (dev->port_count == 0)
		snprintf(name + length, sizeof name - length, "0");
	if (intf)
		add(env, "DEVPATH=%s/%s:%d.%d", path, name,
		    intf->configuration->bConfigurationValue, intf->bInterfaceNumber);
	else
		add(env, "DEVPATH=%s", path);
}

static void add_device(struct environment *env, const struct cusb_device *dev)
{
	add(env, "DEVTYPE=usb_device");
	add(env, "DEVNAME=/dev/bus/usb/%03d/%03d", dev->bus, dev->address);
	add(env, "MDEV=bus/usb/%03d/%03d", dev->bus, dev->address);
	add(env, "BUSNUM=%03d", dev->bus);
	add(env, "DEVNUM=%03d", dev->address);
	add(env, "MAJOR=%d", USB_MAJOR);
	add(env, "MINOR=%d", (dev->bus - 1) * BUS_MINORS + dev->address - 1);
}

static void add_interface(struct environment *env, const struct cusb_device *dev,
			  const struct cusb_interface *intf)
{
	add(env, "DEVTYPE=usb_interface");
	add(env, "INTERFACE=%d/%d/%d", intf->bInterfaceClass, intf->bInterfaceSubClass,
	    intf->bInterfaceProtocol);
	add(env, "MODALIAS=usb:v%04Xp%04Xd%04Xdc%02Xdsc%02Xdp%02Xic%02Xisc%02Xip%02Xin%02X",
	    dev->idVendor, dev->idProduct, dev->bcdDevice, dev->bDeviceClass, dev->bDeviceSubClass,
	    dev->bDeviceProtocol, intf->bInterfaceClass, intf->bInterfaceSubClass,
	    intf->bInterfaceProtocol, intf->bInterfaceNumber);
}

/* Whether the event has a variable of the same name. */
static bool is_replaced(const char *string, char *const *own, size_t count)
{
	size_t length = strcspn(string, "=") + 1;

	for (size_t i = 0; i < count; i++)
		if (strncmp(string, own[i], length) == 0)
			return true;
	return false;
}

static void add_inherited(struct environment *env)
{
	size_t own = env->count;

	for (char **string = environ; *string && !env->failed; string++) {
		char *copy;

		if (is_replaced(*string, env->strings, own))
			continue;
		copy = strdup(*string);
		env->failed = !copy;
		if (copy)
			env->strings[env->count++] = copy;
	}
}

static char **finish(struct environment *env)
{
	if (!env->failed)
		return env->strings;
	while (env->count > 0)
		free(env->strings[--env->count]);
	free(env->strings);
	return NULL;
}

char **uevent_environment(const struct cli_bus *bus, const struct cusb_device *dev,
			  const struct cusb_interface *intf, const char *event, const char *action)
{
	struct environment env = {0};
	size_t inherited = 0;

	while (environ[inherited])
		inherited++;
	env.strings = calloc(inherited + VARIABLES_MAX, sizeof *env.strings);
	if (!env.strings)
		return NULL;
	add(&env, "ACTION=%s", action);
	add(&env, "SUBSYSTEM=usb");
	add(&env, "PRODUCT=%x/%x/%x", dev->idVendor, dev->idProduct, dev->bcdDevice);
	add(&env, "TYPE=%d/%d/%d", dev->bDeviceClass, dev->bDeviceSubClass, dev->bDeviceProtocol);
	add(&env, "CUSB_EVENT=%s", event);
	add(&env, "CUSB_NAME=%s", dev->name);
	add_path(&env, bus, dev, intf);
	if (intf)
		add_interface(&env, dev, intf);
	else
		add_device(&env, dev);
	add_inherited(&env);
	return finish(&env);
}
