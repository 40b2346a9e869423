/* SPDX-License-Identifier: MIT */
/*
 * The system calls that a watch makes, answered as a test says and recorded as text. Files are 3
 * (socket), 4 (inotify), 5 (the device root, with the entries of `buses`) and 6 (sysfs).
 */
#ifndef SCRIPT_LISTEN_H
#define SCRIPT_LISTEN_H

#include <sys/inotify.h>
#include <sys/socket.h>

#include "backend/usbfs/hotplug/hotplug.h"

struct listen_message {
	const void *bytes;
	size_t length;
	int err;
	uint32_t port, groups;
	socklen_t sender_size;
};

extern struct script_listen {
	struct cusb_backend *backend;
	const char *user_namespace; /* NULL: no /proc */
	int sysfs_err, socket_err, bind_err, init_err, root_err, bus_err, list_err, poll_err;
	short poll_events;
	const char *buses;		   /* separated by blanks */
	struct listen_message messages[8]; /* of recvmsg() and read() */
	size_t message_count;
	int open_files;
	struct cusb_watch *watch; /* ended by sl_end() */
	struct cusb_change change;
} sl;

void sl_begin(void);
void sl_end(void);
/* Begins to watch; 0 or the error. */
int sl_begin_watch(void);
/* The same, which must succeed on that file. */
void sl_begin_watch_on(int fd);
/* What the watch says next: 0 and sl.change, or the error. */
int sl_next(void);

/* From the kernel. */
void sl_message(const void *bytes, size_t length);
/* One of inotify; the name may be NULL. */
void sl_inotify(int watch, uint32_t mask, const char *name);
const char *sl_calls(void);

#endif
