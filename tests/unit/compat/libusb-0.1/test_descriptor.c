/* SPDX-License-Identifier: MIT */
/* Descriptors and strings. */
#include "compat/libusb-0.1/world.h"
#include "string_device.h"

static usb_dev_handle *handle;
static char text[256];

static void begin(void)
{
	sd_start();
	cusb_set_default_backend(&sd.fake->backend);
	lw_scan();
	ck_assert_ptr_nonnull(lw_device("3-2"));
	handle = usb_open(lw_device("3-2"));
	memset(text, 'x', sizeof text);
}

static void end(void)
{
	usb_close(handle);
	lw_unlist();
	cusb_set_default_backend(NULL);
	sd_end();
}

FIXTURE(begin, end)

CASE(string_is_asked_for_in_the_first_language)
{
	SD_ANSWER(2, "\x08\x03o\0n\0e\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 3);
	ck_assert_str_eq(text, "one");
	ck_assert_uint_eq(sd.last.bmRequestType, 0x80);
	ck_assert_uint_eq(sd.last.bRequest, USB_REQ_GET_DESCRIPTOR);
	ck_assert_uint_eq(sd.last.wValue, 0x0302);
	ck_assert_uint_eq(sd.last.wIndex, 0x0409);
	ck_assert_uint_eq(sd.last.wLength, 255);
}

CASE(latin_1_stays_and_others_are_question_marks)
{
	SD_ANSWER(2, "\x08\x03\xfc\0\xc0\x03z\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 3);
	ck_assert_str_eq(text, "\xfc?z");
}

CASE(string_is_cut_to_its_room)
{
	SD_ANSWER(2, "\x08\x03o\0n\0e\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, 3), 2);
	ck_assert_str_eq(text, "on");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, 1), 0);
	ck_assert_str_eq(text, "");
	ck_assert_int_eq(text[3], 'x');
}

CASE(string_without_room_is_invalid)
{
	SD_ANSWER(2, "\x08\x03o\0n\0e\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, 0), -EINVAL);
	ck_assert_int_eq(text[0], 'x');
}

/* 126 characters: its length is above what a signed char has. */
CASE(longest_string_comes_whole)
{
	char bytes[254] = {(char)254, USB_DT_STRING};

	for (int i = 2; i < 254; i += 2)
		bytes[i] = 'y';
	sd_answer(2, bytes, sizeof bytes);
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 126);
	ck_assert_int_eq(text[125], 'y');
	ck_assert_int_eq(text[126], '\0');
}

CASE(half_a_character_at_the_end_is_left_out)
{
	SD_ANSWER(2, "\x05\x03o\0n");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 1);
	ck_assert_str_eq(text, "o");
}

CASE(string_shorter_than_its_header_is_empty)
{
	SD_ANSWER(2, "\x01\x03o\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 0);
	ck_assert_str_eq(text, "");
}

CASE(string_longer_than_what_came_is_too_big)
{
	SD_ANSWER(2, "\x0a\x03o\0n\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), -EFBIG);
	ck_assert_str_eq(usb_strerror(), "could not get string 2: File too large");
}

static const struct {
	const char *bytes;
	size_t length;
} no_strings[] = {{"", 0}, {"\x04", 1}, {"\x04\x02o\0", 4}};

CASE_PER_NUMBER(answer_that_is_no_string_is_an_error, 0, 3)
{
	sd_answer(2, no_strings[_i].bytes, no_strings[_i].length);
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), -EIO);
	ck_assert_str_eq(usb_strerror(), "could not get string 2: Input/output error");
}

CASE(device_without_a_language_has_no_strings)
{
	SD_ANSWER(0, "\x02\x03");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), -EIO);
	ck_assert_uint_eq(sd.descriptors[2].asked, 0);
}

/* Some devices answer with a header that is not right. */
CASE(language_is_taken_whatever_stands_before_it)
{
	SD_ANSWER(0, "\0\0\x07\x04");
	SD_ANSWER(2, "\x04\x03o\0");
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), 1);
	ck_assert_uint_eq(sd.last.wIndex, 0x0407);
}

CASE(error_of_the_device_is_passed_on)
{
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), -EPIPE);
	ck_assert_str_eq(usb_strerror(), "error sending control message: Broken pipe");
	sd_fail(0, -ETIMEDOUT);
	ck_assert_int_eq(usb_get_string_simple(handle, 2, text, sizeof text), -ETIMEDOUT);
}

CASE(string_as_sent_is_not_looked_into)
{
	SD_ANSWER(7, "abc");
	ck_assert_int_eq(usb_get_string(handle, 7, 0x0407, text, 100), 3);
	ck_assert_mem_eq(text, "abcx", 4);
	ck_assert_uint_eq(sd.last.wValue, 0x0307);
	ck_assert_uint_eq(sd.last.wIndex, 0x0407);
	ck_assert_uint_eq(sd.last.wLength, 100);
}

CASE(more_room_than_can_be_asked_for_is_not)
{
	static char much[70000];

	SD_ANSWER(7, "abc");
	ck_assert_int_eq(usb_get_string(handle, 7, 0x0407, much, sizeof much), 3);
	ck_assert_uint_eq(sd.last.wLength, 65535);
}

CASE(descriptor_comes_into_a_zeroed_buffer)
{
	SD_ANSWER(5, "abc");
	ck_assert_int_eq(usb_get_descriptor(handle, 0x22, 5, text, 100), 3);
	ck_assert_mem_eq(text, "abc\0", 4);
	ck_assert_int_eq(text[99], 0);
	ck_assert_int_eq(text[100], 'x');
	ck_assert_uint_eq(sd.last.bmRequestType, 0x80);
	ck_assert_uint_eq(sd.last.wValue, 0x2205);
	ck_assert_uint_eq(sd.last.wLength, 100);
}

CASE(endpoint_stands_where_the_recipient_does)
{
	SD_ANSWER(5, "abc");
	ck_assert_int_eq(usb_get_descriptor_by_endpoint(handle, 2, 0x22, 5, text, 100), 3);
	ck_assert_uint_eq(sd.last.bmRequestType, 0x82);
	ck_assert_uint_eq(sd.last.wValue, 0x2205);
}

CASE(descriptor_of_negative_size_is_invalid)
{
	ck_assert_int_eq(usb_get_descriptor(handle, 1, 0, text, -1), -EINVAL);
	ck_assert_int_eq(text[0], 'x');
}
