/* SPDX-License-Identifier: MIT */
/* Which configuration a device is in, and changing it. */
#define CASES_SHARE 1

#include <errno.h>

#include "fixture.h"
#include "seam.h"

static int active_value(struct cusb_device *dev)
{
	const struct cusb_configuration *cfg = NULL;

	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK(cfg->device == dev);
	return cfg->bConfigurationValue;
}

CASE_NEEDS(the_kernel_has_configured_the_device, NEED_SETTINGS)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(active_value(dev), 1);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_get_configuration(dev), 1);
	CHECK_INT(cusb_active_configuration_value(dev), 1);
	cusb_device_free(dev);
}

CASE(set_configuration_by_value)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(active_value(dev), 2);
	CHECK_INT(cusb_get_configuration(dev), 2);
	check_loopback(dev, 0x01, 0x81, 512);
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(active_value(dev), 1);
	cusb_device_free(dev);
}

CASE(set_configuration_to_the_first)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_INT(active_value(dev), 1);
	cusb_device_free(dev);
}

CASE(set_configuration_by_object)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_configuration_select(cusb_configuration_at(dev, 1)));
	CHECK_INT(active_value(dev), 2);
	cusb_device_free(dev);
}

CASE(unconfigure)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;
	char byte = 0;

	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_OK(cusb_set_configuration(dev, 0));
	CHECK_INT(cusb_active_configuration(dev, &cfg), -EHOSTUNREACH);
	CHECK(!cfg);
	CHECK_INT(cusb_active_configuration_value(dev), -EHOSTUNREACH);
	CHECK_INT(cusb_get_configuration(dev), 0);
	CHECK_EITHER(cusb_read(dev, 0x81, &byte, 1, GUARD_MS), -EHOSTUNREACH, -ENOENT);
	CHECK_EITHER(cusb_claim_interface(dev, 0), -EHOSTUNREACH, -ENOENT);
	CHECK_EITHER(cusb_altsetting(dev, 0), -EHOSTUNREACH, -ENOENT);
	CHECK(cusb_set_altsetting(dev, 0, 0) < 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, &byte, 1, GUARD_MS), 1);
	cusb_device_free(dev);
}

CASE(configure_again_after_unconfiguring)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 0));
	CHECK_OK(cusb_set_configuration(dev, 0));
	CHECK_OK(cusb_set_configuration(dev, 1));
	check_loopback(dev, 0x01, 0x81, 1000);
	cusb_device_free(dev);
}

CASE_NEEDS(an_unknown_configuration_is_refused_without_traffic, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_OK(cusb_open(dev));
	seam_reset();
	CHECK_INT(cusb_set_configuration(dev, 3), -EINVAL);
	CHECK_INT(cusb_set_configuration(dev, -3), -EINVAL);
	CHECK_INT(cusb_set_configuration(dev, 256), -EINVAL);
	CHECK_INT(cusb_set_configuration(dev, 257), -EINVAL);
	CHECK_INT(cusb_ensure_configuration(dev, 3), -EINVAL);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, 0), 0);
	CHECK_INT(active_value(dev), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(setting_the_same_configuration_is_sent_all_the_same, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;
	char byte;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	seam_reset();
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETCONFIGURATION), 1);
	/* The device has restarted: what was in the pipe is gone. */
	CHECK_INT(cusb_read(dev, 0x81, &byte, 1, 50), -ETIMEDOUT);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(ensure_configuration_sends_only_a_change, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_INT(cusb_ensure_configuration(dev, 1), 0);
	CHECK_INT(cusb_ensure_configuration(dev, CUSB_FIRST), 0);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETCONFIGURATION), 0);
	CHECK_INT(cusb_ensure_configuration(dev, 2), 1);
	CHECK_INT(cusb_ensure_configuration(dev, 2), 0);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETCONFIGURATION), 1);
	CHECK_INT(cusb_ensure_configuration(dev, 0), 1);
	CHECK_INT(cusb_ensure_configuration(dev, 0), 0);
	CHECK_INT(cusb_ensure_configuration(dev, CUSB_FIRST), 1);
	CHECK_INT(active_value(dev), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE(own_claims_are_retaken_in_the_new_configuration)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_INT(cusb_claim_interface(dev, 1), -ENOENT);
	check_loopback(dev, 0x01, 0x81, 512);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(other, 0));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(claims_survive_setting_the_same_configuration)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(another_program_holding_an_interface_keeps_the_configuration)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 1));
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_set_configuration(dev, 2), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 1), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 0), -EBUSY);
	CHECK_INT(active_value(dev), 1);
	/* A claim is not lost by the attempt. */
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_release_interface(other, 0));
	CHECK_OK(cusb_set_configuration(dev, 2));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_change_by_another_program_is_seen)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	char byte = 'x';

	CHECK_INT(cusb_write(dev, 0x02, &byte, 1, GUARD_MS), 1);
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_set_configuration(other, 2));
	CHECK_INT(active_value(dev), 2);
	CHECK_INT(cusb_write(dev, 0x02, &byte, 1, GUARD_MS), -ENOENT);
	check_loopback(dev, 0x01, 0x81, 512);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* Nothing is claimed meanwhile, so nothing that was asked earlier is taken for granted. */
CASE(a_change_between_asking_and_using_is_seen)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);
	char byte = 'x';

	CHECK_INT(active_value(dev), 1);
	CHECK_OK(cusb_set_configuration(other, 2));
	CHECK_INT(cusb_write(dev, 0x02, &byte, 1, GUARD_MS), -ENOENT);
	CHECK_INT(active_value(dev), 2);
	CHECK_OK(cusb_set_configuration(other, 1));
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 1, &byte, 1, GUARD_MS), 1);
	CHECK_INT(cusb_write(dev, 0x02, &byte, 1, GUARD_MS), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_change_after_setting_it_is_seen)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_OK(cusb_set_configuration(other, 2));
	CHECK_INT(cusb_write(dev, 0x02, "x", 1, GUARD_MS), -ENOENT);
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(set_configuration_resets_altsettings)
{
	struct cusb_device *dev = plug_altsetting(1, 2);

	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_INT(cusb_get_interface(dev, 1), 0);
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
}

/* Such a device answers GET_CONFIGURATION with 0 in both states. */
CASE_NEEDS(a_configuration_0_is_distinct_from_none, NEED_NATIVE)
{
	struct cusb_device *dev = plug_fixture("zero");
	const struct cusb_configuration *cfg = NULL;

	CHECK_INT(cusb_active_configuration_value(dev), 0);
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_set_configuration(dev, CUSB_UNCONFIGURED));
	CHECK_INT(cusb_active_configuration_value(dev), -EHOSTUNREACH);
	CHECK_INT(cusb_active_configuration(dev, &cfg), -EHOSTUNREACH);
	CHECK_INT(cusb_ensure_configuration(dev, CUSB_UNCONFIGURED), 0);
	CHECK_EITHER(cusb_claim_interface(dev, 0), -EHOSTUNREACH, -ENOENT);
	CHECK_INT(cusb_get_configuration(dev), 0);
	CHECK_INT(cusb_ensure_configuration(dev, 0), 1);
	CHECK_INT(cusb_active_configuration_value(dev), 0);
	CHECK_OK(cusb_claim_interface(dev, 0));
	cusb_device_free(dev);
}

CASE(unconfigured_by_its_own_name)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, CUSB_UNCONFIGURED));
	CHECK_INT(cusb_active_configuration_value(dev), -EHOSTUNREACH);
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_INT(cusb_active_configuration_value(dev), 1);
	cusb_device_free(dev);
}
