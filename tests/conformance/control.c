/* SPDX-License-Identifier: MIT */
/* cusb_ctrl_transfer: sizes, ranges, whom a request is for and what that claims. */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "world.h"

static unsigned char sent[65536], got[65536];

/* Stores `length` bytes in the device by one request and reads them back by another. */
static void check_control_loopback(struct cusb_device *dev, unsigned int out, unsigned int in,
				   unsigned int wIndex, size_t length)
{
	fill(sent, length, (unsigned int)length + out);
	memset(got, 0x5a, sizeof got);
	CHECK_INT(cusb_ctrl_transfer(dev, out, 0, 0, wIndex, sent, length, GUARD_MS), length);
	CHECK_INT(cusb_ctrl_transfer(dev, in, 1, 0, wIndex, got, length, GUARD_MS), length);
	CHECK_BYTES(got, sent, length);
	CHECK_INT(got[length], 0x5a);
}

CASE(control_sizes)
{
	static const size_t sizes[] = {0, 1, 8, 63, 64, 65, 128, 512, 4095, 4096};
	struct cusb_device *dev = plug_loopback();

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		check_control_loopback(dev, 0x40, 0xc0, 0, sizes[i]);
	cusb_device_free(dev);
}

/* The kernel's control ioctl takes one page at most; the library finds another way. */
CASE(control_beyond_a_page)
{
	static const size_t sizes[] = {4097, 8192, 40000, 65534, 65535};
	struct cusb_device *dev = plug_loopback();

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		check_control_loopback(dev, 0x40, 0xc0, 0, sizes[i]);
	cusb_device_free(dev);
}

CASE(a_shorter_answer)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, sent, 10, GUARD_MS), 10);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 4096, GUARD_MS), 10);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 65535, GUARD_MS), 10);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 4, GUARD_MS), 4);
	cusb_device_free(dev);
}

/* A whole number of packets, fewer than asked for: ended by a zero-length packet on the wire. */
CASE(a_shorter_answer_of_full_packets)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, sent, 128, GUARD_MS), 128);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 4096, GUARD_MS), 128);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 5000, GUARD_MS), 128);
	cusb_device_free(dev);
}

CASE(requests_without_data)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 64, GUARD_MS), 0);
	cusb_device_free(dev);
}

CASE(values_out_of_range)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x140, 0, 0, 0, sent, 1, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0x100, 0, 0, sent, 1, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0x10000, 0, sent, 1, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0x10000, sent, 1, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, sent, 0x10000, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 0x10001, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, (size_t)-1, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, NULL, 8, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 8, GUARD_MS), -EINVAL);
	cusb_device_free(dev);
}

CASE(the_largest_values_arrive)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0xffff, 0xffff, sent, 1, GUARD_MS), 1);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0xff, 0xffff, 0xffff, got, 1, GUARD_MS), -EPIPE);
	cusb_device_free(dev);
}

CASE(control_needs_no_configuration)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, 0));
	check_control_loopback(dev, 0x40, 0xc0, 0, 100);
	check_control_loopback(dev, 0x40, 0xc0, 0, 10000);
	cusb_device_free(dev);
}

CASE(control_to_the_device_claims_nothing)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	check_control_loopback(dev, 0x40, 0xc0, 0, 100);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x80, 6, 0x100, 0, got, 18, GUARD_MS), 18);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_class_request_claims_its_interface)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	check_control_loopback(dev, 0x21, 0xa1, 1, 50);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 0, sent, 1, GUARD_MS), -EBUSY);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xa1, 1, 0, 0, got, 1, GUARD_MS), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_large_class_request_claims_too)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	check_control_loopback(dev, 0x21, 0xa1, 1, 5000);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* The interface is in the low byte of wIndex; classes use the high one for entities. */
CASE(a_class_request_with_an_entity)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	check_control_loopback(dev, 0x21, 0xa1, 0x0501, 50);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_vendor_request_to_an_interface_claims_nothing)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	/* Whether the device knows the request is its business; it has not been kept from it. */
	CHECK_INT(cusb_ctrl_transfer(dev, 0x41, 0x77, 0, 0, NULL, 0, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_standard_request_to_an_interface_claims_it)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_get_interface(dev, 1), 0);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_get_status(dev, cusb_to_interface(0)), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_request_to_an_endpoint_claims_its_interface)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x82)), 0);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 1));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(a_request_to_endpoint_zero_claims_nothing)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x00)), 0);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* The kernel takes the endpoint of the other direction where the address has none. */
CASE(a_request_to_an_endpoint_of_the_other_direction)
{
	struct cusb_device *dev = plug("babble"), *other = find_again(dev);

	CHECK_INT(cusb_ctrl_transfer(dev, 0xa2, 0x77, 0, 0x01, got, 1, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* The kernel looks in all settings of the active configuration. */
CASE(a_request_to_an_endpoint_of_a_setting_that_is_not_selected)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_INT(cusb_ctrl_transfer(dev, 0xa2, 0x77, 0, 0x83, got, 1, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
	CHECK_OK(cusb_claim_interface(other, 0));
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(requests_to_what_is_not_there)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_INT(cusb_ctrl_transfer(dev, 0x21, 0, 0, 7, sent, 1, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_get_status(dev, cusb_to_interface(9)), -ENOENT);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x8b)), -ENOENT);
	CHECK_EITHER(cusb_get_status(dev, cusb_to_endpoint(0x91)), -EINVAL, -ENOENT);
	cusb_device_free(dev);
}

CASE(a_request_to_the_recipient_other)
{
	struct cusb_device *dev = plug_loopback(), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(other, 0));
	CHECK_INT(cusb_ctrl_transfer(dev, 0xa3, 0x77, 0, 0, got, 8, GUARD_MS), -EPIPE);
	cusb_device_free(other);
	cusb_device_free(dev);
}
