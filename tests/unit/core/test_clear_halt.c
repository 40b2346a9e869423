/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(clear_halt_claims_and_clears)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), 0);
	expect_calls("configuration, open, claim 0, clear_halt 81");
}

CASE(clear_halt_on_an_object_is_by_its_address)
{
	ck_assert_int_eq(cusb_endpoint_clear_halt(endpoint(0, 0, 0, 2)), 0);
	expect_calls("configuration, open, claim 0, clear_halt 82");
}

CASE(clear_halt_on_an_object_of_another_setting_is_enoent)
{
	ck_assert_int_eq(cusb_endpoint_clear_halt(endpoint(0, 1, 1, 0)), -ENOENT);
	ck_assert(!cusb_is_open(dev));
}

CASE(clear_halt_on_an_unknown_address_is_enoent)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x83), -ENOENT);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x00), -ENOENT);
}

CASE(clear_halt_on_no_address_is_einval)
{
	ck_assert_int_eq(cusb_clear_halt(dev, 0x181), -EINVAL);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x91), -EINVAL);
	expect_calls("");
}

CASE(failed_clear_halt_is_told)
{
	script_fail("clear_halt", -EPIPE);
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), -EPIPE);
}

CASE(backend_without_clear_halt_is_enosys_and_nothing_is_claimed)
{
	script.backend.clear_halt = NULL;
	ck_assert_int_eq(cusb_clear_halt(dev, 0x81), -ENOSYS);
	expect_calls("");
}
