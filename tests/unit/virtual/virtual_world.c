/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "virtual/virtual_world.h"

void world_start_empty(struct world *world)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&world->kernel), 0);
	world->fd = -1;
}

void world_start_model(struct world *world, const struct cusb_virtual_model *model)
{
	world_start_empty(world);
	ck_assert_int_eq(cusb_virtual_plug(world->kernel, model, "1-1"), 0);
	world->fd = world_open(world, WORLD_NODE, O_RDWR);
	ck_assert_int_ge(world->fd, 0);
	virtual_kernel_reset_counts(world->kernel);
}

void world_start(struct world *world, const char *model)
{
	ck_assert_ptr_nonnull(cusb_virtual_model(model));
	world_start_model(world, cusb_virtual_model(model));
}

void world_end(struct world *world)
{
	if (world->fd >= 0)
		world_close(world, world->fd);
	ck_assert_uint_eq(virtual_kernel_open_fds(world->kernel), 0);
	cusb_virtual_kernel_free(world->kernel);
}

int world_open(struct world *world, const char *path, int flags)
{
	return virtual_syscalls.openat(world->kernel, AT_FDCWD, path, flags);
}

void world_close(struct world *world, int fd)
{
	ck_assert_int_eq(virtual_syscalls.close(world->kernel, fd), 0);
}

int world_ioctl(struct world *world, unsigned long request, void *arg)
{
	return virtual_syscalls.ioctl(world->kernel, world->fd, request, arg);
}

int world_claim(struct world *world, unsigned int interface)
{
	return world_ioctl(world, USBDEVFS_CLAIMINTERFACE, &interface);
}

ssize_t world_read(struct world *world, const char *path, void *buf, size_t size)
{
	int fd = world_open(world, path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = virtual_syscalls.pread(world->kernel, fd, buf, size, 0);
	world_close(world, fd);
	return n;
}

const char *world_text(struct world *world, const char *path)
{
	static char text[4097];
	ssize_t n = world_read(world, path, text, sizeof text - 1);

	ck_assert_msg(n >= 0, "%s: %zd", path, n);
	text[n] = '\0';
	return text;
}

void world_urb(struct usbdevfs_urb *urb, unsigned char type, unsigned char endpoint, void *buffer,
	       int length)
{
	memset(urb, 0, sizeof *urb);
	urb->type = type;
	urb->endpoint = endpoint;
	urb->buffer = buffer;
	urb->buffer_length = length;
	urb->status = 1;
	urb->actual_length = -1;
}

void world_new_urbs(struct usbdevfs_urb **urbs, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		urbs[i] = malloc(sizeof *urbs[i]);
		ck_assert_ptr_nonnull(urbs[i]);
	}
}

void world_free_urbs(struct usbdevfs_urb **urbs, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		free(urbs[i]);
}

int world_submit(struct world *world, struct usbdevfs_urb *urb)
{
	return world_ioctl(world, USBDEVFS_SUBMITURB, urb);
}

struct usbdevfs_urb *world_reap(struct world *world, int *err)
{
	void *urb = NULL;

	*err = world_ioctl(world, USBDEVFS_REAPURBNDELAY, &urb);
	return *err ? NULL : urb;
}

short world_poll(struct world *world)
{
	struct pollfd fd = {.fd = world->fd, .events = POLLOUT};
	struct timespec now = {0, 0};

	ck_assert_int_ge(virtual_syscalls.ppoll(world->kernel, &fd, 1, &now), 0);
	return fd.revents;
}

int world_vendor(struct world *world, unsigned int bRequest, unsigned int wValue)
{
	struct usbdevfs_ctrltransfer control = {
		.bRequestType = 0x40,
		.bRequest = (unsigned char)bRequest,
		.wValue = (unsigned short)wValue,
		.timeout = 1000,
	};

	return world_ioctl(world, USBDEVFS_CONTROL, &control);
}
