/* SPDX-License-Identifier: MIT */
/* The struct that makes a backend. What is not in it is NULL, and the core knows what to do. */
#include "backend.h"

#include <stdlib.h>

static const struct cusb_watch_operations watch = {
	.begin = usbip_watch,
	.end = usbip_unwatch,
	.fd = usbip_watch_fd,
	.next = usbip_watch_next,
	.wait = usbip_watch_wait,
};

static const struct cusb_backend functions = {
	.version = CUSB_BACKEND_VERSION,
	.name = "usbip",
	.enumerate = remote_enumerate,
	.open = usbip_open,
	.close = usbip_close,
	.claim = usbip_claim,
	.release = usbip_release,
	.set_configuration = usbip_set_configuration,
	.set_altsetting = usbip_set_altsetting,
	.clear_halt = usbip_clear_halt,
	.control = usbip_control,
	.queue = &usbip_queue,
	.watch = &watch,
};

struct cusb_backend *usbip_backend_new(void)
{
	struct usbip_backend *backend = calloc(1, sizeof *backend);

	if (!backend)
		return NULL;
	backend->base = functions;
	pthread_mutex_init(&backend->lock, NULL);
	return &backend->base;
}

void usbip_backend_free(struct cusb_backend *base)
{
	struct usbip_backend *backend = usbip_of(base);

	if (!backend)
		return;
	remotes_free(backend->remotes);
	pthread_mutex_destroy(&backend->lock);
	free(backend);
}
