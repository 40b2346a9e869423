/* SPDX-License-Identifier: MIT */
/* Several devices: identical ones, order, what is found of each, lifetime of what was found. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "seam.h"

#define OURS(...) CUSB_MATCH(backend, world.backend, idVendor, 0xfffe, __VA_ARGS__)

CASE(identical_devices_are_told_apart_by_address_and_name)
{
	struct cusb_device *a = plug_loopback(), *b = plug_loopback(), *found = NULL;

	CHECK(strcmp(a->name, b->name) != 0);
	CHECK(a->bus != b->bus || a->address != b->address);
	CHECK(!cusb_same_device(a, b));
	CHECK_OK(cusb_find(OURS(bus, b->bus, address, b->address), &found));
	CHECK(cusb_same_device(found, b));
	CHECK_STR(found->name, b->name);
	cusb_device_free(found);
	CHECK_OK(cusb_find(OURS(bus, b->bus, port_number, b->port_numbers[0]), &found));
	CHECK(cusb_same_device(found, b));
	cusb_device_free(found);
	cusb_device_free(a);
	cusb_device_free(b);
}

CASE(identical_devices_do_not_share_anything)
{
	struct cusb_device *a = plug_loopback(), *b = plug_loopback();
	char got[8];

	CHECK_INT(cusb_write(a, 0x01, "first", 5, GUARD_MS), 5);
	CHECK_INT(cusb_write(b, 0x01, "second", 6, GUARD_MS), 6);
	CHECK_INT(cusb_read(a, 0x81, got, 8, GUARD_MS), 5);
	CHECK_BYTES(got, "first", 5);
	CHECK_INT(cusb_read(b, 0x81, got, 8, GUARD_MS), 6);
	CHECK_BYTES(got, "second", 6);
	cusb_device_free(a);
	cusb_device_free(b);
}

CASE_NEEDS(devices_with_different_serials, NEED_STRINGS)
{
	struct cusb_device *found = NULL;

	world_plug("loopback");
	world_plug("stall");
	world_plug("nak");
	CHECK_OK(cusb_find(OURS(serial_number, "0003"), &found));
	CHECK_INT(found->idProduct, 3);
	cusb_device_free(found);
}

CASE(find_all_counts)
{
	struct cusb_device **list = NULL;

	world_plug("loopback");
	world_plug("stall");
	world_plug("loopback");
	CHECK_INT(cusb_find_all(OURS(idProduct, 1), &list), 2);
	CHECK(list[0] && list[1] && !list[2]);
	CHECK(!cusb_same_device(list[0], list[1]));
	cusb_free_list(list);
	CHECK_INT(cusb_find_all(OURS(bcdDevice, 0x0100), &list), 3);
	cusb_free_list(list);
}

/* Below 0 when a is before b: by bus, then by port path. */
static int order(const struct cusb_device *a, const struct cusb_device *b)
{
	if (a->bus != b->bus)
		return a->bus - b->bus;
	for (size_t i = 0; i < a->port_count && i < b->port_count; i++)
		if (a->port_numbers[i] != b->port_numbers[i])
			return a->port_numbers[i] - b->port_numbers[i];
	return a->port_count - b->port_count;
}

CASE_NEEDS(devices_come_in_order_of_bus_and_port, NEED_HUBS)
{
	struct cusb_device **list = NULL, *first = NULL;
	ssize_t count;

	world_plug("super");
	for (int i = 0; i < 10; i++)
		world_plug(i % 2 ? "loopback" : "low");
	count = cusb_find_all(CUSB_MATCH(backend, world.backend), &list);
	CHECK(count >= 12); /* root hubs too */
	for (ssize_t i = 1; i < count; i++)
		CHECK(order(list[i - 1], list[i]) < 0);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend), &first));
	CHECK(cusb_same_device(first, list[0]));
	cusb_device_free(first);
	cusb_free_list(list);
}

CASE(a_device_outlives_its_list)
{
	struct cusb_device **list = NULL, *kept;

	world_plug("loopback");
	CHECK_INT(cusb_find_all(OURS(idProduct, 1), &list), 1);
	kept = cusb_device_ref(list[0]);
	CHECK(kept == list[0]);
	cusb_free_list(list);
	check_loopback(kept, 0x01, 0x81, 100);
	cusb_device_free(kept);
}

CASE(the_last_reference_closes)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	cusb_device_ref(dev);
	cusb_device_free(dev);
	CHECK(cusb_is_open(dev));
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	cusb_device_free(dev);
	CHECK_OK(cusb_claim_interface(other, 0));
	cusb_device_free(other);
}

CASE_NEEDS(finding_opens_nothing, NEED_STRINGS)
{
	struct cusb_device *dev = plug_loopback();
	const char *text = NULL;

	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_OK(cusb_serial_number(dev, &text));
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(speed_of_each)
{
	static const struct {
		const char *model;
		int speed;
		unsigned int bMaxPacketSize0;
	} speeds[] = {{"low", CUSB_SPEED_LOW, 8},
		      {"full", CUSB_SPEED_FULL, 64},
		      {"loopback", CUSB_SPEED_HIGH, 64},
		      {"super", CUSB_SPEED_SUPER, 9}};

	for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
		struct cusb_device *dev = plug(speeds[i].model);

		CHECK_INT(cusb_device_speed(dev), speeds[i].speed);
		CHECK_INT(cusb_device_speed(dev), speeds[i].speed);
		CHECK_INT(dev->bMaxPacketSize0, speeds[i].bMaxPacketSize0);
		cusb_device_free(dev);
	}
}

CASE_NEEDS(parent_is_the_root_hub, NEED_HUBS)
{
	struct cusb_device *dev = plug_loopback(), *hub = NULL, *none = NULL;

	CHECK_OK(cusb_parent(dev, &hub));
	CHECK_INT(hub->bDeviceClass, CUSB_CLASS_HUB);
	CHECK_INT(hub->bus, dev->bus);
	CHECK_INT(hub->port_count, 0);
	CHECK_INT(hub->address, 1);
	CHECK(strncmp(hub->name, "usb", 3) == 0);
	CHECK_INT(cusb_parent(hub, &none), -EISDIR);
	CHECK(!none);
	cusb_device_free(hub);
	cusb_device_free(dev);
}

CASE_NEEDS(root_hubs_have_port_number_zero, NEED_HUBS)
{
	struct cusb_device **list = NULL;
	ssize_t count;

	world_plug("loopback");
	count = cusb_find_all(CUSB_MATCH(backend, world.backend, port_number, 0), &list);
	CHECK(count > 0);
	for (ssize_t i = 0; i < count; i++)
		CHECK_INT(list[i]->port_count, 0);
	cusb_free_list(list);
}

CASE_ONLY(a_device_behind_hubs_has_its_path, WORLD_VIRTUAL,
	  "vhci_hcd has no hubs but its root; real_devices.c has one of QEMU's")
{
	struct cusb_device *dev;

	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-2.3.4"));
	CHECK_OK(cusb_find(OURS(bus, 1, port_numbers, "2.3.4"), &dev));
	CHECK_INT(dev->port_count, 3);
	CHECK_BYTES(dev->port_numbers, "\2\3\4", 3);
	CHECK_STR(dev->name, "1-2.3.4");
	cusb_device_free(dev);
	CHECK_OK(cusb_find(OURS(port_number, 4), &dev));
	cusb_device_free(dev);
	CHECK_INT(cusb_find(OURS(port_numbers, "2.3"), &dev), -ENODEV);
}

CASE(a_malformed_device_does_not_spoil_the_search)
{
	struct cusb_device **list = NULL;

	world_plug("malformed");
	world_plug("loopback");
	CHECK_INT(cusb_find_all(OURS(bcdDevice, 0x0100), &list), 2);
	cusb_free_list(list);
}

/* Whatever cannot be opened or read at whatever moment: the other device is found. */
static void check_search(enum virtual_call call, unsigned int first_nth, int err)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device **list = NULL;
	ssize_t count;

	for (unsigned int nth = first_nth;; nth++) {
		seam_reset();
		seam_fail(call, 0, nth, 1, err);
		count = cusb_find_all(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &list);
		CHECK_EITHER(count, 1, 2);
		cusb_free_list(list);
		if (!seam_failed())
			break;
	}
	CHECK_INT(count, 2);
	seam_end();
}

CASE_NEEDS(a_device_that_cannot_be_read_does_not_spoil_the_search, NEED_NATIVE)
{
	world_plug("loopback");
	world_plug("stall");
	check_search(VIRTUAL_OPENAT, 2, -ENOENT); /* the first is the directory of devices */
	check_search(VIRTUAL_OPENAT, 2, -EACCES);
	check_search(VIRTUAL_PREAD, 1, -ENODEV);
	check_search(VIRTUAL_PREAD, 1, -EIO);
}

CASE(an_unplugged_device_is_not_found)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = NULL;

	world_unplug(name);
	CHECK_INT(cusb_find(OURS(idProduct, 1), &dev), -ENODEV);
}
