/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

/* A world whose only device is at that port. */
static void use(const char *model, const char *name)
{
	world_end();
	world_start_empty();
	world_plug(model, name);
	world.fd = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_ge(world.fd, 0);
}

FIXTURE_WORLD("loopback")

CASE(capabilities_are_those_of_xhci)
{
	__u32 caps = 0;

	ck_assert_int_eq(world_ioctl(USBDEVFS_GET_CAPABILITIES, &caps), 0);
	ck_assert_uint_eq(caps, 0x1fd);
	virtual_kernel_set_capabilities(world.kernel, 0x1ff);
	ck_assert_int_eq(world_ioctl(USBDEVFS_GET_CAPABILITIES, &caps), 0);
	ck_assert_uint_eq(caps, 0x1ff);
}

static const struct {
	const char *model;
	int speed;
} speeds[] = {{"low", 1}, {"loopback", 3}, {"super", 5}};

CASE_PER_ROW(speed_is_numbered_as_in_linux, speeds)
{
	use(speeds[_i].model, "1-1");
	ck_assert_int_eq(world_ioctl(USBDEVFS_GET_SPEED, NULL), speeds[_i].speed);
}

CASE(connectinfo_tells_address_and_slowness)
{
	struct usbdevfs_connectinfo info;

	use("low", "1-1");
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONNECTINFO, &info), 0);
	ck_assert_uint_eq(info.devnum, 2);
	ck_assert_uint_eq(info.slow, 1);
}

CASE(conninfo_ex_tells_the_ports)
{
	struct usbdevfs_conninfo_ex info;

	use("loopback", "1-2.13.4");
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONNINFO_EX(sizeof info), &info), 0);
	ck_assert_uint_eq(info.size, sizeof info);
	ck_assert_uint_eq(info.busnum, 1);
	ck_assert_uint_eq(info.devnum, 2);
	ck_assert_uint_eq(info.speed, 3);
	ck_assert_uint_eq(info.num_ports, 3);
	ck_assert_uint_eq(info.ports[0], 2);
	ck_assert_uint_eq(info.ports[1], 13);
	ck_assert_uint_eq(info.ports[2], 4);
}

CASE(conninfo_ex_fills_a_smaller_structure)
{
	struct usbdevfs_conninfo_ex info;

	memset(&info, 0xee, sizeof info);
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONNINFO_EX(8), &info), 0);
	ck_assert_uint_eq(info.busnum, 1);
	ck_assert_uint_eq(info.devnum, 0xeeeeeeee);
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONNINFO_EX(3), &info), -EINVAL);
}

CASE(root_hub_has_no_ports)
{
	struct usbdevfs_conninfo_ex info;
	int hub;

	hub = world_open("/dev/bus/usb/001/001", O_RDWR);
	ck_assert_int_eq(CALL(ioctl, hub, USBDEVFS_CONNINFO_EX(sizeof info), &info), 0);
	ck_assert_uint_eq(info.num_ports, 0);
	world_close(hub);
}

CASE(root_hub_answers_standard_requests)
{
	unsigned char data[18];
	struct usbdevfs_ctrltransfer get = {
		.bRequestType = 0x80,
		.bRequest = 6,
		.wValue = 0x0100,
		.wLength = sizeof data,
		.timeout = 100,
		.data = data,
	};
	int hub;

	hub = world_open("/dev/bus/usb/001/001", O_RDWR);
	ck_assert_int_eq(CALL(ioctl, hub, USBDEVFS_CONTROL, &get), 18);
	ck_assert_uint_eq(data[8], 0x6b);
	ck_assert_uint_eq(data[9], 0x1d);
	world_close(hub);
}

CASE(root_hub_belongs_to_the_hub_driver)
{
	struct usbdevfs_getdriver get = {.interface = 0};
	int hub;

	hub = world_open("/dev/bus/usb/001/001", O_RDWR);
	ck_assert_int_eq(CALL(ioctl, hub, USBDEVFS_GETDRIVER, &get), 0);
	ck_assert_str_eq(get.driver, "hub");
	world_close(hub);
}

CASE(ioctl_that_nobody_knows_is_no_tty)
{
	int value = 0;

	ck_assert_int_eq(world_ioctl(0x5599, &value), -ENOTTY);
	ck_assert_int_eq(world_ioctl(TIOCGWINSZ, &value), -ENOTTY);
}

CASE(argument_that_is_not_there_is_a_fault)
{
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONTROL, NULL), -EFAULT);
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONNINFO_EX(8), NULL), -EFAULT);
}

CASE(request_may_come_with_its_sign_extended)
{
	__u32 caps;

	ck_assert_int_eq(world_ioctl((unsigned long)(long)(int)USBDEVFS_GET_CAPABILITIES, &caps),
			 0);
}
