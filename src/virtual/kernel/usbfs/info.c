/* SPDX-License-Identifier: MIT */
/*
 * Facts of a device: CONNECTINFO, CONNINFO_EX, GET_SPEED, GET_CAPABILITIES.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <linux/usbdevice_fs.h>

#include "virtual/kernel/usbfs/usbfs.h"

/* enum usb_device_speed of <linux/usb/ch9.h>: low 1, full 2, high 3, wireless 4, super 5. */
static int kernel_speed(const struct usb *dev)
{
	int speed = (int)dev->device->model->speed;

	if (speed == CUSB_SPEED_SUPER_PLUS_X2)
		speed = CUSB_SPEED_SUPER_PLUS;
	return speed >= CUSB_SPEED_SUPER ? speed + 1 : speed;
}

int ioctl_get_speed(struct file *file, void *arg)
{
	(void)arg;
	return kernel_speed(file->inode.dev);
}

int ioctl_get_capabilities(struct file *file, void *arg)
{
	memcpy(arg, &file->kernel->capabilities, sizeof file->kernel->capabilities);
	return 0;
}

int ioctl_connectinfo(struct file *file, void *arg)
{
	const struct usb *dev = file->inode.dev;
	struct usbdevfs_connectinfo info = {
		.devnum = dev->devnum,
		.slow = dev->device->model->speed == CUSB_SPEED_LOW,
	};

	memcpy(arg, &info, sizeof info);
	return 0;
}

static void put_ports(struct usbdevfs_conninfo_ex *info, const char *path)
{
	char *end;

	if (strcmp(path, "0") == 0)
		return;
	do {
		info->ports[info->num_ports++] = (__u8)strtoul(path, &end, 10);
		path = end + 1;
	} while (*end == '.' && info->num_ports < sizeof info->ports);
}

int ioctl_conninfo_ex(struct file *file, void *arg, size_t size)
{
	const struct usb *dev = file->inode.dev;
	struct usbdevfs_conninfo_ex info = {
		.size = sizeof info,
		.busnum = dev->bus,
		.devnum = dev->devnum,
		.speed = (__u32)kernel_speed(dev),
	};

	if (size < sizeof info.size)
		return -EINVAL;
	put_ports(&info, kernel_devpath(dev));
	memcpy(arg, &info, size < sizeof info ? size : sizeof info);
	return 0;
}
