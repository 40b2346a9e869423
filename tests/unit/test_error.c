/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include <cusb/error.h>

#include "unit.h"

/* What the library's functions are documented to return. */
static const int documented[] = {
	EAGAIN, EMSGSIZE, EISDIR, EINPROGRESS, EACCES,	EBADMSG, EBUSY,	    ECANCELED, EHOSTUNREACH, EILSEQ, EINVAL,
	EIO,	EMFILE,	     ENODATA,	ENODEV,	 ENOENT,    ENOMEM,    ENOSYS,	     EPIPE,  EPROTO,
	ETIME,	ETIMEDOUT,   EOVERFLOW, ENOSPC,	 ESHUTDOWN, EPERM,     EREMOTEIO,    EFBIG,  EXDEV,
};

START_TEST(documented_error_has_a_meaning_of_its_own)
{
	ck_assert_str_ne(cusb_strerror(-documented[_i]), strerror(documented[_i]));
}
END_TEST

START_TEST(either_sign_means_the_same)
{
	ck_assert_str_eq(cusb_strerror(_i), cusb_strerror(-_i));
	ck_assert_str_ne(cusb_strerror(_i), "");
}
END_TEST

START_TEST(stall_is_told_as_usb_knows_it)
{
	ck_assert_str_eq(cusb_strerror(-EPIPE), "endpoint stalled, or request not supported");
}
END_TEST

START_TEST(zero_is_success)
{
	ck_assert_str_eq(cusb_strerror(0), "success");
}
END_TEST

START_TEST(error_without_a_meaning_here_has_the_c_librarys)
{
	ck_assert_str_eq(cusb_strerror(-EXFULL), strerror(EXFULL));
}
END_TEST

START_TEST(numbers_at_the_limits_have_a_text)
{
	ck_assert_ptr_nonnull(cusb_strerror(INT_MIN));
	ck_assert_ptr_nonnull(cusb_strerror(-INT_MAX));
	ck_assert_ptr_nonnull(cusb_strerror(INT_MAX));
}
END_TEST

START_TEST(texts_of_two_numbers_without_one_can_be_held)
{
	const char *first = cusb_strerror(-99999), *second = cusb_strerror(-88888);

	ck_assert_str_eq(first, second);
}
END_TEST

SUITE(error)
{
	tcase_add_loop_test(tc, documented_error_has_a_meaning_of_its_own, 0,
			    sizeof documented / sizeof documented[0]);
	tcase_add_loop_test(tc, either_sign_means_the_same, 1, 134);
	tcase_add_test(tc, stall_is_told_as_usb_knows_it);
	tcase_add_test(tc, zero_is_success);
	tcase_add_test(tc, error_without_a_meaning_here_has_the_c_librarys);
	tcase_add_test(tc, numbers_at_the_limits_have_a_text);
	tcase_add_test(tc, texts_of_two_numbers_without_one_can_be_held);
}
