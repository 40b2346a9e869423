/* SPDX-License-Identifier: MIT */
/* Custom matches of cusb_find(). */
#include "core/core_fixture.h"

static int asked;

/* The composite device 1-2.3, then the odd one 2-1. */
static void begin(void)
{
	core_begin();
	script.devices[1] = script_odd;
	script.device_count = 2;
	asked = 0;
}

/* Takes the device named by *user. */
static int is_named(struct cusb_device *candidate, void *user)
{
	asked++;
	return strcmp(candidate->name, user) == 0 ? 2 : 0;
}

static int wants_null(struct cusb_device *candidate, void *user)
{
	(void)candidate;
	return user == NULL;
}

static int fails(struct cusb_device *candidate, void *user)
{
	(void)candidate;
	asked++;
	return *(int *)user;
}

static int fails_for_the_second(struct cusb_device *candidate, void *user)
{
	(void)candidate;
	(void)user;
	return asked++ == 0 ? 1 : -EXDEV;
}

static int claims_and_skips(struct cusb_device *candidate, void *user)
{
	(void)user;
	return cusb_claim_interface(candidate, 0) == 0 ? 0 : -EIO;
}

FIXTURE(begin, core_end)

CASE(custom_match_takes_and_skips)
{
	char name[] = "2-1";

	ck_assert_int_eq(
		cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, is_named, user, name), &dev),
		0);
	ck_assert_str_eq(dev->name, "2-1");
	ck_assert_int_eq(asked, 2);
}

CASE(skipping_all_finds_none)
{
	char name[] = "3-1";

	ck_assert_int_eq(
		cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, is_named, user, name), &dev),
		-ENODEV);
	ck_assert_int_eq(asked, 2);
}

CASE(custom_match_is_asked_only_about_what_passed_the_fields)
{
	char name[] = "1-2.3";

	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND, custom_device, is_named, user,
						  name, idProduct, 1, manufacturer, "Maker"),
				       &found_all),
			 1);
	ck_assert_int_eq(asked, 1);
}

CASE(custom_match_is_not_asked_about_what_has_another_string)
{
	char name[] = "1-2.3";

	ck_assert_int_eq(cusb_find_all(CUSB_MATCH(backend, BACKEND, custom_device, is_named, user,
						  name, serial_number, "other"),
				       &found_all),
			 0);
	ck_assert_int_eq(asked, 0);
}

CASE(custom_match_that_fails_stops_the_search)
{
	int err = -EXDEV;

	ck_assert_int_eq(
		cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, fails, user, &err), &dev),
		-EXDEV);
	ck_assert_int_eq(asked, 1);
	ck_assert_ptr_null(dev);
}

CASE(custom_match_that_fails_later_leaves_no_list)
{
	ck_assert_int_eq(
		cusb_find_all(CUSB_MATCH(backend, BACKEND, custom_device, fails_for_the_second),
			      &found_all),
		-EXDEV);
	ck_assert_int_eq(asked, 2);
	ck_assert_ptr_null(found_all);
}

CASE(custom_match_without_user_gets_null)
{
	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, wants_null), &dev),
			 0);
}

CASE(both_custom_matches_must_take)
{
	char name[] = "2-1";

	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, is_named,
					      custom_device, wants_null, user, name),
				   &dev),
			 -ENODEV);
}

CASE(device_that_a_custom_match_opened_and_skipped_is_closed)
{
	ck_assert_int_eq(
		cusb_find(CUSB_MATCH(backend, BACKEND, custom_device, claims_and_skips), &dev),
		-ENODEV);
	ck_assert_uint_eq(script_open_handles(), 0);
}
