/* SPDX-License-Identifier: MIT */
/* The device behind a descriptor that somebody else opened. */
#include <errno.h>
#include <stdlib.h>

#include "backend/usbfs/enumerate/enumerate.h"

int usbfs_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct described described = {0};
	int result = described_place(fs, fd, &described);

	/* What else a descriptor may be of says so in these ways. */
	if (result == -ENOTTY || result == -EINVAL)
		return -EBADF;
	if (result == 0)
		result = described_read(fs, fd, &described);
	if (result < 0)
		return result;
	result = described_visit(&described, visit, user);
	free(described.bytes);
	return result;
}
