/* SPDX-License-Identifier: MIT */
/* The native backend's functions, and its options. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "backend/usbfs/hotplug/hotplug.h"
#include "backend/usbfs/usbfs.h"
#include "core/error.h"
#include "core/log.h"
#include "core/native_backend.h"
#include "core/reserved.h"

#define DEFAULT_SYSFS_ROOT  "/sys"
#define DEFAULT_DEVICE_ROOT "/dev/bus/usb"

static const struct cusb_watch_operations watch = {
	.begin = usbfs_watch,
	.end = usbfs_unwatch,
	.fd = usbfs_watch_fd,
	.next = usbfs_watch_next,
	.wait = usbfs_watch_wait,
};

static struct usbfs native = {
	.backend = {.version = CUSB_BACKEND_VERSION,
		    .name = "usbfs",
		    .enumerate = usbfs_enumerate,
		    .address = usbfs_address,
		    .candidate_string = usbfs_candidate_string,
		    .speed = usbfs_speed,
		    .string = usbfs_string},
	.sysfs_root = DEFAULT_SYSFS_ROOT,
	.device_root = DEFAULT_DEVICE_ROOT,
	.private_nodes = "",
	.syscalls = &real_syscalls,
};

struct cusb_backend *native_backend = &native.backend;

/*
 * Another thread may be finding devices meanwhile, so the functions that find are not written
 * again.
 */
static void complete(void)
{
	struct cusb_backend *backend = &native.backend;

	backend->enumerate_fd = usbfs_enumerate_fd;
	backend->string_at = usbfs_string_at;
	backend->configuration = usbfs_configuration;
	backend->altsetting = usbfs_altsetting;
	backend->driver = usbfs_driver;
	usbfs_add_node(backend);
	usbfs_add_interfaces(backend);
	usbfs_add_operations(backend);
	backend->watch = &watch;
	backend->control = usbfs_control;
	backend->queue = &usbfs_queue;
}

void native_backend_complete(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, complete);
}

struct cusb_backend *cusb_usbfs_default(void)
{
	native_backend_complete();
	return native_backend;
}

/* The bytes for a copy of a root, 0 for the default root; -ENAMETOOLONG. */
static ssize_t root_size(const char *given)
{
	size_t size = given ? strlen(given) + 1 : 0;

	return size > ROOT_SIZE ? -ENAMETOOLONG : (ssize_t)size;
}

/* Copies a root, if given, to *room, and moves *room past it. */
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

	if (!RESERVED_IS_ZERO(given))
		return refuse(-EINVAL, "the reserved members of the options are not 0");
	if (sysfs < 0 || device < 0 || nodes < 0)
		return refuse(-ENAMETOOLONG, "a root has %d bytes or more", ROOT_SIZE);
	error_forget();
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
