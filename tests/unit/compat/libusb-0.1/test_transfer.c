/* SPDX-License-Identifier: MIT */
/* Data, and how transfers end. */
#include "compat/libusb-0.1/world.h"

static char data[65536];

static void begin(void)
{
	lw_begin_opened();
	memset(data, 0, sizeof data);
}

static void open_instead(const char *model)
{
	usb_close(lw_handle);
	lw_handle = lw_open(model, "1-2");
}

FIXTURE(begin, lw_end)

CASE(bulk_data_comes_back)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 0x01, "bulk", 4, 1000), 4);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 0x81, data, 512, 1000), 4);
	ck_assert_str_eq(data, "bulk");
}

CASE(interrupt_data_comes_back)
{
	ck_assert_int_eq(usb_interrupt_write(lw_handle, 0x02, "interrupt", 9, 1000), 9);
	ck_assert_int_eq(usb_interrupt_read(lw_handle, 0x82, data, 64, 1000), 9);
	ck_assert_str_eq(data, "interrupt");
}

CASE(reading_sets_the_direction)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "b", 1, 1000), 1);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 1000), 1);
	ck_assert_int_eq(usb_interrupt_write(lw_handle, 2, "i", 1, 1000), 1);
	ck_assert_int_eq(usb_interrupt_read(lw_handle, 2, data, 64, 1000), 1);
}

CASE(endpoint_says_what_type_it_is)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 2, "i", 1, 1000), 1);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 2, data, 64, 1000), 1);
	ck_assert_int_eq(usb_interrupt_write(lw_handle, 1, "b", 1, 1000), 1);
	ck_assert_int_eq(usb_interrupt_read(lw_handle, 1, data, 512, 1000), 1);
}

CASE(much_data_comes_whole)
{
	static char out[50000];

	for (size_t i = 0; i < sizeof out; i++)
		out[i] = (char)(i / 100);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, out, sizeof out, 1000), sizeof out);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, sizeof data, 1000), sizeof out);
	ck_assert_mem_eq(data, out, sizeof out);
}

CASE(no_data_is_an_empty_packet)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, NULL, 0, 1000), 0);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 1000), 0);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 1), -ETIMEDOUT);
}

CASE(nothing_within_the_time_is_a_timeout)
{
	open_instead("nak");
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 1), -ETIMEDOUT);
	ck_assert_str_eq(usb_strerror(), "error reaping URB: Connection timed out");
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, data, 512, 1), -ETIMEDOUT);
	ck_assert_int_eq(usb_interrupt_read(lw_handle, 2, data, 64, 1), -ETIMEDOUT);
}

/* As 0.1.12: the program is not told of a part. */
CASE(part_within_the_time_is_a_timeout)
{
	open_instead("partial");
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 1024, 1), -ETIMEDOUT);
}

CASE(negative_timeout_does_not_wait)
{
	open_instead("nak");
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, -1), -ETIMEDOUT);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, -1000), -ETIMEDOUT);
}

CASE(timeout_of_0_is_none)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "x", 1, 0), 1);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 0), 1);
}

CASE(stall_is_an_error)
{
	open_instead("stall");
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "x", 1, 1000), -EPIPE);
	ck_assert_str_eq(usb_strerror(), "error reaping URB: Broken pipe");
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 512, 1000), -EPIPE);
}

CASE(more_than_there_is_room_for_is_an_error)
{
	open_instead("babble");
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, 100, 1000), -EOVERFLOW);
}

CASE(endpoint_that_does_not_exist_is_an_error)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 5, "x", 1, 1000), -ENOENT);
	ck_assert_str_eq(usb_strerror(), "error submitting URB: No such file or directory");
	ck_assert_int_eq(usb_interrupt_read(lw_handle, 5, data, 1, 1000), -ENOENT);
}

/* Where the core would take what is sent for a SETUP packet. */
CASE(endpoint_0_is_none_of_these)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 0, data, 8, 1000), -ENOENT);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 0x80, data, 8, 1000), -ENOENT);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 0x100, data, 8, 1000), -ENOENT);
}

CASE(writing_to_an_in_endpoint_is_invalid)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 0x81, data, 8, 1), -EINVAL);
	ck_assert_int_eq(usb_interrupt_write(lw_handle, 0x82, data, 8, 1), -EINVAL);
	ck_assert_str_eq(usb_strerror(), "error submitting URB: Invalid argument");
}

CASE(negative_size_is_invalid)
{
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, data, -1, 1000), -EINVAL);
	ck_assert_int_eq(usb_bulk_read(lw_handle, 1, data, -1, 1000), -EINVAL);
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 1, 0, 0, data, -1, 1000), -EINVAL);
}

CASE(interface_of_another_is_busy)
{
	usb_dev_handle *other = usb_open(usb_device(lw_handle));

	ck_assert_int_eq(usb_claim_interface(other, 0), 0);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "x", 1, 1000), -EBUSY);
	ck_assert_str_eq(usb_strerror(), "error submitting URB: Device or resource busy");
	usb_close(other);
}

CASE(device_that_vanishes_meanwhile_is_gone)
{
	open_instead("dropout");
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "x", 1, 1000), 1);
	ck_assert_int_eq(usb_bulk_write(lw_handle, 1, "x", 1, 1000), -ENODEV);
	ck_assert_int_eq(lw_scan(), 1);
}

CASE(control_data_comes_back)
{
	ck_assert_int_eq(usb_control_msg(lw_handle, 0x40, 0, 0, 0, data, 10000, 1000), 10000);
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 1, 0, 0, data, 65535, 1000), 10000);
	ck_assert_int_eq(usb_control_msg(lw_handle, 0x40, 0, 0, 0, NULL, 0, 1000), 0);
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 1, 0, 0, data, 8, 0), 0);
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 1, 0, 0, data, 8, -2), 0);
}

CASE(control_request_that_stalls_is_an_error)
{
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 99, 0, 0, data, 8, 1000), -EPIPE);
	ck_assert_str_eq(usb_strerror(), "error sending control message: Broken pipe");
}

CASE(control_request_without_an_answer_is_a_timeout)
{
	open_instead("nak");
	ck_assert_int_eq(usb_control_msg(lw_handle, 0xc0, 1, 0, 0, data, 8, 1), -ETIMEDOUT);
}

/* They are ints, of which some programs set the upper bits: by a char that is signed. */
CASE(control_arguments_are_cut_to_their_fields)
{
	ck_assert_int_eq(
		usb_control_msg(lw_handle, (signed char)0xc0, 0x101, 0x10000, -1, data, 8, 1000),
		0);
}
