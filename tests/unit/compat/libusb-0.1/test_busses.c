/* SPDX-License-Identifier: MIT */
/* Busses and devices as lists, and what changes in them. */
#include "fail_alloc.h"
#include "compat/libusb-0.1/world.h"

/* Names of a list in its order; and that it leads back. */
static const char *busses(void)
{
	static char text[64];

	text[0] = '\0';
	for (struct usb_bus *bus = usb_get_busses(), *last = NULL; bus;
	     last = bus, bus = bus->next) {
		strcat(strcat(text, bus->dirname), " ");
		ck_assert_ptr_eq(bus->prev, last);
	}
	return text;
}

static const char *devices(const struct usb_bus *bus)
{
	static char text[64];

	text[0] = '\0';
	for (struct usb_device *dev = bus->devices, *last = NULL; dev;
	     last = dev, dev = dev->next) {
		strcat(strcat(text, dev->filename), " ");
		ck_assert_ptr_eq(dev->prev, last);
		ck_assert_ptr_eq(dev->bus, bus);
	}
	return text;
}

FIXTURE(lw_begin, lw_end)

CASE(first_look_at_a_machine_without_usb_finds_nothing)
{
	ck_assert_int_eq(usb_find_busses(), 0);
	ck_assert_int_eq(usb_find_devices(), 0);
	ck_assert_ptr_null(usb_get_busses());
}

CASE(busses_are_counted_and_the_highest_is_first)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "3-1");
	ck_assert_int_eq(usb_find_busses(), 2);
	ck_assert_str_eq(busses(), "003 001 ");
	ck_assert_uint_eq(usb_busses->location, 3);
}

CASE(bus_has_no_devices_until_they_are_looked_for)
{
	lw_plug("loopback", "1-1");
	usb_find_busses();
	ck_assert_ptr_null(usb_busses->devices);
}

CASE(devices_are_counted_and_the_highest_is_first)
{
	lw_plug("loopback", "1-2");
	lw_plug("loopback", "1-1");
	usb_find_busses();
	ck_assert_int_eq(usb_find_devices(), 3);
	ck_assert_str_eq(devices(usb_busses), "003 002 001 ");
}

CASE(devices_of_a_bus_that_is_not_listed_are_not)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	lw_plug("loopback", "2-1");
	ck_assert_int_eq(usb_find_devices(), 0);
}

CASE(second_look_finds_no_change)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	ck_assert_int_eq(lw_scan(), 0);
}

CASE(new_bus_is_put_in_front)
{
	struct usb_bus *old;

	lw_plug("loopback", "2-1");
	lw_scan();
	old = usb_busses;
	lw_plug("loopback", "1-1");
	ck_assert_int_eq(usb_find_busses(), 1);
	ck_assert_str_eq(busses(), "001 002 ");
	ck_assert_ptr_eq(usb_busses->next, old);
}

CASE(new_device_is_put_in_front_and_others_stay_where_they_are)
{
	struct usb_device *old;

	lw_plug("loopback", "1-1");
	lw_scan();
	old = lw_device("1-1");
	lw_plug("loopback", "1-2");
	ck_assert_int_eq(lw_scan(), 1);
	ck_assert_str_eq(devices(usb_busses), "003 002 001 ");
	ck_assert_ptr_eq(lw_device("1-1"), old);
	ck_assert_ptr_eq(usb_busses->devices->next, old);
}

CASE(device_that_left_is_taken_out)
{
	lw_plug("loopback", "1-1");
	lw_plug("loopback", "1-2");
	lw_scan();
	lw_unplug("1-1");
	ck_assert_int_eq(lw_scan(), 1);
	ck_assert_str_eq(devices(usb_busses), "003 001 ");
}

CASE(device_plugged_in_again_is_another)
{
	lw_plug("loopback", "1-1");
	lw_scan();
	lw_unplug("1-1");
	lw_plug("loopback", "1-1");
	ck_assert_int_eq(lw_scan(), 2);
	ck_assert_str_eq(devices(usb_busses), "003 001 ");
}

/* Another backend has the same numbers. */
CASE(bus_that_is_gone_goes_with_its_devices)
{
	struct cusb_virtual_kernel *kernel;
	struct cusb_backend *backend;

	lw_plug("loopback", "1-1");
	lw_plug("loopback", "2-1");
	lw_scan();
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "2-1"), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	cusb_set_default_backend(backend);
	ck_assert_int_eq(usb_find_busses(), 1);
	ck_assert_str_eq(busses(), "002 ");
	/* Two left, two came. */
	ck_assert_int_eq(usb_find_devices(), 4);
	ck_assert_uint_eq(lw_device("2-1")->descriptor.idProduct, 3);

	lw_unlist();
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

CASE(listing_opens_no_device)
{
	lw_plug("loopback", "1-1");
	ck_assert_int_eq(cusb_virtual_set_access(lw_kernel, "1-1", -EACCES), 0);
	lw_scan();
	ck_assert_ptr_nonnull(lw_device("1-1")->config);
}

CASE(backend_that_cannot_list_is_an_error)
{
	struct cusb_backend backend = {.version = CUSB_BACKEND_VERSION};

	lw_plug("loopback", "1-1");
	lw_scan();
	cusb_set_default_backend(&backend);
	ck_assert_int_eq(usb_find_busses(), -ENOSYS);
	ck_assert_int_eq(usb_find_devices(), -ENOSYS);
	ck_assert_ptr_nonnull(lw_device("1-1"));
	ck_assert_str_eq(usb_strerror(), "could not list devices: Function not implemented");
}

/* What was listed is whole, and a further look brings the rest. */
CASE(want_of_memory_is_an_error)
{
	bool failed = true;

	lw_plug("loopback", "1-1");
	for (unsigned int nth = 1; failed; nth++) {
		int busses_err, devices_err = 0;

		fail_alloc_start(nth);
		busses_err = usb_find_busses();
		if (busses_err >= 0)
			devices_err = usb_find_devices();
		failed = fail_alloc_stop();
		lw_scan();
		ck_assert_str_eq(devices(usb_busses), "002 001 ");
		lw_unlist();
		if (failed && busses_err >= 0)
			ck_assert(devices_err == -ENOMEM || devices_err >= 0);
		ck_assert_int_lt(nth, 500);
	}
}
