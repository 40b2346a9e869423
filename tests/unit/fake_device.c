/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "fake_device.h"

static struct fake_device *fake_of(void *backend_or_handle)
{
	return backend_or_handle;
}

static int fake_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			  void *user)
{
	struct fake_device *fake = fake_of(backend);
	struct cusb_candidate candidate = {
		.name = "3-2",
		.bus = 3,
		.port_count = 1,
		.port_numbers = {2},
		.descriptors = fake->descriptors.bytes,
		.descriptors_length = fake->descriptors.length,
	};

	(void)name;
	return visit(&candidate, user);
}

static int fake_address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	(void)backend;
	(void)candidate;
	return 14;
}

static int fake_speed(struct cusb_backend *backend, const struct cusb_device *dev)
{
	(void)dev;
	return fake_of(backend)->speed;
}

static ssize_t fake_string(struct cusb_backend *backend, const struct cusb_device *dev,
			   enum cusb_device_string which, char *text, size_t size)
{
	const char *known = fake_of(backend)->known[which];

	(void)dev;
	return known ? snprintf(text, size, "%s", known) : -ENODATA;
}

static int fake_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	(void)backend;
	return dev->configurations->bConfigurationValue;
}

static int fake_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			   unsigned int bInterfaceNumber)
{
	(void)backend;
	(void)dev;
	(void)value;
	(void)bInterfaceNumber;
	return 0;
}

static int fake_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		     struct cusb_handle **handle)
{
	(void)fd;
	(void)dev;
	fake_of(backend)->opened++;
	*handle = (struct cusb_handle *)backend;
	return 0;
}

static void fake_close(struct cusb_handle *handle)
{
	(void)handle;
}

static int fake_claim(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	(void)handle;
	(void)bInterfaceNumber;
	return 0;
}

static int fake_clear_halt(struct cusb_handle *handle, unsigned int bEndpointAddress)
{
	fake_of(handle)->halts_cleared++;
	fake_of(handle)->halt_cleared = bEndpointAddress;
	return 0;
}

static ssize_t cut(const struct cusb_setup *setup, void *data, const void *bytes, size_t length)
{
	if (length > setup->wLength)
		length = setup->wLength;
	memcpy(data, bytes, length);
	return (ssize_t)length;
}

static ssize_t answer_text(struct fake_device *fake, const struct cusb_setup *setup, void *data)
{
	unsigned int index = setup->wValue & 0xff;
	uint8_t bytes[256] = {4, CUSB_DESC_TYPE_STRING, 0x09, 0x04};
	const char *text;

	if (fake->text_err)
		return fake->text_err;
	if (index == 0)
		return cut(setup, data, bytes, bytes[0]);
	text = index < FAKE_TEXTS_MAX ? fake->texts[index] : NULL;
	if (!text)
		return -EPIPE;
	bytes[0] = (uint8_t)(2 + 2 * strlen(text));
	memset(bytes + 2, 0, sizeof bytes - 2);
	for (size_t i = 0; text[i]; i++)
		bytes[2 + 2 * i] = (uint8_t)text[i];
	return cut(setup, data, bytes, bytes[0]);
}

static ssize_t fake_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			    int timeout_ms)
{
	struct fake_device *fake = fake_of(handle);

	(void)timeout_ms;
	if (fake->seen_count == FAKE_SEEN_MAX)
		abort();
	fake->seen[fake->seen_count++] = *setup;
	if (setup->bmRequestType == 0x80 && setup->bRequest == CUSB_REQ_GET_DESCRIPTOR &&
	    setup->wValue >> 8 == CUSB_DESC_TYPE_STRING)
		return answer_text(fake, setup, data);
	if (!(setup->bmRequestType & CUSB_CTRL_IN) && setup->wLength > 0)
		memcpy(fake->sent, data, setup->wLength % sizeof fake->sent);
	for (const struct fake_answer *a = fake->answers; a && (a->bytes || a->length); a++) {
		if (a->bRequest != setup->bRequest || a->wValue != setup->wValue)
			continue;
		return a->length < 0 ? a->length : cut(setup, data, a->bytes, (size_t)a->length);
	}
	return setup->bmRequestType & CUSB_CTRL_IN ? -EPIPE : (ssize_t)setup->wLength;
}

struct fake_device *fake_device_new(const char *fixture)
{
	struct fake_device *fake = calloc(1, sizeof *fake);

	if (!fake)
		abort();
	fake->descriptors = hex_load(fixture);
	fake->speed = CUSB_SPEED_HIGH;
	fake->backend = (struct cusb_backend){
		.version = CUSB_BACKEND_VERSION,
		.name = "fake",
		.enumerate = fake_enumerate,
		.address = fake_address,
		.speed = fake_speed,
		.string = fake_string,
		.configuration = fake_configuration,
		.altsetting = fake_altsetting,
		.open = fake_open,
		.close = fake_close,
		.claim = fake_claim,
		.clear_halt = fake_clear_halt,
		.control = fake_control,
	};
	if (cusb_find(CUSB_MATCH(backend, &fake->backend), &fake->dev) < 0)
		abort();
	return fake;
}

void fake_device_free(struct fake_device *fake)
{
	cusb_device_free(fake->dev);
	hex_free(&fake->descriptors);
	free(fake);
}
