/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/cusb.h>

#include "string_device.h"

struct string_device sd;

static ssize_t send_string(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms)
{
	unsigned int index = setup->wValue & 0xff;
	ssize_t n;

	(void)handle;
	(void)timeout_ms;
	pthread_mutex_lock(&sd.lock);
	sd.last = *setup;
	sd.asked++;
	sd.descriptors[index].asked++;
	n = sd.descriptors[index].length;
	if (n > (ssize_t)setup->wLength)
		n = setup->wLength;
	if (n > 0)
		memcpy(data, sd.descriptors[index].bytes, (size_t)n);
	pthread_mutex_unlock(&sd.lock);
	return n;
}

static int reset_device(struct cusb_handle *handle)
{
	(void)handle;
	return 0;
}

void sd_answer(unsigned int index, const void *bytes, size_t length)
{
	sd.descriptors[index].bytes = bytes;
	sd.descriptors[index].length = (ssize_t)length;
}

void sd_fail(unsigned int index, int err)
{
	sd.descriptors[index].length = err;
}

void sd_start(void)
{
	memset(&sd, 0, sizeof sd);
	pthread_mutex_init(&sd.lock, NULL);
	for (unsigned int i = 0; i < 256; i++)
		sd_fail(i, -EPIPE);
	SD_ANSWER(0, "\x06\x03\x09\x04\x07\x04");
	sd.fake = fake_device_new("device-alone");
	sd.fake->backend.control = send_string;
	sd.fake->backend.reset = reset_device;
	sd.dev = sd.fake->dev;
}

void sd_end(void)
{
	fake_device_free(sd.fake);
	pthread_mutex_destroy(&sd.lock);
}
