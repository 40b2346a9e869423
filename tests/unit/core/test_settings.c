/* SPDX-License-Identifier: MIT */
/* The rule of what is believed, and until when. */
#include <errno.h>
#include <string.h>

#include "core/settings.h"
#include "unit.h"

static struct settings settings;
static const struct cusb_endpoint ep = {.bEndpointAddress = 0x81};

static void begin(void)
{
	memset(&settings, 0, sizeof settings);
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

/* In an earlier call, interface 3 was claimed, and its setting and an endpoint were found. */
static void remember(void)
{
	settings_claimed(&settings, 3);
	settings_configuration_read(&settings, 1);
	settings_altsetting_read(&settings, 3, 2);
	settings_endpoint_found(&settings, &ep);
	settings_call_begins(&settings);
}

static bool anything_is_remembered(void)
{
	return settings_configuration(&settings) != UNKNOWN ||
	       settings_altsetting(&settings, 3) != UNKNOWN ||
	       settings_altsetting(&settings, 4) != UNKNOWN || settings_endpoint(&settings, 0x81);
}

CASE(sign_puts_the_claims_in_doubt_and_drops_all_answers)
{
	remember();
	settings_doubt_all(&settings);
	ck_assert(!anything_is_remembered());
	ck_assert(!settings_is_claimed(&settings, 3));
	ck_assert(settings_may_be_claimed(&settings, 3));
	ck_assert(!settings_may_be_claimed(&settings, 4));
}

CASE(claim_in_doubt_keeps_no_answer)
{
	remember();
	settings_doubt_all(&settings);
	settings_configuration_read(&settings, 1);
	settings_call_begins(&settings);
	ck_assert(!anything_is_remembered());
}

CASE(claim_in_doubt_is_claimed_again_or_released)
{
	remember();
	settings_claimed(&settings, 4);
	settings_doubt_all(&settings);
	settings_claimed(&settings, 3);
	ck_assert(settings_is_claimed(&settings, 3));
	settings_released(&settings, 4);
	ck_assert(!settings_may_be_claimed(&settings, 4));
}

CASE(question_about_one_claim_keeps_the_answers_of_another)
{
	remember();
	settings_claimed(&settings, 4);
	settings_altsetting_read(&settings, 4, 1);
	settings_doubt_claim(&settings, 4);
	ck_assert(!settings_is_claimed(&settings, 4));
	ck_assert_int_eq(settings_altsetting(&settings, 4), UNKNOWN);
	ck_assert_int_eq(settings_configuration(&settings), 1);
	ck_assert_int_eq(settings_altsetting(&settings, 3), 2);
	settings_doubt_claim(&settings, 3);
	ck_assert(!anything_is_remembered());
}

CASE(question_about_no_claim_changes_nothing)
{
	remember();
	settings_doubt_claim(&settings, 5);
	ck_assert(!settings_may_be_claimed(&settings, 5));
	ck_assert_int_eq(settings_configuration(&settings), 1);
}

CASE(change_that_a_monitor_saw_is_a_sign_for_the_next_call)
{
	remember();
	settings_changed(&settings);
	ck_assert_int_eq(settings_configuration(&settings), 1);
	settings_call_begins(&settings);
	ck_assert(!anything_is_remembered());
	ck_assert(!settings_is_claimed(&settings, 3));
	ck_assert(settings_may_be_claimed(&settings, 3));
	settings_claimed(&settings, 3);
	settings_call_begins(&settings);
	ck_assert(settings_is_claimed(&settings, 3));
}

static const struct {
	int err;
	bool refusal, end; /* is a sign as the error of a call, or of a transfer in flight */
} errors[] = {
	{-EACCES, true, false},	     {-ENOENT, true, false},	 {-EBUSY, true, false},
	{-EHOSTUNREACH, true, true}, {-EINVAL, false, false},	 {-ECANCELED, false, true},
	{-ESHUTDOWN, false, true},   {-ENODEV, false, false},	 {-ENOMEM, false, false},
	{-EPIPE, false, false},	     {-ETIMEDOUT, false, false}, {0, false, false},
};

CASE_PER_ROW(sign_is_told_from_other_errors_of_a_call, errors)
{
	remember();
	ck_assert_int_eq(settings_refused(&settings, errors[_i].err), errors[_i].refusal);
	ck_assert_int_eq(anything_is_remembered(), !errors[_i].refusal);
	ck_assert_int_eq(settings_is_claimed(&settings, 3), !errors[_i].refusal);
}

CASE_PER_ROW(error_after_a_question_in_the_same_call_is_no_reason_to_ask_again, errors)
{
	remember();
	settings_configuration_read(&settings, 1);
	ck_assert(!settings_refused(&settings, errors[_i].err));
	ck_assert_int_eq(anything_is_remembered(), !errors[_i].refusal);
}

CASE_PER_ROW(sign_is_told_from_other_ends_of_a_transfer, errors)
{
	remember();
	settings_ended(&settings, errors[_i].err);
	ck_assert_int_eq(anything_is_remembered(), !errors[_i].end);
	ck_assert_int_eq(settings_is_claimed(&settings, 3), !errors[_i].end);
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
	settings_doubt_claim(&settings, 3);
	settings_claimed(&settings, 5);
	settings_configuration_read(&settings, 1);
	lost = settings_lose_claims(&settings);
	ck_assert(interface_in(&lost, 3));
	ck_assert(!interface_in(&lost, 4));
	ck_assert(interface_in(&lost, 5));
	ck_assert(!settings_may_be_claimed(&settings, 3));
	ck_assert(!settings_may_be_claimed(&settings, 5));
	ck_assert_int_eq(settings_configuration(&settings), UNKNOWN);
}
