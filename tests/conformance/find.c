/* SPDX-License-Identifier: MIT */
/* cusb_find and cusb_find_all: what matches, and what a match may do. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define OURS(...) CUSB_MATCH(backend, world.backend, idVendor, 0xfffe, __VA_ARGS__)

/* How many of our devices match; the first of them must be `dev` when there is one. */
static ssize_t count_matches(const struct cusb_match *match, const struct cusb_device *dev)
{
	struct cusb_device **list = NULL;
	ssize_t count = cusb_find_all(match, &list);

	CHECK(count >= 0);
	CHECK(list);
	CHECK(count == 0 || cusb_same_device(list[0], dev));
	CHECK(list[count] == NULL);
	cusb_free_list(list);
	return count;
}

#define CHECK_FIELD(dev, field, value, other)                                                      \
	do {                                                                                       \
		CHECK_INT(count_matches(OURS(field, value), dev), 1);                              \
		CHECK_INT(count_matches(OURS(field, other), dev), 0);                              \
	} while (0)

CASE(find_by_each_number_of_the_device_descriptor)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_FIELD(dev, bLength, 18, 9);
	CHECK_FIELD(dev, bDescriptorType, 1, 2);
	CHECK_FIELD(dev, bcdUSB, 0x0200, 0x0110);
	CHECK_FIELD(dev, bDeviceClass, dev->bDeviceClass, 9);
	CHECK_FIELD(dev, bDeviceSubClass, dev->bDeviceSubClass, 77);
	CHECK_FIELD(dev, bDeviceProtocol, dev->bDeviceProtocol, 77);
	CHECK_FIELD(dev, bMaxPacketSize0, 64, 8);
	CHECK_FIELD(dev, idVendor, 0xfffe, 0xfffd);
	CHECK_FIELD(dev, idProduct, 1, 0x10001);
	CHECK_FIELD(dev, bcdDevice, 0x0100, 0);
	CHECK_FIELD(dev, iManufacturer, 1, 0);
	CHECK_FIELD(dev, iProduct, 2, 0);
	CHECK_FIELD(dev, iSerialNumber, 3, 0);
	CHECK_FIELD(dev, bNumConfigurations, 2, 0);
	cusb_device_free(dev);
}

CASE(find_by_place_and_speed)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_FIELD(dev, bus, dev->bus, dev->bus + 256);
	CHECK_FIELD(dev, address, dev->address, dev->address + 256);
	CHECK_FIELD(dev, port_number, dev->port_numbers[dev->port_count - 1], 99);
	CHECK_FIELD(dev, speed, CUSB_SPEED_HIGH, CUSB_SPEED_FULL);
	CHECK_FIELD(dev, name, dev->name, "1-99");
	CHECK_FIELD(dev, name, dev->name, "");
	cusb_device_free(dev);
}

CASE(find_by_port_path)
{
	struct cusb_device *dev = plug_loopback();
	char path[32];

	snprintf(path, sizeof path, "%d", dev->port_numbers[0]);
	CHECK_INT(dev->port_count, 1);
	CHECK_FIELD(dev, port_numbers, path, "99");
	CHECK_INT(count_matches(OURS(port_numbers, ""), dev), 0);
	cusb_device_free(dev);
}

CASE_NEEDS(find_by_strings, NEED_STRINGS)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_FIELD(dev, manufacturer, "Prüfstand für USB", "Prüfstand");
	CHECK_FIELD(dev, product, "Loopback ∞ Übungsgerät", "loopback ∞ übungsgerät");
	CHECK_FIELD(dev, serial_number, "0001-π", "");
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(zero_is_a_value)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_FIELD(dev, bDeviceSubClass, 0, 1);
	CHECK_INT(count_matches(OURS(idProduct, 0), NULL), 0);
	cusb_device_free(dev);
}

CASE_NEEDS(all_pairs_must_hold, NEED_STRINGS)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(count_matches(OURS(idProduct, 1, bus, dev->bus, serial_number, "0001-π", speed,
				     CUSB_SPEED_HIGH),
				dev),
		  1);
	CHECK_INT(count_matches(OURS(idProduct, 1, bus, dev->bus, serial_number, "0001-π", speed,
				     CUSB_SPEED_LOW),
				dev),
		  0);
	cusb_device_free(dev);
}

CASE(a_field_devices_do_not_have_is_an_error)
{
	struct cusb_device *dev = NULL, **list = NULL;

	world_plug("loopback");
	CHECK_INT(cusb_find(OURS(bInterfaceClass, 0xff), &dev), -EINVAL);
	CHECK_INT(cusb_find(OURS(bConfigurationValue, 1), &dev), -EINVAL);
	CHECK_INT(cusb_find(OURS(bEndpointAddress, 1), &dev), -EINVAL);
	CHECK_INT(cusb_find(OURS(bmAttributes, 1), &dev), -EINVAL);
	CHECK_INT(cusb_find(OURS(direction, 0), &dev), -EINVAL);
	CHECK_INT(cusb_find_all(OURS(bInterfaceNumber, 0), &list), -EINVAL);
	CHECK(!dev && !list);
}

/* Also when no device gets as far as having the field looked at. */
CASE(an_impossible_field_is_an_error_without_devices)
{
	struct cusb_device *dev = NULL;

	CHECK_INT(
		cusb_find(CUSB_MATCH(backend, world.backend, idVendor, 0xffff, bInterfaceClass, 3),
			  &dev),
		-EINVAL);
	CHECK(!dev);
}

static int no_endpoint(const struct cusb_endpoint *ep, void *user)
{
	(void)ep;
	(void)user;
	return 1;
}

CASE(a_custom_match_of_another_level_is_an_error)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_INT(cusb_find(OURS(custom_endpoint, no_endpoint), &dev), -EINVAL);
	CHECK(!dev);
}

CASE(nothing_found)
{
	struct cusb_device *dev = NULL, **list = NULL;

	world_plug("stall");
	CHECK_INT(cusb_find(OURS(idProduct, 1), &dev), -ENODEV);
	CHECK(!dev);
	CHECK_INT(cusb_find_all(OURS(idProduct, 1), &list), 0);
	CHECK(list && !list[0]);
	cusb_free_list(list);
	cusb_free_list(NULL);
	cusb_device_free(NULL);
}

CASE_NEEDS(null_matches_any_device, NEED_HUBS)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	cusb_set_default_backend(world.backend);
	CHECK_OK(cusb_find(NULL, &dev)); /* a root hub comes first */
	CHECK_INT(dev->port_count, 0);
	cusb_device_free(dev);
}

struct asked {
	int answer, calls;
	const struct cusb_device *seen;
};

static int ask(struct cusb_device *dev, void *user)
{
	struct asked *asked = user;

	asked->calls++;
	asked->seen = dev;
	CHECK_INT(dev->idVendor, 0xfffe);
	CHECK(!cusb_is_open(dev));
	return asked->answer;
}

CASE(custom_match_takes)
{
	struct asked asked = {1, 0, NULL};
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(OURS(custom_device, ask, user, &asked), &dev));
	CHECK_INT(asked.calls, 1);
	CHECK(asked.seen == dev);
	cusb_device_free(dev);
}

CASE(custom_match_skips)
{
	struct asked asked = {0, 0, NULL};
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	world_plug("nak");
	CHECK_INT(cusb_find(OURS(custom_device, ask, user, &asked), &dev), -ENODEV);
	CHECK_INT(asked.calls, 2);
	CHECK(!dev);
}

CASE(custom_match_stops)
{
	struct asked asked = {-EOWNERDEAD, 0, NULL};
	struct cusb_device *dev = NULL, **list = NULL;

	world_plug("loopback");
	world_plug("nak");
	CHECK_INT(cusb_find(OURS(custom_device, ask, user, &asked), &dev), -EOWNERDEAD);
	CHECK_INT(asked.calls, 1);
	CHECK_INT(cusb_find_all(OURS(custom_device, ask, user, &asked), &list), -EOWNERDEAD);
	CHECK_INT(asked.calls, 2);
	CHECK(!dev && !list);
}

CASE(custom_match_is_asked_only_about_what_the_fields_let_through)
{
	struct asked asked = {1, 0, NULL};
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	world_plug("nak");
	/* The order of the pairs does not matter. */
	CHECK_OK(cusb_find(CUSB_MATCH(custom_device, ask, user, &asked, idProduct, 3, idVendor,
				      0xfffe, backend, world.backend),
			   &dev));
	CHECK_INT(asked.calls, 1);
	CHECK_INT(dev->idProduct, 3);
	cusb_device_free(dev);
}

static int has_no_user(struct cusb_device *dev, void *user)
{
	(void)dev;
	return user == NULL;
}

CASE(custom_match_without_user_gets_null)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(OURS(custom_device, has_no_user), &dev));
	cusb_device_free(dev);
}

/* What the custom match may do with a device: all but free it. */
static int reads_and_writes(struct cusb_device *dev, void *user)
{
	const char *text = NULL;
	char buffer[4] = "ask";

	(void)user;
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Loopback ∞ Übungsgerät");
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 3, GUARD_MS), 3);
	memset(buffer, 0, sizeof buffer);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 3, GUARD_MS), 3);
	CHECK_BYTES(buffer, "ask", 3);
	return 0;
}

CASE(custom_match_may_talk_to_the_device)
{
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_INT(cusb_find(OURS(custom_device, reads_and_writes), &dev), -ENODEV);
}
