/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <cusb/cusb.h>

#include "core/error.h"
#include "log_lines.h"
#include "unit.h"

/* What the library's functions are documented to return. */
static const int documented[] = {
	EAGAIN,	      EMSGSIZE, EISDIR,	   EINPROGRESS, EACCES, EBADMSG,   EBUSY,     ECANCELED,
	EHOSTUNREACH, EILSEQ,	EINVAL,	   EIO,		EMFILE, ENODATA,   ENODEV,    ENOENT,
	ENOMEM,	      ENOSYS,	EPIPE,	   EPROTO,	ETIME,	ETIMEDOUT, EOVERFLOW, ENOSPC,
	ESHUTDOWN,    EPERM,	EREMOTEIO, EFBIG,	EXDEV,	EINTR,
};

CASE_PER_ROW(documented_error_has_a_meaning_of_its_own, documented)
{
	ck_assert_str_ne(cusb_strerror(-documented[_i]), strerror(documented[_i]));
}

CASE_PER_NUMBER(either_sign_means_the_same, 1, 134)
{
	ck_assert_str_eq(cusb_strerror(_i), cusb_strerror(-_i));
	ck_assert_str_ne(cusb_strerror(_i), "");
}

/* One meaning: no list of those that the errno has in different calls. */
static const struct {
	int err;
	const char *text;
} general[] = {
	{-EACCES, "no permission"},
	{-EAGAIN, "nothing yet"},
	{-EBUSY, "in use"},
	{-EHOSTUNREACH, "device is not ready"},
	{-EINTR, "a signal handler ran"},
	{-EMSGSIZE, "too long"},
	{-ENODATA, "there is none"},
	{-ENODEV, "no such device"},
	{-ENOENT, "not found"},
	{-ENOMEM, "out of memory"},
	{-ENOSYS, "not supported"},
	{-EPIPE, "stalled by the device"},
	{-ESHUTDOWN, "ended by the kernel"},
	{-EXDEV, "only some packets were moved"},
};

CASE_PER_ROW(error_has_one_general_meaning, general)
{
	ck_assert_str_eq(cusb_strerror(general[_i].err), general[_i].text);
}

CASE(zero_is_success)
{
	ck_assert_str_eq(cusb_strerror(0), "success");
}

CASE(error_without_a_meaning_here_has_the_c_librarys)
{
	ck_assert_str_eq(cusb_strerror(-EXFULL), strerror(EXFULL));
}

CASE(numbers_at_the_limits_have_a_text)
{
	ck_assert_ptr_nonnull(cusb_strerror(INT_MIN));
	ck_assert_ptr_nonnull(cusb_strerror(-INT_MAX));
	ck_assert_ptr_nonnull(cusb_strerror(INT_MAX));
}

CASE(texts_of_two_numbers_without_one_can_be_held)
{
	const char *first = cusb_strerror(-99999), *second = cusb_strerror(-88888);

	ck_assert_str_eq(first, second);
}

CASE(version_is_that_of_the_headers)
{
	ck_assert_str_eq(cusb_version(), CUSB_VERSION);
}

/* ---- the text of the last failure ------------------------------------------------------------ */

CASE(refusal_has_its_text_by_either_sign)
{
	ck_assert_int_eq(cusb_refuse(-EINVAL, "channel %d is not 1 to %d", 7, 4), -EINVAL);
	ck_assert_str_eq(cusb_error_text(-EINVAL), "channel 7 is not 1 to 4");
	ck_assert_str_eq(cusb_error_text(EINVAL), "channel 7 is not 1 to 4");
}

CASE(another_number_has_its_general_meaning)
{
	cusb_refuse(-EINVAL, "wrong");
	ck_assert_str_eq(cusb_error_text(-EPIPE), cusb_strerror(-EPIPE));
	ck_assert_str_eq(cusb_error_text(0), cusb_strerror(0));
	ck_assert_str_eq(cusb_error_text(INT_MIN), cusb_strerror(INT_MIN));
	ck_assert_str_eq(cusb_error_text(-EINVAL), "wrong");
}

CASE(no_text_is_the_general_meaning)
{
	cusb_refuse(-EINVAL, "wrong");
	error_forget();
	ck_assert_str_eq(cusb_error_text(-EINVAL), cusb_strerror(-EINVAL));
	ck_assert_str_eq(cusb_error_text(0), cusb_strerror(0));
}

CASE(meaning_in_a_call_takes_the_place_of_an_earlier_one)
{
	cusb_refuse(-ENOENT, "wrong");
	ck_assert_int_eq(because(-ENOENT, "the port was not claimed"), -ENOENT);
	ck_assert_str_eq(cusb_error_text(-ENOENT), "the port was not claimed");
}

CASE(a_refusal_without_an_errno_leaves_the_text_of_an_earlier_one)
{
	log_lines_begin();
	cusb_refuse(-EINVAL, "wrong");
	ck_assert_int_eq(cusb_refuse(0, "a number of another interface"), 0);
	ck_assert_str_eq(log_lines(), "wrong | a number of another interface");
	ck_assert_str_eq(cusb_error_text(-EINVAL), "wrong");
	ck_assert_str_eq(cusb_error_text(0), cusb_strerror(0));
	log_lines_end();
}

CASE(long_text_is_cut)
{
	cusb_refuse(-EINVAL, "%0600d", 7);
	ck_assert_uint_eq(strlen(cusb_error_text(-EINVAL)), 255);
}

CASE(text_may_be_made_of_the_one_before)
{
	cusb_refuse(-EINVAL, "wrong");
	cusb_refuse(-EINVAL, "channel 7: %s", cusb_error_text(-EINVAL));
	ck_assert_str_eq(cusb_error_text(-EINVAL), "channel 7: wrong");
}

static void *text_of_other_thread(void *unused)
{
	static char text[64];

	(void)unused;
	strcpy(text, cusb_error_text(-EINVAL));
	cusb_refuse(-EINVAL, "wrong there");
	return text;
}

CASE(text_is_of_this_thread)
{
	pthread_t thread;
	void *there;

	cusb_refuse(-EINVAL, "wrong here");
	ck_assert_int_eq(pthread_create(&thread, NULL, text_of_other_thread, NULL), 0);
	ck_assert_int_eq(pthread_join(thread, &there), 0);
	ck_assert_str_eq(there, cusb_strerror(-EINVAL));
	ck_assert_str_eq(cusb_error_text(-EINVAL), "wrong here");
}
