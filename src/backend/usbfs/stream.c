/* SPDX-License-Identifier: MIT */
/* Bulk streams. Kernel fact: at most 30 endpoints, all of one interface. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define ENDPOINTS_MAX 30

/* struct usbdevfs_streams, with room for its endpoints. */
union streams {
	struct usbdevfs_streams streams;
	unsigned char room[sizeof(struct usbdevfs_streams) + ENDPOINTS_MAX];
};

static int streams_ioctl(struct cusb_handle *handle, unsigned long request, unsigned int count,
			 const uint8_t *addresses, size_t length)
{
	union streams argument = {.streams = {.num_streams = count, .num_eps = (unsigned)length}};

	if (length > ENDPOINTS_MAX)
		return -EINVAL;
	memcpy(argument.room + offsetof(struct usbdevfs_streams, eps), addresses, length);
	return sys_ioctl(handle->fs, handle->fd, request, &argument);
}

int usbfs_alloc_streams(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
			size_t length)
{
	return streams_ioctl(handle, USBDEVFS_ALLOC_STREAMS, count, addresses, length);
}

int usbfs_free_streams(struct cusb_handle *handle, const uint8_t *addresses, size_t length)
{
	return streams_ioctl(handle, USBDEVFS_FREE_STREAMS, 0, addresses, length);
}
