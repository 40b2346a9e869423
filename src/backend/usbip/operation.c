/* SPDX-License-Identifier: MIT */
/* The list of the server's devices, and the import of one device: a connection for each. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <cusb/log.h>

#include "backend/usbip/remote.h"

#define DEVICES_MAX 4096 /* a larger list is not believed */

static int refuse_reply(const char *why)
{
	return cusb_refuse(-EPROTO, "the server's answer is not USB/IP: %s", why);
}

/* Old servers have one number for every reason. */
static int refuse_status(uint32_t status, const char *busid)
{
	switch (status) {
	case USBIP_ST_NODEV:
		return cusb_refuse(-ENODEV, "the server has no device %s", busid);
	case USBIP_ST_DEV_ERR:
		return cusb_refuse(-EIO, "the server says that device %s is in error", busid);
	case USBIP_ST_NA:
	case USBIP_ST_DEV_BUSY:
		return cusb_refuse(
			-EBUSY, "the server refuses device %s: another client may use it", busid);
	default:
		return cusb_refuse(-EPROTO, "the server refuses with status %u", status);
	}
}

static int ask(const struct usbip_backend *backend, int fd, uint16_t code, const char *busid)
{
	uint8_t bytes[USBIP_OP_SIZE + USBIP_BUSID_SIZE] = {0};

	usbip_encode_operation(&(struct usbip_operation){USBIP_VERSION, code, 0}, bytes);
	if (busid)
		memcpy(bytes + USBIP_OP_SIZE, busid, strlen(busid));
	return socket_send(backend, fd, bytes, busid ? sizeof bytes : (size_t)USBIP_OP_SIZE);
}

/* The version of a reply does not matter: the layouts are the same. */
static int hear(const struct usbip_backend *backend, int fd, uint16_t code, uint32_t *status)
{
	uint8_t bytes[USBIP_OP_SIZE];
	struct usbip_operation reply;
	int err = socket_receive(backend, fd, bytes, sizeof bytes);

	if (err == -ENOTCONN)
		return refuse_reply("it closed the connection");
	if (err < 0)
		return err;
	usbip_decode_operation(bytes, &reply);
	if (reply.code != code)
		return refuse_reply("another code than the request's");
	*status = reply.status;
	return 0;
}

static int receive_device(const struct usbip_backend *backend, int fd, struct usbip_device *device)
{
	uint8_t bytes[USBIP_DEVICE_SIZE];
	int err = socket_receive(backend, fd, bytes, sizeof bytes);

	if (err == 0)
		usbip_decode_device(bytes, device);
	return err == -ENOTCONN ? refuse_reply("it is cut short") : err;
}

static int receive_listed(const struct usbip_backend *backend, int fd, device_fn visit, void *user)
{
	uint8_t interfaces[255 * USBIP_INTERFACE_SIZE];
	struct usbip_device device;
	int err = receive_device(backend, fd, &device);

	if (err == 0)
		err = socket_receive(backend, fd, interfaces,
				     (size_t)device.bNumInterfaces * USBIP_INTERFACE_SIZE);
	if (err == -ENOTCONN)
		return refuse_reply("it is cut short");
	return err < 0 ? err : visit(&device, user);
}

static int receive_list(const struct usbip_backend *backend, int fd, device_fn visit, void *user)
{
	uint32_t status, count = 0;
	uint8_t bytes[4];
	int err = hear(backend, fd, USBIP_OP_REP_DEVLIST, &status);

	if (err == 0 && status != USBIP_ST_OK)
		err = refuse_status(status, "list");
	if (err == 0)
		err = socket_receive(backend, fd, bytes, sizeof bytes);
	if (err == 0)
		count = (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
			(uint32_t)bytes[2] << 8 | bytes[3];
	if (count > DEVICES_MAX)
		return refuse_reply("too many devices");
	while (err == 0 && count-- > 0)
		err = receive_listed(backend, fd, visit, user);
	return err == -ENOTCONN ? refuse_reply("it is cut short") : err;
}

int operation_list(const struct usbip_backend *backend, device_fn visit, void *user)
{
	int fd = socket_connect(backend);
	int err = fd < 0 ? fd : ask(backend, fd, USBIP_OP_REQ_DEVLIST, NULL);

	if (err >= 0)
		err = receive_list(backend, fd, visit, user);
	if (fd >= 0)
		close(fd);
	return err;
}

static int receive_import(const struct usbip_backend *backend, int fd, const char *busid,
			  struct usbip_device *device)
{
	uint32_t status;
	int err = hear(backend, fd, USBIP_OP_REP_IMPORT, &status);

	if (err == 0 && status != USBIP_ST_OK)
		err = refuse_status(status, busid);
	if (err == 0)
		err = receive_device(backend, fd, device);
	if (err == 0 && strcmp(device->busid, busid) != 0)
		err = refuse_reply("another device than the request's");
	return err;
}

int operation_import(const struct usbip_backend *backend, const char *busid,
		     struct usbip_device *device)
{
	int fd = socket_connect(backend);
	int err = fd < 0 ? fd : ask(backend, fd, USBIP_OP_REQ_IMPORT, busid);

	if (err >= 0)
		err = receive_import(backend, fd, busid, device);
	if (err < 0 && fd >= 0)
		close(fd);
	return err < 0 ? err : fd;
}
