/* SPDX-License-Identifier: MIT */
/* The world of the miniature kernel, behind our library alone. */
#include <fcntl.h>
#include <stdio.h>

#include <cusb/core.h>

#include "case.h"
#include "virtual/kernel/kernel.h"

static struct cusb_virtual_kernel *kernel;

void world_begin(void)
{
	struct cusb_backend *backend;

	CHECK_OK(cusb_virtual_kernel_new(&kernel));
	CHECK_OK(cusb_virtual_kernel_backend(kernel, &backend));
	cusb_set_default_backend(backend);
}

void world_plug(const char *model, const char *place)
{
	CHECK(cusb_virtual_find_model(model));
	CHECK_OK(cusb_virtual_plug(kernel, cusb_virtual_find_model(model), place));
}

void world_unplug(const char *place)
{
	CHECK_OK(cusb_virtual_unplug(kernel, place));
}

int world_open(const char *place)
{
	struct cusb_device *dev;
	char path[64];
	int fd;

	CHECK_OK(cusb_find(CUSB_MATCH(name, place), &dev));
	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", dev->bus, dev->address);
	cusb_device_free(dev);
	fd = virtual_syscalls.openat(kernel, AT_FDCWD, path, O_RDWR);
	CHECK(fd >= 0);
	return fd;
}

void world_close(int fd)
{
	CHECK_OK(virtual_syscalls.close(kernel, fd));
}

void world_bind(const char *place, unsigned int interface, const char *driver)
{
	CHECK_OK(cusb_virtual_bind_driver(kernel, place, interface, driver));
}

void world_forbid(const char *place, int err)
{
	CHECK_OK(cusb_virtual_set_access(kernel, place, err));
}
