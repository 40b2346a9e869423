/* SPDX-License-Identifier: MIT */
/* The path of a file that belongs to a device: in sysfs, or its node in /dev. */
#ifndef CUSB_CLI_BUS_DEVICE_PATH_H
#define CUSB_CLI_BUS_DEVICE_PATH_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `length` bytes have the form of a name in sysfs, "1-2.3" or "usb1". */
bool is_device_name(const char *text, size_t length);

/*
 * The name in sysfs of the device that the file belongs to: a file below its directory, or any node
 * that one of its drivers has made, such as /dev/ttyUSB0. false: none that this path tells.
 */
bool device_path_name(const char *path, char *name, size_t size);

/* The numbers in the path of a node of usbfs, /dev/bus/usb/001/002. false: another path. */
bool device_path_node(const char *path, unsigned long numbers[2]);

#endif
