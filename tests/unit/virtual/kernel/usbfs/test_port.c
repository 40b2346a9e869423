/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define HUB_NODE "/dev/bus/usb/001/001"

static int hub;

static void begin(void)
{
	world_start("loopback");
	hub = world_open(HUB_NODE, O_RDWR);
	ck_assert_int_ge(hub, 0);
}

static void end(void)
{
	world_close(hub);
	world_end();
}

static int call(int fd, unsigned long request, void *arg)
{
	return CALL(ioctl, fd, request, arg);
}

static int claim(int fd, unsigned int port)
{
	return call(fd, USBDEVFS_CLAIM_PORT, &port);
}

static int release(int fd, unsigned int port)
{
	return call(fd, USBDEVFS_RELEASE_PORT, &port);
}

FIXTURE(begin, end)

CASE(other_ports_are_as_ever)
{
	ck_assert_int_eq(claim(hub, 2), 0);
	world_plug("loopback", "1-3");
	ck_assert_str_eq(world_text(WORLD_SYSFS "1-3/bConfigurationValue"), "1\n");
	world_plug("super", "2-2");
	ck_assert_str_eq(world_text(WORLD_SYSFS "2-2/bConfigurationValue"), "1\n");
}

CASE(no_driver_probes_a_device_in_a_claimed_port)
{
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_DISCONNECT};

	world_bind(0, "usbtest");
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 0);
	ck_assert_int_eq(claim(hub, 1), 0);
	inner.ioctl_code = (int)USBDEVFS_CONNECT;
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 0);
	ck_assert_int_eq(release(hub, 1), 0);
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 1);
}
