/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int other; /* a second fd on the node */

static void setup(void)
{
	world_start("loopback");
	other = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_ge(other, 0);
}

static void teardown(void)
{
	world_close(other);
	world_end();
}

FIXTURE(setup, teardown)

CASE(claim_is_told_by_getdriver)
{
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_str_eq(world_driver(0), "usbfs");
}

CASE(claim_again_is_good)
{
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_claim(0), 0);
}

CASE(claim_of_a_bound_interface_is_busy)
{
	world_bind(0, "driver");
	ck_assert_int_eq(world_claim(0), -EBUSY);
}

CASE(claim_of_what_is_not_there_fails)
{
	ck_assert_int_eq(world_claim(2), -ENOENT);
	ck_assert_int_eq(world_claim(63), -ENOENT);
	ck_assert_int_eq(world_claim(64), -EINVAL);
}

CASE(release_of_what_is_not_claimed_is_invalid)
{
	ck_assert_int_eq(world_release(0), -EINVAL);
	ck_assert_int_eq(world_claim_by(other, 0), 0);
	ck_assert_int_eq(world_release(0), -EINVAL);
	ck_assert_int_eq(world_release(9), -ENOENT);
}

CASE(release_ends_urbs_and_sets_altsetting_zero)
{
	struct usbdevfs_urb urb;
	char data[8];

	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
	world_submit_bulk(&urb, 0x83, data, sizeof data);
	ck_assert_int_eq(world_release(1), 0);
	world_expect_reaped(&urb, -ESHUTDOWN);
	world_expect("1-1:1.1/bAlternateSetting", " 0\n");
}

CASE(detached_driver_comes_back_when_connected)
{
	world_bind(0, "driver");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), 0);
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 1);
	ck_assert_str_eq(world_driver(0), "driver");
}

CASE(disconnect_of_nothing_is_no_data)
{
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), -ENODATA);
	ck_assert_int_eq(world_driver_ioctl(5, USBDEVFS_DISCONNECT), -EINVAL);
}

CASE(disconnect_takes_the_claim_of_another)
{
	ck_assert_int_eq(world_claim_by(other, 0), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), 0);
	ck_assert_int_eq(world_claim(0), 0);
}

CASE(disconnect_of_the_own_claim_is_good)
{
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), 0);
	ck_assert_str_eq(world_driver(0), "");
}

CASE(connect_without_a_driver_binds_none)
{
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 0);
}

CASE(connect_of_a_bound_interface_is_busy)
{
	world_bind(0, "driver");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), -EBUSY);
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_driver_ioctl(1, USBDEVFS_CONNECT), -EBUSY);
}

CASE(driver_without_ioctl_is_no_tty)
{
	world_bind(0, "driver");
	ck_assert_int_eq(world_driver_ioctl(0, 0x5501), -ENOTTY);
}

CASE(unconfigured_device_has_no_interface_to_detach)
{
	ck_assert_int_eq(world_configure(-1), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), -EHOSTUNREACH);
}

static int disconnect_claim(unsigned int interface, unsigned int flags, const char *name)
{
	struct usbdevfs_disconnect_claim claim = {.interface = interface, .flags = flags};

	strcpy(claim.driver, name);
	return world_ioctl(USBDEVFS_DISCONNECT_CLAIM, &claim);
}

CASE(disconnect_claim_takes_it_from_a_driver)
{
	world_bind(0, "driver");
	ck_assert_int_eq(disconnect_claim(0, 0, ""), 0);
	ck_assert_str_eq(world_driver(0), "usbfs");
	ck_assert_int_eq(world_release(0), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 1);
}

CASE(disconnect_claim_of_a_free_interface_claims)
{
	ck_assert_int_eq(disconnect_claim(0, 0, ""), 0);
	ck_assert_int_eq(world_claim_by(other, 0), -EBUSY);
	ck_assert_int_eq(disconnect_claim(9, 0, ""), -EINVAL);
}

CASE(disconnect_claim_except_usbfs_respects_a_claim)
{
	ck_assert_int_eq(world_claim_by(other, 0), 0);
	ck_assert_int_eq(disconnect_claim(0, USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER, "usbfs"),
			 -EBUSY);
}

CASE(disconnect_claim_if_driver_takes_from_that_one_only)
{
	world_bind(0, "driver");
	ck_assert_int_eq(disconnect_claim(0, USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER, "another"),
			 -EBUSY);
	ck_assert_int_eq(disconnect_claim(0, USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER, "driver"), 0);
}

CASE(bind_over_a_claim_is_busy)
{
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "driver"), -EBUSY);
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 9, "driver"), -EINVAL);
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-9", 0, "driver"), -ENODEV);
}

CASE(bind_null_unbinds)
{
	world_bind(0, "driver");
	world_bind(0, NULL);
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_CONNECT), 0);
}

CASE(uevent_of_an_interface_names_its_driver)
{
	const char *uevent = WORLD_SYSFS "1-1:1.0/uevent";

	ck_assert_ptr_null(strstr(world_text(uevent), "DRIVER="));
	world_bind(0, "driver");
	ck_assert_ptr_nonnull(strstr(world_text(uevent), "DRIVER=driver\n"));
}

static int drop_privileges(uint32_t mask)
{
	return world_ioctl(USBDEVFS_DROP_PRIVILEGES, &mask);
}

CASE(without_privileges_a_claim_stays_but_no_other_is_made)
{
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(drop_privileges(2), 0);
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_claim(32), -EACCES);
	ck_assert_int_eq(world_claim(64), -EINVAL);
	ck_assert_int_eq(world_claim_by(other, 1), 0);
}

CASE(without_privileges_only_a_free_interface_is_disconnected_and_claimed)
{
	world_bind(0, "driver");
	ck_assert_int_eq(drop_privileges(0xffffffff), 0);
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), -EACCES);
	ck_assert_int_eq(disconnect_claim(0, 0, ""), -EACCES);
	ck_assert_int_eq(disconnect_claim(1, 0, ""), 0);
}
