/* SPDX-License-Identifier: MIT */
/*
 * mmap(2) and munmap(2) of device nodes.
 *
 * Kernel facts (devio.c of 6.1): a mapping is charged when it is made, and its URBs then cost no
 * more than themselves; a URB's buffer that begins in one must end in it; a mapping keeps its open
 * file, whose number may be closed before, and with it all that the file holds. Here the data is
 * copied all the same.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

#define MAPPING_OVERHEAD 112

struct mapping {
	struct mapping *next;
	struct file *file;
	uint8_t *memory;
	size_t size, charged;
};

static size_t whole_pages(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

static int map(struct file *file, size_t size, struct mapping *mapping)
{
	struct cusb_virtual_kernel *kernel = file->kernel;
	void *memory;

	if (file->place.kind != PLACE_NODE)
		return -ENODEV;
	if (!file->writable || !file->readable)
		return -EACCES;
	if (size == 0)
		return -EINVAL;
	mapping->size = whole_pages(size);
	mapping->charged = mapping->size + MAPPING_OVERHEAD;
	if (mapping->size < size || kernel_charge(kernel, mapping->charged))
		return -ENOMEM;
	memory = mmap(NULL, mapping->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		      0);
	if (memory == MAP_FAILED) {
		kernel_uncharge(kernel, mapping->charged);
		return -ENOMEM;
	}
	mapping->memory = memory;
	mapping->file = file;
	file->refs++;
	mapping->next = kernel->mappings;
	kernel->mappings = mapping;
	return 0;
}

int call_mmap(void *context, int fd, size_t size, void **memory)
{
	struct cusb_virtual_kernel *kernel = context;
	struct mapping *mapping = calloc(1, sizeof *mapping);
	struct file *file = NULL;
	int err;

	kernel_lock(kernel);
	err = kernel_count_call(kernel, VIRTUAL_MMAP, 0);
	if (err == 0) {
		file = kernel_file_get(kernel, fd);
		err = !file ? -EBADF : !mapping ? -ENOMEM : map(file, size, mapping);
		kernel_file_put(file);
	}
	if (err == 0)
		*memory = mapping->memory;
	else
		free(mapping);
	kernel_unlock(kernel);
	return err;
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

int call_munmap(void *context, void *memory, size_t size)
{
	struct cusb_virtual_kernel *kernel = context;
	struct mapping **at;
	int err;

	kernel_lock(kernel);
	err = kernel_count_call(kernel, VIRTUAL_MUNMAP, 0);
	for (at = &kernel->mappings; *at; at = &(*at)->next)
		if ((*at)->memory == memory && (*at)->size == whole_pages(size))
			break;
	if (err == 0 && *at)
		unmap(kernel, at);
	else if (err == 0)
		err = -EINVAL;
	kernel_unlock(kernel);
	return err;
}

void kernel_free_mappings(struct cusb_virtual_kernel *kernel)
{
	while (kernel->mappings)
		unmap(kernel, &kernel->mappings);
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
