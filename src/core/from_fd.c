/* SPDX-License-Identifier: MIT */
/* The device behind an open device node. */
#include <errno.h>

#include "core/device.h"
#include "core/log.h"
#include "core/native_backend.h"

struct adoption {
	struct cusb_backend *backend;
	struct device *dev;
	int err;
};

static int visit(const struct cusb_candidate *candidate, void *user)
{
	struct adoption *adoption = user;
	struct cusb_device summary;

	adoption->err = device_summarize(candidate, &summary);
	if (adoption->err == 0)
		adoption->err = device_new(adoption->backend, candidate, &summary, &adoption->dev);
	return adoption->err;
}

static int refuse_fd(int fd, int err)
{
	if (err == -EBADF)
		return refuse(err, "descriptor %d is not open, or is not a device node", fd);
	if (err == -EPERM)
		return refuse(err, "descriptor %d is not open for writing", fd);
	return err;
}

int cusb_device_from_fd(int fd, struct cusb_device **dev)
{
	struct adoption adoption = {.backend = backend_or_default(NULL), .err = -ENODEV};
	int err;

	error_forget();
	err = backend_check(adoption.backend);
	if (err < 0)
		return err;
	if (fd < 0)
		return refuse(-EBADF, "descriptor %d is below 0", fd);
	native_backend_complete();
	if (!adoption.backend->enumerate_fd)
		return -ENOSYS;
	err = adoption.backend->enumerate_fd(adoption.backend, fd, visit, &adoption);
	if (err < 0 || adoption.err < 0)
		return refuse_fd(fd, err < 0 ? err : adoption.err);
	adoption.dev->fd = fd;
	*dev = &adoption.dev->public;
	return 0;
}
