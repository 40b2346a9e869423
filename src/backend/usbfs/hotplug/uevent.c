/* SPDX-License-Identifier: MIT */
/*
 * The text of a uevent.
 *
 * Kernel facts (lib/kobject_uevent.c): "ACTION@DEVPATH" and then KEY=VALUE, each with a NUL.
 * ACTION, DEVPATH and SUBSYSTEM are always present. The last component of DEVPATH is the device's
 * name. A USB device has SUBSYSTEM usb and DEVTYPE usb_device; its interfaces have DEVTYPE
 * usb_interface. `add` is sent when the node and all attributes exist, but before the device is
 * configured; `bind` is sent after that; `unbind` comes before `remove`.
 */
#include <string.h>

#include "backend/usbfs/hotplug/hotplug.h"

struct uevent {
	const char *action, *devpath, *subsystem, *devtype; /* NULL: not given */
};

static const struct {
	const char *action;
	int kind;
} kinds[] = {
	{"add", CUSB_CHANGE_ADDED},	 {"bind", CUSB_CHANGE_BOUND},
	{"change", CUSB_CHANGE_CHANGED}, {"remove", CUSB_CHANGE_REMOVED},
	{"unbind", CUSB_CHANGE_UNBOUND},
};

static const char *value_of(const char *text, const char *key)
{
	size_t length = strlen(key);

	return strncmp(text, key, length) == 0 && text[length] == '=' ? text + length + 1 : NULL;
}

static void take_pair(struct uevent *event, const char *text)
{
	const struct {
		const char *key;
		const char **value;
	} wanted[] = {
		{"ACTION", &event->action},
		{"DEVPATH", &event->devpath},
		{"SUBSYSTEM", &event->subsystem},
		{"DEVTYPE", &event->devtype},
	};

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		const char *value = value_of(text, wanted[i].key);

		if (value)
			*wanted[i].value = value;
	}
}

static bool take_apart(struct uevent *event, const char *message, size_t length)
{
	memset(event, 0, sizeof *event);
	if (length == 0 || message[length - 1] != '\0' || !strchr(message, '@'))
		return false;
	for (size_t at = strlen(message) + 1; at < length; at += strlen(message + at) + 1)
		take_pair(event, message + at);
	return event->action && event->devpath && event->subsystem;
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

bool uevent_parse(const char *message, size_t length, struct cusb_change *change)
{
	struct uevent event;

	*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
	if (!take_apart(&event, message, length))
		return true;
	if (strcmp(event.subsystem, "usb") != 0 || !event.devtype ||
	    strcmp(event.devtype, "usb_device") != 0)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(event.action, kinds[i].action) == 0 &&
		    copy_name(event.devpath, change->name))
			change->kind = kinds[i].kind;
	return true;
}
