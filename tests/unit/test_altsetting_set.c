/* SPDX-License-Identifier: MIT */
/* Changing the alternate setting. */
#include <errno.h>
#include <limits.h>

#include "script_backend.h"
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

START_TEST(set_claims_and_sends)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, open, claim 1, set_altsetting 1 2");
}
END_TEST

START_TEST(current_setting_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script_calls();
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	expect_calls("set_altsetting 1 2");
}
END_TEST

START_TEST(only_setting_is_sent_all_the_same)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 0, 0), 0);
	expect_calls("configuration, open, claim 0, set_altsetting 0 0");
}
END_TEST

START_TEST(first_interface_and_setting_are_the_first_in_descriptor_order)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, CUSB_FIRST), 0);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, CUSB_FIRST), 0);
	expect_calls("configuration, open, claim 0, set_altsetting 0 0, claim 1, "
		     "set_altsetting 1 0");
}
END_TEST

START_TEST(first_interface_is_no_other_that_has_the_setting)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, CUSB_FIRST, 1), -EINVAL);
}
END_TEST

START_TEST(set_by_object_is_by_its_numbers)
{
	const struct cusb_interface *intf = cusb_interface_at(cusb_configuration_at(dev, 0), 2, 1);

	ck_assert_int_eq(cusb_interface_set_altsetting(intf), 0);
	expect_calls("configuration, open, claim 2, set_altsetting 2 1");
}
END_TEST

static const struct {
	int number, alternate;
} unknown[] = {{1, 3}, {3, 0}, {1, 256}, {257, 1}, {-2, 0}, {0, -2}, {INT_MIN, INT_MAX}};

START_TEST(unknown_setting_is_einval_and_nothing_is_claimed)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, unknown[_i].number, unknown[_i].alternate),
			 -EINVAL);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, unknown[_i].number, unknown[_i].alternate),
			 -EINVAL);
	expect_calls("configuration, configuration");
}
END_TEST

START_TEST(setting_of_another_configuration_is_einval)
{
	script.configuration = 2;
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EINVAL);
}
END_TEST

START_TEST(stalled_set_is_told_and_the_setting_asked_for_again)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 2), 0);
	script_fail("set_altsetting", -EPIPE);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EPIPE);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("altsetting 1 1, transfer 03 interrupt 0 0");
}
END_TEST

START_TEST(set_on_a_busy_interface_sends_nothing)
{
	script_fail("claim", -EBUSY);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -EBUSY);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 1), -EBUSY);
	expect_calls("configuration, open, claim 1, configuration, claim 1");
}
END_TEST

START_TEST(backend_without_set_altsetting_is_enosys_and_nothing_is_claimed)
{
	script.backend.set_altsetting = NULL;
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -ENOSYS);
	expect_calls("configuration");
}
END_TEST

START_TEST(set_without_a_known_configuration_tells_why)
{
	script_fail("configuration", -ENODEV);
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), -ENODEV);
}
END_TEST

START_TEST(ensure_sends_when_it_differs)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	expect_calls("configuration, open, claim 1, altsetting 1 1, set_altsetting 1 2");
}
END_TEST

START_TEST(ensure_sends_nothing_when_it_is_so)
{
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 0);
	expect_calls("configuration, open, claim 1, altsetting 1 1");
}
END_TEST

START_TEST(ensure_remembers_what_was_set)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 1);
	script_calls();
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), 0);
	expect_calls("");
}
END_TEST

START_TEST(ensure_sends_nothing_to_an_interface_with_one_setting)
{
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 0, CUSB_FIRST), 0);
	expect_calls("configuration, open, claim 0");
}
END_TEST

START_TEST(ensure_tells_what_failed)
{
	script_fail("set_altsetting", -EPIPE);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 2), -EPIPE);
}
END_TEST

SUITE(altsetting_set)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, set_claims_and_sends);
	tcase_add_test(tc, current_setting_is_sent_all_the_same);
	tcase_add_test(tc, only_setting_is_sent_all_the_same);
	tcase_add_test(tc, first_interface_and_setting_are_the_first_in_descriptor_order);
	tcase_add_test(tc, first_interface_is_no_other_that_has_the_setting);
	tcase_add_test(tc, set_by_object_is_by_its_numbers);
	tcase_add_loop_test(tc, unknown_setting_is_einval_and_nothing_is_claimed, 0,
			    sizeof unknown / sizeof unknown[0]);
	tcase_add_test(tc, setting_of_another_configuration_is_einval);
	tcase_add_test(tc, stalled_set_is_told_and_the_setting_asked_for_again);
	tcase_add_test(tc, set_on_a_busy_interface_sends_nothing);
	tcase_add_test(tc, backend_without_set_altsetting_is_enosys_and_nothing_is_claimed);
	tcase_add_test(tc, set_without_a_known_configuration_tells_why);
	tcase_add_test(tc, ensure_sends_when_it_differs);
	tcase_add_test(tc, ensure_sends_nothing_when_it_is_so);
	tcase_add_test(tc, ensure_remembers_what_was_set);
	tcase_add_test(tc, ensure_sends_nothing_to_an_interface_with_one_setting);
	tcase_add_test(tc, ensure_tells_what_failed);
}
