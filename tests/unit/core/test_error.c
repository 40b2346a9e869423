/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include <cusb/cusb.h>

#include "unit.h"

/* What the library's functions are documented to return. */
static const int documented[] = {
	EAGAIN,	      EMSGSIZE, EISDIR,	   EINPROGRESS, EACCES, EBADMSG,   EBUSY,     ECANCELED,
	EHOSTUNREACH, EILSEQ,	EINVAL,	   EIO,		EMFILE, ENODATA,   ENODEV,    ENOENT,
	ENOMEM,	      ENOSYS,	EPIPE,	   EPROTO,	ETIME,	ETIMEDOUT, EOVERFLOW, ENOSPC,
	ESHUTDOWN,    EPERM,	EREMOTEIO, EFBIG,	EXDEV,
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

CASE(stall_is_told_as_usb_knows_it)
{
	ck_assert_str_eq(cusb_strerror(-EPIPE), "endpoint stalled, or request not supported");
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
