/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "virtual/device/hcd.h"

#include "unit.h"
#include "virtual/virtual_world.h"

static uint8_t data[64];

static int plug(const char *model, const char *name)
{
	return cusb_virtual_plug(world.kernel, cusb_virtual_find_model(model), name);
}

static int request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		   unsigned int wIndex, unsigned int wLength)
{
	struct cusb_virtual_device *dev = virtual_device_new(cusb_virtual_find_model("hub"));
	struct cusb_setup setup = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue,
				   (uint16_t)wIndex, (uint16_t)wLength};
	ssize_t n;

	dev->configuration = 1;
	n = virtual_control(dev, &setup, data);
	virtual_device_free(dev);
	return (int)n;
}

FIXTURE_WORLD("hub")

CASE(descriptor_tells_the_ports)
{
	ck_assert_int_eq(request(0xa0, 6, 0x2900, 0, 64), 9);
	ck_assert_mem_eq(data, "\x09\x29\x04", 3);
	ck_assert_int_eq(request(0xa0, 6, 0x2900, 0, 3), 3);
	ck_assert_int_eq(request(0xa0, 6, 0x2a00, 0, 64), -EPIPE);
}

CASE(nothing_is_wrong_with_the_hub)
{
	ck_assert_int_eq(request(0xa0, 0, 0, 0, 4), 4);
	ck_assert_mem_eq(data, "\0\0\0\0", 4);
}

CASE(ports_beyond_the_last_stall)
{
	ck_assert_int_eq(request(0xa3, 0, 0, 4, 4), 4);
	ck_assert_int_eq(request(0xa3, 0, 0, 5, 4), -EPIPE);
	ck_assert_int_eq(request(0xa3, 0, 0, 0, 4), -EPIPE);
	ck_assert_int_eq(request(0x23, 3, 8, 4, 0), 0);
	ck_assert_int_eq(request(0x23, 3, 8, 5, 0), -EPIPE);
}

static int control(unsigned int bRequestType, unsigned int bRequest, unsigned int wValue,
		   unsigned int wIndex, unsigned int wLength)
{
	struct usbdevfs_ctrltransfer transfer = {(uint8_t)bRequestType,
						 (uint8_t)bRequest,
						 (uint16_t)wValue,
						 (uint16_t)wIndex,
						 (uint16_t)wLength,
						 1000,
						 data};

	return world_ioctl(USBDEVFS_CONTROL, &transfer);
}

CASE(power_of_a_port_shows_in_its_status)
{
	ck_assert_int_eq(control(0x23, 3, 8, 2, 0), 0);
	ck_assert_int_eq(control(0xa3, 0, 0, 2, 4), 4);
	ck_assert_mem_eq(data, "\0\1\0\0", 4);
	ck_assert_int_eq(control(0xa3, 0, 0, 1, 4), 4);
	ck_assert_mem_eq(data, "\0\0\0\0", 4);
	ck_assert_int_eq(control(0x23, 1, 8, 2, 0), 0);
	ck_assert_int_eq(control(0xa3, 0, 0, 2, 4), 4);
	ck_assert_mem_eq(data, "\0\0\0\0", 4);
}

CASE(hub_driver_has_it)
{
	ck_assert_str_eq(world_driver(0), "hub");
	ck_assert_int_eq(world_claim(0), -EBUSY);
}

CASE(devices_are_plugged_into_its_ports)
{
	world_plug("loopback", "1-1.4");
	world_expect("1-1.4/devpath", "1.4\n");
	ck_assert_int_eq(plug("loopback", "1-1.4"), -EBUSY);
}

CASE(port_it_does_not_have_is_invalid)
{
	ck_assert_int_eq(plug("loopback", "1-1.5"), -EINVAL);
}

CASE(device_that_is_no_hub_has_no_ports)
{
	world_plug("loopback", "1-2");
	ck_assert_int_eq(plug("loopback", "1-2.1"), -EINVAL);
}

CASE(hub_that_is_left_out_has_all_ports)
{
	world_plug("loopback", "1-7.9");
}

static int portinfo(struct usbdevfs_hub_portinfo *info)
{
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_HUB_PORTINFO, .data = info};

	return world_ioctl(USBDEVFS_IOCTL, &inner);
}

CASE(portinfo_tells_who_is_where)
{
	struct usbdevfs_hub_portinfo info;

	world_plug("loopback", "1-1.3");
	ck_assert_int_eq(portinfo(&info), 5);
	ck_assert_int_eq(info.nports, 4);
	ck_assert_int_eq(info.port[2], 3);
	ck_assert_int_eq(info.port[3], 0);
}

CASE(device_at_a_claimed_port_is_not_configured)
{
	unsigned int port = 2;

	ck_assert_int_eq(world_ioctl(USBDEVFS_CLAIM_PORT, &port), 0);
	world_plug("loopback", "1-1.2");
	world_plug("loopback", "1-1.3");
	world_expect("1-1.2/bConfigurationValue", "");
	world_expect("1-1.3/bConfigurationValue", "1\n");
	port = 5;
	ck_assert_int_eq(world_ioctl(USBDEVFS_CLAIM_PORT, &port), -EINVAL);
}

/* A device of the class that answers no request of it. */
CASE(hub_that_does_not_answer_has_no_ports)
{
	static struct cusb_virtual_model model;
	struct usbdevfs_hub_portinfo info;

	model = *cusb_virtual_find_model("hub");
	model.control = NULL;
	world_end();
	world_start_model(&model);
	ck_assert_int_eq(portinfo(&info), -ENOTTY);
	ck_assert_int_eq(plug("loopback", "1-1.1"), -EINVAL);
	ck_assert_int_eq(world_claim(0), 0);
}
