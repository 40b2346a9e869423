/* SPDX-License-Identifier: MIT */
/*
 * Faults of PyUSB that are not repeated and that no other topic here shows. The others: silent
 * wrap-around in control and errors; endpoint objects by address only, assumed altsettings in
 * altsetting; own claims in the way of set_configuration in configuration; halts for
 * FUNCTION_SUSPEND in requests; languages lost after one error in strings; the wrong device after
 * replugging in unplug; counts lost by errors in errors and timeouts; mA of SuperSpeed and the
 * endpoint past the last in descriptors; a failed reset in reset.
 */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "seam.h"

/* The recipient is five bits wide: 5 is not an interface, although its low bits are. */
CASE(a_reserved_recipient_claims_nothing)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	char byte = 0;

	CHECK_INT(cusb_ctrl_transfer(dev, 0x25, 0, 0, 1, &byte, 1, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_INT(cusb_ctrl_transfer(dev, 0x25, 0, 0, 1, &byte, 1, GUARD_MS), -EPIPE);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE_NEEDS(a_release_that_fails_still_counts_as_released, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_RELEASEINTERFACE, 1, 1, -EIO);
	CHECK_INT(cusb_release_interface(dev, 0), -EIO);
	CHECK_OK(cusb_release_interface(dev, 0));
	seam_reset();
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_CLAIMINTERFACE), 1);
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(disposing_goes_on_after_a_release_that_fails, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL, *other;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_RELEASEINTERFACE, 1, 9, -EIO);
	cusb_dispose_resources(dev);
	CHECK_INT(seam_open_fds(), 0);
	other = find_name(dev->name);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
	seam_end();
}

/* An altsetting that could not be set has not been remembered either. */
CASE_NEEDS(a_failed_set_altsetting_changes_nothing, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 600);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE, 1, 1, -EPIPE);
	CHECK_INT(cusb_set_altsetting(dev, 1, 2), -EPIPE);
	CHECK_INT(cusb_altsetting(dev, 1), 1);
	check_loopback(dev, 0x03, 0x83, 600);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(a_failed_set_configuration_changes_nothing, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	const struct cusb_configuration *cfg = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	check_loopback(dev, 0x02, 0x82, 10);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_SETCONFIGURATION, 1, 1, -EPIPE);
	CHECK_INT(cusb_set_configuration(dev, 2), -EPIPE);
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, 1);
	check_loopback(dev, 0x02, 0x82, 10);
	cusb_device_free(dev);
	seam_end();
}

/* An error while looking is no match, and is told by nothing but the log; the search goes on. */
CASE_ONLY(an_unreadable_string_is_no_match, WORLD_VIRTUAL,
	  "a real kernel always answers reads of a string's attribute")
{
	static const char tree[] =
		"D 1-9\nA busnum=1\nA devnum=99\nA speed=480\nA dev=189:98\n"
		"R product=EIO\n"
		"H descriptors=12 01 00 02 00 00 00 40 fe ff 01 00 00 01 01 02 03 00\n";
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(virtual_kernel_load_tree(world.kernel, tree));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend, name, "1-9"), &dev));
	cusb_device_free(dev);
	dev = NULL;
	CHECK_INT(cusb_find(CUSB_MATCH(backend, world.backend, name, "1-9", product, ""), &dev),
		  -ENODEV);
	CHECK(!dev);
	CHECK_OK(cusb_find(
		CUSB_MATCH(backend, world.backend, idProduct, 1, product, "Loopback ∞ Übungsgerät"),
		&dev));
	cusb_device_free(dev);
}

/* As umockdev gives it. */
CASE_ONLY(a_recorded_device_without_dev_is_found, WORLD_VIRTUAL, "a real kernel always has `dev`")
{
	static const char tree[] =
		"D 1-9\nA busnum=1\nA devnum=99\nA speed=480\nA product=Recorded\n"
		"H descriptors=12 01 00 02 00 00 00 40 fe ff 01 00 00 01 01 02 03 00\n";
	struct cusb_device *dev = NULL;
	const char *product = NULL;

	CHECK_OK(virtual_kernel_load_tree(world.kernel, tree));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend, name, "1-9"), &dev));
	CHECK_INT(dev->address, 99);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_OK(cusb_product(dev, &product));
	CHECK_STR(product, "Recorded");
	cusb_device_free(dev);
}

/* USB 2.00 and device 1.00 are told in the binary coded decimals they are. */
CASE(versions_are_described_as_written)
{
	struct cusb_device *dev = plug("super");
	char text[8192];

	cusb_describe_device(dev, text, sizeof text);
	CHECK(strstr(text, "3.2"));
	CHECK(!strstr(text, "3.32"));
	cusb_device_free(dev);
}
