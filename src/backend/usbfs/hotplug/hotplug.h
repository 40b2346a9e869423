/* SPDX-License-Identifier: MIT */
/*
 * The native backend's watch: the kernel's uevents or, where these do not come, events of the
 * device nodes. Calls go one way: watch.c -> netlink.c -> uevent.c, and watch.c -> inotify.c.
 */
#ifndef CUSB_USBFS_HOTPLUG_H
#define CUSB_USBFS_HOTPLUG_H

#include "backend/usbfs/usbfs.h"

/* The environment of a uevent is at most 2048 bytes, and a path. */
#define MESSAGE_SIZE 8192

struct cusb_watch {
	const struct usbfs *fs;
	int fd;
	/* That of netlink.c or inotify.c: 0 and a change, or the errors of its next(). */
	int (*next)(struct cusb_watch *watch, struct cusb_change *change);
	int root;      /* inotify: the watch on the device root */
	bool doubtful; /* inotify: changes from before the beginning may still be going on */
	char buffer[MESSAGE_SIZE]; /* for messages, and for listing the device root */
};

/* watch.c */
int usbfs_watch(struct cusb_backend *backend, struct cusb_watch **watch);
void usbfs_unwatch(struct cusb_watch *watch);
int usbfs_watch_fd(struct cusb_watch *watch);
int usbfs_watch_next(struct cusb_watch *watch, struct cusb_change *change);
int usbfs_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);

/* netlink.c, inotify.c: 0, or the error of beginning. The caller closes watch->fd in the end. */
int netlink_begin(struct cusb_watch *watch);
int inotify_begin(struct cusb_watch *watch);

/*
 * uevent.c: whether a message of the kernel may be about a USB device. One that cannot be
 * understood may be, and gives CUSB_CHANGE_ANY.
 */
bool uevent_parse(const char *message, size_t length, struct cusb_change *change);

#endif
