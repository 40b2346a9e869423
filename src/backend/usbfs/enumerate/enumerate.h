/* SPDX-License-Identifier: MIT */
/* Finding devices, and what is known of them without opening them. */
#ifndef CUSB_USBFS_ENUMERATE_H
#define CUSB_USBFS_ENUMERATE_H

#include "backend/usbfs/usbfs.h"

/* enumerate.c */
int usbfs_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		    void *user);
int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate);

/* attributes.c */
int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev);
ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size);
int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev);
int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number);
/* Of an interface's directory in sysfs. */
void sysfs_interface_name(const struct cusb_device *dev, int value, unsigned int number,
			  char name[INTERFACE_NAME_SIZE]);
/*
 * 0 when the device object still stands for what sysfs shows under its name, else -ENODEV; -ENOSYS
 * when there is no sysfs to ask.
 */
int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev);

/* driver_name.c */
int usbfs_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		 unsigned int number, char *name, size_t size);

/* sysfs.c */

/* Where a device is plugged in, as its sysfs name tells. */
struct place {
	char name[NAME_SIZE];
	uint16_t bus;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	uint64_t id; /* set by the listing */
};

/* Whether a name in sysfs is that of a device ("usb1", "1-2.3") and not of an interface. */
bool place_parse(const char *name, struct place *place);
/* The name that sysfs has for its bus and ports. */
void place_set_name(struct place *place);
/* By bus, then by port path, a hub before what is behind it. */
int place_compare(const void *a, const void *b);
/* A whole small file into text with a NUL and without the last newline; returns its length. */
ssize_t sysfs_read(const struct usbfs *fs, int dirfd, const char *path, char *text, size_t size);
/* A decimal number up to max at *text, which moves past it; -1: none there. */
int take_number(const char **text, int max);
/* Decimal text as sysfs writes it; -EBADMSG when it is not that. */
int sysfs_number(const char *text);
/* The address in the text of a `dev` attribute. */
int sysfs_address(const char *text, uint16_t bus);

/* node_info.c */

/* A device as its node tells of it. */
struct described {
	struct place place;
	uint8_t address, speed;
	uint8_t *bytes; /* descriptors as in sysfs; to be freed */
	size_t length;
};

/* Where the device is; -ENOTTY or -EINVAL when this is no node of a device. */
int described_place(const struct usbfs *fs, int fd, struct described *described);
/* "001/005", where the ports are not known. */
void described_name_by_node(struct described *described);
int described_read(const struct usbfs *fs, int fd, struct described *described);
int described_visit(const struct described *described, cusb_visit_fn visit, void *user);

/* from_fd.c */
int usbfs_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);

/* without_sysfs.c: enumerates without sysfs. */
int nodes_enumerate(const struct usbfs *fs, cusb_visit_fn visit, void *user);

#endif
