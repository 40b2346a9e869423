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

static int claim(unsigned int port)
{
	return CALL(ioctl, hub, USBDEVFS_CLAIM_PORT, &port);
}

static int release(unsigned int port)
{
	return CALL(ioctl, hub, USBDEVFS_RELEASE_PORT, &port);
}

FIXTURE(begin, end)

CASE(other_ports_are_as_ever)
{
	ck_assert_int_eq(claim(2), 0);
	world_plug("loopback", "1-3");
	world_expect("1-3/bConfigurationValue", "1\n");
	world_plug("super", "2-2");
	world_expect("2-2/bConfigurationValue", "1\n");
}

CASE(no_driver_probes_a_device_in_a_claimed_port)
{
	world_bind(0, "usbtest");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), 0);
	ck_assert_int_eq(claim(1), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 0);
	ck_assert_int_eq(release(1), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 1);
}
