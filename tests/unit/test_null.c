/* SPDX-License-Identifier: MIT */
/* The functions that free or close take NULL, and the others that <cusb/cusb.h> names. */
#include <errno.h>

#include <cusb/cusb.h>
#include <cusb/share.h>
#include <cusb/vhci.h>
#include <cusb/virtual.h>

#include "core/core_fixture.h"

#define FREES(function, type)                                                                      \
	static void function##_null(void)                                                          \
	{                                                                                          \
		function((type)NULL);                                                              \
	}

FREES(cusb_device_free, struct cusb_device *)
FREES(cusb_free_list, struct cusb_device **)
FREES(cusb_close, struct cusb_device *)
FREES(cusb_dispose_resources, struct cusb_device *)
FREES(cusb_transfer_free, struct cusb_transfer *)
FREES(cusb_monitor_free, struct cusb_monitor *)
FREES(cusb_bos_free, struct cusb_bos *)
FREES(cusb_usbfs_free, struct cusb_backend *)
FREES(cusb_wait_set_free, struct cusb_wait_set *)
FREES(cusb_virtual_builder_free, struct cusb_virtual_builder *)
FREES(cusb_virtual_model_free, struct cusb_virtual_model *)
FREES(cusb_virtual_kernel_free, struct cusb_virtual_kernel *)
FREES(cusb_vhci_detach, struct cusb_vhci *)
FREES(cusb_share_free, struct cusb_share *)

static void buffer_free(void)
{
	cusb_buffer_free(dev, NULL);
}

static void (*const frees[])(void) = {
	cusb_device_free_null,
	cusb_free_list_null,
	cusb_close_null,
	cusb_dispose_resources_null,
	cusb_transfer_free_null,
	cusb_monitor_free_null,
	cusb_bos_free_null,
	cusb_usbfs_free_null,
	cusb_wait_set_free_null,
	cusb_virtual_builder_free_null,
	cusb_virtual_model_free_null,
	cusb_virtual_kernel_free_null,
	cusb_vhci_detach_null,
	cusb_share_free_null,
	buffer_free,
};

FIXTURE(core_begin_found, core_end)

CASE_PER_ROW(null_is_freed_and_closed, frees)
{
	frees[_i]();
	expect_calls("");
}

static int control_out(void)
{
	return (int)cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 1, 0);
}

static int control_in(void)
{
	return (int)cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 1, 0);
}

static int read_it(void)
{
	return (int)cusb_read(dev, 0x81, NULL, 1, 0);
}

static int write_it(void)
{
	return (int)cusb_write(dev, 0x01, NULL, 1, 0);
}

static int submit(void)
{
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81, .length = 1};

	return cusb_submit(dev, &transfer);
}

static int get_descriptor(void)
{
	return (int)cusb_get_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, NULL, 18);
}

static int set_descriptor(void)
{
	return (int)cusb_set_descriptor(dev, cusb_to_device(), CUSB_DESC_TYPE_DEVICE, 0, NULL, 18);
}

static int (*const transfers[])(void) = {
	control_out, control_in, read_it, write_it, submit, get_descriptor, set_descriptor,
};

CASE_PER_ROW(null_as_data_is_einval, transfers)
{
	ck_assert_int_eq(transfers[_i](), -EINVAL);
	expect_calls("");
}

CASE(null_as_data_of_no_bytes_is_sent)
{
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
}

CASE(null_is_described_as_nothing)
{
	char text[4] = "xyz";

	ck_assert_uint_eq(cusb_describe_device(NULL, text, sizeof text), 0);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(cusb_describe_configuration(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_interface(NULL, NULL, 0), 0);
	ck_assert_uint_eq(cusb_describe_endpoint(NULL, NULL, 0), 0);
}
