/* SPDX-License-Identifier: MIT */
/*
 * The standard requests of USB 2.0 9.4, as every virtual device answers them.
 */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "virtual/device/hcd.h"
#include "virtual/device/utf16.h"

#define RECIPIENT_DEVICE    CUSB_CTRL_RECIPIENT_DEVICE
#define RECIPIENT_INTERFACE CUSB_CTRL_RECIPIENT_INTERFACE
#define RECIPIENT_ENDPOINT  CUSB_CTRL_RECIPIENT_ENDPOINT

ssize_t virtual_answer(const struct cusb_setup *setup, uint8_t *data, const void *bytes,
		       size_t length)
{
	if (length > setup->wLength)
		length = setup->wLength;
	if (length > 0)
		memcpy(data, bytes, length);
	return (ssize_t)length;
}

void virtual_restart(struct cusb_virtual_device *dev)
{
	if (dev->model->restart)
		dev->model->restart(dev);
}

static ssize_t answer_langids(const struct cusb_virtual_model *model,
			      const struct cusb_setup *setup, uint8_t *data)
{
	uint8_t desc[2 + 2 * CUSB_LANGIDS_MAX] = {0, CUSB_DESC_TYPE_STRING};
	size_t length = 2;

	for (const uint16_t *id = model->langids; *id && length < sizeof desc; id++) {
		desc[length++] = (uint8_t)*id;
		desc[length++] = (uint8_t)(*id >> 8);
	}
	desc[0] = (uint8_t)length;
	return virtual_answer(setup, data, desc, length);
}

static bool has_langid(const struct cusb_virtual_model *model, uint16_t langid)
{
	for (const uint16_t *id = model->langids; *id; id++)
		if (*id == langid)
			return true;
	return false;
}

static ssize_t answer_string(const struct cusb_virtual_model *model, const struct cusb_setup *setup,
			     uint8_t *data)
{
	uint8_t desc[2 + 2 * STRING_UNITS_MAX] = {0, CUSB_DESC_TYPE_STRING};
	const char *const *string = model->strings;
	unsigned int index = setup->wValue & 0xff;

	if (!model->langids || !string)
		return -EPIPE;
	if (index == 0)
		return answer_langids(model, setup, data);
	while (*string && --index > 0)
		string++;
	if (!*string || !**string || !has_langid(model, setup->wIndex))
		return -EPIPE;
	desc[0] = (uint8_t)(2 + 2 * utf16le_from_utf8(desc + 2, STRING_UNITS_MAX, *string));
	return virtual_answer(setup, data, desc, desc[0]);
}

static ssize_t get_descriptor(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			      uint8_t *data)
{
	const struct cusb_virtual_model *model = dev->model;
	const uint8_t *desc = NULL;
	size_t length = 0;

	switch (setup->wValue >> 8) {
	case CUSB_DESC_TYPE_DEVICE:
		desc = model->descriptors;
		length = model->descriptors_length;
		if (length > CUSB_DEVICE_DESC_SIZE)
			length = CUSB_DEVICE_DESC_SIZE;
		break;
	case CUSB_DESC_TYPE_CONFIG:
		desc = virtual_configuration_at(model, setup->wValue & 0xff, &length);
		break;
	case CUSB_DESC_TYPE_STRING:
		return answer_string(model, setup, data);
	case CUSB_DESC_TYPE_BOS:
		desc = model->bos;
		length = model->bos_length;
		break;
	}
	return desc ? virtual_answer(setup, data, desc, length) : -EPIPE;
}

static bool has_endpoint(const struct cusb_virtual_device *dev, uint16_t address)
{
	return (address & 0x7f) == 0 || virtual_find_endpoint(dev, (uint8_t)address);
}

/* The endpoint's bit in `halted`, which is never set for endpoint 0. */
static uint32_t halt_bit(uint16_t address)
{
	return UINT32_C(1) << queue_of((uint8_t)address);
}

static bool has_interface(const struct cusb_virtual_device *dev, uint16_t wIndex)
{
	return is_configured(dev) && (wIndex & 0xff) < 32 &&
	       virtual_find_interface(dev->model, dev->configuration, wIndex & 0xff,
				      dev->altsettings[wIndex & 0xff]);
}

static bool self_powered(const struct cusb_virtual_device *dev)
{
	size_t length;
	const uint8_t *desc =
		is_configured(dev)
			? virtual_find_configuration(dev->model, dev->configuration, &length)
			: virtual_configuration_at(dev->model, 0, &length);

	return desc && desc[7] & CUSB_CONFIG_SELF_POWERED;
}

static ssize_t get_status(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			  uint8_t *data)
{
	uint8_t status[2] = {0, 0};

	switch (setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK) {
	case RECIPIENT_DEVICE:
		status[0] = (uint8_t)(self_powered(dev) | dev->remote_wakeup << 1);
		break;
	case RECIPIENT_INTERFACE:
		if (!has_interface(dev, setup->wIndex))
			return -EPIPE;
		break;
	case RECIPIENT_ENDPOINT:
		if (!has_endpoint(dev, setup->wIndex))
			return -EPIPE;
		status[0] = (dev->halted & halt_bit(setup->wIndex)) != 0;
		break;
	default:
		return -EPIPE;
	}
	return virtual_answer(setup, data, status, sizeof status);
}

static ssize_t set_feature(struct cusb_virtual_device *dev, const struct cusb_setup *setup, bool on)
{
	switch ((setup->bmRequestType & CUSB_CTRL_RECIPIENT_MASK) << 8 | setup->wValue) {
	case RECIPIENT_DEVICE << 8 | CUSB_DEVICE_REMOTE_WAKEUP:
		dev->remote_wakeup = on;
		return 0;
	case RECIPIENT_INTERFACE << 8 | CUSB_FUNCTION_SUSPEND:
		return has_interface(dev, setup->wIndex) ? 0 : -EPIPE;
	case RECIPIENT_ENDPOINT << 8 | CUSB_ENDPOINT_HALT:
		if (!has_endpoint(dev, setup->wIndex))
			return -EPIPE;
		if (on && setup->wIndex & 0x7f)
			dev->halted |= halt_bit(setup->wIndex);
		else
			dev->halted &= ~halt_bit(setup->wIndex);
		return 0;
	default:
		return -EPIPE;
	}
}

static ssize_t set_configuration(struct cusb_virtual_device *dev, unsigned int value)
{
	size_t length;
	bool known = virtual_find_configuration(dev->model, value, &length);

	if (value && !known)
		return -EPIPE;
	dev->configuration = (uint8_t)value;
	dev->configured_as_zero = known && value == 0;
	memset(dev->altsettings, 0, sizeof dev->altsettings);
	dev->halted = 0;
	virtual_restart(dev);
	return 0;
}

static ssize_t set_interface(struct cusb_virtual_device *dev, const struct cusb_setup *setup)
{
	const uint8_t *desc;

	if (!is_configured(dev) || setup->wIndex >= 32)
		return -EPIPE;
	desc = virtual_find_interface(dev->model, dev->configuration, setup->wIndex, setup->wValue);
	if (!desc)
		return -EPIPE;
	dev->altsettings[setup->wIndex] = (uint8_t)setup->wValue;
	/* USB 2.0 9.1.1.5: SET_INTERFACE ends the halt of the setting's endpoints. */
	while ((desc = virtual_next_descriptor(dev->model, dev->configuration, desc)) &&
	       desc[1] != CUSB_DESC_TYPE_INTERFACE)
		if (is_endpoint_descriptor(desc))
			dev->halted &= ~halt_bit(desc[2]);
	virtual_restart(dev);
	return 0;
}

static ssize_t get_interface(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			     uint8_t *data)
{
	if (setup->wIndex > 0xff || !has_interface(dev, setup->wIndex))
		return -EPIPE;
	return virtual_answer(setup, data, &dev->altsettings[setup->wIndex], 1);
}

/* For status and features, a later function checks the recipient. */
static ssize_t standard(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			uint8_t *data)
{
	unsigned int request = setup->bmRequestType << 8 | setup->bRequest;

	switch (request & ~(CUSB_CTRL_RECIPIENT_MASK << 8)) {
	case 0x8000 | CUSB_REQ_GET_STATUS:
		return get_status(dev, setup, data);
	case 0x0000 | CUSB_REQ_CLEAR_FEATURE:
		return set_feature(dev, setup, false);
	case 0x0000 | CUSB_REQ_SET_FEATURE:
		return set_feature(dev, setup, true);
	}
	switch (request) {
	case 0x8000 | CUSB_REQ_GET_DESCRIPTOR:
		return get_descriptor(dev, setup, data);
	case 0x8000 | CUSB_REQ_GET_CONFIGURATION:
		return virtual_answer(setup, data, &dev->configuration, 1);
	case 0x0000 | CUSB_REQ_SET_CONFIGURATION:
		return set_configuration(dev, setup->wValue);
	case 0x8100 | CUSB_REQ_GET_INTERFACE:
		return get_interface(dev, setup, data);
	case 0x0100 | CUSB_REQ_SET_INTERFACE:
		return set_interface(dev, setup);
	}
	return -EPIPE;
}

ssize_t virtual_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			uint8_t *data)
{
	ssize_t n = -EPIPE;

	if ((setup->bmRequestType & CUSB_CTRL_TYPE_MASK) == CUSB_CTRL_TYPE_STANDARD)
		n = standard(dev, setup, data);
	if (n == -EPIPE && dev->model->control)
		n = dev->model->control(dev, setup, data);
	return n;
}
