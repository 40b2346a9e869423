/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "cli/bus/device_facts.h"
#include "strings.h"

bool strings_read(struct strings *strings, unsigned int index, char *text, size_t size)
{
	ssize_t length;

	if (index == 0)
		return false;
	device_string_at(strings->bus, strings->dev, index, text, size);
	if (text[0])
		return true;
	if (strings->failed)
		return false;
	length = cusb_get_string(strings->dev, index, CUSB_DEFAULT_LANGID, text, size);
	strings->failed = cusb_ends_all_strings(length);
	return length >= 0;
}

bool strings_print(void *user, unsigned int index, char *text, size_t size)
{
	bool known = strings_read(user, index, text, size);

	if (known)
		make_printable(text);
	return known;
}

struct class_context strings_context(struct strings *strings)
{
	struct cusb_device *dev = strings->dev;
	int speed = cusb_device_speed(dev);
	struct class_context context = {.class = dev->bDeviceClass,
					.subclass = dev->bDeviceSubClass,
					.protocol = dev->bDeviceProtocol,
					.string = strings_print,
					.user = strings};

	context.super =
		speed > CUSB_SPEED_UNKNOWN ? speed >= CUSB_SPEED_SUPER : dev->bcdUSB >= 0x0300;
	return context;
}
