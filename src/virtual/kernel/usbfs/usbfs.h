/* SPDX-License-Identifier: MIT */
/*
 * Device nodes: opening and reading them, and their ioctls.
 */
#ifndef CUSB_VIRTUAL_KERNEL_USBFS_H
#define CUSB_VIRTUAL_KERNEL_USBFS_H

#include "virtual/kernel/state/kernel.h"
#include "virtual/kernel/usbfs/urb.h"

#define CONTROL_MAX 4096 /* most bytes of a CONTROL */

/* node.c */
extern const struct file_operations node_operations;

/*
 * ioctl.c: the ioctls, each with its function, and whether it works after a disconnect. An ioctl
 * whose number has the size of an argument never gets NULL.
 */
#define USBFS_IOCTLS(IOCTL)                                                                        \
	IOCTL(USBDEVFS_REAPURB, ioctl_reapurb, true)                                               \
	IOCTL(USBDEVFS_REAPURBNDELAY, ioctl_reapurbndelay, true)                                   \
	IOCTL(USBDEVFS_SUBMITURB, ioctl_submiturb, false)                                          \
	IOCTL(USBDEVFS_DISCARDURB, ioctl_discardurb, false)                                        \
	IOCTL(USBDEVFS_CONTROL, ioctl_control, false)                                              \
	IOCTL(USBDEVFS_BULK, ioctl_bulk, false)                                                    \
	IOCTL(USBDEVFS_CLAIMINTERFACE, ioctl_claiminterface, false)                                \
	IOCTL(USBDEVFS_RELEASEINTERFACE, ioctl_releaseinterface, false)                            \
	IOCTL(USBDEVFS_GETDRIVER, ioctl_getdriver, false)                                          \
	IOCTL(USBDEVFS_IOCTL, ioctl_ioctl, false)                                                  \
	IOCTL(USBDEVFS_DISCONNECT_CLAIM, ioctl_disconnect_claim, false)                            \
	IOCTL(USBDEVFS_SETINTERFACE, ioctl_setinterface, false)                                    \
	IOCTL(USBDEVFS_SETCONFIGURATION, ioctl_setconfiguration, false)                            \
	IOCTL(USBDEVFS_CLEAR_HALT, ioctl_clear_halt, false)                                        \
	IOCTL(USBDEVFS_RESETEP, ioctl_resetep, false)                                              \
	IOCTL(USBDEVFS_RESET, ioctl_reset, false)                                                  \
	IOCTL(USBDEVFS_GET_CAPABILITIES, ioctl_get_capabilities, false)                            \
	IOCTL(USBDEVFS_CONNECTINFO, ioctl_connectinfo, false)                                      \
	IOCTL(USBDEVFS_GET_SPEED, ioctl_get_speed, false)                                          \
	IOCTL(USBDEVFS_DROP_PRIVILEGES, ioctl_drop_privileges, false)                              \
	IOCTL(USBDEVFS_FORBID_SUSPEND, ioctl_forbid_suspend, false)                                \
	IOCTL(USBDEVFS_ALLOW_SUSPEND, ioctl_allow_suspend, false)                                  \
	IOCTL(USBDEVFS_WAIT_FOR_RESUME, ioctl_wait_for_resume, false)                              \
	IOCTL(USBDEVFS_CLAIM_PORT, ioctl_claim_port, false)                                        \
	IOCTL(USBDEVFS_RELEASE_PORT, ioctl_release_port, false)                                    \
	IOCTL(USBDEVFS_ALLOC_STREAMS, ioctl_alloc_streams, false)                                  \
	IOCTL(USBDEVFS_FREE_STREAMS, ioctl_free_streams, false)

#define DECLARE_IOCTL(request, function, after_disconnect)                                         \
	int function(struct file *file, void *arg);
USBFS_IOCTLS(DECLARE_IOCTL)

int kernel_ioctl(struct file *file, unsigned long request, void *arg);
/* CONNINFO_EX: its number has the size of the caller's structure. */
int ioctl_conninfo_ex(struct file *file, void *arg, size_t size);

/* ---- claim.c ---- */

/* Claims an interface for a call that needs it, if the file does not have it. 0, -errno. */
int kernel_check_claim(struct file *file, unsigned int number);
/* The same for the interface that has an endpoint: its number, -errno. */
int kernel_check_endpoint_claim(struct file *file, unsigned int address);
/* The same for the recipient of a request: 0, -errno. */
int kernel_check_recipient(struct file *file, const struct cusb_setup *setup);
void kernel_release_all(struct file *file);

/* ---- suspend.c ---- */

/* 0, -EBUSY: a program forbids it. */
int kernel_suspend(struct usb *dev);
void kernel_resume(struct usb *dev);

/* ---- stream.c ---- */

/* The number of allocated streams of a bulk endpoint; 0: none. */
unsigned int kernel_streams(const struct usb *dev, unsigned int address);

/* ---- port.c ---- */

/* USBDEVFS_HUB_PORTINFO. */
int kernel_hub_portinfo(const struct usb *hub, void *data);
void kernel_release_ports(struct file *file);

#endif
