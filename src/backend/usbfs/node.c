/* SPDX-License-Identifier: MIT */
/*
 * The device node: open and close.
 *
 * Kernel facts: every ioctl needs a descriptor open for writing. Reading the node gives the device
 * descriptor with its 16-bit fields in host byte order. Closing releases all claims. A URB comes
 * back to the first reader of its open file, so two handles on one descriptor would take each
 * other's.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/capture/capture.h"
#include "backend/usbfs/enumerate/enumerate.h"
#include "backend/usbfs/usbfs.h"
#include "core/error.h"

/* Either the node is missing, or the device has left. */
static int open_without_node(const struct usbfs *fs, const struct cusb_device *dev)
{
	int err = usbfs_still_there(fs, dev);

	/* Without sysfs, only the node told of the device. */
	if (err == -ENODEV || err == -ENOSYS)
		return -ENODEV;
	if (fs->private_nodes[0])
		return private_node_open(fs, dev);
	return because(-ENOENT, "there is no device node");
}

/*
 * Kernel facts: if a file system is mounted with nodev, opening its nodes gives -EACCES, even for
 * root. The kernel tests this before the permissions (may_open in namei.c). The control group of
 * devices gives -EPERM, and is tested afterwards (inode_permission).
 */
static void tell_refusal(const char *path, int err)
{
	const char *by = "owner and mode, a nodev mount, or a security module";

	if (err != -EACCES && err != -EPERM)
		return;
	because(err, "no permission for the device node");
	if (err == -EPERM)
		by = "the control group's list of devices";
	log_line(CUSB_LOG_INFO, "%s: refused by %s", path, by);
}

static int open_node(const struct usbfs *fs, const struct cusb_device *dev)
{
	char path[PATH_SIZE];
	int fd;

	snprintf(path, sizeof path, "%s/%03u/%03u", fs->device_root, (unsigned int)dev->bus,
		 (unsigned int)dev->address);
	fd = sys_openat(fs, AT_FDCWD, path, O_RDWR);
	tell_refusal(path, fd);
	return fd == -ENOENT ? open_without_node(fs, dev) : fd;
}

/* The kernel uses an address again some time after its device has left. */
static int check_identity(const struct usbfs *fs, int fd, const struct cusb_device *dev)
{
	const uint16_t wanted[] = {dev->idVendor, dev->idProduct, dev->bcdDevice};
	const size_t ids_at = 8;
	uint8_t bytes[CUSB_DEVICE_DESC_SIZE];
	ssize_t n = sys_pread(fs, fd, bytes, sizeof bytes, 0);

	/* A node of the kernel is not empty. An empty node, as umockdev has it, tells nothing. */
	if (n <= 0)
		return (int)n;
	if (n < (ssize_t)sizeof bytes || memcmp(bytes + ids_at, wanted, sizeof wanted) != 0)
		return -ENODEV;
	return 0;
}

/* All open handles of the process. */
static pthread_mutex_t handles_lock = PTHREAD_MUTEX_INITIALIZER;
static struct cusb_handle *handles;

static bool is_in_use(const struct usbfs *fs, int fd)
{
	for (const struct cusb_handle *h = handles; h; h = h->next) {
		const struct usbfs *other = h->fs->under ? h->fs->under : h->fs;

		if (h->fd == fd && other->kernel == fs->kernel && other->syscalls == fs->syscalls)
			return true;
	}
	return false;
}

static int add_handle(struct cusb_handle *handle)
{
	int err = 0;

	pthread_mutex_lock(&handles_lock);
	if (handle->lent && is_in_use(handle->fs, handle->fd)) {
		err = -EBUSY;
	} else {
		handle->next = handles;
		handles = handle;
	}
	pthread_mutex_unlock(&handles_lock);
	if (err < 0)
		return refuse(err, "descriptor %d: another device object is open on it",
			      handle->fd);
	return err;
}

static void remove_handle(const struct cusb_handle *handle)
{
	struct cusb_handle **at = &handles;

	pthread_mutex_lock(&handles_lock);
	while (*at != handle)
		at = &(*at)->next;
	*at = handle->next;
	pthread_mutex_unlock(&handles_lock);
}

static int open_device(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		       struct cusb_handle **out)
{
	const struct usbfs *fs = usbfs_of(backend);
	struct cusb_handle *handle = calloc(1, sizeof *handle);
	int err;

	if (!handle)
		return -ENOMEM;
	handle->fs = fs;
	handle->lent = fd >= 0;
	handle->capabilities = -1;
	handle->events = NOT_WAITED;
	handle->fd = handle->lent ? fd : open_node(fs, dev);
	err = handle->fd < 0 ? handle->fd : check_identity(fs, handle->fd, dev);
	if (err == 0)
		err = add_handle(handle);
	if (err < 0) {
		if (handle->fd >= 0 && !handle->lent)
			sys_close(fs, handle->fd);
		free(handle);
		return err;
	}
	handle->fs = capture_begin(backend, dev, handle->fd);
	*out = handle;
	return 0;
}

static void close_device(struct cusb_handle *handle)
{
	remove_handle(handle);
	if (!handle->lent)
		sys_close(handle->fs, handle->fd);
	capture_end(handle->fs);
	free(handle);
}

int usbfs_events(const struct cusb_handle *handle)
{
	struct timespec none = {0, 0};
	int events = sys_ppoll(handle->fs, handle->fd, POLLOUT, &none);

	return events > 0 ? events : 0;
}

void usbfs_add_node(struct cusb_backend *backend)
{
	backend->open = open_device;
	backend->close = close_device;
}
