/* SPDX-License-Identifier: MIT */
/* What a control transfer claims, and what it makes forgotten. */
#include <errno.h>
#include <string.h>

#include <cusb/control.h>

#include "core/script_backend.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	script_begin();
	dev = script_find();
}

static void end(void)
{
	cusb_device_free(dev);
	script_end();
}

/* A request without data. */
static ssize_t request(unsigned int bmRequestType, unsigned int bRequest, unsigned int wIndex)
{
	return cusb_ctrl_transfer(dev, bmRequestType, bRequest, 0, wIndex, NULL, 0, 0);
}

/* Standard, class and reserved type, either direction. */
static const unsigned int to_interface[] = {0x01, 0x81, 0x21, 0xa1, 0x61, 0xe1};

FIXTURE(begin, end)

CASE_PER_ROW(request_to_an_interface_claims_it, to_interface)
{
	ck_assert_int_eq(request(to_interface[_i], 9, 2), 0);
	ck_assert_ptr_eq(strstr(script_calls(), "open, claim 2, control"), script_calls());
	expect_calls("");
	ck_assert_int_eq(cusb_release_interface(dev, 2), 0);
	expect_calls("release 2");
}

/* Vendor type; and other recipients: device, other, reserved. */
static const unsigned int to_none[] = {0x41, 0xc1, 0x42, 0xc2, 0x00, 0x80,
				       0x20, 0xa0, 0x23, 0xa4, 0x3f};

CASE_PER_ROW(other_request_claims_nothing, to_none)
{
	ck_assert_int_eq(request(to_none[_i], 0x55, 0x81), 0);
	ck_assert_ptr_null(strstr(script_calls(), "claim"));
}

CASE(interface_is_claimed_once)
{
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	ck_assert_int_eq(request(0x21, 1, 0), 0);
	expect_calls("open, claim 0, control 21 01 0000 0000 0 0, control 21 01 0000 0000 0 0");
}

CASE(high_byte_of_windex_is_no_interface)
{
	ck_assert_int_eq(request(0x21, 1, 0x0501), 0);
	expect_calls("open, claim 1, control 21 01 0000 0501 0 0");
}

CASE(interface_that_cannot_be_claimed_is_told_and_nothing_sent)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(request(0x21, 1, 0), -EBUSY);
	expect_calls("open, claim 0");
}

CASE(request_to_an_endpoint_claims_its_interface)
{
	ck_assert_int_eq(request(0x02, 1, 0x82), 0);
	expect_calls("configuration, open, claim 0, control 02 01 0000 0082 0 0");
}

CASE(request_to_endpoint_0_claims_nothing)
{
	ck_assert_int_eq(request(0x02, 1, 0x00), 0);
	ck_assert_int_eq(request(0x02, 1, 0x80), 0);
	expect_calls("open, control 02 01 0000 0000 0 0, control 02 01 0000 0080 0 0");
}

CASE(endpoint_of_the_other_direction_will_do)
{
	ck_assert_int_eq(request(0x02, 1, 0x02), 0);
	expect_calls("configuration, open, claim 0, control 02 01 0000 0002 0 0");
}

CASE(unknown_endpoint_is_enoent_and_nothing_sent)
{
	ck_assert_int_eq(request(0x02, 1, 0x0f), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}

CASE(endpoint_of_an_unconfigured_device_is_ehostunreach)
{
	script.configuration = 0;
	ck_assert_int_eq(request(0x02, 1, 0x81), -EHOSTUNREACH);
}

/* The odd device has a descriptor for such an address. */
CASE(endpoint_with_reserved_bits_is_einval_and_taken_for_no_other)
{
	cusb_device_free(dev);
	script.devices[0] = script_odd;
	dev = script_find();
	ck_assert_int_eq(request(0x02, 1, 0x91), -EINVAL);
	ck_assert_int_eq(request(0x02, 1, 0x10), -EINVAL);
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), -ENOENT);
}

CASE(printers_id_needs_no_claim)
{
	ck_assert_int_eq(request(0xa1, 0, 0x0200), 0);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), 0);
	expect_calls("configuration, open, control a1 00 0000 0200 0 0, "
		     "configuration, control a1 00 0000 0201 0 0");
}

/* Not the interface, not the setting, not the request, not the direction. */
static const struct {
	unsigned int bmRequestType, bRequest, wIndex;
} no_printer_id[] = {{0xa1, 0, 0x0002}, {0xa1, 0, 0x0202}, {0xa1, 1, 0x0202}, {0x21, 0, 0x0202}};

CASE_PER_ROW(what_is_no_request_for_a_printers_id_claims, no_printer_id)
{
	ck_assert_int_eq(request(no_printer_id[_i].bmRequestType, no_printer_id[_i].bRequest,
				 no_printer_id[_i].wIndex),
			 0);
	ck_assert_ptr_nonnull(strstr(script_calls(), "claim 2"));
}

CASE(id_of_an_unconfigured_printer_claims)
{
	script.configuration = 0;
	script_fail("claim 1", -ENOENT);
	ck_assert_int_eq(request(0xa1, 0, 0x0201), -ENOENT);
}

CASE(raw_set_configuration_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(
		cusb_ctrl_transfer(dev, 0x00, CUSB_REQ_SET_CONFIGURATION, 2, 0, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(raw_set_interface_makes_the_settings_asked_for)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x01, CUSB_REQ_SET_INTERFACE, 2, 1, NULL, 0, 0),
			 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 interrupt 0 0");
}

CASE(other_requests_leave_what_is_known)
{
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	ck_assert_int_eq(request(0x40, CUSB_REQ_SET_CONFIGURATION, 0), 0);
	ck_assert_int_eq(request(0x41, CUSB_REQ_SET_INTERFACE, 0), 0);
	ck_assert_int_eq(request(0x80, CUSB_REQ_GET_CONFIGURATION, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	expect_calls("transfer 01 bulk 0 0");
}
