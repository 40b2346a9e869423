/* SPDX-License-Identifier: MIT */
#include <errno.h>

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

static const struct cusb_endpoint *endpoint(size_t intf, size_t alternate, size_t index)
{
	return cusb_endpoint_at(
		cusb_interface_at(cusb_configuration_at(dev, 0), intf, alternate), index);
}

START_TEST(clear_halt_claims_and_clears)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), 0);
	expect_calls("configuration, open, claim 0, clear_halt 81");
}
END_TEST

START_TEST(clear_halt_on_an_object_is_by_its_address)
{
	ck_assert_int_eq(cusb_endpoint_clear_halt(endpoint(0, 0, 2)), 0);
	expect_calls("configuration, open, claim 0, clear_halt 82");
}
END_TEST

START_TEST(clear_halt_on_an_object_of_another_setting_is_enoent)
{
	ck_assert_int_eq(cusb_endpoint_clear_halt(endpoint(1, 1, 0)), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}
END_TEST

START_TEST(clear_halt_on_an_unknown_address_is_enoent)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x83), -ENOENT);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x00), -ENOENT);
}
END_TEST

START_TEST(clear_halt_on_no_address_is_einval)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x181), -EINVAL);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x91), -EINVAL);
	expect_calls("");
}
END_TEST

START_TEST(failed_clear_halt_is_told)
{
	script_fail("clear_halt", -EPIPE);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), -EPIPE);
}
END_TEST

START_TEST(backend_without_clear_halt_is_enosys_and_nothing_is_claimed)
{
	script.backend.clear_halt = NULL;
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), -ENOSYS);
	expect_calls("");
}
END_TEST

SUITE(clear_halt)
{
	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, clear_halt_claims_and_clears);
	tcase_add_test(tc, clear_halt_on_an_object_is_by_its_address);
	tcase_add_test(tc, clear_halt_on_an_object_of_another_setting_is_enoent);
	tcase_add_test(tc, clear_halt_on_an_unknown_address_is_enoent);
	tcase_add_test(tc, clear_halt_on_no_address_is_einval);
	tcase_add_test(tc, failed_clear_halt_is_told);
	tcase_add_test(tc, backend_without_clear_halt_is_enosys_and_nothing_is_claimed);
}
