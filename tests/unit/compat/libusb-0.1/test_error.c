/* SPDX-License-Identifier: MIT */
/* The last error in words, for each thread. */
#include <pthread.h>

#include "compat/libusb-0.1/internal.h"
#include "compat/libusb-0.1/world.h"
#include "stderr_text.h"

static void *fail_in_thread(void *text)
{
	ck_assert_str_eq(usb_strerror(), "No error");
	keep_error(-EBUSY, "other");
	return strcpy(text, usb_strerror());
}

CASE(error_has_what_and_why)
{
	ck_assert_int_eq(keep_error(-EBUSY, "could not %s %d", "do", 5), -EBUSY);
	ck_assert_str_eq(usb_strerror(), "could not do 5: Device or resource busy");
}

CASE(success_leaves_the_last_error)
{
	keep_error(-EBUSY, "this");
	ck_assert_int_eq(keep_error(0, "that"), 0);
	ck_assert_int_eq(keep_error(3, "that"), 3);
	ck_assert_str_eq(usb_strerror(), "this: Device or resource busy");
}

CASE(long_error_is_cut)
{
	keep_error(-EBUSY, "%0300d", 1);
	ck_assert_uint_eq(strlen(usb_strerror()), 255);
}

CASE(each_thread_has_its_own_error)
{
	char other[64];
	pthread_t thread;

	keep_error(-EINVAL, "mine");
	pthread_create(&thread, NULL, fail_in_thread, other);
	pthread_join(thread, NULL);
	ck_assert_str_eq(other, "other: Device or resource busy");
	ck_assert_str_eq(usb_strerror(), "mine: Invalid argument");
}

CASE_PER_NUMBER(errors_are_told_from_level_2_on, 0, 3)
{
	static const char *const texts[] = {"", "", "USB error: it: Device or resource busy\n"};

	stderr_begin();
	usb_debug = _i;
	keep_error(-EBUSY, "it");
	usb_debug = 0;
	ck_assert_str_eq(stderr_end(), texts[_i]);
}
