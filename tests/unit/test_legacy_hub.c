/* SPDX-License-Identifier: MIT */
/* Who is plugged into whom. */
#include "legacy_world.h"

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

START_TEST(root_hub_is_the_root_device)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_ptr_eq(usb_busses->root_dev, lw_device("usb1"));
}
END_TEST

/* Behind a node that tells no ports. */
START_TEST(device_with_the_lowest_address_is_the_root_device)
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
END_TEST

START_TEST(bus_without_devices_has_no_root_device)
{
	lw_plug("loopback", "1-1");
	usb_find_busses();
	ck_assert_ptr_null(usb_busses->root_dev);
}
END_TEST

START_TEST(children_are_in_the_order_of_ports)
{
	lw_plug("loopback", "1-3");
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "003 004 002 ");
}
END_TEST

START_TEST(device_that_is_no_hub_has_no_children)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	ck_assert_str_eq(children("1-1"), "");
	ck_assert_ptr_null(lw_device("1-1")->children);
}
END_TEST

START_TEST(child_behind_a_hub_is_the_hubs_alone)
{
	lw_plug("hub", "1-1");
	lw_plug("loopback", "1-1.2");
	lw_plug("loopback", "1-2");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "002 004 ");
	ck_assert_str_eq(children("1-1"), "003 ");
}
END_TEST

/* "1-1.1" is no child of "1-2", though it is as deep as one. */
START_TEST(hub_beside_it_has_none_of_its_children)
{
	lw_plug("hub", "1-1");
	lw_plug("hub", "1-2");
	lw_plug("loopback", "1-1.1");
	lw_scan();
	ck_assert_str_eq(children("1-2"), "");
}
END_TEST

START_TEST(child_that_left_is_taken_out)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	lw_unplug("1-1");
	lw_scan();
	ck_assert_str_eq(children("usb1"), "003 ");
}
END_TEST

SUITE(legacy_hub)
{
	tcase_add_checked_fixture(tc, lw_begin, lw_end);
	tcase_add_test(tc, root_hub_is_the_root_device);
	tcase_add_test(tc, device_with_the_lowest_address_is_the_root_device);
	tcase_add_test(tc, bus_without_devices_has_no_root_device);
	tcase_add_test(tc, children_are_in_the_order_of_ports);
	tcase_add_test(tc, device_that_is_no_hub_has_no_children);
	tcase_add_test(tc, child_behind_a_hub_is_the_hubs_alone);
	tcase_add_test(tc, hub_beside_it_has_none_of_its_children);
	tcase_add_test(tc, child_that_left_is_taken_out);
}
