/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

FIXTURE(core_begin_hub, core_end)

CASE(ports_are_what_the_backend_says)
{
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	ck_assert_int_eq(cusb_hub_ports(dev, addresses), 2);
	ck_assert_uint_eq(addresses[0], 7);
	ck_assert_uint_eq(addresses[1], 0);
	expect_calls("open, hub_ports");
}

CASE(device_that_is_no_hub_is_einval_without_calls)
{
	uint8_t addresses[CUSB_HUB_PORTS_MAX];
	struct cusb_device *other;

	script.devices[0] = script_composite;
	other = script_find();
	ck_assert_int_eq(cusb_hub_ports(other, addresses), -EINVAL);
	ck_assert_int_eq(cusb_claim_port(other, 1), -EINVAL);
	ck_assert_int_eq(cusb_release_port(other, 1), -EINVAL);
	expect_calls("");
	cusb_device_free(other);
}

static const unsigned int no_ports[] = {0, 128, UINT_MAX};

CASE_PER_ROW(port_out_of_range_is_einval_without_calls, no_ports)
{
	ck_assert_int_eq(cusb_claim_port(dev, no_ports[_i]), -EINVAL);
	ck_assert_int_eq(cusb_release_port(dev, no_ports[_i]), -EINVAL);
	expect_calls("");
}

CASE(claimed_ports_are_given_back_at_close)
{
	ck_assert_int_eq(cusb_claim_port(dev, 1), 0);
	ck_assert_int_eq(cusb_claim_port(dev, 127), 0);
	cusb_close(dev);
	expect_calls("open, claim_port 1, claim_port 127, release_port 1, "
		     "release_port 127, close");
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
	expect_calls("open, close");
}

CASE(released_port_is_not_given_back_again)
{
	ck_assert_int_eq(cusb_claim_port(dev, 3), 0);
	ck_assert_int_eq(cusb_release_port(dev, 3), 0);
	cusb_close(dev);
	expect_calls("open, claim_port 3, release_port 3, close");
}

CASE(port_that_was_not_claimed_is_not_given_back)
{
	script_fail("claim_port", -EBUSY);
	ck_assert_int_eq(cusb_claim_port(dev, 3), -EBUSY);
	cusb_close(dev);
	expect_calls("open, claim_port 3, close");
}

CASE(release_that_fails_is_told)
{
	script_fail("release_port", -ENOENT);
	ck_assert_int_eq(cusb_release_port(dev, 3), -ENOENT);
}

CASE(hub_that_cannot_be_opened_is_told)
{
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_hub_ports(dev, addresses), -EACCES);
	ck_assert_int_eq(cusb_claim_port(dev, 1), -EACCES);
}

CASE(backend_without_the_functions_is_enosys)
{
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	script.backend.hub = NULL;
	ck_assert_int_eq(cusb_hub_ports(dev, addresses), -ENOSYS);
	ck_assert_int_eq(cusb_claim_port(dev, 1), -ENOSYS);
	ck_assert_int_eq(cusb_release_port(dev, 1), -ENOSYS);
	expect_calls("");
}
