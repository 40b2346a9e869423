/* SPDX-License-Identifier: MIT */
/* Rights on an open device, given up for good. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>

#include "seam.h"

CASE(interfaces_outside_the_mask_are_refused)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_drop_privileges(dev, 1 << 0));
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_INT(cusb_claim_interface(dev, 1), -EACCES);
	CHECK_INT(cusb_set_altsetting(dev, 1, 1), -EACCES);
	/* Rights that are gone do not come back. */
	CHECK_OK(cusb_drop_privileges(dev, 0xffffffff));
	CHECK_INT(cusb_claim_interface(dev, 1), -EACCES);
	cusb_device_free(dev);
}

CASE(second_call_can_only_take_more)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_drop_privileges(dev, 3));
	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_drop_privileges(dev, 2));
	CHECK_INT(cusb_claim_interface(dev, 0), -EACCES);
	CHECK_OK(cusb_release_interface(dev, 1));
	CHECK_OK(cusb_claim_interface(dev, 1));
	cusb_device_free(dev);
}

CASE(drivers_cannot_be_touched)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_drop_privileges(dev, 0xffffffff));
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), -EACCES);
	cusb_device_free(dev);
}

CASE_ONLY(driver_stays_with_its_interface, WORLD_VIRTUAL,
	  "in a real kernel no driver fits the virtual devices")
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 0, "usbtest"));
	CHECK_OK(cusb_drop_privileges(dev, 0xffffffff));
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), -EACCES);
	cusb_set_auto_detach(dev, true);
	CHECK_INT(cusb_claim_interface(dev, 0), -EACCES);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 1);
	cusb_device_free(dev);
}

CASE(reset_is_refused_while_another_holds_an_interface)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_drop_privileges(dev, 0xffffffff));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_INT(cusb_reset(dev), -EACCES);
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_release_interface(other, 1));
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(rights_come_back_with_the_next_opening)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_drop_privileges(dev, 0));
	CHECK_INT(cusb_claim_interface(dev, 0), -EACCES);
	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE(kernel_without_it)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_DROP_PRIVILEGES, 1, 1, -ENOTTY);
	CHECK_INT(cusb_drop_privileges(dev, 0), -ENOSYS);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
	seam_end();
}
