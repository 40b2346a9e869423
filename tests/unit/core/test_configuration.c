/* SPDX-License-Identifier: MIT */
/* Which configuration is active; changing it is in test_configuration_set.c. */

#include "core/found_device.h"

static const struct cusb_configuration *cfg;

static int active_value(void)
{
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), 0);
	ck_assert_ptr_eq(cfg->device, dev);
	return cfg->bConfigurationValue;
}

static void begin_without_answer(void)
{
	begin();
	cfg = NULL;
}

FIXTURE(begin_without_answer, end)

CASE(active_is_what_the_backend_says_without_opening)
{
	script.configuration = 2;
	ck_assert_int_eq(active_value(), 2);
	expect_calls("configuration");
}

CASE(active_is_asked_anew_without_a_claim)
{
	ck_assert_int_eq(active_value(), 1);
	script.configuration = 2;
	ck_assert_int_eq(active_value(), 2);
}

CASE(active_is_asked_anew_under_a_claim)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(active_value(), 1);
	script.configuration = 2;
	ck_assert_int_eq(active_value(), 2);
}

CASE(active_is_asked_anew_after_being_set)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script.configuration = 2;
	ck_assert_int_eq(active_value(), 2);
}

/* Endpoint 82 is in the first configuration alone. */
CASE(active_of_before_a_claim_is_not_trusted_under_it)
{
	ck_assert_int_eq(active_value(), 1);
	script.configuration = 2;
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(active_of_before_a_claim_by_control_is_not_trusted_under_it)
{
	ck_assert_int_eq(active_value(), 1);
	script.configuration = 2;
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0x21, 0, 0, 0, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(active_of_before_the_last_release_is_not_trusted_after_it)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(active_that_was_asked_after_being_set_is_not_trusted)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(active_value(), 1);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(active_is_remembered_under_a_claim_for_transfers)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_read(dev, 0x81, NULL, 0, 0), 0);
	expect_calls("transfer 81 bulk 0 0");
}

CASE(unconfigured_device_has_no_active_configuration)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EHOSTUNREACH);
	ck_assert_ptr_null(cfg);
}

CASE(configuration_that_is_numbered_0_is_one)
{
	cusb_device_free(dev);
	script.devices[0] = script_odd;
	dev = script_find();
	script.configuration = 0;
	ck_assert_int_eq(active_value(), 0);
}

CASE(value_without_a_descriptor_is_ebadmsg)
{
	script.configuration = 9;
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EBADMSG);
	ck_assert_ptr_null(cfg);
}

CASE(failed_question_is_told_and_asked_again)
{
	script_fail_once("configuration", -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -ENODEV);
	ck_assert_ptr_null(cfg);
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
}

CASE(device_is_asked_when_the_backend_cannot_tell)
{
	script.backend.configuration = NULL;
	script.configuration = 2;
	ck_assert_int_eq(active_value(), 2);
	expect_calls("open, control 80 08 0000 0000 1 5000");
}

CASE(device_that_does_not_answer_is_told)
{
	script.backend.configuration = NULL;
	script_fail("control", -EPIPE);
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EPIPE);
}

CASE(empty_answer_of_the_device_is_ebadmsg)
{
	script.backend.configuration = NULL;
	script_fail("control", 0);
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EBADMSG);
}

CASE(device_that_cannot_be_opened_cannot_be_asked)
{
	script.backend.configuration = NULL;
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EACCES);
}

CASE(backend_that_cannot_ask_either_is_enosys)
{
	script.backend.configuration = NULL;
	script.backend.control = NULL;
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -ENOSYS);
	expect_calls("");
}

CASE(ensure_sends_nothing_when_it_is_so)
{
	ck_assert_int_eq(cusb_ensure_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_ensure_configuration(dev, CUSB_FIRST), 0);
	expect_calls("configuration, configuration");
}

CASE(ensure_sends_when_it_differs)
{
	ck_assert_int_eq(cusb_ensure_configuration(dev, 2), 1);
	expect_calls("configuration, open, set_configuration 2");
}

CASE(ensure_keeps_claims_when_it_is_so)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_ensure_configuration(dev, 1), 0);
	expect_calls("configuration");
}

CASE(ensure_unconfigures)
{
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), 1);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), 0);
	expect_calls("configuration, open, set_configuration 0, configuration");
}

CASE(ensure_configures)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_ensure_configuration(dev, CUSB_FIRST), 1);
	ck_assert_int_eq(script.configuration, 1);
}

CASE(ensure_of_an_unknown_value_is_einval_without_calls)
{
	ck_assert_int_eq(cusb_ensure_configuration(dev, 3), -EINVAL);
	expect_calls("");
}

CASE(ensure_tells_what_failed)
{
	script_fail_once("configuration", -ENODEV);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 1), -ENODEV);
	script_fail("set_configuration", -EPIPE);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 2), -EPIPE);
}
