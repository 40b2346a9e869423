/* SPDX-License-Identifier: MIT */
/* The list of devices, their places and descriptors. */
#include <stdio.h>

#include "case.h"

static uint16_t product_of(libusb_device *dev)
{
	struct libusb_device_descriptor descriptor;

	CHECK_OK(libusb_get_device_descriptor(dev, &descriptor));
	return descriptor.idProduct;
}

CASE(plugged_device_is_the_same_pointer_in_each_list)
{
	libusb_device *dev;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	world_plug("nak", "1-2");
	CHECK(find(NULL, LOOPBACK) == dev);
	libusb_unref_device(dev);
	libusb_unref_device(dev);
	CHECK(find(NULL, LOOPBACK) == dev);
}

CASE(device_that_was_plugged_in_again_is_another_one)
{
	libusb_device *dev, *again = NULL;
	libusb_device_handle *handle;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	world_unplug("1-1");
	world_plug("loopback", "1-1");
	while (!again || again == dev) {
		libusb_unref_device(again);
		again = find(NULL, LOOPBACK);
	}
	CHECK_ERROR(libusb_open(dev, &handle), NO_DEVICE);
	CHECK_OK(libusb_open(again, &handle));
	CHECK(find(NULL, LOOPBACK) == again);
}

static ssize_t place_in(libusb_device **list, const libusb_device *dev)
{
	ssize_t i = 0;

	while (list[i] && list[i] != dev)
		i++;
	CHECK(list[i]);
	return i;
}

CASE(newest_device_is_the_first_and_hubs_are_older_than_what_is_behind_them)
{
	libusb_device **before, **after;
	int behind_hubs = 0;
	ssize_t count;

	world_plug_behind_hub();
	CHECK_OK(libusb_init(NULL));
	count = libusb_get_device_list(NULL, &before);
	for (ssize_t i = 0; i < count; i++) {
		libusb_device *hub = libusb_get_parent(before[i]);

		CHECK(!hub || place_in(before, hub) > i);
		behind_hubs += hub && libusb_get_parent(hub);
	}
	CHECK(behind_hubs > 0);
	CHECK(!before[count]);
	world_plug("nak", "1-2");
	while (libusb_get_device_list(NULL, &after) == count)
		libusb_free_device_list(after, 1);
	CHECK_INT(product_of(after[0]), NAK);
	CHECK(memcmp(after + 1, before, (size_t)count * sizeof(libusb_device *)) == 0);
	libusb_free_device_list(before, 1);
	libusb_free_device_list(after, 1);
}

/* The device of that name in sysfs, "1-3.2". */
static libusb_device *find_behind_hub(const char *name)
{
	unsigned int bus, first, second;
	libusb_device **list, *dev = NULL;
	ssize_t count = libusb_get_device_list(NULL, &list);

	CHECK_INT(sscanf(name, "%u-%u.%u", &bus, &first, &second), 3);
	for (ssize_t i = 0; i < count; i++) {
		uint8_t ports[8];

		if (libusb_get_bus_number(list[i]) == bus &&
		    libusb_get_port_numbers(list[i], ports, 8) == 2 && ports[0] == first &&
		    ports[1] == second)
			dev = libusb_ref_device(list[i]);
	}
	libusb_free_device_list(list, 1);
	CHECK(dev);
	return dev;
}

CASE(ports_lead_from_the_root_to_the_device)
{
	uint8_t ports[8];
	libusb_device *dev, *hub, *root;
	const char *name = world_plug_behind_hub();

	CHECK_OK(libusb_init(NULL));
	dev = find_behind_hub(name);
	CHECK_ERROR(libusb_get_port_numbers(dev, ports, 0), INVALID_PARAM);
	CHECK_ERROR(libusb_get_port_numbers(dev, ports, 1), OVERFLOW);
	CHECK_INT(libusb_get_port_numbers(dev, ports, 8), 2);
	CHECK_INT(libusb_get_port_number(dev), ports[1]);
	hub = libusb_get_parent(dev);
	CHECK_INT(libusb_get_port_number(hub), ports[0]);
	root = libusb_get_parent(hub);
	CHECK_INT(libusb_get_port_number(root), 0);
	CHECK_INT(libusb_get_port_numbers(root, ports, 8), 0);
	CHECK(!libusb_get_parent(root));
	CHECK_INT(libusb_get_bus_number(root), libusb_get_bus_number(dev));
	CHECK_INT(libusb_get_device_speed(root), LIBUSB_SPEED_HIGH);
}

CASE(descriptors_of_a_device_that_has_left_stay)
{
	struct libusb_config_descriptor *config;
	libusb_device_handle *handle;
	libusb_device *dev;

	world_plug("loopback", "1-1");
	CHECK_OK(libusb_init(NULL));
	dev = find(NULL, LOOPBACK);
	world_unplug("1-1");
	while (find(NULL, LOOPBACK))
		;
	CHECK_INT(product_of(dev), LOOPBACK);
	CHECK_OK(libusb_get_config_descriptor(dev, 0, &config));
	libusb_free_config_descriptor(config);
	CHECK_ERROR(libusb_open(dev, &handle), NO_DEVICE);
	CHECK_ERROR(libusb_get_active_config_descriptor(dev, &config), NO_DEVICE);
	libusb_unref_device(dev);
}

CASE(configurations_are_found_by_index_by_value_and_as_the_active_one)
{
	struct libusb_config_descriptor *config;
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);
	libusb_device *dev = libusb_get_device(handle);

	CHECK_OK(libusb_get_config_descriptor(dev, 1, &config));
	CHECK_INT(config->bConfigurationValue, 2);
	libusb_free_config_descriptor(config);
	CHECK_ERROR(libusb_get_config_descriptor(dev, 2, &config), NOT_FOUND);
	CHECK_OK(libusb_get_config_descriptor_by_value(dev, 2, &config));
	libusb_free_config_descriptor(config);
	CHECK_ERROR(libusb_get_config_descriptor_by_value(dev, 3, &config), NOT_FOUND);
	CHECK_OK(libusb_get_active_config_descriptor(dev, &config));
	CHECK_INT(config->bConfigurationValue, 1);
	CHECK_INT(config->bNumInterfaces, 2);
	CHECK_INT(config->extra_length, 8);
	CHECK_INT(config->interface[1].num_altsetting, 3);
	CHECK_INT(config->interface[1].altsetting[1].extra_length, 5);
	CHECK_INT(config->interface[1].altsetting[1].endpoint[1].bEndpointAddress, 0x83);
	CHECK_INT(config->interface[1].altsetting[1].endpoint[1].wMaxPacketSize, 512);
	libusb_free_config_descriptor(config);
	CHECK_OK(libusb_set_configuration(handle, -1));
	CHECK_ERROR(libusb_get_active_config_descriptor(dev, &config), NOT_FOUND);
	CHECK_ERROR(libusb_get_max_packet_size(dev, 0x81), OTHER);
}

CASE(packet_sizes_are_those_of_the_first_setting_with_the_endpoint)
{
	libusb_device *dev = libusb_get_device(open_model("loopback", LOOPBACK));

	CHECK_INT(libusb_get_max_packet_size(dev, 0x81), 512);
	CHECK_INT(libusb_get_max_packet_size(dev, 0x83), 512);
	CHECK_INT(libusb_get_max_iso_packet_size(dev, 0x82), 64);
	CHECK_ERROR(libusb_get_max_packet_size(dev, 0x85), NOT_FOUND);
}

CASE(strings_are_ascii)
{
	libusb_device_handle *handle = open_model("loopback", LOOPBACK);
	unsigned char text[64];

	CHECK_INT(libusb_get_string_descriptor_ascii(handle, 2, text, sizeof text), 22);
	CHECK_STR((char *)text, "Loopback ? ?bungsger?t");
}
