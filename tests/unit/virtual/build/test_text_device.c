/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "virtual/device/hcd.h"

#include "unit.h"
#include "virtual/device/clear_halt.h"
#include "virtual/virtual_world.h"

#define DEVICE                                                                                     \
	"descriptors 12 01 00 02 00 00 00 40 fe ff 42 00 00 01 01 02 05 01\n"                      \
	" 09 02 2e 00 01 01 00 80 32\n"                                                            \
	" 09 04 00 00 04 ff 00 00 00\n"                                                            \
	" 07 05 01 02 40 00 00\n"                                                                  \
	" 07 05 81 02 40 00 00\n"                                                                  \
	" 07 05 02 03 08 00 04\n"                                                                  \
	" 07 05 82 03 08 00 04\n"

static struct cusb_virtual_model *model;
static struct cusb_virtual_device *dev;
static uint8_t data[256];

static void plug(const char *text)
{
	char why[128];

	ck_assert_msg(cusb_virtual_parse(text, why, sizeof why, &model) == 0, "%s", why);
	dev = virtual_device_new(model);
	ck_assert_ptr_nonnull(dev);
	dev->configuration = 1;
}

static void teardown(void)
{
	virtual_device_free(dev);
	cusb_virtual_model_free(model);
	dev = NULL;
	model = NULL;
}

static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wValue,
		       unsigned int wIndex)
{
	struct cusb_setup setup = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue,
				   (uint16_t)wIndex, 4};

	memset(data, 0xee, sizeof data);
	return virtual_control(dev, &setup, data);
}

/* One URB, taken back when it does not end at once. Returns the bytes moved, or its status. */
static int move(uint8_t endpoint, void *bytes, size_t length)
{
	struct virtual_urb urb = {.endpoint = endpoint, .data = bytes, .length = length};

	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	if (urb.status == -EINPROGRESS)
		hcd_unlink(dev, &urb, -EAGAIN);
	return urb.status ? urb.status : (int)urb.actual_length;
}

static int read_endpoint(uint8_t endpoint)
{
	memset(data, 0xee, sizeof data);
	return move(endpoint, data, 64);
}

FIXTURE(NULL, teardown)

CASE(what_no_line_tells_of_stalls_or_is_not_answered)
{
	uint8_t byte = 1;

	plug(DEVICE);
	ck_assert_int_eq(request(0xc0, 1, 0, 0), -EPIPE);
	ck_assert_int_eq(request(0x40, 1, 0, 0), -EPIPE);
	ck_assert_int_eq(move(0x01, &byte, 1), -EAGAIN);
	ck_assert_int_eq(read_endpoint(0x81), -EAGAIN);
}

CASE(a_request_is_answered_with_what_it_has_room_for)
{
	plug(DEVICE "control c0 01 0002 0003 answer 0a 0b 0c\n 0d 0e\n");
	ck_assert_int_eq(request(0xc0, 1, 2, 3), 4);
	ck_assert_mem_eq(data, "\x0a\x0b\x0c\x0d\xee", 5);
	ck_assert_int_eq(request(0xc0, 1, 2, 4), -EPIPE);
	ck_assert_int_eq(request(0xc0, 1, 1, 3), -EPIPE);
	ck_assert_int_eq(request(0xc0, 2, 2, 3), -EPIPE);
	ck_assert_int_eq(request(0xc1, 1, 2, 3), -EPIPE);
}

CASE(an_answer_may_be_empty)
{
	plug(DEVICE "control c0 01 0000 0000 answer\n");
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 0);
}

CASE(the_first_line_that_fits_counts)
{
	plug(DEVICE "control 40 01 0001 * take\n"
		    "control 40 01 * * stall\n"
		    "control 40 * * * nak\n"
		    "control * * * * vanish\n");
	ck_assert_int_eq(request(0x40, 1, 1, 0xffff), 4);
	ck_assert_int_eq(request(0x40, 1, 2, 0), -EPIPE);
	ck_assert_int_eq(request(0x40, 2, 1, 0), -EAGAIN);
	ck_assert_int_eq(request(0x21, 1, 1, 0), -ENODEV);
}

CASE(of_any_request_only_those_that_read_are_answered)
{
	plug(DEVICE "control * 01 * * answer 01\ncontrol * 01 * * take\n");
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 1);
	ck_assert_int_eq(request(0x40, 1, 0, 0), 4);
}

CASE(a_descriptor_that_the_device_lacks_can_be_an_answer)
{
	plug(DEVICE "string 1 a\ncontrol 80 06 0302 0409 answer 05 03 41\n");
	ck_assert_int_eq(request(0x80, 6, 0x0301, 0x0409), 4);
	ck_assert_int_eq(request(0x80, 6, 0x0302, 0x0409), 3);
	ck_assert_mem_eq(data, "\x05\x03\x41", 3);
	ck_assert_int_eq(request(0x80, 6, 0x0303, 0x0409), -EPIPE);
}

CASE(a_string_between_two_others_that_is_not_there_stalls)
{
	plug(DEVICE "string 1 a\nstring 3 b\n");
	ck_assert_int_eq(request(0x80, 6, 0x0302, 0x0409), -EPIPE);
	ck_assert_int_eq(request(0x80, 6, 0x0303, 0x0409), 4);
	ck_assert_int_eq(request(0x80, 6, 0x0304, 0x0409), -EPIPE);
}

CASE(a_string_that_is_not_there_is_not_in_sysfs)
{
	char text[8];

	plug(DEVICE "string 1 a\nstring 5 b\n");
	world_start_model(model);
	ck_assert_str_eq(world_text(WORLD_SYSFS "1-1/serial"), "b\n");
	ck_assert_int_eq(world_read(WORLD_SYSFS "1-1/product", text, sizeof text), -ENOENT);
	world_end();
}

CASE(packets_come_one_after_the_other_and_then_no_more)
{
	plug(DEVICE "in 81 01 02\nin 82 03\nin 81\nin 81 04\n 05\n");
	ck_assert_int_eq(read_endpoint(0x81), 2);
	ck_assert_mem_eq(data, "\x01\x02\xee", 3);
	ck_assert_int_eq(read_endpoint(0x81), 0);
	ck_assert_int_eq(read_endpoint(0x81), 2);
	ck_assert_mem_eq(data, "\x04\x05\xee", 3);
	ck_assert_int_eq(read_endpoint(0x81), -EAGAIN);
	ck_assert_int_eq(read_endpoint(0x82), 1);
	ck_assert_uint_eq(data[0], 0x03);
}

CASE(packets_come_again_after_the_last)
{
	plug(DEVICE "in 81 01\nin 82 03\nin 81 02\nin 81 again\n");
	for (unsigned int i = 0; i < 6; i++) {
		ck_assert_int_eq(read_endpoint(0x81), 1);
		ck_assert_uint_eq(data[0], 1 + i % 2);
	}
	ck_assert_int_eq(read_endpoint(0x82), 1);
	ck_assert_int_eq(read_endpoint(0x82), -EAGAIN);
}

CASE(a_packet_larger_than_the_endpoint_takes_overflows)
{
	plug(DEVICE "in 82 01 02 03 04 05 06 07 08 09\n");
	ck_assert_int_eq(read_endpoint(0x82), -EOVERFLOW);
}

CASE(packets_begin_anew_when_the_device_restarts)
{
	plug(DEVICE "in 81 01\nloop 02 82\n");
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_int_eq(move(0x02, data, 1), 1);
	hcd_reset(dev);
	dev->configuration = 1;
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_int_eq(read_endpoint(0x82), -EAGAIN);
}

CASE(a_request_has_its_results_in_their_order_and_the_last_one_stays)
{
	plug(DEVICE "control c0 01 0000 0000 answer 01\nthen stall\nthen answer 03 04\n"
		    "control c0 02 0000 0000 answer 05\n");
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 1);
	ck_assert_uint_eq(data[0], 0x01);
	ck_assert_int_eq(request(0xc0, 2, 0, 0), 1);
	ck_assert_int_eq(request(0xc0, 1, 0, 0), -EPIPE);
	for (unsigned int i = 0; i < 3; i++) {
		ck_assert_int_eq(request(0xc0, 1, 0, 0), 2);
		ck_assert_mem_eq(data, "\x03\x04\xee", 3);
		ck_assert_int_eq(request(0xc0, 2, 0, 0), 1);
		ck_assert_uint_eq(data[0], 0x05);
	}
}

CASE(results_begin_anew_when_the_device_restarts)
{
	plug(DEVICE "control c0 01 0000 0000 answer 01\nthen stall\n");
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 1);
	ck_assert_int_eq(request(0xc0, 1, 0, 0), -EPIPE);
	hcd_reset(dev);
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 1);
}

CASE(a_packet_may_wait_until_packets_are_written)
{
	plug(DEVICE "out 01 take\nin 81 01\nin 81 after 2 02\nin 81 03\n");
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_int_eq(read_endpoint(0x81), -EAGAIN);
	ck_assert_int_eq(move(0x01, data, 64), 64);
	ck_assert_int_eq(read_endpoint(0x81), -EAGAIN);
	ck_assert_int_eq(move(0x01, data, 1), 1);
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_uint_eq(data[0], 0x02);
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_uint_eq(data[0], 0x03);
}

CASE(what_a_text_keeps_goes_on_when_the_device_restarts)
{
	plug(DEVICE "keep\ncontrol c0 01 0000 0000 answer 01\nthen stall\nout 01 take\n"
		    "in 81 01\nin 81 after 1 02\nloop 02 82\n");
	ck_assert_int_eq(request(0xc0, 1, 0, 0), 1);
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_int_eq(move(0x01, data, 1), 1);
	ck_assert_int_eq(move(0x02, data, 1), 1);
	hcd_reset(dev);
	ck_assert_int_eq(request(0xc0, 1, 0, 0), -EPIPE);
	dev->configuration = 1;
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_uint_eq(data[0], 0x02);
	ck_assert_int_eq(read_endpoint(0x82), 1);
}

CASE(what_is_written_to_a_loop_is_read_from_its_other_end)
{
	uint8_t out[] = {1, 2, 3};

	plug(DEVICE "loop 01 82\nout 02 take\n");
	ck_assert_int_eq(move(0x01, out, sizeof out), 3);
	ck_assert_int_eq(read_endpoint(0x82), 3);
	ck_assert_mem_eq(data, out, sizeof out);
	ck_assert_int_eq(read_endpoint(0x81), -EAGAIN);
}

CASE(an_endpoint_that_takes_takes_everything)
{
	plug(DEVICE "out 02 take\n");
	for (unsigned int i = 0; i < 100; i++)
		ck_assert_int_eq(move(0x02, data, 64), 64);
	ck_assert_int_eq(read_endpoint(0x82), -EAGAIN);
	ck_assert_int_eq(move(0x01, data, 1), -EAGAIN);
}

CASE(a_fault_of_the_text_happens_to_the_device)
{
	plug(DEVICE "in 81 01\nin 81 again\nfault 81 stall after 1 times 1\n");
	ck_assert_int_eq(read_endpoint(0x81), 1);
	ck_assert_int_eq(read_endpoint(0x81), -EPIPE);
	clear_halt(dev, 0x81);
	ck_assert_int_eq(read_endpoint(0x81), 1);
}

CASE(two_devices_of_a_text_have_each_their_own_packets)
{
	struct cusb_virtual_device *first;

	plug(DEVICE "in 81 01\n");
	first = dev;
	ck_assert_int_eq(read_endpoint(0x81), 1);
	dev = virtual_device_new(model);
	dev->configuration = 1;
	ck_assert_int_eq(read_endpoint(0x81), 1);
	virtual_device_free(first);
}
