/* SPDX-License-Identifier: MIT */
/*
 * An open device, and what a kernel would do for it: claims, so that nobody takes an interface from
 * under another one's feet, and settings, which are requests to the device.
 */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "remote.h"

static void free_handle(struct cusb_handle *handle)
{
	if (handle->poll_fd >= 0)
		close(handle->poll_fd);
	if (handle->bell >= 0)
		close(handle->bell);
	free(handle);
}

/* An epoll shows when the other one does. */
static int init_poll_fd(struct cusb_handle *handle)
{
	struct epoll_event event = {.events = EPOLLIN};

	handle->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	handle->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (handle->bell < 0 || handle->poll_fd < 0)
		return -EMFILE;
	epoll_ctl(handle->poll_fd, EPOLL_CTL_ADD, handle->bell, &event);
	epoll_ctl(handle->poll_fd, EPOLL_CTL_ADD, handle->remote->poll_fd, &event);
	return 0;
}

int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **out)
{
	struct remote *remote = remote_find(backend, dev);
	struct cusb_handle *handle;
	int err;

	(void)fd; /* without enumerate_fd() there is never one */
	if (!remote)
		return -ENODEV;
	handle = calloc(1, sizeof *handle);
	if (!handle)
		return -ENOMEM;
	handle->remote = remote;
	handle->dev = dev;
	err = init_poll_fd(handle);
	if (err < 0)
		free_handle(handle);
	else
		*out = handle;
	return err;
}

/* By now its interfaces were released, and its transfers reaped. */
void usbip_close(struct cusb_handle *handle)
{
	free_handle(handle);
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

/* The next one finds the interface in alternate setting 0. */
int usbip_release(struct cusb_handle *handle, unsigned int number)
{
	struct remote *remote = handle->remote;
	uint64_t bit = UINT64_C(1) << number;
	bool moved;

	pthread_mutex_lock(&remote->lock);
	moved = remote->moved & bit && !remote->gone;
	handle->claimed &= ~bit;
	remote->moved &= ~bit;
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
		remote->moved = 0;
	}
	pthread_mutex_unlock(&remote->lock);
	return err;
}

int usbip_set_altsetting(struct cusb_handle *handle, unsigned int number, unsigned int alternate)
{
	struct remote *remote = handle->remote;

	pthread_mutex_lock(&remote->lock);
	if (alternate > 0)
		remote->moved |= UINT64_C(1) << number;
	pthread_mutex_unlock(&remote->lock);
	return request(remote, 0x01, CUSB_REQ_SET_INTERFACE, alternate, number);
}

int usbip_clear_halt(struct cusb_handle *handle, unsigned int address)
{
	return request(handle->remote, 0x02, CUSB_REQ_CLEAR_FEATURE, CUSB_ENDPOINT_HALT, address);
}
