/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/error.h>

#include "backend/usbfs/hotplug/hotplug.h"
#include "core/log.h"

int usbfs_watch(struct cusb_backend *backend, struct cusb_watch **out)
{
	struct cusb_watch *watch = calloc(1, sizeof *watch);
	int refused, err;

	if (!watch)
		return -ENOMEM;
	watch->fs = usbfs_of(backend);
	refused = netlink_begin(watch);
	err = refused < 0 ? inotify_begin(watch) : 0;
	if (refused == 0)
		log_line(CUSB_LOG_INFO, "hotplug: by the kernel's uevents");
	else if (err == 0)
		log_line(CUSB_LOG_INFO, "hotplug: by inotify on %s, without uevents: %s",
			 watch->fs->device_root, cusb_strerror(refused));
	else
		log_line(CUSB_LOG_INFO,
			 "hotplug: neither by uevents (%s) nor by inotify on %s (%s)",
			 cusb_strerror(refused), watch->fs->device_root, cusb_strerror(err));
	if (err < 0) {
		free(watch);
		return err;
	}
	*out = watch;
	return 0;
}

void usbfs_unwatch(struct cusb_watch *watch)
{
	sys_close(watch->fs, watch->fd);
	free(watch);
}

int usbfs_watch_fd(struct cusb_watch *watch)
{
	return watch->fd;
}

int usbfs_watch_next(struct cusb_watch *watch, struct cusb_change *change)
{
	return watch->next(watch, change);
}

int usbfs_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms)
{
	struct timespec time = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
	int events = sys_ppoll(usbfs_of(backend), watch ? watch->fd : -1, POLLIN,
			       timeout_ms ? &time : NULL);

	if (events < 0)
		return events;
	return events > 0 ? 0 : -ETIMEDOUT;
}
