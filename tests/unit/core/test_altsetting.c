/* SPDX-License-Identifier: MIT */
#include <limits.h>

#include "core/found_device.h"

FIXTURE(begin, end)

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
	cusb_device_free(dev);
	script.devices[0] = script_odd;
	dev = script_find();
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
