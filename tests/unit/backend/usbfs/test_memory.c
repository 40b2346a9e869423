/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static struct script_kernel *sk;
static struct cusb_backend *backend;

static void setup(void)
{
	sk = sk_new();
	backend = sk_backend(sk);
}

static void teardown(void)
{
	sk_free(sk);
}

FIXTURE(setup, teardown)

CASE(memory_is_mapped_from_the_node)
{
	void *memory = NULL;

	ck_assert_int_eq(backend->memory->map(sk_open(sk), 100, &memory), 0);
	ck_assert_ptr_nonnull(memory);
	backend->memory->unmap(backend, memory, 100);
	ck_assert_str_eq(sk_trace(sk), "mu");
}

CASE(memory_is_unmapped_after_the_handle_is_closed)
{
	void *memory = NULL;

	ck_assert_int_eq(backend->memory->map(sk_open(sk), 100, &memory), 0);
	sk_close(sk);
	backend->memory->unmap(backend, memory, 100);
}

CASE(memory_that_cannot_be_mapped_is_told)
{
	struct cusb_handle *handle = sk_open(sk);
	void *memory = NULL;

	sk_fail(sk, 'm', 1, 1, -ENOMEM);
	ck_assert_int_eq(backend->memory->map(handle, 100, &memory), -ENOMEM);
	ck_assert_ptr_null(memory);
}
