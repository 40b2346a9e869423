/* SPDX-License-Identifier: MIT */
/* cusb_reset: what it keeps, what it does not. */
#define CASES_SHARE 1
#define CASES_NEED  NEED_RESET

#include <errno.h>

#include "seam.h"

CASE(reset_keeps_claims)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_reset(dev));
	CHECK(cusb_is_open(dev));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	check_loopback(dev, 0x01, 0x81, 700);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(reset_claims_nothing_that_was_not_claimed)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_reset(dev));
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(reset_opens_a_closed_device)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

CASE(reset_sets_altsettings_back)
{
	struct cusb_device *dev = plug_altsetting(1, 2);

	check_loopback(dev, 0x03, 0x83, 10);
	CHECK_OK(cusb_reset(dev));
	CHECK_INT(cusb_altsetting(dev, 1), cusb_get_interface(dev, 1));
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 10);
	cusb_device_free(dev);
}

CASE(reset_keeps_the_configuration)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;

	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_OK(cusb_reset(dev));
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, 2);
	CHECK_INT(cusb_get_configuration(dev), 2);
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

CASE(reset_restarts_the_device)
{
	struct cusb_device *dev = plug_loopback();
	char byte;

	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_OK(cusb_reset(dev));
	CHECK_INT(cusb_read(dev, 0x81, &byte, 1, 50), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(reset_keeps_the_object_the_same_device)
{
	struct cusb_device *dev = plug_loopback(), *other;

	CHECK_OK(cusb_reset(dev));
	other = find_again(dev);
	CHECK_INT(other->address, dev->address);
	CHECK_OK(cusb_reset(dev));
	CHECK_OK(cusb_reset(dev));
	check_loopback(other, 0x01, 0x81, 10);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_halt_ends_with_reset)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x01)));
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

CASE(reset_of_an_unplugged_device)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);

	CHECK_OK(cusb_open(dev));
	world_unplug(name);
	CHECK_INT(cusb_reset(dev), -ENODEV);
	cusb_close(dev);
	CHECK_INT(cusb_reset(dev), -ENODEV);
	cusb_device_free(dev);
}

#define NEVER_CHANGES "no device served to vhci_hcd comes back from a reset as another"

/* What is in the port now is not this object's device, whatever it answers to. */
CASE_ONLY(a_device_that_comes_back_as_another, WORLD_VIRTUAL, NEVER_CHANGES)
{
	struct cusb_device *dev = plug_loopback(), *new = NULL;

	CHECK_OK(cusb_claim_interface(dev, 0));
	virtual_kernel_change_on_reset(world.kernel, dev->name, cusb_virtual_find_model("full"));
	CHECK_INT(cusb_reset(dev), -ENODEV);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -ENODEV);
	CHECK_INT(cusb_claim_interface(dev, 0), -ENODEV);
	CHECK_INT(cusb_reset(dev), -ENODEV);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend, name, dev->name), &new));
	CHECK_INT(new->idProduct, 0x12);
	check_loopback(new, 0x01, 0x81, 100);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, NULL, 0, GUARD_MS), -ENODEV);
	cusb_device_free(new);
	cusb_device_free(dev);
}

CASE_ONLY(a_device_that_does_not_come_back, WORLD_VIRTUAL, NEVER_CHANGES)
{
	struct cusb_device *dev = plug_loopback();

	virtual_kernel_change_on_reset(world.kernel, dev->name, NULL);
	CHECK_INT(cusb_reset(dev), -ENODEV);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -ENODEV);
	cusb_device_free(dev);
}

/* The reset itself has worked, but the claim is lost. */
CASE_NEEDS(a_claim_that_cannot_be_retaken_is_reported, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE, 1, 1, -ENOENT);
	CHECK_INT(cusb_reset(dev), -ENOENT);
	CHECK(seam_failed());
	/* It no longer counts as claimed, so the next use claims it. */
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK(seam_count(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE) >= 3);
	cusb_device_free(dev);
	seam_end();
}

CASE_ONLY(a_driver_that_slips_in_has_to_go_again, WORLD_VIRTUAL, "no driver fits the devices")
{
	struct cusb_device *dev = plug_loopback();

	/* Bound before the claim by hand, so that the kernel offers it the interface again. */
	CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 0, "usbtest"));
	CHECK_OK(cusb_detach_kernel_driver(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 10);
	/* Detached by hand, it is not attached by itself. */
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0), 0);
	cusb_device_free(dev);
}

CASE_NEEDS(a_reset_that_is_refused_keeps_claims, NEED_NATIVE)
{
	static const int refusals[] = {-EINPROGRESS, -EACCES, -EINVAL};
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL, *other;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	other = find_name(dev->name);
	CHECK_OK(cusb_claim_interface(dev, 0));
	for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
		seam_fail(VIRTUAL_IOCTL, USBDEVFS_RESET, 1, 1, refusals[i]);
		CHECK_INT(cusb_reset(dev), refusals[i]);
		CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	}
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(other);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(a_reset_that_fails_leaves_the_device_usable, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_RESET, 1, 1, -EIO);
	CHECK_INT(cusb_reset(dev), -EIO);
	check_loopback(dev, 0x01, 0x81, 10);
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
	seam_end();
}
