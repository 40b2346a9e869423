/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "core/monitor/script_watch.h"
#include "unit.h"

static struct cusb_device *dev;

static void begin(void)
{
	sw_begin();
	dev = NULL;
}

static void end(void)
{
	cusb_device_free(dev);
	sw_end();
}

static int wait_for(int timeout_ms)
{
	return cusb_wait_for_device(CUSB_MATCH(backend, &sw.backend, idProduct, 1), timeout_ms,
				    &dev);
}

static void plug_two(void)
{
	sw_plug("1-1", 5, 100)->idProduct = 2;
	sw_plug("1-2", 6, 101)->idProduct = 1;
	sw_say("added 1-1, added 1-2");
}

FIXTURE(begin, end)

CASE(device_that_is_there_is_taken_as_it_is)
{
	plug_two();
	ck_assert_int_eq(wait_for(CUSB_NO_TIMEOUT), 0);
	ck_assert_str_eq(dev->name, "1-2");
	ck_assert_str_eq(sw_calls(), "watch, look, look 1-1, look 1-2");
}

CASE(device_that_comes_is_waited_for)
{
	sw.on_wait = plug_two;
	ck_assert_int_eq(wait_for(CUSB_NO_TIMEOUT), 0);
	ck_assert_str_eq(dev->name, "1-2");
}

static void plug_closed(void)
{
	plug_two();
	sw.devices[1].open_err = -EACCES;
	sw.devices[1].open_failures = 3;
}

CASE(device_that_comes_is_waited_for_until_it_can_be_opened)
{
	sw.on_wait = plug_closed;
	ck_assert_int_eq(wait_for(60000), 0);
	ck_assert_uint_eq(sw.devices[1].open_failures, 0);
}

static void plug_for_ever_closed(void)
{
	plug_closed();
	sw.devices[1].open_failures = 1000000;
}

CASE(device_that_cannot_be_opened_is_not_it)
{
	sw.on_wait = plug_for_ever_closed;
	ck_assert_int_eq(wait_for(40), -ETIMEDOUT);
	ck_assert_ptr_null(dev);
}

static void plug_broken(void)
{
	plug_closed();
	sw.devices[1].open_err = -EIO;
}

CASE(device_that_can_never_be_opened_is_not_it)
{
	sw.on_wait = plug_broken;
	ck_assert_int_eq(wait_for(40), -ETIMEDOUT);
	ck_assert_ptr_null(dev);
}

static void plug_restless(void)
{
	plug_broken();
	sw_say("bound 1-2");
	sw.restless = "1-2";
}

CASE(device_that_never_rests_does_not_prolong_the_wait)
{
	sw.on_wait = plug_restless;
	ck_assert_int_eq(wait_for(40), -ETIMEDOUT);
}

CASE(device_of_a_backend_that_opens_none_is_it)
{
	sw.backend.open = NULL;
	sw.on_wait = plug_two;
	ck_assert_int_eq(wait_for(1000), 0);
	ck_assert_str_eq(dev->name, "1-2");
}

CASE(time_that_is_over_is_etimedout)
{
	ck_assert_int_eq(wait_for(20), -ETIMEDOUT);
	ck_assert_ptr_null(dev);
}

CASE(timeout_below_zero_is_einval)
{
	ck_assert_int_eq(wait_for(-1), -EINVAL);
	ck_assert_str_eq(sw_calls(), "");
}

CASE(signal_ends_the_wait)
{
	sw.wait_err = -EINTR;
	ck_assert_int_eq(wait_for(CUSB_NO_TIMEOUT), -EINTR);
}

CASE(error_of_the_listing_is_returned)
{
	sw.list_err = -EIO;
	ck_assert_int_eq(wait_for(CUSB_NO_TIMEOUT), -EIO);
}
