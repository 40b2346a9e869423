/* SPDX-License-Identifier: MIT */
/* Configuration, interfaces, reset. */
#include "compat/openusb/world.h"

FIXTURE(ow_begin_opened, ow_end)

CASE(configuration_is_set_and_told)
{
	uint8_t value = 7;

	ck_assert_int_eq(openusb_get_configuration(ow_dev, &value), OPENUSB_SUCCESS);
	ck_assert_uint_eq(value, 1);
	ck_assert_int_eq(openusb_set_configuration(ow_dev, 2), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_get_configuration(ow_dev, &value), OPENUSB_SUCCESS);
	ck_assert_uint_eq(value, 2);
	ck_assert_int_eq(openusb_set_configuration(ow_dev, 3), OPENUSB_BADARG);
}

CASE(unconfigured_device_has_configuration_0)
{
	uint8_t value = 7;

	ck_assert_int_eq(openusb_set_configuration(ow_dev, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_get_configuration(ow_dev, &value), OPENUSB_SUCCESS);
	ck_assert_uint_eq(value, 0);
}

CASE(interface_is_claimed_and_released)
{
	uint64_t other, *devids;
	uint32_t count;

	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	ck_assert_int_eq(openusb_open_device(ow_handle, devids[1], 0, &other), 0);
	openusb_free_devid_list(devids);
	ck_assert_int_eq(openusb_claim_interface(ow_dev, 1, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(ow_dev, 1, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(other, 1, 0), OPENUSB_BUSY);
	ck_assert_int_eq(openusb_release_interface(ow_dev, 1), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(other, 1, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_close_device(other), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_claim_interface(ow_dev, 9, 0), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_release_interface(ow_dev, 9), OPENUSB_SUCCESS);
}

CASE(alternate_setting_is_selected)
{
	ck_assert_int_eq(openusb_claim_interface(ow_dev, 1, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_set_altsetting(ow_dev, 1, 2), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_set_altsetting(ow_dev, 1, 3), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_set_altsetting(ow_dev, 9, 0), OPENUSB_BADARG);
}

CASE(device_is_reset)
{
	ck_assert_int_eq(openusb_claim_interface(ow_dev, 0, 0), OPENUSB_SUCCESS);
	ck_assert_int_eq(openusb_reset(ow_dev), OPENUSB_SUCCESS);
	ow_unplug("1-1");
	ck_assert_int_eq(openusb_reset(ow_dev), OPENUSB_UNKNOWN_DEVICE);
}

CASE(wrong_number_is_an_invalid_handle)
{
	uint8_t value;

	ck_assert_int_eq(openusb_set_configuration(ow_handle, 1), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_get_configuration(0, &value), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_claim_interface(0, 0, 0), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_release_interface(0, 0), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_set_altsetting(0, 0, 0), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_reset(0), OPENUSB_INVALID_HANDLE);
	ck_assert_int_eq(openusb_get_configuration(ow_dev, NULL), OPENUSB_BADARG);
}
