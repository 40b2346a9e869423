/* SPDX-License-Identifier: MIT */
/*
 * The native backend's watch: uevents of the kernel or, where there are none, events of the device
 * nodes.
 *
 *	watch.c -> netlink.c -> uevent.c
 *	watch.c -> inotify.c
 */
#ifndef CUSB_USBFS_HOTPLUG_H
#define CUSB_USBFS_HOTPLUG_H

#include "backend/usbfs/usbfs.h"

/* A uevent has at most 2048 bytes of environment, and a path. */
#define MESSAGE_SIZE 8192

struct cusb_watch {
	const struct usbfs *fs;
	int fd;
	/*
	 * The function of netlink.c or inotify.c. 0 and a change, or an error of the backend's
	 * next().
	 */
	int (*next)(struct cusb_watch *watch, struct cusb_change *change);
	int root;      /* inotify: the watch on the device root; below 0: it has ended */
	bool partial;  /* inotify: a directory is not watched */
	bool doubtful; /* inotify: changes that began before the watch may still go on */
	char buffer[MESSAGE_SIZE]; /* for messages, and for the listing of the device root */
};

/* watch.c */
int usbfs_watch(struct cusb_backend *backend, struct cusb_watch **watch);
void usbfs_unwatch(struct cusb_watch *watch);
int usbfs_watch_fd(struct cusb_watch *watch);
int usbfs_watch_next(struct cusb_watch *watch, struct cusb_change *change);
int usbfs_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);

/* netlink.c, inotify.c: 0, or the error of beginning. The caller closes watch->fd. */
int netlink_begin(struct cusb_watch *watch);
int inotify_begin(struct cusb_watch *watch);

/*
 * uevent.c: whether a message of the kernel may be about a USB device. A malformed message may be,
 * and gives CUSB_CHANGE_ANY.
 */
bool uevent_parse(const char *message, size_t length, struct cusb_change *change);

#endif
