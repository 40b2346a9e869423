/* SPDX-License-Identifier: MIT */
/*
 * Counts allocations and makes them fail. Linked with --wrap for malloc, calloc and realloc, which
 * redirects the calls of this program and of the static libraries; a static C library's own too.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "seam.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static atomic_uint count, fail_at;
static atomic_size_t bytes;
static atomic_bool failed;
static _Thread_local bool below_seam;

static bool is_to_fail(size_t size)
{
	if (below_seam)
		return false;
	atomic_fetch_add(&bytes, size);
	if (atomic_fetch_add(&count, 1) + 1 != atomic_load(&fail_at))
		return false;
	atomic_store(&failed, true);
	return true;
}

void *__wrap_malloc(size_t size)
{
	return is_to_fail(size) ? NULL : __real_malloc(size);
}

/* Of a static C library, calloc() and realloc() may call malloc(), for the same bytes. */
void *__wrap_calloc(size_t items, size_t size)
{
	bool fails = is_to_fail(items * size), before = below_seam;
	void *memory;

	below_seam = true;
	memory = fails ? NULL : __real_calloc(items, size);
	below_seam = before;
	return memory;
}

void *__wrap_realloc(void *memory, size_t size)
{
	bool fails = is_to_fail(size), before = below_seam;

	below_seam = true;
	memory = fails ? NULL : __real_realloc(memory, size);
	below_seam = before;
	return memory;
}

unsigned int alloc_count(void)
{
	return atomic_load(&count);
}

size_t alloc_bytes(void)
{
	return atomic_load(&bytes);
}

void alloc_reset(void)
{
	atomic_store(&bytes, 0);
	atomic_store(&count, 0);
	atomic_store(&fail_at, 0);
	atomic_store(&failed, false);
}

void alloc_fail(unsigned int nth)
{
	alloc_reset();
	atomic_store(&fail_at, nth);
}

bool alloc_failed(void)
{
	return atomic_load(&failed);
}

void alloc_below_seam(bool below)
{
	below_seam = below;
}
