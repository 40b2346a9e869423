/* SPDX-License-Identifier: MIT */
/*
 * Memory that the host controller uses directly.
 *
 * Kernel facts: it is counted against usbfs_memory_mb when it is mapped, and zeroed; a mapping
 * keeps its open file, so that a descriptor closed before still holds claims until munmap().
 */
#include "backend/usbfs/usbfs.h"

int usbfs_map(struct cusb_handle *handle, size_t size, void **memory)
{
	return sys_mmap(handle->fs, handle->fd, size, memory);
}

void usbfs_unmap(struct cusb_backend *backend, void *memory, size_t size)
{
	sys_munmap(usbfs_of(backend), memory, size);
}
