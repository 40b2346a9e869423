/* SPDX-License-Identifier: MIT */
/* The virtual kernel, made and freed, and its settings and counters for tests. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>

#include <cusb/log.h>

#include "virtual/kernel/calls.h"
#include "virtual/kernel/hotplug/hotplug.h"
#include "virtual/kernel/kernel.h"
#include "virtual/kernel/sysfs/sysfs.h"
#include "virtual/kernel/usbfs/usbfs.h"

#define INITIAL_USER_NAMESPACE "user:[4026531837]"

/* The rooms below do not know each other: this connects the state with hotplug. */
static void tell_listeners(struct usb *dev, enum usb_event event)
{
	switch (event) {
	case USB_DEVICE_ADDED:
		uevent_device_added(dev);
		inotify_node(dev, IN_CREATE);
		break;
	case USB_DEVICE_REMOVED:
		inotify_node(dev, IN_DELETE);
		uevent_device_removed(dev);
		break;
	case USB_INTERFACES_ADDED:
		uevent_interfaces_added(dev);
		break;
	case USB_INTERFACES_REMOVED:
		uevent_interfaces_removed(dev);
		break;
	case USB_ACCESS_CHANGED:
		inotify_node(dev, IN_ATTRIB);
		break;
	}
}

int cusb_virtual_kernel_new(struct cusb_virtual_kernel **result)
{
	struct cusb_virtual_kernel *kernel = calloc(1, sizeof *kernel);
	pthread_condattr_t attr;

	if (!kernel)
		return cusb_refuse(-ENOMEM, NULL);
	kernel->notify = tell_listeners;
	kernel->capabilities = 0x1fd;
	kernel->answer_ms = 5000;
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
	kernel_free_mappings(kernel); /* they hold references to files */
	while (kernel->devices)
		kernel_disconnect(kernel->devices);
	kernel_free_made(kernel);
	syscall_forget_faults(&kernel->syscalls);
	kernel->freed = true;
	kernel_end(kernel);
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

void virtual_kernel_fail(struct cusb_virtual_kernel *kernel, enum virtual_call call,
			 unsigned long request, unsigned int nth, unsigned int times, int err)
{
	kernel_lock(kernel);
	syscall_fail(&kernel->syscalls, call, request, nth, times, err);
	kernel_unlock(kernel);
}

unsigned int virtual_kernel_count(struct cusb_virtual_kernel *kernel, enum virtual_call call,
				  unsigned long request)
{
	unsigned int calls;

	kernel_lock(kernel);
	calls = syscall_calls(&kernel->syscalls, call, request);
	kernel_unlock(kernel);
	return calls;
}

unsigned int virtual_kernel_count_all(struct cusb_virtual_kernel *kernel)
{
	unsigned int calls;

	kernel_lock(kernel);
	calls = syscall_all_calls(&kernel->syscalls);
	kernel_unlock(kernel);
	return calls;
}

void virtual_kernel_reset_counts(struct cusb_virtual_kernel *kernel)
{
	kernel_lock(kernel);
	syscall_reset_counts(&kernel->syscalls);
	kernel_unlock(kernel);
}

void virtual_kernel_limit_urb(struct cusb_virtual_kernel *kernel, size_t bytes)
{
	kernel_lock(kernel);
	kernel->limit_urb = bytes;
	kernel_unlock(kernel);
}

void virtual_kernel_set_patience(struct cusb_virtual_kernel *kernel, unsigned int ms)
{
	kernel_lock(kernel);
	kernel->answer_ms = ms;
	kernel_unlock(kernel);
}

void virtual_kernel_set_capabilities(struct cusb_virtual_kernel *kernel, uint32_t caps)
{
	kernel_lock(kernel);
	kernel->capabilities = caps;
	kernel_unlock(kernel);
}

void virtual_kernel_lose_messages(struct cusb_virtual_kernel *kernel, unsigned int count)
{
	kernel_lock(kernel);
	kernel->lose_uevents = count;
	kernel->lose_node_events = count;
	kernel_unlock(kernel);
}

void virtual_kernel_set_user_namespace(struct cusb_virtual_kernel *kernel, const char *text)
{
	kernel_lock(kernel);
	snprintf(kernel->user_namespace, sizeof kernel->user_namespace, "%s", text ? text : "");
	kernel_unlock(kernel);
}

void virtual_kernel_send(struct cusb_virtual_kernel *kernel, const void *message, size_t length,
			 uint32_t port)
{
	kernel_lock(kernel);
	netlink_broadcast(kernel, message, length, port);
	kernel_unlock(kernel);
}

int virtual_kernel_load_tree(struct cusb_virtual_kernel *kernel, const char *text)
{
	int err;

	kernel_lock(kernel);
	err = kernel_load_fixture(kernel, text);
	kernel_unlock(kernel);
	return err;
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
