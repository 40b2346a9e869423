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
 * @size:   bytes, 1 and up.
 * @buffer: out: zeroed, aligned to a page; freed with cusb_buffer_free().
 *
 * Opens the device. Where the kernel can (USBDEVFS_CAP_MMAP), transfers that lie wholly inside are
 * done without a copy and count against usbfs_memory_mb only once, and one that begins inside must
 * end there (-EINVAL); elsewhere it is plain memory, and all works the same. On some machines the
 * processor reads such memory slowly. It remains memory after cusb_close(), but transfers are then
 * copied; the kernel keeps the closed device node until it is freed. May be used from any thread.
 * Returns 1 (without a copy), 0 (plain), -EINVAL (size 0), -ENOMEM, or an error of cusb_open().
 */
CUSB_API int cusb_buffer_alloc(struct cusb_device *dev, size_t size, void **buffer);

/**
 * cusb_buffer_free - free what cusb_buffer_alloc() gave, of the same device.
 * @buffer: NULL is allowed.
 *
 * No transfer may be using it. cusb_device_free() frees what is left. Does not block.
 */
CUSB_API void cusb_buffer_free(struct cusb_device *dev, void *buffer);

#ifdef __cplusplus
}
#endif

#endif
