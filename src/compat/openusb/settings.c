/* SPDX-License-Identifier: MIT */
/* Configuration, interfaces, and the device as a whole. */
#include <errno.h>

#include "compat/openusb/internal.h"

/* NULL: no open device has this number; the caller returns OPENUSB_INVALID_HANDLE. */
static struct cusb_device *enter(uint64_t number, const char *call)
{
	struct cusb_device *dev;

	return number_find(NUMBER_OPEN, number, &dev, call) == OPENUSB_SUCCESS ? dev : NULL;
}

static int32_t leave(struct cusb_device *dev, int err)
{
	cusb_device_free(dev);
	return code_of_error(err);
}

int32_t openusb_set_configuration(uint64_t number, uint8_t value)
{
	struct cusb_device *dev = enter(number, __func__);

	return dev ? leave(dev, cusb_set_configuration(dev, value)) : OPENUSB_INVALID_HANDLE;
}

int32_t openusb_get_configuration(uint64_t number, uint8_t *value)
{
	struct cusb_device *dev = enter(number, __func__);
	int active;

	if (!dev)
		return OPENUSB_INVALID_HANDLE;
	if (!value)
		return leave(dev, refuse_call(-EINVAL, "openusb_get_configuration: no room"));
	active = cusb_active_configuration_value(dev);
	if (active == -EHOSTUNREACH)
		active = 0;
	if (active >= 0)
		*value = (uint8_t)active;
	return leave(dev, active);
}

int32_t openusb_claim_interface(uint64_t number, uint8_t interface, int flags)
{
	struct cusb_device *dev = enter(number, __func__);

	(void)flags;
	return dev ? leave(dev, cusb_claim_interface(dev, interface)) : OPENUSB_INVALID_HANDLE;
}

int32_t openusb_release_interface(uint64_t number, uint8_t interface)
{
	struct cusb_device *dev = enter(number, __func__);

	return dev ? leave(dev, cusb_release_interface(dev, interface)) : OPENUSB_INVALID_HANDLE;
}

int32_t openusb_set_altsetting(uint64_t number, uint8_t interface, uint8_t alternate)
{
	struct cusb_device *dev = enter(number, __func__);

	if (!dev)
		return OPENUSB_INVALID_HANDLE;
	return leave(dev, cusb_set_altsetting(dev, interface, alternate));
}

int32_t openusb_reset(uint64_t number)
{
	struct cusb_device *dev = enter(number, __func__);

	return dev ? leave(dev, cusb_reset(dev)) : OPENUSB_INVALID_HANDLE;
}
