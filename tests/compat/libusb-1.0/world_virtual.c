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

const char *world_plug_behind_hub(void)
{
	world_plug("hub", "1-3");
	world_plug("loopback", "1-3.2");
	return "1-3.2";
}

static struct cusb_device *device_at(const char *place)
{
	struct cusb_device *dev;

	CHECK_OK(cusb_find(CUSB_MATCH(name, place), &dev));
	return dev;
}

unsigned int world_bus(const char *place)
{
	struct cusb_device *dev = device_at(place);
	unsigned int bus = dev->bus;

	cusb_device_free(dev);
	return bus;
}

unsigned int world_address(const char *place)
{
	struct cusb_device *dev = device_at(place);
	unsigned int address = dev->address;

	cusb_device_free(dev);
	return address;
}

int world_open(const char *place)
{
	char path[64];
	int fd;

	snprintf(path, sizeof path, "/dev/bus/usb/%03u/%03u", world_bus(place),
		 world_address(place));
	fd = virtual_syscalls.openat(kernel, AT_FDCWD, path, O_RDWR);
	CHECK(fd >= 0);
	return fd;
}

void world_close(int fd)
{
	CHECK_OK(virtual_syscalls.close(kernel, fd));
}

void world_bind(const char *place, unsigned int interface)
{
	CHECK_OK(cusb_virtual_bind_driver(kernel, place, interface, "usblcd"));
}

void world_forbid(const char *place, int err)
{
	CHECK_OK(cusb_virtual_set_access(kernel, place, err));
}

void world_needs_streams(void)
{
}

void world_settle(void)
{
}
