/* SPDX-License-Identifier: MIT */
/* A device of the server, and its connection. */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbip/remote.h"

struct remote *remote_new(void)
{
	struct remote *remote = calloc(1, sizeof *remote);

	if (!remote)
		return NULL;
	pthread_mutex_init(&remote->lock, NULL);
	remote->fd = remote->timer = remote->poll_fd = -1;
	remote->references = 1;
	return remote;
}

void remote_free(struct remote *remote)
{
	if (remote->fd >= 0)
		link_end(remote);
	kept_free_all(remote);
	pthread_mutex_destroy(&remote->lock);
	for (size_t i = 0; i < STRINGS; i++)
		free(remote->strings[i]);
	free(remote->descriptors);
	free(remote);
}

void remote_put(struct usbip_backend *backend, struct remote *remote)
{
	bool last;

	pthread_mutex_lock(&backend->lock);
	last = --remote->references == 0;
	pthread_mutex_unlock(&backend->lock);
	if (last)
		remote_free(remote);
}

int remote_configure(struct remote *remote)
{
	const struct cusb_setup setup = {0x00, CUSB_REQ_SET_CONFIGURATION,
					 (uint16_t)remote->configuration, 0, 0};

	pthread_mutex_lock(&remote->lock);
	memset(remote->altsettings, 0, sizeof remote->altsettings);
	pthread_mutex_unlock(&remote->lock);
	return (int)request_run(remote, &setup, NULL);
}

static int begin_locked(struct usbip_backend *backend, struct remote *remote)
{
	struct usbip_device device;
	int fd = operation_import(backend, remote->device.busid, &device);

	if (fd < 0)
		return fd;
	remote->devid = device.busnum << 16 | device.devnum;
	remote->patience_ms = backend->connect_timeout_ms;
	remote->returns_cancelled =
		strncmp(device.path, USBIP_OWN_PATH, strlen(USBIP_OWN_PATH)) == 0;
	return link_begin(remote, fd);
}

/*
 * A server needs some time after a client has left: usbip-host resets the device then.
 */
static int begin_patiently_locked(struct usbip_backend *backend, struct remote *remote)
{
	int64_t until = clock_ms() + backend->connect_timeout_ms / 2;
	int err = begin_locked(backend, remote);

	while (err == -EBUSY && clock_ms() < until) {
		sleep_ms(AGAIN_MS);
		err = begin_locked(backend, remote);
	}
	return err;
}

int remote_open(struct usbip_backend *backend, struct remote *remote)
{
	bool is_first;
	int err = 0;

	pthread_mutex_lock(&remote->lock);
	is_first = remote->fd < 0;
	if (remote->gone)
		err = -ENODEV;
	else if (is_first)
		err = begin_patiently_locked(backend, remote);
	remote->handles += err == 0;
	pthread_mutex_unlock(&remote->lock);
	if (err == 0 && is_first && remote->descriptors) {
		err = remote_configure(remote);
		if (err < 0)
			remote_close(remote);
	}
	return err;
}

/* An added device keeps its connection. */
void remote_close(struct remote *remote)
{
	pthread_mutex_lock(&remote->lock);
	if (--remote->handles == 0 && !remote->is_added) {
		remote->left_at = clock_ms();
		link_end(remote);
		kept_free_all(remote);
	}
	pthread_mutex_unlock(&remote->lock);
}
