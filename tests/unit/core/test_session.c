/* SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "fail_alloc.h"
#include "core/core_fixture.h"

FIXTURE(core_begin_found, core_end)

CASE(open_opens)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert(cusb_is_open(dev));
	expect_calls("open");
}

CASE(open_again_does_nothing)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_open(dev), 0);
	expect_calls("open");
}

CASE(failed_open_leaves_the_device_closed)
{
	script_fail_once("open", -EACCES);
	ck_assert_int_eq(cusb_open(dev), -EACCES);
	ck_assert(!cusb_is_open(dev));
	ck_assert_int_eq(cusb_open(dev), 0);
}

CASE(open_without_memory_is_enomem)
{
	int err;

	fail_alloc_start(1);
	err = cusb_open(dev);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert(!cusb_is_open(dev));
	expect_calls("");
}

CASE(backend_without_open_is_enosys)
{
	script.backend.open = NULL;
	ck_assert_int_eq(cusb_open(dev), -ENOSYS);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), -ENOSYS);
	ck_assert_int_eq(cusb_ctrl_transfer(dev, 0xc0, 0, 0, 0, NULL, 0, 0), -ENOSYS);
}

CASE(close_of_a_closed_device_does_nothing)
{
	cusb_close(dev);
	cusb_dispose_resources(dev);
	expect_calls("");
}

CASE(close_releases_then_closes)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 2), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("release 0, release 2, close");
	ck_assert(!cusb_is_open(dev));
}

CASE(dispose_resources_does_what_close_does)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_dispose_resources(dev);
	expect_calls("release 0, close");
}

CASE(close_attaches_drivers_that_were_detached)
{
	claim_from_driver();
	cusb_close(dev);
	expect_calls("release 0, attach 0, close");
}

CASE(close_goes_on_when_releasing_fails)
{
	script_fail("release", -ENODEV);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("release 0, release 1, close");
}

CASE(backend_without_release_is_closed)
{
	script.backend.release = NULL;
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
	cusb_close(dev);
	expect_calls("close");
}

CASE(backend_without_close_is_left)
{
	void (*close)(struct cusb_handle * handle) = script.backend.close;

	script.backend.close = NULL;
	ck_assert_int_eq(cusb_open(dev), 0);
	cusb_close(dev);
	ck_assert(!cusb_is_open(dev));
	close(script.handle);
}

CASE(closed_device_opens_again_at_the_next_use)
{
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	cusb_close(dev);
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x01, "x", 1, 0), 1);
	expect_calls("configuration, open, claim 0, transfer 01 bulk 1 0");
}

CASE(default_timeout_survives_dispose_resources)
{
	ck_assert_int_eq(cusb_set_default_timeout(dev, 7), 0);
	cusb_dispose_resources(dev);
	ck_assert_int_eq(cusb_default_timeout(dev), 7);
}

/* Other threads are inside a transfer meanwhile. */
struct reader {
	pthread_t thread;
	ssize_t result;
};

static void *read_endpoint(void *user)
{
	struct reader *reader = user;
	uint8_t byte;

	reader->result = cusb_read(dev, 0x81, &byte, 1, CUSB_NO_TIMEOUT);
	return NULL;
}

static void *read_control(void *user)
{
	struct reader *reader = user;

	reader->result = cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, CUSB_NO_TIMEOUT);
	return NULL;
}

/* Returns when `count` calls are inside the backend. */
static void start(struct reader *reader, void *(*run)(void *user), unsigned int count)
{
	if (count == 1)
		script.block = true;
	ck_assert_int_eq(pthread_create(&reader->thread, NULL, run, reader), 0);
	script_wait_inside(count);
}

static ssize_t finish(struct reader *reader)
{
	ck_assert_int_eq(pthread_join(reader->thread, NULL), 0);
	return reader->result;
}

CASE(close_cancels_another_threads_transfer)
{
	struct reader reader;

	start(&reader, read_endpoint, 1);
	script_calls();
	cusb_close(dev);
	ck_assert_int_eq(finish(&reader), -ECANCELED);
	expect_calls("discard 81, release 0, close");
}

CASE(dispose_resources_cancels_another_threads_control_transfer)
{
	struct reader reader;

	script_fail("control", -ENOSYS);
	start(&reader, read_control, 1);
	script_calls();
	cusb_dispose_resources(dev);
	ck_assert_int_eq(finish(&reader), -ECANCELED);
	expect_calls("discard 00, close");
}

/* The transfers last as long as the test lets them. */
CASE(handle_stays_until_the_last_user_has_left)
{
	struct reader first, second;

	script.stubborn = true;
	start(&first, read_endpoint, 1);
	start(&second, read_control, 2);
	cusb_close(dev);
	ck_assert(!cusb_is_open(dev));
	ck_assert_uint_eq(script_open_handles(), 1);
	script_unblock();
	ck_assert_int_eq(finish(&first), 1);
	ck_assert_int_eq(finish(&second), 0);
	ck_assert_uint_eq(script_open_handles(), 0);
}

CASE(device_can_be_opened_while_an_old_transfer_lasts)
{
	struct reader reader;

	script.stubborn = true;
	start(&reader, read_endpoint, 1);
	cusb_close(dev);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_uint_eq(script_open_handles(), 2);
	script_unblock();
	finish(&reader);
	ck_assert_uint_eq(script_open_handles(), 1);
	ck_assert(cusb_is_open(dev));
	script_calls();
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("release 0");
}

CASE(user_that_leaves_an_open_device_does_not_close_it)
{
	struct reader reader;

	start(&reader, read_endpoint, 1);
	script_unblock();
	ck_assert_int_eq(finish(&reader), 1);
	ck_assert(cusb_is_open(dev));
}

CASE(transfers_of_two_threads_run_at_the_same_time)
{
	struct reader first, second;

	start(&first, read_endpoint, 1);
	start(&second, read_endpoint, 2);
	script_unblock();
	ck_assert_int_eq(finish(&first), 1);
	ck_assert_int_eq(finish(&second), 1);
}

CASE(change_of_state_does_not_wait_for_a_transfer)
{
	struct reader reader;

	start(&reader, read_endpoint, 1);
	script_calls();
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	expect_calls("claim 1, set_altsetting 1 1");
	script_unblock();
	finish(&reader);
}

CASE(reset_that_loses_the_device_cancels_another_threads_transfer)
{
	struct reader reader;

	start(&reader, read_endpoint, 1);
	script_fail("reset", -ENODEV);
	ck_assert_int_eq(cusb_reset(dev), -ENODEV);
	ck_assert_int_eq(finish(&reader), -ECANCELED);
}

static void *read_and_free(void *user)
{
	read_endpoint(user);
	cusb_device_free(dev);
	return NULL;
}

CASE(thread_with_a_reference_outlives_the_others)
{
	struct reader reader;
	struct cusb_device *kept = script_find();

	cusb_device_ref(dev);
	start(&reader, read_and_free, 1);
	cusb_device_free(dev);
	ck_assert_uint_eq(script_open_handles(), 1);
	script_unblock();
	ck_assert_int_eq(finish(&reader), 1);
	ck_assert_uint_eq(script_open_handles(), 0);
	dev = kept;
}
