/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "virtual/virtual_world.h"

struct world world;

void world_start_empty(void)
{
	ck_assert_int_eq(cusb_virtual_kernel_new(&world.kernel), 0);
	world.fd = -1;
}

void world_start_model(const struct cusb_virtual_model *model)
{
	world_start_empty();
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, model, "1-1"), 0);
	world.fd = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_ge(world.fd, 0);
	virtual_kernel_reset_counts(world.kernel);
}

void world_start(const char *model)
{
	ck_assert_ptr_nonnull(cusb_virtual_find_model(model));
	world_start_model(cusb_virtual_find_model(model));
}

void world_end(void)
{
	if (!world.kernel)
		return;
	if (world.fd >= 0)
		world_close(world.fd);
	ck_assert_uint_eq(virtual_kernel_open_fds(world.kernel), 0);
	cusb_virtual_kernel_free(world.kernel);
	world.kernel = NULL;
}

void world_plug(const char *model, const char *name)
{
	ck_assert_int_eq(cusb_virtual_plug(world.kernel, cusb_virtual_find_model(model), name), 0);
}

void world_unplug(const char *name)
{
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, name), 0);
}

void world_bind(unsigned int interface, const char *driver)
{
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", interface, driver), 0);
}

int world_open(const char *path, int flags)
{
	return CALL(openat, AT_FDCWD, path, flags);
}

void world_close(int fd)
{
	ck_assert_int_eq(CALL(close, fd), 0);
}

int world_ioctl(unsigned long request, void *arg)
{
	return CALL(ioctl, world.fd, request, arg);
}

int world_claim(unsigned int interface)
{
	return world_ioctl(USBDEVFS_CLAIMINTERFACE, &interface);
}

int world_claim_by(int fd, unsigned int interface)
{
	return CALL(ioctl, fd, USBDEVFS_CLAIMINTERFACE, &interface);
}

int world_release(unsigned int interface)
{
	return world_ioctl(USBDEVFS_RELEASEINTERFACE, &interface);
}

int world_configure(int value)
{
	return world_ioctl(USBDEVFS_SETCONFIGURATION, &value);
}

int world_set_altsetting(unsigned int interface, unsigned int altsetting)
{
	struct usbdevfs_setinterface set = {interface, altsetting};

	return world_ioctl(USBDEVFS_SETINTERFACE, &set);
}

int world_reset(void)
{
	return world_ioctl(USBDEVFS_RESET, NULL);
}

int world_driver_ioctl(unsigned int interface, int request)
{
	struct usbdevfs_ioctl ioctl = {(int)interface, request, NULL};

	return world_ioctl(USBDEVFS_IOCTL, &ioctl);
}

const char *world_driver(unsigned int interface)
{
	static struct usbdevfs_getdriver get;
	int err;

	memset(&get, 0, sizeof get);
	get.interface = interface;
	err = world_ioctl(USBDEVFS_GETDRIVER, &get);
	ck_assert(err == 0 || err == -ENODATA);
	return get.driver;
}

bool world_exists(const char *path)
{
	int fd = world_open(path, O_RDONLY);

	if (fd >= 0)
		world_close(fd);
	return fd >= 0;
}

void world_expect(const char *attribute, const char *text)
{
	char path[256];

	snprintf(path, sizeof path, WORLD_SYSFS "%s", attribute);
	ck_assert_str_eq(world_text(path), text);
}

ssize_t world_read(const char *path, void *buf, size_t size)
{
	int fd = world_open(path, O_RDONLY);
	ssize_t n;

	if (fd < 0)
		return fd;
	n = CALL(pread, fd, buf, size, 0);
	world_close(fd);
	return n;
}

const char *world_text(const char *path)
{
	static char text[4097];
	ssize_t n = world_read(path, text, sizeof text - 1);

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

int world_submit(struct usbdevfs_urb *urb)
{
	return world_ioctl(USBDEVFS_SUBMITURB, urb);
}

struct usbdevfs_urb *world_reap(int *err)
{
	void *urb = NULL;

	*err = world_ioctl(USBDEVFS_REAPURBNDELAY, &urb);
	return *err ? NULL : urb;
}

void world_expect_reaped(struct usbdevfs_urb *urb, int status)
{
	int err;

	ck_assert_ptr_eq(world_reap(&err), urb);
	ck_assert_int_eq(urb->status, status);
}

void world_submit_bulk(struct usbdevfs_urb *urb, unsigned char endpoint, void *data, int length)
{
	world_urb(urb, USBDEVFS_URB_TYPE_BULK, endpoint, data, length);
	ck_assert_int_eq(world_submit(urb), 0);
}

int world_discard(struct usbdevfs_urb *urb)
{
	return world_ioctl(USBDEVFS_DISCARDURB, urb);
}

short world_poll(void)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	struct timespec now = {0, 0};

	ck_assert_int_ge(CALL(ppoll, &fd, 1, &now), 0);
	return fd.revents;
}

int world_vendor(unsigned int bRequest, unsigned int wValue)
{
	struct usbdevfs_ctrltransfer control = {
		.bRequestType = 0x40,
		.bRequest = (unsigned char)bRequest,
		.wValue = (unsigned short)wValue,
		.timeout = 1000,
	};

	return world_ioctl(USBDEVFS_CONTROL, &control);
}
