/* SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stdlib.h>

#include "fail_alloc.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);

static atomic_uint left;
static atomic_bool happened;

void fail_alloc_start(unsigned int nth)
{
	atomic_store(&happened, false);
	atomic_store(&left, nth);
}

bool fail_alloc_stop(void)
{
	atomic_store(&left, 0);
	return atomic_load(&happened);
}

static bool is_to_fail(void)
{
	if (atomic_load(&left) == 0 || atomic_fetch_sub(&left, 1) != 1)
		return false;
	atomic_store(&happened, true);
	return true;
}

void *__wrap_malloc(size_t size)
{
	return is_to_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return is_to_fail() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return is_to_fail() ? NULL : __real_realloc(memory, size);
}
