/* SPDX-License-Identifier: MIT */
/* Who is plugged into whom. */
#include "compat/libusb-0.1/world.h"

static const char *children(const char *name)
{
	static char text[64];
	struct usb_device *hub = lw_device(name);

	ck_assert_ptr_nonnull(hub);
	text[0] = '\0';
	for (int i = 0; i < hub->num_children; i++)
		strcat(strcat(text, hub->children[i]->filename), " ");
	return text;
}

FIXTURE(lw_begin, lw_end)

CASE(root_hub_is_the_root_device)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_ptr_eq(usb_busses->root_dev, lw_device("usb1"));
}

/* Behind a node that tells no ports. */
CASE(device_with_the_lowest_address_is_the_root_device)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	for (struct usb_device *dev = usb_busses->devices; dev; dev = dev->next)
		((struct cusb_device *)dev->dev)->port_count = 0;
	usb_busses->root_dev = NULL;
	usb_find_devices();
	ck_assert_ptr_eq(usb_busses->root_dev, lw_device("usb1"));
	ck_assert_uint_eq(lw_device("usb1")->num_children, 0);
}

CASE(bus_without_devices_has_no_root_device)
{
	lw_plug("loopback", "1-1");
	usb_find_busses();
	ck_assert_ptr_null(usb_busses->root_dev);
}

CASE(children_are_in_the_order_of_ports)
{
	lw_plug("loopback", "1-3");
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "003 004 002 ");
}

CASE(device_that_is_no_hub_has_no_children)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	ck_assert_str_eq(children("1-1"), "");
	ck_assert_ptr_null(lw_device("1-1")->children);
}

CASE(child_behind_a_hub_is_the_hubs_alone)
{
	lw_plug("hub", "1-1");
	lw_plug("loopback", "1-1.2");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "002 004 ");
	ck_assert_str_eq(children("1-1"), "003 ");
}

/* "1-1.1" is no child of "1-2", though it is as deep as one. */
CASE(hub_beside_it_has_none_of_its_children)
{
	lw_plug("hub", "1-1");
	lw_plug("hub", "1-2");
	lw_plug("loopback", "1-1.1");
	lw_scan();
	ck_assert_str_eq(children("1-2"), "");
}

CASE(child_that_left_is_taken_out)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	lw_unplug("1-1");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "003 ");
}
