/* SPDX-License-Identifier: MIT */
/* Alternate settings: as they are, set, left by others, and the endpoints they bring and take. */
#define CASES_SHARE 1

#include <errno.h>
#include <limits.h>

#include "seam.h"

CASE_NEEDS(altsettings_begin_at_zero, NEED_SETTINGS)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_altsetting(dev, 0), 0);
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_altsetting(dev, 2), -ENOENT);
	CHECK_EITHER(cusb_altsetting(dev, 257), -ENOENT, -EINVAL);
	CHECK_INT(cusb_get_interface(dev, 1), 0);
	cusb_device_free(dev);
}

CASE(set_altsetting_by_numbers)
{
	struct cusb_device *dev = plug_loopback();

	for (int alternate = 2; alternate >= 0; alternate--) {
		CHECK_OK(cusb_set_altsetting(dev, 1, alternate));
		CHECK_INT(cusb_altsetting(dev, 1), alternate);
		CHECK_INT(cusb_get_interface(dev, 1), alternate);
	}
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	cusb_device_free(dev);
}

CASE(set_altsetting_by_object)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_interface_set_altsetting(cusb_interface_at(dev->configurations, 1, 2)));
	CHECK_INT(cusb_altsetting(dev, 1), 2);
	cusb_device_free(dev);
}

CASE(set_altsetting_with_nothing_given)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	CHECK_OK(cusb_set_altsetting(dev, 1, CUSB_FIRST));
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_OK(cusb_set_altsetting(dev, CUSB_FIRST, CUSB_FIRST));
	CHECK_INT(cusb_altsetting(dev, 0), 0);
	CHECK_INT(cusb_set_altsetting(dev, CUSB_FIRST, 1), -EINVAL);
	cusb_device_free(dev);
}

CASE_NEEDS(an_unknown_altsetting_is_refused_without_traffic, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_INT(cusb_set_altsetting(dev, 1, 3), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 2, 0), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 257, 0), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 1, 256), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, -2, 0), -EINVAL);
	CHECK_INT(cusb_set_altsetting(dev, 1, INT_MIN), -EINVAL);
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 3), -EINVAL);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE), 0);
	cusb_device_free(dev);
	seam_end();
}

CASE_NEEDS(ensure_altsetting_sends_only_a_change, NEED_NATIVE)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 0), 0);
	CHECK_INT(cusb_ensure_altsetting(dev, CUSB_FIRST, CUSB_FIRST), 0);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE), 0);
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 2), 1);
	CHECK_INT(cusb_ensure_altsetting(dev, 1, 2), 0);
	CHECK_INT(cusb_altsetting(dev, 1), 2);
	CHECK_INT(seam_count(VIRTUAL_IOCTL, USBDEVFS_SETINTERFACE), 1);
	cusb_device_free(dev);
	seam_end();
}

CASE(set_altsetting_is_sent_also_when_it_is_so_already)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	char byte;

	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), 1);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	CHECK_INT(cusb_read(dev, 0x83, &byte, 1, 50), -ETIMEDOUT); /* restarted */
	cusb_device_free(dev);
}

CASE(set_altsetting_claims)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_set_altsetting(dev, 0, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(endpoints_come_and_go_with_the_altsetting)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 1000);
	CHECK_OK(cusb_set_altsetting(dev, 1, 0));
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
}

/* The same address: bulk of 512 bytes in one setting, interrupt of 64 in another. */
CASE(the_transfer_type_follows_the_altsetting)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	char buffer[512] = "";

	CHECK_INT(cusb_write(dev, 0x03, buffer, 512, GUARD_MS), 512);
	CHECK_INT(cusb_read(dev, 0x83, buffer, 512, GUARD_MS), 512);
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	check_loopback(dev, 0x03, 0x83, 64);
	check_loopback(dev, 0x03, 0x83, 1000);
	/* Packets of 64 now: the first alone fills this read. */
	CHECK_INT(cusb_write(dev, 0x03, buffer, 128, GUARD_MS), 128);
	CHECK_INT(cusb_read(dev, 0x83, buffer, 64, GUARD_MS), 64);
	CHECK_INT(cusb_read(dev, 0x83, buffer, 64, GUARD_MS), 64);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	check_loopback(dev, 0x03, 0x83, 1000);
	cusb_device_free(dev);
}

CASE(an_endpoint_object_of_another_altsetting_is_refused)
{
	struct cusb_device *dev = plug_altsetting(1, 1);
	const struct cusb_interface *bulk = cusb_interface_at(dev->configurations, 1, 1);
	const struct cusb_interface *intr = cusb_interface_at(dev->configurations, 1, 2);
	char byte;

	CHECK_INT(cusb_endpoint_write(&intr->endpoints[0], "x", 1, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_endpoint_read(&intr->endpoints[1], &byte, 1, 50), -ENOENT);
	CHECK_INT(cusb_endpoint_clear_halt(&intr->endpoints[0]), -ENOENT);
	CHECK_INT(cusb_endpoint_write(&bulk->endpoints[0], "b", 1, GUARD_MS), 1);
	CHECK_INT(cusb_endpoint_read(&bulk->endpoints[1], &byte, 1, GUARD_MS), 1);
	CHECK_INT(byte, 'b');
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	CHECK_INT(cusb_endpoint_write(&bulk->endpoints[0], "x", 1, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_endpoint_write(&intr->endpoints[0], "i", 1, GUARD_MS), 1);
	cusb_device_free(dev);
}

CASE(an_endpoint_object_of_another_configuration_is_refused)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_endpoint *one =
		cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), 0);
	const struct cusb_endpoint *two =
		cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 1), 0, 0), 0);

	CHECK_INT(cusb_endpoint_write(two, "x", 1, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_endpoint_write(one, "x", 1, GUARD_MS), 1);
	CHECK_OK(cusb_set_configuration(dev, 2));
	CHECK_INT(cusb_endpoint_write(one, "x", 1, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_endpoint_write(two, "x", 1, GUARD_MS), 1);
	cusb_device_free(dev);
}

CASE_NEEDS(an_altsetting_set_by_another_program_is_seen, NEED_SETTINGS)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_OK(cusb_set_altsetting(other, 1, 2));
	CHECK_INT(cusb_altsetting(dev, 1), 2);
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -EBUSY); /* there, but claimed */
	CHECK_OK(cusb_set_altsetting(other, 1, 0));
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* The kernel goes back to setting 0 when an interface is released. */
CASE(releasing_forgets_the_altsetting)
{
	struct cusb_device *dev = plug_altsetting(1, 1);

	check_loopback(dev, 0x03, 0x83, 10);
	CHECK_OK(cusb_release_interface(dev, 1));
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	CHECK_OK(cusb_set_altsetting(dev, 1, 2));
	check_loopback(dev, 0x03, 0x83, 10);
	cusb_device_free(dev);
}

CASE(closing_forgets_the_altsetting)
{
	struct cusb_device *dev = plug_altsetting(1, 1);

	cusb_close(dev);
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_INT(cusb_write(dev, 0x03, "x", 1, GUARD_MS), -ENOENT);
	cusb_device_free(dev);
}
