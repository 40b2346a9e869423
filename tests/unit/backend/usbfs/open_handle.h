/* SPDX-License-Identifier: MIT */
/*
 * The fixture of suites of the native backend: a scripted kernel and the backend on it.
 *
 *	FIXTURE(begin, end)
 *	FIXTURE(begin_opened, end)	with the device opened as `handle`
 */
#ifndef OPEN_HANDLE_H
#define OPEN_HANDLE_H

#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_backend *backend;
static struct cusb_handle *handle; /* NULL: not opened, or opening has failed */

static inline void begin(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
	handle = NULL;
}

static inline void begin_opened(void)
{
	begin();
	handle = sk_open(sk);
}

static inline void end(void)
{
	sk_free(sk);
}

/* The one ioctl made, with the number it was given. */
static inline void check_number(unsigned long request, int number)
{
	ck_assert_uint_eq(sk_ioctl_count(sk), 1);
	ck_assert_uint_eq(sk_ioctl_at(sk, 0)->request, request);
	ck_assert_int_eq(sk_ioctl_at(sk, 0)->arg.number, number);
}

#endif
