/* SPDX-License-Identifier: MIT */
/*
 * Counts what a program and its libraries allocate; to be preloaded (glibc).
 */
#include <stdatomic.h>
#include <stdlib.h>

unsigned long allocations(void);

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static atomic_ulong counted;

unsigned long allocations(void)
{
	return counted;
}

void *malloc(size_t size)
{
	counted++;
	return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	counted++;
	return __libc_calloc(count, size);
}

/* One that moves or makes memory is an allocation like any other. */
void *realloc(void *memory, size_t size)
{
	counted++;
	return __libc_realloc(memory, size);
}
