/* SPDX-License-Identifier: MIT */
/* Arguments that a share object refuses. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include <cusb/error.h>

#include "share/share.h"

#include "core/core_fixture.h"

static struct cusb_share *share;

static void begin(void)
{
	core_begin_found();
	ck_assert_int_eq(cusb_share_new(NULL, &share), 0);
}

static void end(void)
{
	cusb_share_free(share);
	core_end();
}

FIXTURE(begin, end)

CASE(reserved_options_are_refused)
{
	struct cusb_share *refused;

	ck_assert_int_eq(
		cusb_share_new(&(struct cusb_share_options){.reserved = {0, 0, 0, 1}}, &refused),
		-EINVAL);
	ck_assert_str_eq(cusb_error_text(-EINVAL), "a reserved member of the options is not 0");
}

CASE(a_timeout_below_zero_is_refused)
{
	ck_assert_int_eq(cusb_share_serve(share, -3), -EINVAL);
	ck_assert_int_eq(cusb_share_serve(share, CUSB_DEFAULT_TIMEOUT), -EINVAL);
	ck_assert_int_eq(cusb_share_serve(share, CUSB_DONT_WAIT), -EAGAIN);
}

CASE(a_name_that_is_too_long_is_refused)
{
	const char *name = dev->name;
	char text[256];

	dev->name = "1-1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1";
	ck_assert_int_eq(cusb_share_add_device(share, dev), -EINVAL);
	snprintf(text, sizeof text, "%s: the name is too long for USB/IP", dev->name);
	ck_assert_str_eq(cusb_error_text(-EINVAL), text);
	dev->name = name;
}

/* The descriptor is closed, when there is one. */
CASE(descriptors_that_are_no_sockets_are_refused)
{
	int file = open("/", O_RDONLY | O_CLOEXEC);

	ck_assert_int_eq(cusb_share_add_client(share, -1), -EBADF);
	ck_assert_int_eq(cusb_share_add_listener(share, -1), -EBADF);
	ck_assert_int_eq(cusb_share_add_client(share, file), -EPERM);
	ck_assert_int_eq(fcntl(file, F_GETFD), -1);
	file = open("/", O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(cusb_share_add_listener(share, file), -EPERM);
	ck_assert_int_eq(fcntl(file, F_GETFD), -1);
}
