/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define HUB_NODE "/dev/bus/usb/001/001"

static struct world world;
static int hub;

static void begin(void)
{
	world_start(&world, "loopback");
	hub = world_open(&world, HUB_NODE, O_RDWR);
	ck_assert_int_ge(hub, 0);
}

static void end(void)
{
	world_close(&world, hub);
	world_end(&world);
}

static int call(int fd, unsigned long request, void *arg)
{
	return virtual_syscalls.ioctl(world.kernel, fd, request, arg);
}

static int claim(int fd, unsigned int port)
{
	return call(fd, USBDEVFS_CLAIM_PORT, &port);
}

static int release(int fd, unsigned int port)
{
	return call(fd, USBDEVFS_RELEASE_PORT, &port);
}

static int portinfo(int fd, struct usbdevfs_hub_portinfo *info)
{
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_HUB_PORTINFO, .data = info};

	return call(fd, USBDEVFS_IOCTL, &inner);
}

FIXTURE(begin, end)

CASE(portinfo_tells_who_is_where)
{
	struct usbdevfs_hub_portinfo info;

	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_model("stall"), "1-15"), 0);
	ck_assert_int_eq(portinfo(hub, &info), 16);
	ck_assert_int_eq(info.nports, 15);
	ck_assert_int_eq(info.port[0], 2);
	ck_assert_int_eq(info.port[1], 0);
	ck_assert_int_eq(info.port[14], 3);
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, "1-1"), 0);
	ck_assert_int_eq(portinfo(hub, &info), 16);
	ck_assert_int_eq(info.port[0], 0);
}

CASE(portinfo_of_a_device_is_enotty)
{
	struct usbdevfs_hub_portinfo info;

	ck_assert_int_eq(portinfo(world.fd, &info), -ENOTTY);
}

CASE(hub_without_its_driver_has_no_ports)
{
	struct usbdevfs_hub_portinfo info;

	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "usb1", 0, NULL), 0);
	ck_assert_int_eq(portinfo(hub, &info), -ENOTTY);
	ck_assert_int_eq(claim(hub, 1), -EINVAL);
}

CASE(device_in_a_claimed_port_is_left_unconfigured)
{
	int node, value = 1;

	ck_assert_int_eq(claim(hub, 2), 0);
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_model("loopback"), "1-2"), 0);
	ck_assert_str_eq(world_text(&world, WORLD_SYSFS "1-2/bConfigurationValue"), "");
	node = world_open(&world, "/dev/bus/usb/001/003", O_RDWR);
	ck_assert_int_eq(call(node, USBDEVFS_SETCONFIGURATION, &value), 0);
	ck_assert_str_eq(world_text(&world, WORLD_SYSFS "1-2/bConfigurationValue"), "1\n");
	world_close(&world, node);
}

CASE(other_ports_are_as_ever)
{
	ck_assert_int_eq(claim(hub, 2), 0);
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_model("loopback"), "1-3"), 0);
	ck_assert_str_eq(world_text(&world, WORLD_SYSFS "1-3/bConfigurationValue"), "1\n");
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_model("super"), "2-2"), 0);
	ck_assert_str_eq(world_text(&world, WORLD_SYSFS "2-2/bConfigurationValue"), "1\n");
}

CASE(no_driver_probes_a_device_in_a_claimed_port)
{
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_DISCONNECT};

	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbtest"), 0);
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 0);
	ck_assert_int_eq(claim(hub, 1), 0);
	inner.ioctl_code = (int)USBDEVFS_CONNECT;
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 0);
	ck_assert_int_eq(release(hub, 1), 0);
	ck_assert_int_eq(call(world.fd, USBDEVFS_IOCTL, &inner), 1);
}

CASE(port_has_one_owner)
{
	int other = world_open(&world, HUB_NODE, O_RDWR);

	ck_assert_int_eq(claim(hub, 1), 0);
	ck_assert_int_eq(claim(hub, 1), -EBUSY);
	ck_assert_int_eq(claim(other, 1), -EBUSY);
	ck_assert_int_eq(release(other, 1), -ENOENT);
	ck_assert_int_eq(release(hub, 1), 0);
	ck_assert_int_eq(release(hub, 1), -ENOENT);
	ck_assert_int_eq(claim(other, 1), 0);
	world_close(&world, other);
	ck_assert_int_eq(claim(hub, 1), 0);
}

CASE(port_that_is_not_there_is_einval)
{
	ck_assert_int_eq(claim(hub, 0), -EINVAL);
	ck_assert_int_eq(claim(hub, 16), -EINVAL);
	ck_assert_int_eq(release(hub, 16), -EINVAL);
	ck_assert_int_eq(claim(world.fd, 1), -EINVAL);
}
