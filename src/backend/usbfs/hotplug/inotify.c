/* SPDX-License-Identifier: MIT */
/*
 * Events of the device nodes, for systems without uevents. An event only tells that something
 * happened; the core then looks for the change.
 *
 * Kernel facts: devtmpfs makes the node, and its directory with the first node of a bus, before the
 * device is configured. It removes them before the device leaves sysfs. Adding a second watch on a
 * directory changes nothing. IN_IGNORED means that a watch has ended, usually because its directory
 * was removed. The numbers of watches begin at 1.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>

#include "backend/usbfs/hotplug/hotplug.h"

#define WATCHED (IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)

/* The names of bus directories are three digits. */
static int watch_bus(const char *name, uint64_t id, void *user)
{
	const struct cusb_watch *watch = user;
	char path[PATH_SIZE];
	int err;

	(void)id;
	if (strlen(name) != 3 || strspn(name, "0123456789") != 3)
		return 0;
	snprintf(path, sizeof path, "%s/%s", watch->fs->device_root, name);
	err = sys_inotify_add_watch(watch->fs, watch->fd, path, WATCHED);
	/* If a bus was removed meanwhile, the root has an event. */
	return err < 0 && err != -ENOENT && err != -ENOTDIR ? err : 0;
}

static int watch_buses(struct cusb_watch *watch)
{
	const struct usbfs *fs = watch->fs;
	int dirfd = sys_openat(fs, AT_FDCWD, fs->device_root, O_RDONLY | O_DIRECTORY);
	int err;

	if (dirfd < 0)
		return dirfd;
	err = directory_list(fs, dirfd, watch->buffer, sizeof watch->buffer, watch_bus, watch);
	sys_close(fs, dirfd);
	return err;
}

/* Existing watches remain, even after an error. */
static int watch_directories(struct cusb_watch *watch)
{
	int err;

	watch->partial = true;
	if (watch->root < 0)
		watch->root = sys_inotify_add_watch(watch->fs, watch->fd, watch->fs->device_root,
						    WATCHED);
	err = watch->root < 0 ? watch->root : watch_buses(watch);
	if (err < 0)
		return err;
	watch->partial = false;
	return 0;
}

/* Whether there may be new buses. */
static bool concern_buses(struct cusb_watch *watch, size_t size)
{
	struct inotify_event event;
	bool concern = false;

	for (size_t at = 0; at + sizeof event <= size; at += sizeof event + event.len) {
		memcpy(&event, watch->buffer + at, sizeof event);
		if (event.wd == watch->root || event.mask & IN_Q_OVERFLOW)
			concern = true;
		if (event.wd == watch->root && event.mask & IN_IGNORED)
			watch->root = -1;
	}
	return concern;
}

/*
 * If a directory cannot be watched now, the next try is after all events are read. Linux has limits
 * for watches (-ENOSPC) and memory, and the device root may come back.
 */
static int inotify_next(struct cusb_watch *watch, struct cusb_change *change)
{
	ssize_t n = sys_read(watch->fs, watch->fd, watch->buffer, sizeof watch->buffer);
	int err = n < 0 ? (int)n : 0;

	if (n > 0 && concern_buses(watch, (size_t)n))
		err = watch_directories(watch);
	if (err == -EAGAIN && watch->partial)
		err = watch_directories(watch);
	if (err == -EAGAIN && watch->doubtful)
		err = 0;
	if (err < 0)
		return err;
	watch->doubtful = false;
	*change = (struct cusb_change){.kind = CUSB_CHANGE_ANY};
	return 0;
}

int inotify_begin(struct cusb_watch *watch)
{
	int err;

	watch->fd = sys_inotify_init1(watch->fs, IN_NONBLOCK);
	if (watch->fd < 0)
		return watch->fd;
	watch->root = -1;
	err = watch_directories(watch);
	if (err < 0) {
		sys_close(watch->fs, watch->fd);
		return err;
	}
	watch->doubtful = true;
	watch->next = inotify_next;
	return 0;
}
