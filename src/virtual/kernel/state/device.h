/* SPDX-License-Identifier: MIT */
/*
 * The devices of the virtual kernel: in /sys/bus/usb/devices, with what the kernel knows of them.
 */
#ifndef CUSB_VIRTUAL_KERNEL_DEVICES_H
#define CUSB_VIRTUAL_KERNEL_DEVICES_H

#include "virtual/device/hcd.h"
#include "virtual/kernel/kernel.h"

#define NAME_SIZE  32 /* of a directory in /sys/bus/usb/devices */
#define INTERFACES 64 /* numbers that can be claimed: the bits of the kernel's mask */
#define BUSES	   64 /* numbered from 1 */
#define ROOT_PORTS 15

struct file;

struct interface {
	uint8_t altsetting;    /* as the kernel sees it */
	struct file *owner;    /* who claimed it through usbfs */
	char *driver;	       /* the kernel driver bound, or NULL */
	char *detached;	       /* the one that IOCTL(CONNECT) or probing would bind */
	uint8_t configuration; /* in which `detached` belongs here */
};

/* An attribute of a fixture. */
struct stored {
	struct stored *next;
	char *name;
	uint8_t *bytes;
	size_t length;
	int open_err, read_err;
};

/* A directory in /sys/bus/usb/devices: a device, or a directory of a fixture. */
struct usb {
	struct usb *next;
	struct cusb_virtual_kernel *kernel;
	unsigned int refs; /* 1 while plugged in, and 1 for each open file */
	uint64_t id;	   /* grows with each one */
	char name[NAME_SIZE];
	bool gone;
	struct stored *stored; /* fixtures only */

	struct cusb_virtual_device *device; /* NULL for a fixture */
	unsigned int bus, devnum;
	uint8_t descriptor[18]; /* bNumConfigurations as the kernel corrects it */
	bool configured;
	uint8_t configuration;
	unsigned int generation;  /* of its interfaces' directories */
	unsigned int streams[32]; /* of endpoints, number | 16 for IN; 0: none allocated */
	struct interface interfaces[INTERFACES];
	int open_err; /* of its node */
	bool suspended;
	unsigned int ports;		      /* of a hub, as it says; of a root hub ROOT_PORTS */
	struct file *port_owners[ROOT_PORTS]; /* of a hub */
	bool wakes_host;		      /* its configuration has remote wakeup */
	bool lost_on_reset;
	const struct cusb_virtual_model *after_reset; /* what then comes up in its place, or NULL */
};

struct bus {
	uint32_t used[4]; /* device numbers */
	unsigned int next;
};

/* roothub.c */
extern const struct cusb_virtual_model model_roothub, model_roothub_super;

/* plug.c */
struct usb *kernel_add(struct cusb_virtual_kernel *kernel, const char *name);
struct usb *kernel_find(struct cusb_virtual_kernel *kernel, const char *name);
void kernel_put(struct usb *dev);
void kernel_disconnect(struct cusb_virtual_kernel *kernel, struct usb *dev);
/* In place of a device that has just been disconnected. */
void kernel_replace(struct cusb_virtual_kernel *kernel, const char *name,
		    const struct cusb_virtual_model *model);
bool kernel_is_root_hub(const struct usb *dev);

/* address.c */
void kernel_reserve_devnum(struct cusb_virtual_kernel *kernel, unsigned int bus,
			   unsigned int devnum);
unsigned int kernel_take_devnum(struct bus *bus); /* 0: none is left */
void kernel_release_devnum(struct bus *bus, unsigned int devnum);
bool kernel_is_port_path(const char *name);
/* Of a name in sysfs; 0 when it is not that of a device. */
unsigned int kernel_bus_of(const char *name);
/* "1-2" of "1-2.3", and 3; "usb1" of "1-2". Not of a root hub. */
unsigned int kernel_port_of(const char *name, char hub[NAME_SIZE]);
/* "2.3" of "1-2.3", "0" of a root hub. */
const char *kernel_devpath(const struct usb *dev);

/* interface.c: what the kernel knows of the configurations, mostly of the active one */
const uint8_t *kernel_configuration(const struct usb *dev, size_t *length);
/* A configuration by position, cut to what the kernel found well-formed. */
const uint8_t *kernel_verified(const struct usb *dev, unsigned int index, size_t *length);
const uint8_t *kernel_next(const struct usb *dev, const uint8_t *desc);
/* The current setting of an interface; NULL: no such interface. */
const uint8_t *kernel_interface(const struct usb *dev, unsigned int number);
bool kernel_has_altsetting(const struct usb *dev, unsigned int number, unsigned int alternate);
bool kernel_single_altsetting(const struct usb *dev, unsigned int number);
/* An endpoint of the current settings, or NULL. */
const uint8_t *kernel_endpoint(const struct usb *dev, unsigned int address);
/* The interface that has the endpoint in any setting: its number, -EINVAL, -ESRCH, -ENOENT. */
int kernel_interface_of(const struct usb *dev, unsigned int address);
/* The interface association that counts an interface in, or NULL. */
const uint8_t *kernel_association(const struct usb *dev, unsigned int number);
/* The next interface number from `number` on, or -1. */
int kernel_next_interface(const struct usb *dev, unsigned int number);
/* The setting that an interface has after configuring. */
void kernel_first_altsettings(struct usb *dev);

/* configure.c */
int kernel_message(struct usb *dev, const struct cusb_setup *setup, uint8_t *data);
int kernel_configure(struct usb *dev, int value);
int kernel_set_altsetting(struct usb *dev, unsigned int number, unsigned int alternate);

/* suspend.c */
void kernel_resume(struct usb *dev);

/* port.c */

/* Lets the hub driver take a device that is a hub. 0, also when it is none; -ENOMEM. */
int kernel_hub_probe(struct usb *dev);
/* Whether something can be plugged in there: not when what is there is no hub with such a port. */
bool kernel_port_exists(struct cusb_virtual_kernel *kernel, const char *name);
int kernel_hub_portinfo(const struct usb *hub, void *data);
void kernel_release_ports(struct file *file);
/* Whether a program keeps the port that the device is in. */
bool kernel_port_is_claimed(const struct usb *dev);

#endif
