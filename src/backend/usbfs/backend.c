/* SPDX-License-Identifier: MIT */
/*
 * The native backend's table, and the worlds it can be given.
 *
 * A program that only finds devices is linked statically without what using them takes, which is
 * most of the library: until something asks for more, the default backend's table has no more than
 * finding needs, and the rest is not referred to.
 */
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "backend/usbfs/hotplug/hotplug.h"
#include "backend/usbfs/usbfs.h"

#define DEFAULT_SYSFS_ROOT  "/sys"
#define DEFAULT_DEVICE_ROOT "/dev/bus/usb"

/* What finding takes, and all there is. */
#define FINDING                                                                                    \
	.version = CUSB_BACKEND_VERSION, .name = "usbfs", .enumerate = usbfs_enumerate,            \
	.address = usbfs_address, .candidate_string = usbfs_candidate_string,                      \
	.speed = usbfs_speed, .string = usbfs_string

static const struct cusb_backend operations = {
	FINDING,
	.enumerate_fd = usbfs_enumerate_fd,
	.configuration = usbfs_configuration,
	.altsetting = usbfs_altsetting,
	.driver = usbfs_driver,
	.open = usbfs_open,
	.close = usbfs_close,
	.shutdown = usbfs_shutdown,
	.claim = usbfs_claim,
	.detach_and_claim = usbfs_detach_and_claim,
	.release = usbfs_release,
	.set_configuration = usbfs_set_configuration,
	.set_altsetting = usbfs_set_altsetting,
	.clear_halt = usbfs_clear_halt,
	.reset_endpoint = usbfs_reset_endpoint,
	.map = usbfs_map,
	.unmap = usbfs_unmap,
	.alloc_streams = usbfs_alloc_streams,
	.free_streams = usbfs_free_streams,
	.allow_suspend = usbfs_allow_suspend,
	.forbid_suspend = usbfs_forbid_suspend,
	.wait_for_resume = usbfs_wait_for_resume,
	.hub_ports = usbfs_hub_ports,
	.claim_port = usbfs_claim_port,
	.release_port = usbfs_release_port,
	.drop_privileges = usbfs_drop_privileges,
	.reset = usbfs_reset,
	.kernel_driver_active = usbfs_kernel_driver_active,
	.detach_kernel_driver = usbfs_detach_kernel_driver,
	.attach_kernel_driver = usbfs_attach_kernel_driver,
	.control = usbfs_control,
	.transfer = usbfs_transfer,
	.submit = usbfs_submit,
	.reap = usbfs_reap,
	.cancel = usbfs_cancel,
	.cancel_all = usbfs_cancel_all,
	.poll_fd = usbfs_poll_fd,
	.poll_timeout = usbfs_poll_timeout,
	.watch = usbfs_watch,
	.unwatch = usbfs_unwatch,
	.watch_fd = usbfs_watch_fd,
	.watch_next = usbfs_watch_next,
	.watch_wait = usbfs_watch_wait,
};

static struct usbfs default_fs = {
	.backend = {FINDING},
	.sysfs_root = DEFAULT_SYSFS_ROOT,
	.device_root = DEFAULT_DEVICE_ROOT,
	.private_nodes = "",
	.syscalls = &real_syscalls,
};

struct cusb_backend *usbfs_for_finding(void)
{
	return &default_fs.backend;
}

/* Another thread may be finding meanwhile, so what that reads is left alone. */
static void complete(void)
{
	const size_t first = offsetof(struct cusb_backend, configuration);

	memcpy((char *)&default_fs.backend + first, (const char *)&operations + first,
	       sizeof operations - first);
	default_fs.backend.enumerate_fd = operations.enumerate_fd;
}

struct cusb_backend *cusb_usbfs_default(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, complete);
	return &default_fs.backend;
}

/* Bytes that a root takes, 0 when the default is taken; -ENAMETOOLONG. */
static ssize_t root_size(const char *given)
{
	size_t size = given ? strlen(given) + 1 : 0;

	return size > ROOT_SIZE ? -ENAMETOOLONG : (ssize_t)size;
}

/* Copies a root that is given to *room, which moves past it. */
static void copy_root(const char **root, const char *given, char **room)
{
	if (!given)
		return;
	strcpy(*room, given);
	*root = *room;
	*room += strlen(given) + 1;
}

int cusb_usbfs_new(const struct cusb_usbfs_options *options, struct cusb_backend **backend)
{
	static const struct cusb_usbfs_options defaults;
	const struct cusb_usbfs_options *given = options ? options : &defaults;
	ssize_t sysfs = root_size(given->sysfs_root), device = root_size(given->device_root),
		nodes = root_size(given->private_nodes);
	struct usbfs *fs;
	char *room;

	if (sysfs < 0 || device < 0 || nodes < 0)
		return -ENAMETOOLONG;
	fs = malloc(sizeof *fs + (size_t)(sysfs + device + nodes));
	if (!fs)
		return -ENOMEM;
	*fs = *usbfs_of(cusb_usbfs_default());
	room = (char *)(fs + 1);
	copy_root(&fs->sysfs_root, given->sysfs_root, &room);
	copy_root(&fs->device_root, given->device_root, &room);
	copy_root(&fs->private_nodes, given->private_nodes, &room);
	if (given->syscalls)
		fs->syscalls = given->syscalls;
	fs->kernel = given->kernel;
	*backend = &fs->backend;
	return 0;
}

void cusb_usbfs_free(struct cusb_backend *backend)
{
	free(backend);
}
