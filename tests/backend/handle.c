/* SPDX-License-Identifier: MIT */
/*
 * An open device, and what a kernel would do for it: claims, so that nobody takes an interface from
 * under another one's feet, and settings, which are requests to the device.
 */
#include <cusb/control.h>

#include <errno.h>
#include <stdlib.h>

#include "remote.h"

int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **out)
{
	struct remote *remote = remote_find(backend, dev);
	struct cusb_handle *handle;

	(void)fd; /* without enumerate_fd() there is never one */
	if (!remote)
		return -ENODEV;
	handle = calloc(1, sizeof *handle);
	if (!handle)
		return -ENOMEM;
	handle->remote = remote;
	handle->dev = dev;
	*out = handle;
	return 0;
}

/* By now it has been shut down, its interfaces released, its transfers reaped. */
void usbip_close(struct cusb_handle *handle)
{
	free(handle);
}

void usbip_shutdown(struct cusb_handle *handle)
{
	pthread_mutex_lock(&handle->remote->lock);
	handle->shut_down = true;
	queue_stop_endpoint(handle, ANY_ADDRESS);
	pthread_mutex_unlock(&handle->remote->lock);
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

	return (int)control_run(remote, NULL, &setup, NULL, REQUEST_MS);
}

/* What is in flight is stopped, and the next one finds the interface in alternate setting 0. */
int usbip_release(struct cusb_handle *handle, unsigned int number)
{
	struct remote *remote = handle->remote;
	uint64_t bit = UINT64_C(1) << number;
	bool moved;

	pthread_mutex_lock(&remote->lock);
	moved = remote->moved & bit && !remote->gone;
	handle->claimed &= ~bit;
	remote->moved &= ~bit;
	queue_stop_interface(handle, number);
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
	queue_stop_interface(handle, number);
	if (alternate > 0)
		remote->moved |= UINT64_C(1) << number;
	pthread_mutex_unlock(&remote->lock);
	return request(remote, 0x01, CUSB_REQ_SET_INTERFACE, alternate, number);
}

int usbip_clear_halt(struct cusb_handle *handle, unsigned int address)
{
	return request(handle->remote, 0x02, CUSB_REQ_CLEAR_FEATURE, CUSB_ENDPOINT_HALT, address);
}
