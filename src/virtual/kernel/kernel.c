/* SPDX-License-Identifier: MIT */
/*
 * The virtual kernel's life.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/device.h"
#include "virtual/kernel/state/file.h"
#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

#define INITIAL_USER_NAMESPACE "user:[4026531837]"

int cusb_virtual_kernel_new(struct cusb_virtual_kernel **result)
{
	struct cusb_virtual_kernel *kernel = calloc(1, sizeof *kernel);
	pthread_condattr_t attr;

	if (!kernel)
		return -ENOMEM;
	kernel->capabilities = 0x1fd;
	strcpy(kernel->user_namespace, INITIAL_USER_NAMESPACE);
	for (unsigned int i = 0; i < BUSES; i++)
		kernel->buses[i].next = 1;
	pthread_mutex_init(&kernel->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&kernel->changed, &attr);
	pthread_cond_init(&kernel->clock.changed, &attr);
	pthread_condattr_destroy(&attr);
	*result = kernel;
	return 0;
}

void cusb_virtual_kernel_free(struct cusb_virtual_kernel *kernel)
{
	if (!kernel)
		return;
	kernel_clock_stop(kernel);
	kernel_lock(kernel);
	kernel_free_mappings(kernel); /* they keep files */
	while (kernel->files)
		kernel_file_close(kernel->files);
	while (kernel->devices)
		kernel_disconnect(kernel, kernel->devices);
	kernel_free_made(kernel);
	kernel_free_faults(kernel);
	kernel_unlock(kernel);
	pthread_cond_destroy(&kernel->changed);
	pthread_cond_destroy(&kernel->clock.changed);
	pthread_mutex_destroy(&kernel->lock);
	free(kernel);
}

void kernel_lock(struct cusb_virtual_kernel *kernel)
{
	pthread_mutex_lock(&kernel->lock);
}

void kernel_unlock(struct cusb_virtual_kernel *kernel)
{
	while (kernel->vanished) {
		struct usb *dev = kernel->devices;

		while (dev && !(dev->device && dev->device->gone))
			dev = dev->next;
		kernel->vanished = dev != NULL;
		if (dev)
			kernel_disconnect(kernel, dev);
	}
	pthread_mutex_unlock(&kernel->lock);
}

int cusb_virtual_kernel_backend(struct cusb_virtual_kernel *kernel, struct cusb_backend **backend)
{
	struct cusb_usbfs_options options = {
		.sysfs_root = VIRTUAL_SYSFS_ROOT,
		.device_root = VIRTUAL_DEVICE_ROOT,
		.syscalls = &virtual_syscalls,
		.kernel = kernel,
	};

	return cusb_usbfs_new(&options, backend);
}

void virtual_kernel_limit_urb(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	kernel_lock(kernel);
	kernel->limit_urb = bytes;
	kernel_unlock(kernel);
}

void virtual_kernel_set_capabilities(struct cusb_virtual_kernel *kernel, uint32_t caps)
{
	kernel_lock(kernel);
	kernel->capabilities = caps;
	kernel_unlock(kernel);
}

unsigned int virtual_kernel_open_fds(struct cusb_virtual_kernel *kernel)
{
	unsigned int n = 0;

	kernel_lock(kernel);
	for (struct file *file = kernel->files; file; file = file->next)
		n += file->open;
	kernel_unlock(kernel);
	return n;
}
