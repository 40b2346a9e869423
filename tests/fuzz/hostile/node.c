/* SPDX-License-Identifier: MIT */
/* The ioctls of a device node, and its memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

#define CONNINFO_EX_NR 32

/* A count above the room is a lie; nothing is written there. */
static int control(const struct usbdevfs_ctrltransfer *request)
{
	unsigned int count = input_byte(), room = request->wLength;

	if (input_says(16)) {
		clock_pass((struct timespec){request->timeout / 1000, 0});
		return -ETIMEDOUT;
	}
	if (request->bRequestType & 0x80)
		input_fill(request->data, count < room ? count : room);
	return (int)(count < room || input_says(4) ? count : room);
}

static int connection_info(struct usbdevfs_connectinfo *info)
{
	info->devnum = input_byte();
	info->slow = input_byte();
	return 0;
}

static int connection_info_ex(struct usbdevfs_conninfo_ex *info)
{
	info->busnum = input_byte();
	info->devnum = input_byte();
	info->speed = input_byte();
	info->num_ports = input_byte();
	input_fill(info->ports, sizeof info->ports);
	return 0;
}

static int get_driver(struct usbdevfs_getdriver *answer)
{
	uint8_t which = input_byte();

	if (which & 1)
		return -ENODATA;
	strcpy(answer->driver, which & 2 ? "usbfs" : "usbhid");
	return 0;
}

static int driver_request(const struct usbdevfs_ioctl *request)
{
	struct usbdevfs_hub_portinfo *info = request->data;

	if ((unsigned int)request->ioctl_code != USBDEVFS_HUB_PORTINFO)
		return input_byte() & 1;
	info->nports = (char)input_byte();
	input_fill(info->port, 4);
	return (unsigned char)info->nports + 1;
}

/* Requests that end the URBs of this open file. */
static int ends_urbs(struct hostile *kernel, int fd, int status)
{
	hostile_end_urbs(kernel, fd, status);
	return 0;
}

static int answer(struct hostile *kernel, int fd, unsigned int request, void *arg)
{
	switch (request) {
	case USBDEVFS_CONTROL:
		return control(arg);
	case USBDEVFS_CONNECTINFO:
		return connection_info(arg);
	case USBDEVFS_GET_SPEED:
		return input_byte();
	case USBDEVFS_GET_CAPABILITIES:
		*(uint32_t *)arg = input_word();
		return 0;
	case USBDEVFS_GETDRIVER:
		return get_driver(arg);
	case USBDEVFS_IOCTL:
		return driver_request(arg);
	case USBDEVFS_ALLOC_STREAMS:
		return input_byte();
	case USBDEVFS_RELEASEINTERFACE:
	case USBDEVFS_RESET:
	case USBDEVFS_SETCONFIGURATION:
		return ends_urbs(kernel, fd, -ESHUTDOWN);
	case USBDEVFS_SETINTERFACE:
		return ends_urbs(kernel, fd, -ENOENT);
	default:
		return _IOC_NR(request) == CONNINFO_EX_NR ? connection_info_ex(arg) : 0;
	}
}

int hostile_ioctl(void *user, int fd, unsigned long request, void *arg)
{
	struct hostile *kernel = user;
	int err;

	demand(hostile_file(kernel, fd)->kind == HOSTILE_NODE);
	switch ((unsigned int)request) {
	case USBDEVFS_SUBMITURB:
		hostile_count(kernel);
		return hostile_submit(kernel, fd, arg);
	case USBDEVFS_REAPURBNDELAY:
		hostile_count(kernel);
		return hostile_reap(kernel, fd, arg);
	case USBDEVFS_DISCARDURB:
		hostile_count(kernel);
		return hostile_discard(kernel, fd, arg);
	default:
		err = kernel->unplugged ? -ENODEV : hostile_trouble(kernel);
		kernel->unplugged = kernel->unplugged || err == -ENODEV;
		return err ? err : answer(kernel, fd, (unsigned int)request, arg);
	}
}

int hostile_mmap(void *user, int fd, size_t size, void **memory)
{
	struct hostile *kernel = user;
	int err = hostile_trouble(kernel);

	demand(hostile_file(kernel, fd)->kind == HOSTILE_NODE);
	if (err)
		return err;
	*memory = calloc(1, size);
	if (!*memory)
		return -ENOMEM;
	kernel->mappings++;
	return 0;
}

int hostile_munmap(void *user, void *memory, size_t size)
{
	struct hostile *kernel = user;

	(void)size;
	kernel->mappings--;
	free(memory);
	return 0;
}
