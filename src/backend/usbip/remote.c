/* SPDX-License-Identifier: MIT */
/* A device of the server: its descriptors, and its connection. */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbip/remote.h"

#define DEVICE_SIZE 18
#define HEADER_SIZE 9

/* ---- descriptors ----------------------------------------------------------------------------- */

static ssize_t get_descriptor(struct remote *remote, unsigned int type, unsigned int index,
			      void *data, size_t size)
{
	const struct cusb_setup setup = {0x80, CUSB_REQ_GET_DESCRIPTOR,
					 (uint16_t)(type << 8 | index), 0, (uint16_t)size};

	return request_run(remote, &setup, data);
}

/* Appends the bytes of a configuration to the descriptors. */
static int read_configuration(struct remote *remote, unsigned int index)
{
	uint8_t header[HEADER_SIZE], *grown;
	size_t total;
	ssize_t n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, header, sizeof header);

	if (n < (ssize_t)sizeof header)
		return n < 0 ? (int)n : -EBADMSG;
	total = (size_t)(header[2] | header[3] << 8);
	grown = realloc(remote->descriptors, remote->descriptors_length + total);
	if (!grown)
		return -ENOMEM;
	remote->descriptors = grown;
	n = get_descriptor(remote, CUSB_DESC_TYPE_CONFIG, index, grown + remote->descriptors_length,
			   total);
	if (n < 0)
		return (int)n;
	if (index == 0)
		remote->configuration = header[5];
	remote->descriptors_length += (size_t)n;
	return 0;
}

int remote_read_descriptors(struct remote *remote)
{
	ssize_t n;
	int err = 0;

	remote->descriptors = malloc(DEVICE_SIZE);
	if (!remote->descriptors)
		return -ENOMEM;
	n = get_descriptor(remote, CUSB_DESC_TYPE_DEVICE, 0, remote->descriptors, DEVICE_SIZE);
	if (n < DEVICE_SIZE)
		return n < 0 ? (int)n : -EBADMSG;
	remote->descriptors_length = DEVICE_SIZE;
	for (unsigned int i = 0; i < remote->descriptors[DEVICE_SIZE - 1] && err == 0; i++)
		err = read_configuration(remote, i);
	return err;
}

/* ---- one device ------------------------------------------------------------------------------ */

struct remote *remote_new(void)
{
	struct remote *remote = calloc(1, sizeof *remote);

	if (!remote)
		return NULL;
	pthread_mutex_init(&remote->lock, NULL);
	remote->fd = remote->poll_fd = -1;
	remote->references = 1;
	return remote;
}

void remote_free(struct remote *remote)
{
	if (remote->fd >= 0)
		link_end(remote);
	kept_free_all(remote);
	pthread_mutex_destroy(&remote->lock);
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
