/* SPDX-License-Identifier: MIT */
/* The struct of functions. A missing function has the meaning that backend.h gives it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

#define CONNECT_MS   5000
#define KEEP_ALIVE_S 10

static const struct cusb_backend functions = {
	.version = CUSB_BACKEND_VERSION,
	.name = "usbip",
	.enumerate = remote_enumerate,
	.string = usbip_string,
	.configuration = usbip_configuration,
	.altsetting = usbip_altsetting,
	.open = usbip_open,
	.close = usbip_close,
	.claim = usbip_claim,
	.release = usbip_release,
	.set_configuration = usbip_set_configuration,
	.set_altsetting = usbip_set_altsetting,
	.clear_halt = usbip_clear_halt,
	.reset = usbip_reset,
	.queue = &usbip_queue,
};

static int copy_names(struct usbip_backend *backend, const struct cusb_usbip_options *options)
{
	if (!options->host)
		return 0;
	backend->host = strdup(options->host);
	backend->service = strdup(options->service ? options->service : USBIP_SERVICE);
	return backend->host && backend->service ? 0 : -ENOMEM;
}

static void copy_rest(struct usbip_backend *backend, const struct cusb_usbip_options *options)
{
	backend->family = options->family;
	backend->connect_timeout_ms =
		options->connect_timeout_ms ? (int)options->connect_timeout_ms : CONNECT_MS;
	backend->keep_alive_s = options->keep_alive_s ? (int)options->keep_alive_s : KEEP_ALIVE_S;
	backend->connect = options->connect;
	backend->user = options->user;
	backend->resolve = options->resolve;
	backend->free_resolved = options->free_resolved;
}

static bool has_reserved(const struct cusb_usbip_options *options)
{
	for (size_t i = 0; i < sizeof options->reserved / sizeof options->reserved[0]; i++)
		if (options->reserved[i])
			return true;
	return options->connect_timeout_ms > INT32_MAX || options->keep_alive_s > INT16_MAX;
}

int cusb_usbip_new(const struct cusb_usbip_options *options, struct cusb_backend **out)
{
	static const struct cusb_usbip_options none;
	struct usbip_backend *backend;

	if (!options)
		options = &none;
	if (has_reserved(options))
		return cusb_refuse(-EINVAL, "the reserved members of the options are not 0");
	if (!options->resolve != !options->free_resolved)
		return cusb_refuse(-EINVAL, "resolve and free_resolved belong together");
	backend = calloc(1, sizeof *backend);
	if (!backend)
		return -ENOMEM;
	backend->base = functions;
	pthread_mutex_init(&backend->lock, NULL);
	copy_rest(backend, options);
	if (copy_names(backend, options) < 0) {
		cusb_usbip_free(&backend->base);
		return -ENOMEM;
	}
	*out = &backend->base;
	return 0;
}

void cusb_usbip_free(struct cusb_backend *base)
{
	struct usbip_backend *backend = usbip_of(base);

	if (!backend)
		return;
	while (backend->remotes) {
		struct remote *remote = backend->remotes;

		backend->remotes = remote->next;
		remote_put(backend, remote);
	}
	pthread_mutex_destroy(&backend->lock);
	free(backend->host);
	free(backend->service);
	free(backend);
}
