/* SPDX-License-Identifier: MIT */
/* Strings that the kernel knows: functions that the original has had since 1.0.30. */
#include <string.h>

#include <cusb/core.h>
#include <cusb/usbfs.h>

#include "compat/libusb-1.0/public.h"
#include "unit.h"
#include "virtual/kernel/kernel.h"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;
static libusb_device **list;
static libusb_device *dev;
static char text[64];

static void begin(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&kernel), 0);
	ck_assert_int_eq(cusb_virtual_kernel_backend(kernel, &backend), 0);
	ck_assert_int_eq(cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1"), 0);
	cusb_set_default_backend(backend);
	ck_assert_int_eq(libusb_init(NULL), 0);
	ck_assert_int_eq(libusb_get_device_list(NULL, &list), 2);
	dev = list[0];
	memset(text, 'x', sizeof text);
}

static void end(void)
{
	libusb_free_device_list(list, 1);
	libusb_exit(NULL);
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

FIXTURE(begin, end)

CASE(device_string_is_utf_8_and_counts_its_nul)
{
	ck_assert_int_eq(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_SERIAL_NUMBER, text,
						  sizeof text),
			 8);
	ck_assert_str_eq(text, "0001-π");
}

CASE(device_string_is_cut_and_its_whole_length_is_told)
{
	ck_assert_int_eq(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_SERIAL_NUMBER, text, 4),
			 8);
	ck_assert_str_eq(text, "000");
	ck_assert_int_eq(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_SERIAL_NUMBER, NULL, 0),
			 8);
}

CASE(wrong_arguments_of_a_device_string)
{
	ck_assert_int_eq(libusb_get_device_string(NULL, 0, text, 8), LIBUSB_ERROR_INVALID_PARAM);
	ck_assert_int_eq(libusb_get_device_string(dev, 0, text, 0), LIBUSB_ERROR_INVALID_PARAM);
	ck_assert_int_eq(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_COUNT, text, 8),
			 LIBUSB_ERROR_INVALID_PARAM);
}

CASE(string_that_the_kernel_has_not_is_an_error)
{
	ck_assert_int_eq(cusb_virtual_unplug(kernel, "1-1"), 0);
	ck_assert_int_lt(libusb_get_device_string(dev, LIBUSB_DEVICE_STRING_PRODUCT, text, 8), 0);
}

CASE(string_of_the_active_configuration_is_known)
{
	ck_assert_int_eq(libusb_get_config_string(dev, 0, text, sizeof text), 15);
	ck_assert_str_eq(text, "Two interfaces");
	ck_assert_int_eq(libusb_get_config_string(dev, 1, text, sizeof text),
			 LIBUSB_ERROR_NOT_SUPPORTED);
	ck_assert_int_eq(libusb_get_config_string(dev, 2, text, sizeof text),
			 LIBUSB_ERROR_NOT_FOUND);
}

CASE(string_of_an_interface_is_known)
{
	ck_assert_int_eq(libusb_get_interface_string(dev, 0, 0, 0, text, sizeof text), 9);
	ck_assert_str_eq(text, "Loopback");
	ck_assert_int_eq(libusb_get_interface_string(dev, 0, 1, 0, text, sizeof text),
			 LIBUSB_ERROR_NOT_FOUND);
	ck_assert_int_eq(libusb_get_interface_string(dev, 0, 7, 0, text, sizeof text),
			 LIBUSB_ERROR_NOT_FOUND);
	ck_assert_int_eq(libusb_get_interface_string(dev, 0, 0, 7, text, sizeof text),
			 LIBUSB_ERROR_NOT_FOUND);
}
