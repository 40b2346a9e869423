/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static struct world world;

static void begin(void)
{
	world_start(&world, "loopback");
}

static void end(void)
{
	world_end(&world);
}

static int drop(uint32_t mask)
{
	return world_ioctl(&world, USBDEVFS_DROP_PRIVILEGES, &mask);
}

FIXTURE(begin, end)

CASE(interfaces_outside_the_mask_cannot_be_claimed)
{
	ck_assert_int_eq(drop(1), 0);
	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(world_claim(&world, 1), -EACCES);
	ck_assert_int_eq(world_claim(&world, 32), -EACCES);
	ck_assert_int_eq(world_claim(&world, 64), -EINVAL);
}

CASE(mask_only_shrinks)
{
	ck_assert_int_eq(drop(1), 0);
	ck_assert_int_eq(drop(3), 0);
	ck_assert_int_eq(world_claim(&world, 1), -EACCES);
	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(drop(2), 0);
	/* What is claimed stays so. */
	ck_assert_int_eq(world_claim(&world, 0), 0);
}

CASE(drivers_cannot_be_touched)
{
	struct usbdevfs_ioctl inner = {.ioctl_code = (int)USBDEVFS_DISCONNECT};
	struct usbdevfs_disconnect_claim claim = {.interface = 0};

	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbtest"), 0);
	ck_assert_int_eq(drop(0xffffffff), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_IOCTL, &inner), -EACCES);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_DISCONNECT_CLAIM, &claim), -EACCES);
	claim.interface = 1;
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_DISCONNECT_CLAIM, &claim), 0);
}

CASE(reset_is_refused_while_another_holds_an_interface)
{
	int other = world_open(&world, WORLD_NODE, O_RDWR);
	unsigned int number = 1;

	ck_assert_int_eq(drop(0xffffffff), 0);
	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RESET, NULL), 0);
	ck_assert_int_eq(
		virtual_syscalls.ioctl(world.kernel, other, USBDEVFS_CLAIMINTERFACE, &number), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RESET, NULL), -EACCES);
	ck_assert_int_eq(virtual_syscalls.ioctl(world.kernel, other, USBDEVFS_RESET, NULL), 0);
	world_close(&world, other);
}

CASE(rights_are_those_of_the_open_file)
{
	int other = world_open(&world, WORLD_NODE, O_RDWR);
	unsigned int number = 1;

	ck_assert_int_eq(drop(0), 0);
	ck_assert_int_eq(
		virtual_syscalls.ioctl(world.kernel, other, USBDEVFS_CLAIMINTERFACE, &number), 0);
	world_close(&world, other);
}
