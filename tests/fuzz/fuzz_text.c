/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as the text of a device. What is parsed is plugged in and used; reads and
 * writes out of bounds are the sanitizers' to find.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/device/hcd.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int holds)
{
	if (!holds)
		abort();
}

/* A mistake is told with its line; other errors cannot be. */
static void check_mistake(int err, const char *why)
{
	unsigned int line;

	demand(err < 0 && sscanf(why, "line %u: ", &line) == 1);
	for (; *why; why++)
		demand(*why >= ' ' && *why < 0x7f);
}

static void check_tables(const struct cusb_virtual_model *model)
{
	size_t count = 0;

	demand(model->descriptors_length >= 18 && !model->langids == !model->strings);
	while (model->strings && model->strings[count])
		count++;
	demand(count <= 255);
}

static void ask(struct cusb_virtual_device *dev, unsigned int bmRequestType, unsigned int bRequest,
		unsigned int wValue, unsigned int wIndex)
{
	struct cusb_setup setup = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue,
				   (uint16_t)wIndex, 64};
	uint8_t data[64] = {0};

	demand(virtual_control(dev, &setup, data) <= 64);
}

static void move(struct cusb_virtual_device *dev, uint8_t endpoint)
{
	uint8_t data[64] = {0};
	struct virtual_urb urb = {.endpoint = endpoint, .data = data, .length = sizeof data};

	if (hcd_submit(dev, &urb) == 0)
		hcd_unlink(dev, &urb, -1);
	demand(urb.actual_length <= sizeof data);
}

static void use(const struct cusb_virtual_model *model)
{
	struct cusb_virtual_device *dev = virtual_device_new(model);

	demand(dev != NULL);
	ask(dev, 0x00, 0x09, 1, 0);
	for (unsigned int i = 0; i < 8; i++)
		ask(dev, 0x80, 0x06, 0x0300 | i, 0x0409);
	ask(dev, 0xc0, 0x02, 0, 0);
	ask(dev, 0x40, 0x01, 1, 0);
	for (unsigned int i = 0; i < 3; i++) {
		move(dev, 0x01);
		move(dev, 0x81);
	}
	virtual_device_free(dev);
}

static void plug(const struct cusb_virtual_model *model)
{
	struct cusb_virtual_kernel *kernel;
	int err;

	demand(cusb_virtual_kernel_new(&kernel) == 0);
	err = cusb_virtual_plug(kernel, model, NULL);
	demand(err == 0 || err == -EINVAL); /* it may be a device that Linux refuses */
	cusb_virtual_kernel_free(kernel);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cusb_virtual_model *model;
	char *text = malloc(size + 1);
	char why[128];
	int err;

	demand(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	err = cusb_virtual_parse(text, why, sizeof why, &model);
	free(text);
	if (err) {
		check_mistake(err, why);
		return 0;
	}
	check_tables(model);
	use(model);
	plug(model);
	cusb_virtual_model_free(model);
	return 0;
}
