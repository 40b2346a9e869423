/* SPDX-License-Identifier: MIT */
/*
 * Finding devices, and facts about them without opening them.
 *
 *	enumerate.c -> without_sysfs.c -> node_info.c -> listing.c
 *	attributes.c
 */
#ifndef CUSB_USBFS_ENUMERATE_H
#define CUSB_USBFS_ENUMERATE_H

#include "backend/usbfs/usbfs.h"

/* enumerate.c */
int usbfs_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		    void *user);
int usbfs_address(struct cusb_backend *backend, const struct cusb_candidate *candidate);
ssize_t usbfs_candidate_string(struct cusb_backend *backend, const struct cusb_candidate *candidate,
			       enum cusb_device_string which, char *text, size_t size);

/* without_sysfs.c: the same, from the nodes below the device root. */
int nodes_enumerate(const struct usbfs *fs, cusb_visit_fn visit, void *user);

/* attributes.c */
int usbfs_speed(struct cusb_backend *backend, const struct cusb_device *dev);
ssize_t usbfs_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size);
ssize_t usbfs_string_at(struct cusb_backend *backend, const struct cusb_device *dev,
			unsigned int index, char *text, size_t size);
int usbfs_configuration(struct cusb_backend *backend, const struct cusb_device *dev);
int usbfs_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int number);
int usbfs_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		 unsigned int number, char *name, size_t size);
/*
 * 0 when the device in sysfs under the object's name is still the object's device, else -ENODEV;
 * -ENOSYS: there is no sysfs.
 */
int usbfs_still_there(const struct usbfs *fs, const struct cusb_device *dev);

/* listing.c */

/* A device that will be visited. */
struct listed_device {
	struct cusb_candidate candidate; /* its name is set for the visit */
	char name[NAME_SIZE];
	uint8_t *descriptors; /* of the candidate, in allocated memory; or NULL */
};

/* A zeroed struct is empty. */
struct listing {
	struct listed_device *list;
	size_t count, room;
};

/* Takes a copy. 0 or -ENOMEM. */
int listing_add(struct listing *listing, const struct listed_device *device);
/* By bus, then by port path, a hub before the devices behind it; then by address. */
void listing_sort(struct listing *listing);
void listing_free(struct listing *listing);

/* node_info.c: facts about the device whose node is open as `fd`. */

/*
 * Sets bus, ports, address, speed and name. If the kernel does not give the bus, `bus` is
 * unchanged. -ENOTTY or -EINVAL: not a device node; -EBADMSG: no address of a USB device.
 */
int node_place(const struct usbfs *fs, int fd, struct listed_device *device);
/* Sets the name "001/005", for a device with unknown ports. */
void node_name(struct listed_device *device);
/* Reads the descriptors, in the form of sysfs. */
int node_descriptors(const struct usbfs *fs, int fd, struct listed_device *device);
int usbfs_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);

#endif
