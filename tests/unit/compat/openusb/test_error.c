/* SPDX-License-Identifier: MIT */
/* Codes for the core's errors, and texts. */
#include "compat/openusb/internal.h"
#include "compat/openusb/world.h"

static const struct {
	int err;
	int32_t code;
} rows[] = {
	{0, 0},
	{5, 0},
	{-ENOMEM, -2},
	{-ENOSPC, -3},
	{-ENOSYS, -4},
	{-EBUSY, -7},
	{-EINVAL, -8},
	{-ENOENT, -8},
	{-EACCES, -9},
	{-EBADMSG, -10},
	{-ENODEV, -11},
	{-EHOSTUNREACH, -13},
	{-EXDEV, -13},
	{-EPIPE, -50},
	{-EILSEQ, -51},
	{-EPROTO, -52},
	{-ETIME, -52},
	{-EMSGSIZE, -53},
	{-EOVERFLOW, -56},
	{-EREMOTEIO, -57},
	{-ETIMEDOUT, -62},
	{-ECANCELED, -63},
	{-ESHUTDOWN, -63},
};

CASE_PER_ROW(code_of_an_error, rows)
{
	ck_assert_int_eq(code_of_error(rows[_i].err), rows[_i].code);
}

CASE(texts)
{
	ck_assert_str_eq(openusb_strerror(0), "success");
	ck_assert_str_eq(openusb_strerror(OPENUSB_IO_STALL), "stalled by the device");
	ck_assert_str_eq(openusb_strerror(OPENUSB_INVALID_HANDLE), "no such handle");
	ck_assert_str_eq(openusb_strerror(OPENUSB_IO_TIMEOUT), "timed out");
	ck_assert_str_eq(openusb_strerror(-64), "unknown error");
	ck_assert_str_eq(openusb_strerror(1), "unknown error");
	ck_assert_str_eq(openusb_strerror(INT32_MIN), "unknown error");
}
