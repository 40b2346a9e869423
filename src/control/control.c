/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/control.h>
#include <cusb/util.h>

#include "core/log.h"
#include "descriptor/parse.h"

struct cusb_recipient cusb_to_device(void)
{
	return (struct cusb_recipient){CUSB_CTRL_RECIPIENT_DEVICE, 0};
}

struct cusb_recipient cusb_to_interface(unsigned int wIndex)
{
	return (struct cusb_recipient){CUSB_CTRL_RECIPIENT_INTERFACE, (uint16_t)wIndex};
}

struct cusb_recipient cusb_to_endpoint(unsigned int bEndpointAddress)
{
	return (struct cusb_recipient){CUSB_CTRL_RECIPIENT_ENDPOINT, (uint16_t)bEndpointAddress};
}

static ssize_t request(struct cusb_device *dev, unsigned int direction, struct cusb_recipient to,
		       enum cusb_request bRequest, unsigned int wValue, void *data, size_t length)
{
	if (to.recipient & ~CUSB_CTRL_RECIPIENT_MASK)
		return refuse(-EINVAL, "recipient %#x is above %#x", to.recipient,
			      CUSB_CTRL_RECIPIENT_MASK);
	return cusb_ctrl_transfer(dev, direction | CUSB_CTRL_TYPE_STANDARD | to.recipient, bRequest,
				  wValue, to.wIndex, data, length, CUSB_DEFAULT_TIMEOUT);
}

/* A request whose answer is one small number. */
static int ask(struct cusb_device *dev, struct cusb_recipient to, enum cusb_request bRequest,
	       size_t length)
{
	uint8_t answer[2] = {0, 0};
	ssize_t n = request(dev, CUSB_CTRL_IN, to, bRequest, 0, answer, length);

	if (n < 0)
		return (int)n;
	return (size_t)n < length ? -EBADMSG : descriptor_le16(answer);
}

static int feature_request(struct cusb_device *dev, enum cusb_request bRequest,
			   unsigned int feature, struct cusb_recipient to)
{
	ssize_t n = request(dev, CUSB_CTRL_OUT, to, bRequest, feature, NULL, 0);

	return n < 0 ? (int)n : 0;
}

int cusb_get_status(struct cusb_device *dev, struct cusb_recipient to)
{
	return ask(dev, to, CUSB_REQ_GET_STATUS, 2);
}

int cusb_clear_feature(struct cusb_device *dev, unsigned int feature, struct cusb_recipient to)
{
	/* Endpoint 0 has no data toggle to reset, and the kernel refuses to do it. */
	if (feature == CUSB_ENDPOINT_HALT && to.recipient == CUSB_CTRL_RECIPIENT_ENDPOINT &&
	    (to.wIndex & CUSB_ENDPOINT_ADDRESS_MASK) != 0)
		return cusb_clear_halt(dev, to.wIndex);
	return feature_request(dev, CUSB_REQ_CLEAR_FEATURE, feature, to);
}

int cusb_set_feature(struct cusb_device *dev, unsigned int feature, struct cusb_recipient to)
{
	return feature_request(dev, CUSB_REQ_SET_FEATURE, feature, to);
}

static bool is_descriptor(unsigned int type, unsigned int index)
{
	return type <= UINT8_MAX && index <= UINT8_MAX;
}

static int refuse_descriptor(unsigned int type, unsigned int index)
{
	return refuse(-EINVAL, "descriptor type %u or index %u is above 255", type, index);
}

ssize_t cusb_get_descriptor(struct cusb_device *dev, struct cusb_recipient to, unsigned int type,
			    unsigned int index, void *data, size_t length)
{
	ssize_t n;

	if (!is_descriptor(type, index))
		return refuse_descriptor(type, index);
	n = request(dev, CUSB_CTRL_IN, to, CUSB_REQ_GET_DESCRIPTOR, type << 8 | index, data,
		    length);
	return n == 0 || n == 1 ? -EBADMSG : n;
}

ssize_t cusb_set_descriptor(struct cusb_device *dev, struct cusb_recipient to, unsigned int type,
			    unsigned int index, const void *data, size_t length)
{
	if (!is_descriptor(type, index))
		return refuse_descriptor(type, index);
	return request(dev, CUSB_CTRL_OUT, to, CUSB_REQ_SET_DESCRIPTOR, type << 8 | index,
		       (void *)(uintptr_t)data, length);
}

int cusb_get_configuration(struct cusb_device *dev)
{
	return ask(dev, cusb_to_device(), CUSB_REQ_GET_CONFIGURATION, 1);
}

int cusb_get_interface(struct cusb_device *dev, unsigned int bInterfaceNumber)
{
	if (bInterfaceNumber > UINT8_MAX)
		return refuse(-EINVAL, "interface %u is above 255", bInterfaceNumber);
	return ask(dev, cusb_to_interface(bInterfaceNumber), CUSB_REQ_GET_INTERFACE, 1);
}

static ssize_t read_bos(struct cusb_device *dev, void *data, size_t length)
{
	return cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_BOS, 0, data, length);
}

int cusb_get_bos(struct cusb_device *dev, struct cusb_bos **bos)
{
	uint8_t header[CUSB_BOS_DESC_SIZE];
	ssize_t n = read_bos(dev, header, sizeof header);
	uint8_t *bytes;
	uint16_t total;

	if (n < 0)
		return (int)n;
	if (n < CUSB_BOS_DESC_SIZE || header[1] != CUSB_DESC_TYPE_BOS)
		return -EBADMSG;
	total = descriptor_le16(header + 2);
	if (total < CUSB_BOS_DESC_SIZE)
		return -EBADMSG;
	bytes = malloc(total);
	if (!bytes)
		return -ENOMEM;
	n = read_bos(dev, bytes, total);
	if (n >= 0)
		n = cusb_bos_parse(bytes, (size_t)n, bos);
	free(bytes);
	return (int)n;
}
