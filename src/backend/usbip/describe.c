/* SPDX-License-Identifier: MIT */
/* Descriptors and strings of a device, which are read once. */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbip/remote.h"
#include "descriptor/string_text.h"

#define DEVICE_SIZE	18
#define HEADER_SIZE	9
#define MANUFACTURER_AT 14  /* in the device descriptor; the other two indexes follow it */
#define STRING_SIZE	254 /* some devices hang when asked for 255 bytes */

/* ---- descriptors ----------------------------------------------------------------------------- */

static ssize_t get_descriptor(struct remote *remote, unsigned int type, unsigned int index,
			      unsigned int langid, void *data, size_t size)
{
	const struct cusb_setup setup = {0x80, CUSB_REQ_GET_DESCRIPTOR,
					 (uint16_t)(type << 8 | index), (uint16_t)langid,
					 (uint16_t)size};

	return request_run(remote, &setup, data);
}

/* Appends the bytes of a configuration to the descriptors. */
static int read_configuration(struct remote *remote, unsigned int index)
{
	uint8_t header[HEADER_SIZE], *grown;
	size_t total;
	ssize_t n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, 0, header, sizeof header);

	if (n < (ssize_t)sizeof header)
		return n < 0 ? (int)n : -EBADMSG;
	total = (size_t)(header[2] | header[3] << 8);
	grown = realloc(remote->descriptors, remote->descriptors_length + total);
	if (!grown)
		return -ENOMEM;
	remote->descriptors = grown;
	n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, 0,
			   grown + remote->descriptors_length, total);
	if (n < 0)
		return (int)n;
	if (index == 0)
		remote->configuration = header[5];
	remote->descriptors_length += (size_t)n;
	return 0;
}

static int read_descriptors(struct remote *remote)
{
	ssize_t n;
	int err = 0;

	remote->descriptors = malloc(DEVICE_SIZE);
	if (!remote->descriptors)
		return -ENOMEM;
	n = get_descriptor(remote, CUSB_DESC_TYPE_DEVICE, 0, 0, remote->descriptors, DEVICE_SIZE);
	if (n < DEVICE_SIZE)
		return n < 0 ? (int)n : -EBADMSG;
	remote->descriptors_length = DEVICE_SIZE;
	for (unsigned int i = 0; i < remote->descriptors[DEVICE_SIZE - 1] && err == 0; i++)
		err = read_configuration(remote, i);
	return err;
}

/* ---- strings --------------------------------------------------------------------------------- */

/* Returns the bytes of its content, at data + 2. */
static ssize_t get_string(struct remote *remote, unsigned int index, unsigned int langid,
			  uint8_t data[STRING_SIZE])
{
	ssize_t n = get_descriptor(remote, CUSB_DESC_TYPE_STRING, index, langid, data, STRING_SIZE);

	return n < 0 ? n : descriptor_string_length(data, (size_t)n);
}

static char *text_of(const uint8_t *units, size_t count)
{
	size_t size = descriptor_string_text(units, count, NULL, 0) + 1;
	char *text = malloc(size);

	if (text)
		descriptor_string_text(units, count, text, size);
	return text;
}

/* 0, also if the device has no such string. */
static int read_string(struct remote *remote, unsigned int which, unsigned int langid)
{
	unsigned int index = remote->descriptors[MANUFACTURER_AT + which];
	uint8_t data[STRING_SIZE];
	ssize_t n = index ? get_string(remote, index, langid, data) : -EPIPE;

	if (n < 0)
		return n == -EPIPE || n == -EBADMSG ? 0 : (int)n;
	remote->strings[which] = text_of(data + 2, (size_t)n / 2);
	return remote->strings[which] ? 0 : -ENOMEM;
}

static bool has_strings(const struct remote *remote)
{
	const uint8_t *indexes = remote->descriptors + MANUFACTURER_AT;

	return indexes[CUSB_MANUFACTURER] || indexes[CUSB_PRODUCT] || indexes[CUSB_SERIAL_NUMBER];
}

/* In the first language of the device. A device that answers no request for strings has none. */
static int read_strings(struct remote *remote)
{
	uint8_t data[STRING_SIZE];
	ssize_t n = has_strings(remote) ? get_string(remote, 0, 0, data) : 0;
	int err = n < 0 ? (int)n : 0;

	for (unsigned int which = 0; which < STRINGS && n >= 2 && err == 0; which++)
		err = read_string(remote, which, data[2] | (unsigned int)data[3] << 8);
	return err == -ENODEV || err == -ENOMEM ? err : 0;
}

int remote_describe(struct remote *remote)
{
	int err = read_descriptors(remote);

	return err < 0 ? err : read_strings(remote);
}
