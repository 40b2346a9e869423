/* SPDX-License-Identifier: MIT */
/* Control, bulk and interrupt transfers. A function returns when its transfer has ended. */
#include <errno.h>
#include <limits.h>

#include <cusb/transfer.h>

#include "compat/openusb/internal.h"

static int timeout_ms(uint32_t timeout)
{
	return timeout > INT_MAX ? INT_MAX : (int)timeout;
}

/* Checks the request, and takes a reference to the device. */
static int32_t enter(uint64_t number, const void *request, const void *next,
		     struct cusb_device **dev, const char *call)
{
	if (!request)
		return refuse_call(OPENUSB_BADARG, "%s: no request", call);
	if (next)
		return refuse_call(OPENUSB_NOT_SUPPORTED, "%s: a chain of requests", call);
	return number_find(NUMBER_OPEN, number, dev, call);
}

static int32_t leave(struct cusb_device *dev, int err, size_t moved, struct openusb_result *result)
{
	cusb_device_free(dev);
	*result = (struct openusb_result){code_of_error(err), (uint32_t)moved};
	return result->status;
}

int32_t openusb_ctrl_xfer(uint64_t number, uint8_t interface, uint8_t endpoint,
			  struct openusb_ctrl_request *ctrl)
{
	struct cusb_device *dev;
	int32_t code = enter(number, ctrl, ctrl ? ctrl->next : NULL, &dev, __func__);
	ssize_t n;

	(void)interface;
	if (code != OPENUSB_SUCCESS)
		return code;
	if (endpoint & CUSB_ENDPOINT_ADDRESS_MASK)
		n = refuse_call(-ENOSYS, "openusb_ctrl_xfer: endpoint 0x%02x, not 0", endpoint);
	else
		n = cusb_ctrl_transfer(dev, ctrl->setup.bmRequestType, ctrl->setup.bRequest,
				       ctrl->setup.wValue, ctrl->setup.wIndex, ctrl->payload,
				       ctrl->length, timeout_ms(ctrl->timeout));
	return leave(dev, (int)n, n < 0 ? 0 : (size_t)n, &ctrl->result);
}

static int32_t run(struct cusb_device *dev, uint8_t endpoint, void *payload, uint32_t length,
		   uint32_t timeout, struct openusb_result *result)
{
	struct cusb_transfer transfer = {.bEndpointAddress = endpoint,
					 .data = payload,
					 .length = length,
					 .timeout_ms = timeout_ms(timeout)};
	int err;

	/* For endpoint 0 the core would read a SETUP packet from the data. */
	if (endpoint & CUSB_ENDPOINT_ADDRESS_MASK)
		err = cusb_transfer_run(dev, &transfer);
	else
		err = refuse_call(-EINVAL, "openusb: bulk or interrupt data to endpoint 0");
	return leave(dev, err, transfer.actual_length, result);
}

int32_t openusb_bulk_xfer(uint64_t number, uint8_t interface, uint8_t endpoint,
			  struct openusb_bulk_request *bulk)
{
	struct cusb_device *dev;
	int32_t code = enter(number, bulk, bulk ? bulk->next : NULL, &dev, __func__);

	(void)interface;
	if (code != OPENUSB_SUCCESS)
		return code;
	return run(dev, endpoint, bulk->payload, bulk->length, bulk->timeout, &bulk->result);
}

int32_t openusb_intr_xfer(uint64_t number, uint8_t interface, uint8_t endpoint,
			  struct openusb_intr_request *intr)
{
	struct cusb_device *dev;
	int32_t code = enter(number, intr, intr ? intr->next : NULL, &dev, __func__);

	(void)interface;
	if (code != OPENUSB_SUCCESS)
		return code;
	return run(dev, endpoint, intr->payload, intr->length, intr->timeout, &intr->result);
}
