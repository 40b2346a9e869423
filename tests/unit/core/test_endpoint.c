/* SPDX-License-Identifier: MIT */
/* From an address to the endpoint it means, seen by the transfers that reach the backend. */
#include "core/core_fixture.h"

static ssize_t write_to(unsigned int address)
{
	return cusb_write(dev, address, NULL, 0, 0);
}

/* Endpoint 03 of setting 1 has been resolved and its interface claimed. */
static void use_setting_1(void)
{
	script.altsettings[1] = 1;
	ck_assert_int_eq(write_to(0x03), 0);
	script_calls();
}

FIXTURE(core_begin_found, core_end)

CASE(first_use_claims_the_interface)
{
	ck_assert_int_eq(write_to(0x01), 0);
	expect_calls("configuration, open, claim 0, transfer 01 bulk 0 0");
}

CASE(further_use_asks_nothing)
{
	ck_assert_int_eq(write_to(0x01), 0);
	script_calls();
	ck_assert_int_eq(write_to(0x01), 0);
	expect_calls("transfer 01 bulk 0 0");
}

CASE(another_endpoint_of_the_interface_asks_nothing)
{
	ck_assert_int_eq(write_to(0x01), 0);
	script_calls();
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	expect_calls("transfer 82 interrupt 0 0");
}

CASE(address_means_the_endpoint_of_the_current_setting)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("configuration, altsetting 1 1, open, claim 1, transfer 03 interrupt 0 0");
}

CASE(address_of_no_current_setting_is_enoent_and_nothing_is_claimed)
{
	ck_assert_int_eq(write_to(0x03), -ENOENT);
	ck_assert(!cusb_is_open(dev));
	expect_calls("configuration, altsetting 1 1");
}

CASE(unknown_address_is_enoent_and_nothing_is_claimed)
{
	ck_assert_int_eq(write_to(0x0f), -ENOENT);
	expect_calls("configuration");
}

CASE(address_of_another_configuration_is_enoent)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(unconfigured_device_has_no_endpoints)
{
	script.configuration = 0;
	ck_assert_int_eq(write_to(0x01), -EHOSTUNREACH);
}

CASE(setting_that_cannot_be_read_is_told)
{
	script_fail("altsetting", -ENODEV);
	ck_assert_int_eq(write_to(0x03), -ENODEV);
}

CASE(interface_that_cannot_be_claimed_is_told_and_tried_again)
{
	script_fail_once("claim", -EBUSY);
	ck_assert_int_eq(write_to(0x01), -EBUSY);
	script_calls();
	ck_assert_int_eq(write_to(0x01), 0);
	expect_calls("configuration, claim 0, transfer 01 bulk 0 0");
}

CASE(setting_is_remembered_for_the_interfaces_other_endpoints)
{
	use_setting_1();
	ck_assert_int_eq(cusb_read(dev, 0x83, NULL, 0, 0), 0);
	expect_calls("transfer 83 bulk 0 0");
}

CASE(setting_of_an_interface_that_cannot_be_claimed_is_asked_again)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script.altsettings[1] = 1;
	script_fail_once("claim", -EBUSY);
	ck_assert_int_eq(write_to(0x03), -EBUSY);
	script.altsettings[1] = 2;
	script_calls();
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("altsetting 1 1, claim 1, transfer 03 interrupt 0 0");
}

CASE(endpoint_object_of_the_current_setting_is_used)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 1, 2, 0), NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, open, claim 1, transfer 03 interrupt 0 0");
}

CASE(endpoint_object_of_another_setting_is_enoent_and_nothing_is_claimed)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 1, 1, 0), NULL, 0, 0), -ENOENT);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0, 1, 1, 1), NULL, 0, 0), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}

CASE(endpoint_object_of_another_setting_is_enoent_also_when_the_address_is_known)
{
	use_setting_1();
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 1, 2, 0), NULL, 0, 0), -ENOENT);
	expect_calls("configuration, altsetting 1 1");
}

CASE(endpoint_object_of_another_configuration_is_enoent)
{
	ck_assert_int_eq(cusb_endpoint_write(endpoint(1, 0, 0, 0), NULL, 0, 0), -ENOENT);
	ck_assert_int_eq(write_to(0x01), 0);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(1, 0, 0, 0), NULL, 0, 0), -ENOENT);
}

CASE(setting_an_alternate_setting_changes_what_the_address_means)
{
	use_setting_1();
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script_calls();
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("transfer 03 interrupt 0 0");
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 0), 0);
	ck_assert_int_eq(write_to(0x03), -ENOENT);
}

CASE(setting_a_configuration_changes_what_the_address_means)
{
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 0), NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 0), NULL, 0, 0), -ENOENT);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(1, 0, 0, 0), NULL, 0, 0), 0);
}

/* The kernel sets the interface back to alternate setting 0. */
CASE(releasing_changes_what_the_address_means)
{
	use_setting_1();
	ck_assert_int_eq(cusb_release_interface(dev, 1), 0);
	script.altsettings[1] = 0;
	ck_assert_int_eq(write_to(0x03), -ENOENT);
}

CASE(released_interface_is_asked_about_while_another_is_claimed)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	use_setting_1();
	ck_assert_int_eq(cusb_release_interface(dev, 1), 0);
	script.altsettings[1] = 2;
	script_calls();
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("altsetting 1 1, claim 1, transfer 03 interrupt 0 0");
}

CASE(unclaimed_interface_is_asked_about_each_time)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(write_to(0x03), -ENOENT);
	script.altsettings[1] = 1;
	ck_assert_int_eq(write_to(0x03), 0);
}

CASE(reset_changes_what_the_address_means)
{
	use_setting_1();
	ck_assert_int_eq(cusb_reset(dev), 0);
	script.altsettings[1] = 0;
	ck_assert_int_eq(write_to(0x03), -ENOENT);
}

CASE(closing_changes_what_the_address_means)
{
	use_setting_1();
	cusb_close(dev);
	script.altsettings[1] = 2;
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("release 1, close, configuration, altsetting 1 1, open, claim 1, "
		     "transfer 03 interrupt 0 0");
}

CASE(asking_for_the_setting_refreshes_what_the_address_means)
{
	use_setting_1();
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_altsetting(dev, 1), 2);
	script_calls();
	ck_assert_int_eq(write_to(0x03), 0);
	expect_calls("transfer 03 interrupt 0 0");
}

CASE(taking_the_interface_from_a_driver_changes_what_the_address_means)
{
	cusb_set_auto_detach(dev, true);
	script.altsettings[1] = 1;
	script_fail_once("claim 1", -EBUSY);
	ck_assert_int_eq(write_to(0x03), -ENOENT);
	expect_calls("configuration, altsetting 1 1, open, claim 1, detach 1, claim 1, "
		     "altsetting 1 1");
}

/* As for Linux: the address belongs to interface 1, and interface 2 has no endpoint 01. */
CASE(address_that_an_earlier_interface_has_is_enoent)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(write_to(0x01), -ENOENT);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 2, 0, 0), NULL, 0, 0), -ENOENT);
	script.altsettings[1] = 1;
	ck_assert_int_eq(write_to(0x01), 0);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 2, 0, 0), NULL, 0, 0), -ENOENT);
}

CASE(device_is_asked_only_about_interfaces_that_have_the_address)
{
	script.backend.altsetting = NULL;
	ck_assert_int_eq(write_to(0x01), 0);
	script_calls();
	script.altsettings[2] = 1;
	ck_assert_int_eq(write_to(0x08), 0);
	expect_calls("claim 2, control 81 0a 0000 0002 1 5000, transfer 08 bulk 0 0");
}
