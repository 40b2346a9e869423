/* SPDX-License-Identifier: MIT */
/*
 * Memory that the host controller reads and writes directly, without a copy.
 */
#ifndef CUSB_BUFFER_H
#define CUSB_BUFFER_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_buffer_alloc - memory for the data of transfers to a device.
 * @size:   bytes, from 1.
 * @buffer: out: zeroed, aligned to a page; the caller frees it with cusb_buffer_free().
 *
 * Opens the device. If the kernel has USBDEVFS_CAP_MMAP, transfers with data in the buffer need no
 * copy, and the data counts only once against the limit usbfs_memory_mb. On some machines the
 * processor reads such a buffer slowly. Data that begins inside the buffer and ends outside is
 * -EINVAL. Without USBDEVFS_CAP_MMAP the buffer is plain memory, and transfers copy their data as
 * usual.
 *
 * The buffer remains usable after cusb_close(), but its transfers are then copied. Until the buffer
 * is freed, the kernel keeps the device node open. Any thread may use the buffer.
 *
 * Returns:
 *   1        memory without a copy
 *   0        plain memory
 *   -EINVAL  @size is 0
 *   -ENOMEM  no memory
 *   < 0      an error of cusb_open()
 */
CUSB_API int cusb_buffer_alloc(struct cusb_device *dev, size_t size, void **buffer);

/**
 * cusb_buffer_map - memory that transfers use without a copy, or an error.
 * @size, @buffer: as for cusb_buffer_alloc().
 *
 * For a program that uses its own memory if the kernel has no such memory.
 *
 * Returns:
 *   0        memory without a copy
 *   -ENOSYS  the kernel is older than 4.6, or the backend has no such memory
 *   -EINVAL  @size is 0
 *   -ENOMEM  no memory; see usbfs_memory_mb in transfer.h
 *   < 0      an error of cusb_open(), or another -errno
 */
CUSB_API int cusb_buffer_map(struct cusb_device *dev, size_t size, void **buffer);

/**
 * cusb_buffer_free - free memory of cusb_buffer_alloc() or cusb_buffer_map(), with the same device.
 * @buffer: NULL is allowed.
 *
 * No transfer may be using the buffer. When the last reference to the device is dropped, all its
 * buffers are freed. Does not block.
 */
CUSB_API void cusb_buffer_free(struct cusb_device *dev, void *buffer);

#ifdef __cplusplus
}
#endif

#endif
