/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "core/core_fixture.h"

static const struct cusb_configuration *cfg;

static int active_value(void)
{
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), 0);
	ck_assert_ptr_eq(cfg->device, dev);
	return cfg->bConfigurationValue;
}

static void begin_without_answer(void)
{
	core_begin_found();
	cfg = NULL;
}

FIXTURE(begin_without_answer, core_end)

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
	plug_instead(&script_odd);
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

CASE(value_is_what_the_backend_says_without_opening)
{
	ck_assert_int_eq(cusb_active_configuration_value(dev), 1);
	script.configuration = 2;
	ck_assert_int_eq(cusb_active_configuration_value(dev), 2);
	expect_calls("configuration, configuration");
}

CASE(value_needs_no_descriptor)
{
	script.configuration = 9;
	ck_assert_int_eq(cusb_active_configuration_value(dev), 9);
}

CASE(value_of_an_unconfigured_device_is_ehostunreach)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_active_configuration_value(dev), -EHOSTUNREACH);
	script_fail("configuration", -EHOSTUNREACH);
	ck_assert_int_eq(cusb_active_configuration_value(dev), -EHOSTUNREACH);
}

CASE(value_0_is_one_where_a_configuration_has_it)
{
	plug_instead(&script_odd);
	script.configuration = 0;
	ck_assert_int_eq(cusb_active_configuration_value(dev), 0);
	script_fail("configuration", -EHOSTUNREACH);
	ck_assert_int_eq(cusb_active_configuration_value(dev), -EHOSTUNREACH);
}

CASE(value_is_asked_of_the_device_when_the_backend_cannot_tell)
{
	script.backend.configuration = NULL;
	script.configuration = 2;
	ck_assert_int_eq(cusb_active_configuration_value(dev), 2);
	expect_calls("open, control 80 08 0000 0000 1 5000");
	script_fail("control", -EPIPE);
	ck_assert_int_eq(cusb_active_configuration_value(dev), -EPIPE);
}

/* The composite device has no configuration 0, so the backend need not know of it. */
CASE(unconfigured_is_0_where_no_configuration_has_it)
{
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_UNCONFIGURED), 0);
	expect_calls("open, set_configuration 0");
	ck_assert_int_eq(cusb_ensure_configuration(dev, CUSB_UNCONFIGURED), 0);
	expect_calls("configuration");
}

CASE(unconfigured_differs_from_a_configuration_0)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_UNCONFIGURED), 0);
	expect_calls("release 0, set_configuration -2");
	ck_assert_int_eq(cusb_set_configuration(dev, 0), 0);
	expect_calls("set_configuration 0, configuration");
}

CASE(ensure_unconfigures_a_configuration_0)
{
	plug_instead(&script_odd);
	script.configuration = 0;
	ck_assert_int_eq(cusb_ensure_configuration(dev, CUSB_UNCONFIGURED), 1);
	expect_calls("configuration, open, set_configuration -2");
	script_fail("configuration", -EHOSTUNREACH);
	ck_assert_int_eq(cusb_ensure_configuration(dev, CUSB_UNCONFIGURED), 0);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), -EACCES);
	expect_calls("configuration, configuration, set_configuration 0, configuration");
}

CASE(backend_that_cannot_unconfigure_is_enosys)
{
	plug_instead(&script_odd);
	script_fail("set_configuration -2", -ENOSYS);
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_UNCONFIGURED), -ENOSYS);
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
	expect_calls("configuration, open, set_configuration 2, configuration");
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

CASE(set_opens_and_sends)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 2), 0);
	expect_calls("open, set_configuration 2, configuration");
}

CASE(current_value_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls(
		"open, set_configuration 1, configuration, set_configuration 1, configuration");
}

CASE(first_is_the_first_in_descriptor_order)
{
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_FIRST), 0);
	expect_calls("open, set_configuration 1, configuration");
}

CASE(set_by_object_is_by_its_value)
{
	ck_assert_int_eq(cusb_configuration_select(cusb_configuration_at(dev, 1)), 0);
	expect_calls("open, set_configuration 2, configuration");
}

static const int unknown[] = {3, -3, 255, 256, 257};

CASE_PER_ROW(unknown_value_is_einval_without_calls, unknown)
{
	ck_assert_int_eq(cusb_set_configuration(dev, unknown[_i]), -EINVAL);
	expect_calls("");
}

CASE(first_of_none_is_einval)
{
	cusb_device_free(dev);
	script.devices[0].length = 18;
	dev = script_find();
	ck_assert_int_eq(cusb_set_configuration(dev, CUSB_FIRST), -EINVAL);
}

/* Interfaces 0 and 1 are claimed. */
static const struct {
	int value, result;
	const char *calls, *close_calls;
} claimed[] = {
	/* own claims are released before and retaken after */
	{1, 0, "release 0, release 1, set_configuration 1, configuration, claim 0, claim 1",
	 "release 0, release 1, close"},
	/* claims that the new configuration lacks are gone */
	{2, 0, "release 0, release 1, set_configuration 2, configuration, claim 0",
	 "release 0, close"},
	/* unconfiguring leaves no claim */
	{0, 0, "release 0, release 1, set_configuration 0", "close"},
	/* failed set is told and the claims retaken */
	{2, -EBUSY, "release 0, release 1, set_configuration 2, claim 0, claim 1",
	 "release 0, release 1, close"},
};

CASE_PER_ROW(claims_follow_the_configuration, claimed)
{
	claim_two();
	script_fail("set_configuration", claimed[_i].result);
	ck_assert_int_eq(cusb_set_configuration(dev, claimed[_i].value), claimed[_i].result);
	expect_calls(claimed[_i].calls);
	cusb_close(dev);
	expect_calls(claimed[_i].close_calls);
}

CASE(claim_that_cannot_be_retaken_is_told_and_gone)
{
	claim_two();
	script_fail("claim 0", -EBUSY);
	script_fail("detach 0", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EBUSY);
	expect_calls(
		"release 0, release 1, set_configuration 1, configuration, claim 0, detach 0, claim 1");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("");
}

CASE(failed_set_makes_the_configuration_asked_for)
{
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), 0);
	script_fail("set_configuration", -EPIPE);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(failed_set_goes_before_a_failed_claim)
{
	claim_two();
	script_fail("set_configuration", -EPIPE);
	script_fail("claim", -ENODEV);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EPIPE);
}

CASE(driver_that_slips_in_has_to_go_again)
{
	claim_two();
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls(
		"release 0, release 1, set_configuration 1, configuration, claim 0, detach 0, claim 0, "
		"claim 1");
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(backend_without_set_configuration_is_enosys_and_claims_stay)
{
	claim_two();
	script.backend.set_configuration = NULL;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -ENOSYS);
	expect_calls("");
}

CASE(device_that_cannot_be_opened_cannot_be_configured)
{
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EACCES);
	expect_calls("open");
}

/* Until a claim holds, another program may set another configuration. */
CASE(first_transfer_after_it_asks_again)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	expect_calls("configuration, claim 0, transfer 01 bulk 1 0");
}

CASE(first_transfer_after_it_asks_nothing_under_a_claim)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	expect_calls("transfer 01 bulk 1 0");
}

CASE(what_was_set_is_asked_again_once_nothing_is_claimed)
{
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	script.configuration = 2;
	ck_assert_int_eq(cusb_read(dev, 0x82, NULL, 0, 0), -ENOENT);
}

CASE(alternate_settings_are_0_after_it)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), -ENOENT);
	expect_calls("altsetting 1 1");
}

CASE(alternate_setting_of_an_interface_without_0_is_asked_after_it)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	script.altsettings[0] = 1;
	ck_assert_int_eq(cusb_write(dev, 0x04, "x", 1, 0), 1);
}

/* With auto-detach, interface 0 was taken from a driver; no other has one. */
static void claim_its_only_driver(void)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	script_fail_once("detach 0", 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_fail("detach", -ENODATA);
	script_calls();
}

CASE(drivers_are_left_alone_without_auto_detach)
{
	script_fail("set_configuration", -EBUSY);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EBUSY);
	expect_calls("open, set_configuration 1");
}

/* With auto-detach, where one call fails. */
static const struct {
	int value;
	const char *failing;
	int err, result;
	const char *calls;
} auto_detached[] = {
	/* auto detached drivers come back when it is set */
	/* the kernel binds none by itself when the value is the current one */
	{1, "detach 1", -ENODATA, 0,
	 "open, configuration, detach 0, detach 1, detach 2, set_configuration 1, configuration, "
	 "attach 0, attach 2"},
	/* auto detached drivers come back when it fails */
	{1, "set_configuration", -EPIPE, -EPIPE,
	 "open, configuration, detach 0, detach 1, detach 2, set_configuration 1, attach 0, "
	 "attach 1, attach 2"},
	/* driver that does not come back is no error of the configuration */
	{2, "attach", -ENODEV, 0,
	 "open, configuration, detach 0, detach 1, detach 2, set_configuration 2, configuration, "
	 "attach 0"},
	/* auto detach stops where a program has the interface */
	{2, "detach 1", -EBUSY, -EBUSY, "open, configuration, detach 0, detach 1, attach 0"},
	/* auto detached drivers of interfaces that go do not come back */
	{2, "nothing", 0, 0,
	 "open, configuration, detach 0, detach 1, detach 2, set_configuration 2, configuration, "
	 "attach 0"},
};

CASE_PER_ROW(auto_detach_takes_drivers_away_for_the_time_of_the_change, auto_detached)
{
	cusb_set_auto_detach(dev, true);
	script_fail(auto_detached[_i].failing, auto_detached[_i].err);
	ck_assert_int_eq(cusb_set_configuration(dev, auto_detached[_i].value),
			 auto_detached[_i].result);
	expect_calls(auto_detached[_i].calls);
}

CASE(auto_detach_has_nothing_to_do_when_unconfigured)
{
	cusb_set_auto_detach(dev, true);
	script.configuration = 0;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	expect_calls("open, configuration, set_configuration 1, configuration");
}

CASE(auto_detached_drivers_come_back_once)
{
	cusb_set_auto_detach(dev, true);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(auto_detach_without_driver_operations_sends_all_the_same)
{
	cusb_set_auto_detach(dev, true);
	script.backend.drivers = NULL;
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
}

static const struct {
	int err;
	const char *calls;
} outcomes[] = {
	/* driver stays away from a claim that is retaken */
	{0, "set_configuration 1, configuration, claim 0"},
	/* driver stays away from a claim that is retaken after a failure */
	{-EPIPE, "set_configuration 1, claim 0"},
};

CASE_PER_ROW(driver_of_a_claim_comes_back_at_its_release, outcomes)
{
	char calls[128];

	claim_its_only_driver();
	script_fail("set_configuration", outcomes[_i].err);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), outcomes[_i].err);
	snprintf(calls, sizeof calls, "release 0, configuration, detach 0, detach 1, detach 2, %s",
		 outcomes[_i].calls);
	expect_calls(calls);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0, attach 0");
}

/* ---- a kernel that accepts the request, and leaves the device unconfigured --------------------
 */

static const int unconfigured[] = {0, -EHOSTUNREACH};

static void forbid(int answer)
{
	script_fail("configuration", answer);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
}

CASE_PER_ROW(configuration_that_was_not_set_is_not_believed, unconfigured)
{
	forbid(unconfigured[_i]);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), -EACCES);
	expect_calls("release 0, set_configuration 1, configuration");
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), -EHOSTUNREACH);
}

CASE_PER_ROW(ensure_does_not_believe_it_either, unconfigured)
{
	forbid(unconfigured[_i]);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 1), -EACCES);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), 0);
}

CASE_PER_ROW(unconfiguring_it_is_no_error, unconfigured)
{
	forbid(unconfigured[_i]);
	ck_assert_int_eq(cusb_set_configuration(dev, 0), 0);
}

static const int no_answer[] = {-ENOSYS, -EACCES, -EIO};

CASE_PER_ROW(set_is_believed_where_the_backend_cannot_tell, no_answer)
{
	script_fail("configuration", no_answer[_i]);
	ck_assert_int_eq(cusb_set_configuration(dev, 1), 0);
}

/* ---- a configuration whose value is 0, which the specification forbids ------------------------
 */

CASE(first_configuration_may_have_the_value_0)
{
	plug_instead(&script_odd);
	script.configuration = 0;
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), 0);
	ck_assert_ptr_eq(cfg, cusb_configuration_at(dev, 1));
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), 0);
	ck_assert_int_eq(cusb_configuration_select(cfg), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), 0);
}

CASE(configuration_0_is_set_when_the_device_is_not_configured)
{
	plug_instead(&script_odd);
	script.configuration = -EHOSTUNREACH;
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), -EHOSTUNREACH);
	script_calls();
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), 1);
	expect_calls("configuration, open, set_configuration 0, configuration");
	ck_assert_int_eq(cusb_active_configuration(dev, &cfg), 0);
}

CASE(configuration_0_that_was_not_set_is_not_believed)
{
	plug_instead(&script_odd);
	script_fail("configuration", -EHOSTUNREACH);
	ck_assert_int_eq(cusb_ensure_configuration(dev, 0), -EACCES);
}
