/* SPDX-License-Identifier: MIT */
/*
 * An open device. The backend does here what a kernel does: it keeps claims, so that no handle
 * takes an interface of another handle, and makes requests out of settings.
 */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

#define PORT_RESET 4 /* USB 2.0 table 11-17 */

static void free_handle(struct cusb_handle *handle)
{
	if (handle->poll_fd >= 0)
		close(handle->poll_fd);
	if (handle->bell >= 0)
		close(handle->bell);
	free(handle);
}

/* An epoll shows when an epoll in it does. */
static int init_poll_fd(struct cusb_handle *handle)
{
	struct epoll_event event = {.events = EPOLLIN};

	handle->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	handle->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (handle->bell < 0 || handle->poll_fd < 0 ||
	    epoll_ctl(handle->poll_fd, EPOLL_CTL_ADD, handle->bell, &event) < 0 ||
	    epoll_ctl(handle->poll_fd, EPOLL_CTL_ADD, handle->remote->poll_fd, &event) < 0)
		return -errno;
	return 0;
}

static int open_remote(struct usbip_backend *backend, struct cusb_handle *handle)
{
	int err = remote_open(backend, handle->remote);

	if (err < 0)
		return err;
	err = init_poll_fd(handle);
	if (err < 0)
		remote_close(handle->remote);
	return err;
}

/* Without enumerate_fd() no descriptor is ever given. */
int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **out)
{
	struct remote *remote = remote_find(backend, dev);
	struct cusb_handle *handle = remote ? calloc(1, sizeof *handle) : NULL;
	int err = remote ? -ENOMEM : -ENODEV;

	(void)fd;
	if (handle) {
		*handle = (struct cusb_handle){.backend = usbip_of(backend),
					       .remote = remote,
					       .dev = dev,
					       .bell = -1,
					       .poll_fd = -1};
		err = open_remote(usbip_of(backend), handle);
	}
	if (err == 0) {
		*out = handle;
		return 0;
	}
	if (handle)
		free_handle(handle);
	if (remote)
		remote_put(usbip_of(backend), remote);
	return err;
}

/* Its interfaces were released, and its transfers reaped. */
void usbip_close(struct cusb_handle *handle)
{
	struct remote *remote = handle->remote;
	struct usbip_backend *backend = handle->backend;

	free_handle(handle);
	remote_close(remote);
	remote_put(backend, remote);
}

ssize_t usbip_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size)
{
	struct remote *remote = remote_find(backend, dev);
	const char *known = remote ? remote->strings[which] : NULL;
	size_t length = known ? strlen(known) : 0;

	if (known && length < size)
		memcpy(text, known, length + 1);
	if (remote)
		remote_put(usbip_of(backend), remote);
	if (!known)
		return remote ? -ENODATA : -ENODEV;
	return length < size ? (ssize_t)length : -ENOBUFS;
}

int usbip_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	struct remote *remote = remote_find(backend, dev);
	int value = -ENODEV;

	if (!remote)
		return -ENODEV;
	pthread_mutex_lock(&remote->lock);
	value = remote->configuration;
	pthread_mutex_unlock(&remote->lock);
	remote_put(usbip_of(backend), remote);
	return value;
}

static bool has_interface(const struct cusb_handle *handle, unsigned int number)
{
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	cusb_for_each_configuration (handle->dev, cfg) {
		if (cfg->bConfigurationValue != handle->remote->configuration)
			continue;
		cusb_for_each_interface (cfg, intf) {
			if (intf->bInterfaceNumber == number)
				return true;
		}
	}
	return false;
}

static int claim_locked(struct cusb_handle *handle, unsigned int number)
{
	struct remote *remote = handle->remote;
	uint64_t bit;

	if (remote->gone)
		return -ENODEV;
	if (number >= INTERFACES_MAX || !has_interface(handle, number))
		return -ENOENT;
	bit = UINT64_C(1) << number;
	if (remote->claimed & ~handle->claimed & bit)
		return -EBUSY;
	remote->claimed |= bit;
	handle->claimed |= bit;
	return 0;
}

int usbip_claim(struct cusb_handle *handle, unsigned int number)
{
	int err;

	pthread_mutex_lock(&handle->remote->lock);
	err = claim_locked(handle, number);
	pthread_mutex_unlock(&handle->remote->lock);
	return err;
}

static int request(struct remote *remote, uint8_t bmRequestType, uint8_t bRequest,
		   unsigned int wValue, unsigned int wIndex)
{
	const struct cusb_setup setup = {bmRequestType, bRequest, (uint16_t)wValue,
					 (uint16_t)wIndex, 0};

	return (int)request_run(remote, &setup, NULL);
}

int usbip_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number)
{
	struct remote *remote = remote_find(backend, dev);
	int alternate = -ENOENT;

	if (!remote)
		return -ENODEV;
	pthread_mutex_lock(&remote->lock);
	if (value == remote->configuration && number < INTERFACES_MAX)
		alternate = remote->altsettings[number];
	pthread_mutex_unlock(&remote->lock);
	remote_put(usbip_of(backend), remote);
	return alternate;
}

/* The next claim finds the interface in alternate setting 0. */
int usbip_release(struct cusb_handle *handle, unsigned int number)
{
	struct remote *remote = handle->remote;
	uint64_t bit = UINT64_C(1) << number;
	bool moved;

	pthread_mutex_lock(&remote->lock);
	moved = remote->altsettings[number] && !remote->gone;
	handle->claimed &= ~bit;
	remote->altsettings[number] = 0;
	pthread_mutex_unlock(&remote->lock);
	if (moved)
		request(remote, 0x01, CUSB_REQ_SET_INTERFACE, 0, number);
	pthread_mutex_lock(&remote->lock);
	remote->claimed &= ~bit;
	pthread_mutex_unlock(&remote->lock);
	return 0;
}

int usbip_set_configuration(struct cusb_handle *handle, int value)
{
	struct remote *remote = handle->remote;
	bool busy;
	int err;

	/* The request is the same as the one for a configuration of value 0. */
	if (value == CUSB_UNCONFIGURED)
		return -ENOSYS;
	pthread_mutex_lock(&remote->lock);
	busy = remote->claimed;
	pthread_mutex_unlock(&remote->lock);
	if (busy)
		return -EBUSY;
	err = request(remote, 0x00, CUSB_REQ_SET_CONFIGURATION, (unsigned int)value, 0);
	pthread_mutex_lock(&remote->lock);
	if (err == 0) {
		remote->configuration = value;
		kept_void(remote);
		memset(remote->altsettings, 0, sizeof remote->altsettings);
	}
	pthread_mutex_unlock(&remote->lock);
	return err;
}

int usbip_set_altsetting(struct cusb_handle *handle, unsigned int number, unsigned int alternate)
{
	struct remote *remote = handle->remote;
	int err;

	err = request(remote, 0x01, CUSB_REQ_SET_INTERFACE, alternate, number);
	pthread_mutex_lock(&remote->lock);
	if (err >= 0 && number < INTERFACES_MAX)
		remote->altsettings[number] = (uint8_t)alternate;
	kept_void(remote);
	pthread_mutex_unlock(&remote->lock);
	return err;
}

int usbip_clear_halt(struct cusb_handle *handle, unsigned int address)
{
	return request(handle->remote, 0x02, CUSB_REQ_CLEAR_FEATURE, CUSB_ENDPOINT_HALT, address);
}

/*
 * A hub's request for one of its ports, which servers know as the reset of the device. Other
 * servers lose the settings with it.
 */
int usbip_reset(struct cusb_handle *handle)
{
	struct remote *remote = handle->remote;
	int err = request(remote, 0x23, CUSB_REQ_SET_FEATURE, PORT_RESET, 0);

	pthread_mutex_lock(&remote->lock);
	kept_void(remote);
	pthread_mutex_unlock(&remote->lock);
	if (err == -EPIPE)
		return cusb_refuse(-ENOSYS, "the server does not reset devices");
	return err < 0 ? err : remote_configure(remote);
}
