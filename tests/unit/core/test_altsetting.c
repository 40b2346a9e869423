/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(current_setting_is_what_the_backend_says_without_opening)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_altsetting(dev, 1), 2);
	expect_calls("configuration, altsetting 1 1");
}

CASE(current_setting_is_asked_anew)
{
	ck_assert_int_eq(cusb_altsetting(dev, 1), 0);
	script.altsettings[1] = 1;
	ck_assert_int_eq(cusb_altsetting(dev, 1), 1);
}

CASE(current_setting_is_asked_anew_under_a_claim)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_altsetting(dev, 1), 2);
}

CASE(interface_with_one_setting_is_not_asked)
{
	ck_assert_int_eq(cusb_altsetting(dev, 0), 0);
	expect_calls("configuration");
}

CASE(only_setting_need_not_be_0)
{
	plug_instead(&script_odd);
	ck_assert_int_eq(cusb_altsetting(dev, 3), 5);
}

CASE(first_of_no_interfaces_is_einval)
{
	cusb_device_free(dev);
	script.devices[0].length = 18 + 9;
	dev = script_find();
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, CUSB_FIRST), -EINVAL);
}

CASE(interface_that_does_not_exist_is_enoent)
{
	ck_assert_int_eq(cusb_altsetting(dev, 3), -ENOENT);
	ck_assert_int_eq(cusb_altsetting(dev, 255), -ENOENT);
}

CASE(interface_of_another_configuration_is_enoent)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_altsetting(dev, 1), -ENOENT);
}

CASE(interface_number_above_255_is_einval)
{
	ck_assert_int_eq(cusb_altsetting(dev, 256), -EINVAL);
	ck_assert_int_eq(cusb_altsetting(dev, UINT_MAX), -EINVAL);
	expect_calls("");
}

CASE(unconfigured_device_has_no_settings)
{
	script.configuration = 0;
	ck_assert_int_eq(cusb_altsetting(dev, 0), -EHOSTUNREACH);
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), -EHOSTUNREACH);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 0, 0), -EHOSTUNREACH);
}

CASE(failed_question_is_told)
{
	script_fail("altsetting", -ENODEV);
	ck_assert_int_eq(cusb_altsetting(dev, 1), -ENODEV);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 0), -ENODEV);
}

CASE(device_is_asked_when_the_backend_cannot_tell)
{
	script.backend.altsetting = NULL;
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_altsetting(dev, 1), 2);
	expect_calls("configuration, open, claim 1, control 81 0a 0000 0001 1 5000");
}

CASE(device_that_does_not_answer_is_told)
{
	script.backend.altsetting = NULL;
	script_fail("control", -EPIPE);
	ck_assert_int_eq(cusb_altsetting(dev, 1), -EPIPE);
}

CASE(empty_answer_of_the_device_is_ebadmsg)
{
	script.backend.altsetting = NULL;
	script_fail("control", 0);
	ck_assert_int_eq(cusb_altsetting(dev, 1), -EBADMSG);
}

CASE(device_is_not_asked_about_what_is_anothers)
{
	script.backend.altsetting = NULL;
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_altsetting(dev, 1), -EBUSY);
	expect_calls("configuration, open, claim 1");
}

CASE(backend_that_cannot_ask_either_is_enosys)
{
	script.backend.altsetting = NULL;
	script.backend.control = NULL;
	ck_assert_int_eq(cusb_altsetting(dev, 1), -ENOSYS);
	expect_calls("configuration");
}

CASE(set_claims_and_sends)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, open, claim 1, set_altsetting 1 2");
}

CASE(current_setting_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script_calls();
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("set_altsetting 1 2");
}

CASE(only_setting_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), 0);
	expect_calls("configuration, open, claim 0, set_altsetting 0 0");
}

CASE(first_interface_and_setting_are_the_first_in_descriptor_order)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, CUSB_FIRST), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, CUSB_FIRST), 0);
	expect_calls("configuration, open, claim 0, set_altsetting 0 0, claim 1, "
		     "set_altsetting 1 0");
}

CASE(first_interface_is_no_other_that_has_the_setting)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, 1), -EINVAL);
}

CASE(set_by_object_is_by_its_numbers)
{
	const struct cusb_interface *intf = cusb_interface_at(cusb_configuration_at(dev, 0), 2, 1);

	ck_assert_int_eq(cusb_interface_set_altsetting(intf), 0);
	expect_calls("configuration, open, claim 2, set_altsetting 2 1");
}

static const struct {
	int number, alternate;
} unknown[] = {{1, 3}, {3, 0}, {1, 256}, {257, 1}, {-2, 0}, {0, -2}, {INT_MIN, INT_MAX}};

CASE_PER_ROW(unknown_setting_is_einval_and_nothing_is_claimed, unknown)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, unknown[_i].number, unknown[_i].alternate),
			 -EINVAL);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, unknown[_i].number, unknown[_i].alternate),
			 -EINVAL);
	expect_calls("configuration, configuration");
}

CASE(setting_of_another_configuration_is_einval)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EINVAL);
}

CASE(stalled_set_is_told_and_the_setting_asked_for_again)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script_fail("set_altsetting", -EPIPE);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EPIPE);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("altsetting 1 1, transfer 03 interrupt 0 0");
}

CASE(set_on_a_busy_interface_sends_nothing)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EBUSY);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 1), -EBUSY);
	expect_calls("configuration, open, claim 1, configuration, claim 1");
}

CASE(backend_without_set_altsetting_is_enosys_and_nothing_is_claimed)
{
	script.backend.set_altsetting = NULL;
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -ENOSYS);
	expect_calls("configuration");
}

CASE(set_without_a_known_configuration_tells_why)
{
	script_fail("configuration", -ENODEV);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -ENODEV);
}

CASE(ensure_sends_when_it_differs)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	expect_calls("configuration, open, claim 1, altsetting 1 1, set_altsetting 1 2");
}

CASE(ensure_sends_nothing_when_it_is_so)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, open, claim 1, altsetting 1 1");
}

CASE(ensure_asks_anew_what_was_set)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	script_calls();
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 0);
	expect_calls("claim 1, altsetting 1 1");
}

/* Another program resets the device: the claim is lost, and the setting is 0. */
CASE(ensure_sends_after_another_programs_reset)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script.altsettings[1] = 0;
	script_calls();
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	expect_calls("claim 1, altsetting 1 1, set_altsetting 1 2");
}

/* Another program sets configuration 2; the claim of interface 0 is lost. */
CASE(set_from_memory_that_is_refused_is_tried_again)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script_calls();
	script_fail_once("set_altsetting", -EBUSY);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("set_altsetting 1 2, configuration, claim 1, set_altsetting 1 2");
}

CASE(setting_that_memory_does_not_have_is_asked_for)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), 0);
	script.configuration = 1;
	script_calls();
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, claim 1, set_altsetting 1 2");
}

CASE(interface_without_a_setting_belongs_to_another_configuration)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	script_fail_once("altsetting", -ENOENT);
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), -ENOENT);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	expect_calls("configuration, claim 0, transfer 01 bulk 0 0");
}

CASE(ensure_sends_nothing_to_an_interface_with_one_setting)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 0, CUSB_FIRST), 0);
	expect_calls("configuration, open, claim 0");
}

CASE(ensure_tells_what_failed)
{
	script_fail("set_altsetting", -EPIPE);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), -EPIPE);
}
