/* SPDX-License-Identifier: MIT */
/*
 * The text of a uevent.
 *
 * Kernel facts (lib/kobject_uevent.c): "ACTION@DEVPATH" and then KEY=VALUE, each with a NUL.
 * ACTION, DEVPATH and SUBSYSTEM are always present. The last component of DEVPATH is the device's
 * name. A USB device has SUBSYSTEM usb, DEVTYPE usb_device, and its address as DEVNUM=%03d
 * (usb_dev_uevent in usb.c); its interfaces have DEVTYPE usb_interface. `add` is sent when the node
 * and all attributes exist, but before the device is configured; `bind` is sent after that;
 * `unbind` comes before `remove`.
 */
#include <string.h>

#include "backend/usbfs/hotplug/hotplug.h"

static const struct {
	const char *action;
	int kind;
} kinds[] = {
	{"add", CUSB_CHANGE_ADDED},	 {"bind", CUSB_CHANGE_BOUND},
	{"change", CUSB_CHANGE_CHANGED}, {"remove", CUSB_CHANGE_REMOVED},
	{"unbind", CUSB_CHANGE_UNBOUND},
};

/* The message ends with a NUL. NULL: the key is not given. */
static const char *value_of(const char *message, size_t length, const char *key)
{
	size_t key_length = strlen(key);
	const char *value = NULL;

	for (size_t at = strlen(message) + 1; at < length; at += strlen(message + at) + 1)
		if (strncmp(message + at, key, key_length) == 0 && message[at + key_length] == '=')
			value = message + at + key_length + 1;
	return value;
}

static bool copy_name(const char *devpath, char name[CUSB_NAME_SIZE])
{
	const char *slash = strrchr(devpath, '/');
	size_t length = slash ? strlen(slash + 1) : 0;

	if (length == 0 || length >= CUSB_NAME_SIZE)
		return false;
	memcpy(name, slash + 1, length + 1);
	return true;
}

/* A message without an address is about the device of its name. */
static bool take_address(const char *text, uint8_t *address)
{
	int number;

	if (!text)
		return true;
	number = take_number(&text, ADDRESS_MAX);
	if (number < 1 || *text != '\0')
		return false;
	*address = (uint8_t)number;
	return true;
}

bool uevent_parse(const char *message, size_t length, struct cusb_change *change)
{
	const char *action, *devpath, *subsystem, *devtype;

	*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
	if (length == 0 || message[length - 1] != '\0' || !strchr(message, '@'))
		return true;
	action = value_of(message, length, "ACTION");
	devpath = value_of(message, length, "DEVPATH");
	subsystem = value_of(message, length, "SUBSYSTEM");
	devtype = value_of(message, length, "DEVTYPE");
	if (!action || !devpath || !subsystem)
		return true;
	if (strcmp(subsystem, "usb") != 0 || !devtype || strcmp(devtype, "usb_device") != 0)
		return false;
	if (!take_address(value_of(message, length, "DEVNUM"), &change->address))
		return true;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(action, kinds[i].action) == 0 && copy_name(devpath, change->name))
			change->kind = kinds[i].kind;
	return true;
}
