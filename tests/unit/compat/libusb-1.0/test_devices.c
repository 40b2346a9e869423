/* SPDX-License-Identifier: MIT */
/* The list, from one search to the next one, and to the first registration of a hotplug function.
 */
#include <cusb/core.h>
#include <cusb/usbfs.h>

#include "compat/libusb-1.0/public.h"
#include "unit.h"
#include "virtual/kernel/kernel.h"

#define LOOPBACK 1
#define NAK	 3

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static int arrived, left;
static libusb_device *last;

static void plug(const char *model, const char *place)
{
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model(model), place), 0);
}

static void unplug(const char *place)
{
	ck_assert_int_eq(cusb_virtual_unplug(kernel, place), 0);
}

static void begin(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	cusb_set_default_backend(backend);
	arrived = left = 0;
	last = NULL;
	ck_assert_int_eq(libusb_init(NULL), 0);
}

static void end(void)
{
	libusb_exit(NULL);
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

FIXTURE(begin, end)

/* Lists, and returns the device of that product, with a reference; NULL: none. */
static libusb_device *find(uint16_t product)
{
	libusb_device **list, *found = NULL;
	ssize_t count = libusb_get_device_list(NULL, &list);

	for (ssize_t i = 0; i < count && !found; i++) {
		struct libusb_device_descriptor descriptor;

		libusb_get_device_descriptor(list[i], &descriptor);
		if (descriptor.idVendor == 0xfffe && descriptor.idProduct == product)
			found = libusb_ref_device(list[i]);
	}
	libusb_free_device_list(list, 1);
	return found;
}

/* The context keeps it, as long as it is plugged in. */
static libusb_device *listed(uint16_t product)
{
	libusb_device *dev = find(product);

	libusb_unref_device(dev);
	return dev;
}

/* ---- searches -------------------------------------------------------------------------------- */

CASE(search_keeps_what_it_finds_again)
{
	libusb_device *dev;

	plug("loopback", "1-1");
	dev = listed(LOOPBACK);
	plug("nak", "1-2");
	ck_assert_ptr_eq(listed(LOOPBACK), dev);
	ck_assert_ptr_nonnull(listed(NAK));
}

CASE(device_at_the_place_of_another_one_is_new)
{
	libusb_device_handle *handle;
	libusb_device *dev, *again;

	plug("loopback", "1-1");
	dev = find(LOOPBACK);
	unplug("1-1");
	plug("loopback", "1-1");
	again = listed(LOOPBACK);
	ck_assert_ptr_ne(again, dev);
	ck_assert_int_eq(libusb_open(dev, &handle), LIBUSB_ERROR_NO_DEVICE);
	libusb_unref_device(dev);
}

CASE(device_behind_a_replaced_hub_has_the_new_hub)
{
	libusb_device *dev, *hub;

	for (int i = 0; i < 2; i++) {
		plug("hub", "1-3");
		plug("loopback", "1-3.2");
		dev = find(LOOPBACK);
		hub = libusb_get_parent(dev);
		ck_assert_int_eq(libusb_get_device_address(hub) + 1,
				 libusb_get_device_address(dev));
		libusb_unref_device(dev);
		unplug("1-3.2");
		unplug("1-3");
	}
}

CASE(device_that_has_left_is_asked_nothing)
{
	struct libusb_config_descriptor *config;
	libusb_device *dev;

	plug("loopback", "1-1");
	dev = find(LOOPBACK);
	unplug("1-1");
	plug("loopback", "1-1");
	ck_assert_ptr_nonnull(listed(LOOPBACK));
	ck_assert_int_eq(libusb_get_active_config_descriptor(dev, &config), LIBUSB_ERROR_NO_DEVICE);
	ck_assert_int_eq(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_PRODUCT, NULL, 0),
			 LIBUSB_ERROR_NO_DEVICE);
	libusb_unref_device(dev);
}

/* ---- the first registration ------------------------------------------------------------------ */

static int tell(libusb_context *ctx, libusb_device *dev, libusb_hotplug_event event, void *user)
{
	(void)ctx;
	(void)user;
	if (event == LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED)
		arrived++;
	else
		left++;
	last = dev;
	return 0;
}

static void watch(void)
{
	ck_assert_int_eq(libusb_hotplug_register_callback(NULL, 3, 0, -1, -1, -1, tell, NULL, NULL),
			 0);
}

static void handle_all(void)
{
	struct timeval now = {0, 0};

	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(libusb_handle_events_timeout(NULL, &now), 0);
}

CASE(listed_device_leaves_as_the_same_pointer)
{
	libusb_device *dev;

	plug("loopback", "1-1");
	dev = find(LOOPBACK);
	watch();
	ck_assert_ptr_eq(listed(LOOPBACK), dev);
	unplug("1-1");
	while (left == 0)
		ck_assert_int_eq(libusb_handle_events(NULL), 0);
	ck_assert_ptr_eq(last, dev);
	ck_assert_int_eq(arrived, 0);
	ck_assert_ptr_null(listed(LOOPBACK));
	libusb_unref_device(dev);
}

CASE(changes_before_the_registration_are_listed_and_not_told)
{
	plug("loopback", "1-1");
	ck_assert_ptr_nonnull(listed(LOOPBACK));
	unplug("1-1");
	plug("nak", "1-2");
	watch();
	handle_all();
	ck_assert_int_eq(arrived, 0);
	ck_assert_int_eq(left, 0);
	ck_assert_ptr_null(listed(LOOPBACK));
	ck_assert_ptr_nonnull(listed(NAK));
	unplug("1-2");
	while (left == 0)
		ck_assert_int_eq(libusb_handle_events(NULL), 0);
	ck_assert_int_eq(arrived, 0);
}
