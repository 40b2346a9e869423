/* SPDX-License-Identifier: MIT */
/* Descriptors. A struct of OpenUSB has the same members as the beginning of the core's struct. */
#include <string.h>

#include "compat/openusb/internal.h"

#define IS_BEGINNING(theirs, ours, last)                                                           \
	_Static_assert(offsetof(struct theirs, last) == offsetof(struct ours, last), #theirs)

IS_BEGINNING(openusb_device_desc, cusb_device, bNumConfigurations);
IS_BEGINNING(openusb_config_desc, cusb_configuration, bMaxPower);
IS_BEGINNING(openusb_interface_desc, cusb_interface, iInterface);
IS_BEGINNING(openusb_endpoint_desc, cusb_endpoint, bSynchAddress);

/* Checks the arguments, and takes a reference to the device. */
static int32_t enter(uint64_t handle, uint64_t devid, const uint8_t *buffer, uint16_t length,
		     const void *desc, struct cusb_device **dev, const char *call)
{
	int32_t code = number_find(NUMBER_HANDLE, handle, dev, call);

	if (code != OPENUSB_SUCCESS)
		return code;
	if (!desc)
		return refuse_call(OPENUSB_BADARG, "%s: no room for the descriptor", call);
	if (buffer || length)
		return refuse_call(OPENUSB_NOT_SUPPORTED, "%s: bytes that are not of the device",
				   call);
	return number_find(NUMBER_LISTED, devid, dev, call);
}

/* @found: the descriptor, inside the device; NULL: past the end. */
static int32_t leave(struct cusb_device *dev, const void *found, void *desc, size_t size)
{
	if (found)
		memcpy(desc, found, size);
	cusb_device_free(dev);
	return found ? OPENUSB_SUCCESS : OPENUSB_BADARG;
}

int32_t openusb_parse_device_desc(uint64_t handle, uint64_t devid, uint8_t *buffer, uint16_t length,
				  struct openusb_device_desc *desc)
{
	struct cusb_device *dev;
	int32_t code = enter(handle, devid, buffer, length, desc, &dev, __func__);

	return code == OPENUSB_SUCCESS ? leave(dev, dev, desc, sizeof *desc) : code;
}

int32_t openusb_parse_config_desc(uint64_t handle, uint64_t devid, uint8_t *buffer, uint16_t length,
				  uint8_t config, struct openusb_config_desc *desc)
{
	struct cusb_device *dev;
	int32_t code = enter(handle, devid, buffer, length, desc, &dev, __func__);

	if (code != OPENUSB_SUCCESS)
		return code;
	return leave(dev, cusb_configuration_at(dev, config), desc, sizeof *desc);
}

int32_t openusb_parse_interface_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
				     uint16_t length, uint8_t config, uint8_t interface,
				     uint8_t alternate, struct openusb_interface_desc *desc)
{
	const struct cusb_configuration *cfg;
	struct cusb_device *dev;
	int32_t code = enter(handle, devid, buffer, length, desc, &dev, __func__);

	if (code != OPENUSB_SUCCESS)
		return code;
	cfg = cusb_configuration_at(dev, config);
	return leave(dev, cusb_interface_at(cfg, interface, alternate), desc, sizeof *desc);
}

int32_t openusb_parse_endpoint_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
				    uint16_t length, uint8_t config, uint8_t interface,
				    uint8_t alternate, uint8_t endpoint,
				    struct openusb_endpoint_desc *desc)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	struct cusb_device *dev;
	int32_t code = enter(handle, devid, buffer, length, desc, &dev, __func__);

	if (code != OPENUSB_SUCCESS)
		return code;
	cfg = cusb_configuration_at(dev, config);
	intf = cusb_interface_at(cfg, interface, alternate);
	return leave(dev, cusb_endpoint_at(intf, endpoint), desc, sizeof *desc);
}
