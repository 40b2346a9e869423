/* SPDX-License-Identifier: MIT */
/*
 * The memory that usbfs lets programs have for URBs, and mmap(2) and munmap(2) of device nodes.
 *
 * Kernel facts (devio.c of 6.1): a mapping is charged when it is made, and its URBs then cost no
 * more than themselves; a URB's buffer that begins in one must end in it; a mapping keeps its open
 * file and all that the file holds, also when its number is closed. Here the data is copied all the
 * same.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

#define USBFS_MEMORY	 (16U * 1024 * 1024)
#define MAPPING_OVERHEAD 112

struct mapping {
	struct mapping *next;
	struct file *file;
	uint8_t *memory;
	size_t size, charged;
};

int kernel_charge(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	if (bytes > USBFS_MEMORY - kernel->memory)
		return -ENOMEM;
	kernel->memory += bytes;
	return 0;
}

void kernel_uncharge(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	kernel->memory -= bytes;
}

static size_t whole_pages(size_t size)
{
	size_t page = (size_t)getpagesize();

	return (size + page - 1) / page * page;
}

/* Allocates the memory of a mapping whose size is set, and charges it. */
static int allocate(struct cusb_virtual_kernel *kernel, struct mapping *mapping)
{
	void *memory;

	if (kernel_charge(kernel, mapping->charged))
		return -ENOMEM;
	memory = mmap(NULL, mapping->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	if (memory == MAP_FAILED) {
		kernel_uncharge(kernel, mapping->charged);
		return -ENOMEM;
	}
	mapping->memory = memory;
	return 0;
}

int kernel_mmap(struct file *file, size_t size, void **memory)
{
	struct cusb_virtual_kernel *kernel = file->kernel;
	struct mapping *mapping;

	if (!file->writable || !file->readable)
		return -EACCES;
	if (size == 0)
		return -EINVAL;
	mapping = whole_pages(size) < size ? NULL : calloc(1, sizeof *mapping);
	if (!mapping)
		return -ENOMEM;
	mapping->size = whole_pages(size);
	mapping->charged = mapping->size + MAPPING_OVERHEAD;
	if (allocate(kernel, mapping)) {
		free(mapping);
		return -ENOMEM;
	}
	mapping->file = file;
	file->refs++;
	mapping->next = kernel->mappings;
	kernel->mappings = mapping;
	*memory = mapping->memory;
	return 0;
}

static void unmap(struct cusb_virtual_kernel *kernel, struct mapping **at)
{
	struct mapping *mapping = *at;

	*at = mapping->next;
	munmap(mapping->memory, mapping->size);
	kernel_uncharge(kernel, mapping->charged);
	kernel_file_put(mapping->file);
	free(mapping);
}

int kernel_munmap(struct cusb_virtual_kernel *kernel, const void *memory, size_t size)
{
	struct mapping **at = &kernel->mappings;

	while (*at && !((*at)->memory == memory && (*at)->size == whole_pages(size)))
		at = &(*at)->next;
	if (!*at)
		return -EINVAL;
	unmap(kernel, at);
	return 0;
}

void kernel_free_mappings(struct cusb_virtual_kernel *kernel)
{
	struct mapping **at = &kernel->mappings;

	while (*at) {
		if ((*at)->file->open) {
			at = &(*at)->next;
		} else {
			unmap(kernel, at);
			at = &kernel->mappings; /* the end of a file may sleep */
		}
	}
}

int kernel_mapped(const struct file *file, const void *buffer, size_t length)
{
	uintptr_t at = (uintptr_t)buffer;

	for (const struct mapping *mapping = file->kernel->mappings; mapping;
	     mapping = mapping->next) {
		uintptr_t start = (uintptr_t)mapping->memory;

		if (mapping->file != file || at < start || at - start >= mapping->size)
			continue;
		return length <= mapping->size - (at - start) ? 1 : -EINVAL;
	}
	return 0;
}
