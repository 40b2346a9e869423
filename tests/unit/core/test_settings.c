/* SPDX-License-Identifier: MIT */
/* The rule of what is believed, and until when. */
#include "core/settings.h"
#include "unit.h"

static struct settings settings;
static const struct cusb_endpoint ep = {.bEndpointAddress = 0x81};

static void begin(void)
{
	settings = (struct settings){0};
	settings_doubt(&settings);
}

FIXTURE(begin, NULL)

CASE(nothing_is_known_at_first)
{
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
	ck_assert_int_eq(settings_altsetting(&settings, 255), UNKNOWN);
	ck_assert_ptr_null(settings_endpoint(&settings, 0x81));
}

CASE(answer_is_believed_within_the_call)
{
	settings_configuration_read(&settings, 1);
	ck_assert_int_eq(settings_configuration(&settings), 1);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
}

CASE(claim_keeps_the_answer_of_its_call)
{
	settings_configuration_read(&settings, 1);
	settings_claimed(&settings, 3);
	settings_altsetting_read(&settings, 3, 2);
	settings_endpoint_found(&settings, &ep);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), 1);
	ck_assert_int_eq(settings_altsetting(&settings, 3), 2);
	ck_assert_ptr_eq(settings_endpoint(&settings, 0x81), &ep);
	ck_assert_ptr_null(settings_endpoint(&settings, 0x01));
}

CASE(altsetting_is_not_kept_without_a_claim_of_its_interface)
{
	settings_claimed(&settings, 3);
	settings_altsetting_read(&settings, 4, 2);
	ck_assert_int_eq(settings_altsetting(&settings, 4), UNKNOWN);
}

CASE(configuration_outlives_all_but_the_last_release)
{
	settings_configuration_read(&settings, 1);
	settings_claimed(&settings, 3);
	settings_claimed(&settings, 4);
	settings_released(&settings, 3);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), 1);
	settings_released(&settings, 4);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
}

CASE(release_drops_the_setting_of_its_interface_and_the_endpoints)
{
	settings_claimed(&settings, 3);
	settings_claimed(&settings, 4);
	settings_altsetting_read(&settings, 3, 1);
	settings_altsetting_read(&settings, 4, 2);
	settings_endpoint_found(&settings, &ep);
	settings_released(&settings, 3);
	ck_assert(!settings_is_claimed(&settings, 3));
	ck_assert_int_eq(settings_altsetting(&settings, 3), UNKNOWN);
	ck_assert_int_eq(settings_altsetting(&settings, 4), 2);
	ck_assert_ptr_null(settings_endpoint(&settings, 0x81));
}

CASE(own_configuration_is_kept_until_a_release)
{
	settings_configured(&settings, 0, NULL);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), 0);
	settings_claimed(&settings, 0);
	settings_released(&settings, 0);
	settings_call_begins(&settings);
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
}

CASE(another_setting_means_other_endpoints)
{
	settings_claimed(&settings, 3);
	settings_endpoint_found(&settings, &ep);
	settings_altsetting_set(&settings, 3, 2);
	ck_assert_int_eq(settings_altsetting(&settings, 3), 2);
	ck_assert_ptr_null(settings_endpoint(&settings, 0x81));
}

CASE(doubt_drops_all_but_the_claims)
{
	settings_claimed(&settings, 3);
	settings_configuration_read(&settings, 1);
	settings_altsetting_read(&settings, 3, 2);
	settings_doubt(&settings);
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
	ck_assert_int_eq(settings_altsetting(&settings, 3), UNKNOWN);
	ck_assert(settings_is_claimed(&settings, 3));
}

CASE(lost_claims_are_told_and_keep_nothing)
{
	struct interface_set lost;

	settings_claimed(&settings, 3);
	settings_configuration_read(&settings, 1);
	lost = settings_lose_claims(&settings);
	ck_assert(interface_in(&lost, 3));
	ck_assert(!interface_in(&lost, 4));
	ck_assert(interface_set_empty(&settings.claimed));
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
}
