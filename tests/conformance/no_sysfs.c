/* SPDX-License-Identifier: MIT */
/* Without sysfs: devices are found by their nodes, and tell about themselves. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "seam.h"

static struct cusb_backend *begin(void)
{
	const struct cusb_usbfs_options options = {.sysfs_root = "/nowhere"};

	return seam_begin_with(&options);
}

static struct cusb_device *find(struct cusb_backend *backend, const char *name)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, name), &dev));
	CHECK_OK(cusb_set_default_timeout(dev, GUARD_MS));
	return dev;
}

CASE(devices_are_found_by_their_nodes)
{
	struct cusb_device *with = plug_loopback(), *dev;
	struct cusb_backend *backend = begin();

	dev = find(backend, with->name);
	CHECK_INT(dev->bus, with->bus);
	CHECK_INT(dev->address, with->address);
	CHECK_INT(dev->port_count, with->port_count);
	CHECK_BYTES(dev->port_numbers, with->port_numbers, sizeof dev->port_numbers);
	CHECK_INT(dev->configuration_count, with->configuration_count);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	cusb_device_free(dev);
	cusb_device_free(with);
	seam_end();
}

CASE(as_many_are_found_as_with_sysfs)
{
	struct cusb_device **with = NULL, **without = NULL;
	struct cusb_backend *backend;
	ssize_t count;

	world_plug("loopback");
	world_plug("super");
	world_plug("loopback");
	backend = begin();
	count = cusb_find_all(CUSB_MATCH(backend, world.backend), &with);
	CHECK(count >= 4);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, backend), &without), count);
	for (ssize_t i = 0; i < count; i++) {
		CHECK_STR(without[i]->name, with[i]->name);
		CHECK_INT(without[i]->idProduct, with[i]->idProduct);
		CHECK_INT(cusb_device_speed(without[i]), cusb_device_speed(with[i]));
	}
	cusb_free_list(with);
	cusb_free_list(without);
	seam_end();
}

CASE(device_works_and_tells_its_settings_itself)
{
	const char *name = world_plug("loopback"), *text = NULL;
	const struct cusb_configuration *cfg = NULL;
	struct cusb_device *dev = find(begin(), name);

	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, 1);
	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	cusb_close(dev);
	CHECK_INT(cusb_altsetting(dev, 1), 0);
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Loopback ∞ Übungsgerät");
	check_loopback(dev, 0x01, 0x81, 5000);
	CHECK_OK(cusb_set_configuration(dev, 2));
	cusb_close(dev);
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, 2);
	CHECK_OK(cusb_reset(dev));
	check_loopback(dev, 0x01, 0x81, 5000);
	cusb_device_free(dev);
	seam_end();
}

static int has_serial_number(struct cusb_device *dev, void *wanted)
{
	const char *text = NULL;
	int err = cusb_serial_number(dev, &text);

	cusb_close(dev);
	return err == 0 && strcmp(text, wanted) == 0;
}

/* Strings are matched without opening, so only a custom match may ask the device for them. */
CASE(device_can_be_found_by_what_its_strings_say)
{
	static char wanted[] = "0001-π";
	struct cusb_backend *backend;
	struct cusb_device *dev = NULL;

	world_plug("stall");
	world_plug("loopback");
	backend = begin();
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe, serial_number, wanted),
			    &dev),
		  -ENODEV);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe, custom_device,
				      has_serial_number, user, wanted),
			   &dev));
	CHECK_INT(dev->idProduct, 1);
	cusb_device_free(dev);
	seam_end();
}

CASE(unplugged_device_is_gone)
{
	const char *name = world_plug("loopback");
	struct cusb_backend *backend = begin();
	struct cusb_device *open = find(backend, name), *closed = find(backend, name), *dev = NULL;

	check_loopback(open, 0x01, 0x81, 100);
	world_unplug(name);
	CHECK_INT(cusb_write(open, 0x01, "x", 1, GUARD_MS), -ENODEV);
	CHECK_INT(cusb_open(closed), -ENODEV);
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend, name, name), &dev), -ENODEV);
	cusb_device_free(open);
	cusb_device_free(closed);
	seam_end();
}

CASE(node_that_may_only_be_read_is_named_by_its_place)
{
	struct cusb_device *with = plug_loopback(), *dev = NULL;
	struct cusb_backend *backend = begin();
	char name[16];

	/* Every attempt to open for writing: one for each node, each followed by one for reading.
	 */
	seam_refuse_writing(-EACCES);
	snprintf(name, sizeof name, "%03u/%03u", with->bus, with->address);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	CHECK_STR(dev->name, name);
	CHECK_INT(dev->bus, with->bus);
	CHECK_INT(dev->address, with->address);
	CHECK_INT(dev->port_count, 0);
	CHECK_INT(dev->idProduct, with->idProduct);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_UNKNOWN);
	CHECK_INT(cusb_open(dev), -EACCES);
	seam_refuse_writing(0);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
	cusb_device_free(with);
	seam_end();
}

CASE(neither_sysfs_nor_nodes)
{
	const struct cusb_usbfs_options options = {.sysfs_root = "/nowhere",
						   .device_root = "/nowhere"};
	struct cusb_backend *backend;
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	backend = seam_begin_with(&options);
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend), &dev), -ENODEV);
	seam_end();
}
