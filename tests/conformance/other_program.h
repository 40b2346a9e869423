/* SPDX-License-Identifier: MIT */
/*
 * Another program with the same device: system calls of its own on the node, in a native world.
 */
#ifndef CONFORMANCE_OTHER_PROGRAM_H
#define CONFORMANCE_OTHER_PROGRAM_H

#include <sys/ioctl.h>
#include <linux/usbdevice_fs.h>

#include "world.h"

/* Opens the device's node; for other_close(). */
int other_open(const struct cusb_device *dev);
void other_close(int fd);
/* The result of the ioctl, or -errno. */
int other_ioctl(int fd, unsigned long request, void *arg);
/* The same for an ioctl whose argument is a number. */
int other_ioctl_number(int fd, unsigned long request, unsigned int number);
int other_set_altsetting(int fd, unsigned int bInterfaceNumber, unsigned int bAlternateSetting);
/* USBDEVFS_DISCONNECT: unbinds whatever has the interface, usbfs too. */
int other_disconnect(int fd, unsigned int bInterfaceNumber);
/* An attribute of the device in sysfs, without its newline. -errno; else 0. */
int other_attribute(const char *name, const char *attribute, char *text, size_t size);
/* Writes to a file of sysfs, as an administrator. 0, -errno. */
int other_write(const char *path, const char *text);

#endif
