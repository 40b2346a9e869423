/* SPDX-License-Identifier: MIT */
/*
 * Linked to the benchmark of cusb, this makes it run on the virtual kernel, for instructions.sh to
 * count what the library itself takes. The calls that leave it go through functions of this file
 * alone, so that what lies behind them can be left out.
 */
#include <stdio.h>
#include <stdlib.h>

#include "virtual/kernel/kernel.h"

int bench_openat(void *kernel, int dirfd, const char *path, int flags);
int bench_close(void *kernel, int fd);
ssize_t bench_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
ssize_t bench_getdents64(void *kernel, int fd, void *buf, size_t size);
int bench_ioctl(void *kernel, int fd, unsigned long request, void *arg);
int bench_ppoll(void *kernel, struct pollfd *fds, unsigned int count, struct timespec *remaining);

static const char *const models[] = {"loopback", "partial", "iso"};
static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

int bench_openat(void *context, int dirfd, const char *path, int flags)
{
	return virtual_syscalls.openat(context, dirfd, path, flags);
}

int bench_close(void *context, int fd)
{
	return virtual_syscalls.close(context, fd);
}

ssize_t bench_pread(void *context, int fd, void *buf, size_t size, uint64_t offset)
{
	return virtual_syscalls.pread(context, fd, buf, size, offset);
}

ssize_t bench_getdents64(void *context, int fd, void *buf, size_t size)
{
	return virtual_syscalls.getdents64(context, fd, buf, size);
}

int bench_ioctl(void *context, int fd, unsigned long request, void *arg)
{
	return virtual_syscalls.ioctl(context, fd, request, arg);
}

int bench_ppoll(void *context, struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	return virtual_syscalls.ppoll(context, fds, count, remaining);
}

static const struct cusb_syscalls table = {
	.openat = bench_openat,
	.close = bench_close,
	.pread = bench_pread,
	.getdents64 = bench_getdents64,
	.ioctl = bench_ioctl,
	.ppoll = bench_ppoll,
};

static int plug_in(void)
{
	int err = 0;

	for (size_t i = 0; i < sizeof models / sizeof *models && err == 0; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_model(models[i]), NULL);
	return err;
}

static void tear_down(void)
{
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

__attribute__((constructor)) static void set_up(void)
{
	struct cusb_usbfs_options options = {
		.sysfs_root = VIRTUAL_SYSFS_ROOT,
		.device_root = VIRTUAL_DEVICE_ROOT,
		.syscalls = &table,
	};

	int err = cusb_virtual_kernel_new(&kernel);

	options.kernel = kernel;
	if (err < 0 || plug_in() < 0 || cusb_usbfs_new(&options, &backend) < 0) {
		fprintf(stderr, "bench: no memory for virtual devices\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
	atexit(tear_down);
}
