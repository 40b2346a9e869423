/* SPDX-License-Identifier: MIT */
/* The time that a client has for its request. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "share/share.h"

#include "unit.h"

static struct cusb_share *share;
static int ends[2];

static void begin(void)
{
	ck_assert_int_eq(cusb_share_new(NULL, &share), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
	ck_assert_int_eq(cusb_share_add_client(share, ends[1]), 0);
}

static void end(void)
{
	cusb_share_free(share);
	close(ends[0]);
}

FIXTURE(begin, end)

CASE(a_client_has_ten_seconds_for_a_request)
{
	int patience = client_patience(share);

	ck_assert_int_gt(patience, 0);
	ck_assert_int_le(patience, 10000);
	ck_assert_int_eq(cusb_share_serve(share, CUSB_DONT_WAIT), -EAGAIN);
	ck_assert_ptr_nonnull(share->clients);
}

CASE(a_client_without_a_request_is_disconnected)
{
	char byte;

	share->clients->until = 0;
	ck_assert_int_eq(cusb_share_serve(share, CUSB_NO_TIMEOUT), 0);
	ck_assert_ptr_null(share->clients);
	ck_assert_int_eq(recv(ends[0], &byte, 1, 0), 0);
	ck_assert_int_eq(client_patience(share), -1);
}

CASE(half_a_request_buys_no_time)
{
	ck_assert_int_eq(send(ends[0], "\1\x11\x80", 3, 0), 3);
	ck_assert_int_eq(cusb_share_serve(share, CUSB_NO_TIMEOUT), 0);
	ck_assert_int_gt(share->clients->until, 0);
	share->clients->until = 0;
	cusb_share_serve(share, CUSB_DONT_WAIT);
	ck_assert_ptr_null(share->clients);
}
