/* SPDX-License-Identifier: MIT */
/* Strings that the system knows without the device. */
#include <errno.h>
#include <string.h>

#include <cusb/util.h>

#include "core/answer.h"
#include "core/device.h"
#include "core/log.h"
#include "core/native_backend.h"

#define ROOM (CUSB_STRING_SIZE + 8)

/* A string of the device descriptor. */
static ssize_t own_string(struct cusb_device *dev, unsigned int index, char text[ROOM])
{
	const unsigned int own[] = {
		[CUSB_MANUFACTURER] = dev->iManufacturer,
		[CUSB_PRODUCT] = dev->iProduct,
		[CUSB_SERIAL_NUMBER] = dev->iSerialNumber,
	};
	struct cusb_backend *backend = device_of(dev)->backend;
	ssize_t n = -ENODATA;

	if (!backend->string)
		return n;
	for (unsigned int i = 0; i < sizeof own / sizeof own[0] && n < 0 && n != -ENODEV; i++)
		if (own[i] == index)
			n = answer_text(backend, "string",
					backend->string(backend, dev, (enum cusb_device_string)i,
							text, ROOM),
					text, ROOM);
	return n;
}

static ssize_t any_string(struct cusb_device *dev, unsigned int index, char text[ROOM])
{
	struct cusb_backend *backend = device_of(dev)->backend;
	ssize_t n = own_string(dev, index, text);

	if (n >= 0 || n == -ENODEV || !backend->string_at)
		return n;
	return answer_text(backend, "string_at",
			   backend->string_at(backend, dev, index, text, ROOM), text, ROOM);
}

/* As many whole characters as there is room for, and a NUL. */
static void copy_text(char *text, size_t size, const char *content, size_t length)
{
	if (size == 0)
		return;
	if (length >= size)
		for (length = size - 1; length > 0 && (content[length] & 0xc0) == 0x80;)
			length--;
	memcpy(text, content, length);
	text[length] = '\0';
}

ssize_t cusb_known_string(struct cusb_device *dev, unsigned int index, char *text, size_t size)
{
	char content[ROOM];
	ssize_t n;

	if (index > 0xff)
		return refuse(-EINVAL, "string index %u is above 255", index);
	error_forget();
	native_backend_complete();
	n = index == 0 ? -ENODATA : any_string(dev, index, content);
	if (n < 0)
		return n == -ENODEV ? n : -ENODATA;
	copy_text(text, size, content, (size_t)n);
	return n;
}
