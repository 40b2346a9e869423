/* SPDX-License-Identifier: MIT */
/* The backend itself: the struct that the core knows, and what is behind it. */
#ifndef BACKEND_BACKEND_H
#define BACKEND_BACKEND_H

#include "remote.h"

struct usbip_backend {
	struct cusb_backend base; /* first: a struct cusb_backend * is a struct usbip_backend * */
	pthread_mutex_t lock;
	struct remote *remotes;
	struct cusb_watch *watches;
	uint64_t count; /* that were ever added */
};

static inline struct usbip_backend *usbip_of(struct cusb_backend *backend)
{
	return (struct usbip_backend *)backend;
}

/* watch.c: a device was plugged in. With the lock held. */
void watches_tell(struct usbip_backend *backend, struct remote *remote);
int usbip_watch(struct cusb_backend *base, struct cusb_watch **watch);
void usbip_unwatch(struct cusb_watch *watch);
int usbip_watch_fd(struct cusb_watch *watch);
int usbip_watch_next(struct cusb_watch *watch, struct cusb_change *change);
int usbip_watch_wait(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);

#endif
