/* SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "core/core_fixture.h"

static int operation(int i)
{
	switch (i) {
	case 0:
		return cusb_allow_suspend(dev);
	case 1:
		return cusb_forbid_suspend(dev);
	default:
		return cusb_wait_for_resume(dev);
	}
}

static const char *const calls[] = {"open, allow", "open, forbid", "open, wait"};
static const char *const words[] = {"allow", "forbid", "wait"};

FIXTURE(core_begin_with_extras, core_end)

CASE_PER_NUMBER(each_opens_and_asks_the_backend, 0, 3)
{
	ck_assert_int_eq(operation(_i), 0);
	expect_calls(calls[_i]);
}

CASE_PER_NUMBER(error_of_the_backend_is_returned, 0, 3)
{
	script_fail(words[_i], -EIO);
	ck_assert_int_eq(operation(_i), -EIO);
}

CASE_PER_NUMBER(device_that_cannot_be_opened_is_told, 0, 3)
{
	script_fail("open", -EHOSTUNREACH);
	ck_assert_int_eq(operation(_i), -EHOSTUNREACH);
	expect_calls("open");
}

CASE_PER_NUMBER(backend_without_the_functions_is_enosys_without_calls, 0, 3)
{
	script.backend.power = NULL;
	ck_assert_int_eq(operation(_i), -ENOSYS);
	expect_calls("");
}

static void *wait_for_it(void *result)
{
	*(int *)result = cusb_wait_for_resume(dev);
	return NULL;
}

CASE(other_calls_go_on_while_one_waits)
{
	pthread_t thread;
	int result = -1;

	script.block = true;
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_it, &result), 0);
	script_wait_inside(1);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_allow_suspend(dev), 0);
	script_unblock();
	pthread_join(thread, NULL);
	ck_assert_int_eq(result, 0);
}

CASE(closing_leaves_the_handle_to_who_waits)
{
	pthread_t thread;
	int result = -1;

	script.block = true;
	ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_it, &result), 0);
	script_wait_inside(1);
	cusb_close(dev);
	ck_assert(!cusb_is_open(dev));
	ck_assert_uint_eq(script_open_handles(), 1);
	script_unblock();
	pthread_join(thread, NULL);
	ck_assert_uint_eq(script_open_handles(), 0);
	ck_assert_int_eq(result, 0);
}
