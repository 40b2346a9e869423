/* SPDX-License-Identifier: MIT */
/* Kernel drivers on interfaces: asked about, detached, attached, by hand and by themselves. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_DRIVERS

#include <errno.h>

#include "seam.h"

#define NO_DRIVER_FITS                                                                             \
	"in a real kernel no driver fits the virtual devices; real_devices.c has a keyboard"

static struct cusb_device *plug_with_driver(unsigned int interface)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, interface, "usbtest"));
	return dev;
}

CASE(no_driver_is_active)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 1), 0);
	CHECK(cusb_is_kernel_driver_active(dev, 7) <= 0);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 256), -EINVAL);
	CHECK_INT(cusb_detach_kernel_driver(dev, 256), -EINVAL);
	CHECK_INT(cusb_attach_kernel_driver(dev, 256), -EINVAL);
	cusb_device_free(dev);
}

CASE(a_claim_is_no_driver)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 0);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(detaching_where_nothing_is_bound)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -ENODATA);
	CHECK_INT(cusb_detach_kernel_driver(dev, 7), -EINVAL);
	cusb_device_free(dev);
}

CASE(detaching_does_not_rip_out_a_claim)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_write(other, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -EBUSY);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	check_loopback(other, 0x02, 0x82, 10);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(attaching_where_no_driver_fits)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -ENODATA);
	CHECK_INT(cusb_attach_kernel_driver(dev, 7), -EINVAL);
	cusb_device_free(dev);
}

CASE(attaching_to_a_claimed_interface)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EBUSY);
	CHECK_INT(cusb_attach_kernel_driver(other, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(auto_detach_without_drivers_changes_nothing)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	cusb_set_auto_detach(dev, true);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_set_configuration(dev, 1));
	check_loopback(dev, 0x01, 0x81, 100);
	/* It is for drivers, not for other programs. */
	cusb_set_auto_detach(other, true);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_release_interface(dev, 0));
	cusb_set_auto_detach(dev, false);
	check_loopback(other, 0x01, 0x81, 100);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(a_driver_keeps_the_interface, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0);

	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 1), 0);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 1), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 2), -EBUSY);
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EBUSY);
	CHECK_OK(cusb_claim_interface(dev, 1));
	cusb_device_free(dev);
}

CASE(detaching_does_not_rip_out_ones_own_claim)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

/* Detaching goes by way of a claim, which is not kept. */
CASE_ONLY(detaching_leaves_nothing_claimed, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(claiming_from_a_driver_where_none_is_bound)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_INT(cusb_claim_from_driver(other, 0), -EBUSY);
	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 0));
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_INT(cusb_claim_from_driver(dev, 7), -EINVAL);
	CHECK_INT(cusb_claim_from_driver(dev, 256), -EINVAL);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_claim_from_driver(other, 0));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(claiming_from_a_driver_does_not_give_it_back, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0);

	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_OK(cusb_attach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

static struct cusb_device *find_with_driver(struct cusb_backend *backend)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, name, 0, "usbtest"));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, name), &dev));
	cusb_set_auto_detach(dev, true);
	return dev;
}

CASE_ONLY(auto_detach_is_one_step, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM), 1);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_IOCTL), 0);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(claiming_from_a_driver_is_one_call, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	CHECK_OK(cusb_open(dev));
	seam_reset();
	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_INT(seam_count_all(), 1);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(claiming_from_a_driver_on_a_kernel_without_the_one_step, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	seam_fail(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM, 1, 9, -ENOTTY);
	CHECK_OK(cusb_claim_from_driver(dev, 0));
	CHECK_OK(cusb_claim_from_driver(dev, 1));
	CHECK_INT(cusb_claim_from_driver(dev, 7), -EINVAL);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(auto_detach_on_a_kernel_without_the_one_step, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	seam_fail(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM, 1, 2, -ENOTTY);
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(auto_detach_lets_a_quicker_program_have_it, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	seam_fail(VIRTUAL_IOCTL, USBDEVFS_DISCONNECT_CLAIM, 1, 1, -EBUSY);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(auto_detached_driver_comes_back_after_a_failed_reset, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = find_with_driver(seam_begin());

	CHECK_OK(cusb_claim_interface(dev, 0));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_RESET, 1, 1, -EINVAL);
	CHECK_INT(cusb_reset(dev), -EINVAL);
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(detach_and_attach, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0);

	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -ENODATA);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EBUSY);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_attach_kernel_driver(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	cusb_device_free(dev);
}

/* A driver detached by hand stays detached. */
CASE_ONLY(closing_does_not_attach_what_was_detached_by_hand, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0);

	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 0));
	cusb_close(dev);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	cusb_device_free(dev);
}

CASE_ONLY(auto_detach_is_off_at_first, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0);

	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	cusb_set_auto_detach(dev, true);
	cusb_set_auto_detach(dev, false);
	CHECK_INT(cusb_claim_interface(dev, 0), -EBUSY);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE_ONLY(auto_detach_on_claim_and_attach_on_release, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 0);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(auto_detach_on_the_first_transfer, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	cusb_set_auto_detach(dev, true);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_close(dev);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_dispose_resources(dev);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	cusb_device_free(other);
}

CASE_ONLY(auto_detach_on_set_configuration, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(1);

	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_set_configuration(dev, 1));
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE_ONLY(a_driver_detached_for_set_configuration_comes_back, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(auto_detach_of_one_interface_leaves_the_other, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 1, "cdc_acm"));
	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(other, 1), 1);
	cusb_device_free(dev);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	CHECK_INT(cusb_is_kernel_driver_active(other, 1), 1);
	cusb_device_free(other);
}

CASE_ONLY(auto_detach_survives_reset, WORLD_VIRTUAL, NO_DRIVER_FITS)
{
	struct cusb_device *dev = plug_with_driver(0), *other = find_again(dev);

	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_reset(dev));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_ONLY(no_permission, WORLD_VIRTUAL, "the guest has no other user than root")
{
	struct cusb_device *dev = NULL;
	const char *name = world_plug("loopback"), *text = NULL;

	cusb_virtual_set_access(world.kernel, name, -EACCES);
	dev = find_name(name);
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Loopback ∞ Übungsgerät");
	CHECK_INT(cusb_open(dev), -EACCES);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EACCES);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, GUARD_MS), -EACCES);
	CHECK_INT(cusb_claim_interface(dev, 0), -EACCES);
	CHECK_INT(cusb_set_configuration(dev, 1), -EACCES);
	CHECK_INT(cusb_reset(dev), -EACCES);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), -EACCES);
	CHECK(!cusb_is_open(dev));
	cusb_virtual_set_access(world.kernel, name, 0);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}
