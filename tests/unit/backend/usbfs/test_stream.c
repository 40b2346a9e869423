/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_backend *backend;
static struct cusb_handle *handle;

static void setup(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
	handle = sk_open(sk);
}

static void teardown(void)
{
	sk_free(sk);
}

static void check(unsigned long request, unsigned int count, const uint8_t *addresses,
		  size_t length)
{
	const struct sk_ioctl *ioctl = sk_ioctl_at(sk, 0);
	struct usbdevfs_streams seen;

	ck_assert_uint_eq(ioctl->request, request);
	memcpy(&seen, ioctl->arg.streams, sizeof seen);
	ck_assert_uint_eq(seen.num_streams, count);
	ck_assert_uint_eq(seen.num_eps, length);
	ck_assert_mem_eq(ioctl->arg.streams + sizeof seen, addresses, length);
}

FIXTURE(setup, teardown)

CASE(alloc_names_count_and_endpoints)
{
	static const uint8_t addresses[] = {0x81, 0x02, 0x83};

	sk_answer(sk, USBDEVFS_ALLOC_STREAMS, 12, NULL);
	ck_assert_int_eq(backend->streams->alloc(handle, 16, addresses, 3), 12);
	check(USBDEVFS_ALLOC_STREAMS, 16, addresses, 3);
}

CASE(most_endpoints_are_30)
{
	uint8_t addresses[31];

	for (size_t i = 0; i < sizeof addresses; i++)
		addresses[i] = (uint8_t)(i + 1);
	ck_assert_int_eq(backend->streams->alloc(handle, 2, addresses, 31), -EINVAL);
	ck_assert_str_eq(sk_trace(sk), "");
	ck_assert_int_eq(backend->streams->alloc(handle, 2, addresses, 30), 0);
	check(USBDEVFS_ALLOC_STREAMS, 2, addresses, 30);
}

CASE(free_names_the_endpoints)
{
	static const uint8_t addresses[] = {0x81};

	sk_answer(sk, USBDEVFS_FREE_STREAMS, -EINVAL, NULL);
	ck_assert_int_eq(backend->streams->free(handle, addresses, 1), -EINVAL);
	check(USBDEVFS_FREE_STREAMS, 0, addresses, 1);
}
