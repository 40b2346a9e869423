/* SPDX-License-Identifier: MIT */
/* The state of the virtual kernel's devices, which are the directories of /sys/bus/usb/devices. */
#ifndef CUSB_VIRTUAL_KERNEL_DEVICE_H
#define CUSB_VIRTUAL_KERNEL_DEVICE_H

#include "virtual/device/hcd.h"

#define NAME_SIZE  32 /* of a directory in /sys/bus/usb/devices */
#define INTERFACES 64 /* the interface numbers that can be claimed: the bits of the kernel's mask */
#define BUSES	   64 /* numbered from 1 */
#define ROOT_PORTS 15
#define USB_MAJOR  189 /* of the nodes' device numbers */

struct file;

struct interface {
	uint8_t altsetting;    /* as the kernel sees it */
	struct file *owner;    /* the open node that claimed it */
	char *driver;	       /* the kernel driver bound, or NULL */
	char *detached;	       /* the driver that IOCTL(CONNECT) or probing binds */
	uint8_t configuration; /* the configuration in which `detached` belongs here */
	bool unauthorized;     /* no driver may have it, usbfs neither */
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
	uint64_t id;	   /* grows with each device */
	char name[NAME_SIZE];
	bool gone;
	struct stored *stored; /* fixtures only */

	struct cusb_virtual_device *device; /* NULL for a fixture */
	unsigned int bus, devnum;
	uint8_t descriptor[18]; /* bNumConfigurations at most what the kernel takes */
	bool *kept;		/* see parse.c: one for each byte of the descriptors */
	char *strings[256];	/* by index; NULL: none */
	bool configured;
	uint8_t configuration;
	unsigned int generation;  /* of its interfaces' directories */
	unsigned int streams[32]; /* of endpoints, number | 16 for IN; 0: none allocated */
	struct interface interfaces[INTERFACES];
	int open_err; /* of its node */
	bool unauthorized; /* it stays unconfigured */
	bool busy;    /* the kernel waits for an answer to a request of its own */
	bool suspended;
	bool autosuspends;  /* power/control is "auto" */
	int autosuspend_ms; /* power/autosuspend_delay_ms */
	/* of a hub, by its descriptor; of a root hub ROOT_PORTS */
	unsigned int ports;
	unsigned int port_ma;		      /* what each of them can feed */
	struct file *port_owners[ROOT_PORTS]; /* of a hub */
	bool wakes_host;		      /* its configuration has remote wakeup */
	bool lost_on_reset;
	const struct cusb_virtual_model *after_reset; /* comes in its place then; may be NULL */
};

struct bus {
	uint32_t used[4]; /* device numbers */
	unsigned int next;
};

/* ---- device.c: the list of devices ---- */

/* Adds a new device at the end; NULL: no memory. */
struct usb *kernel_add(struct cusb_virtual_kernel *kernel, const char *name);
/* NULL: there is none, or the name is NULL. */
struct usb *kernel_find(struct cusb_virtual_kernel *kernel, const char *name);
/* Finds a device by the minor number of its node; NULL: none. */
struct usb *kernel_find_minor(struct cusb_virtual_kernel *kernel, unsigned int number);
void kernel_unlist(const struct usb *dev);
void kernel_put(struct usb *dev);

/* ---- address.c: names and numbers ---- */

bool kernel_is_root_hub(const struct usb *dev);
/* Reserves a device number. */
void kernel_reserve_devnum(struct bus *bus, unsigned int devnum);
unsigned int kernel_take_devnum(struct bus *bus); /* 0: none is left */
void kernel_release_devnum(struct bus *bus, unsigned int devnum);
/* The minor number of a device's node: 128 for each bus. */
unsigned int kernel_minor(const struct usb *dev);
bool kernel_is_port_path(const char *name);
/* The bus in a sysfs name; 0: not a name of a device. */
unsigned int kernel_bus_of(const char *name);
/* The hub and port in a name: "1-2" and 3 for "1-2.3"; "usb1" for "1-2". Not for a root hub. */
unsigned int kernel_port_of(const char *name, char hub[NAME_SIZE]);
/* "2.3" for "1-2.3", "0" for a root hub. */
const char *kernel_devpath(const struct usb *dev);
/* "1-2.3:1.0"; for root hubs "1-0:1.0". */
void kernel_interface_name(const struct usb *dev, int number, char *name, size_t size);

/* ---- parse.c: what the kernel makes of the descriptors ---- */

/* Decides which descriptors are kept. 0, -ENOMEM. */
int kernel_parse(struct usb *dev);
/* Whether a descriptor is an interface's or an endpoint's that the kernel knows. */
static inline bool kernel_keeps(const struct usb *dev, const uint8_t *desc)
{
	return dev->kept[desc - dev->device->model->descriptors];
}

/* ---- string.c ---- */

/* Asks the device for the strings that its descriptors name. 0, -ENOMEM. */
int kernel_read_strings(struct usb *dev);
void kernel_forget_strings(struct usb *dev);

/* ---- choose.c ---- */

/* The bConfigurationValue in which the kernel puts a new device; -1: none. */
int kernel_choose_configuration(const struct usb *dev);

/* ---- interface.c: the configurations as the kernel knows them, usually the active one ---- */

const uint8_t *kernel_configuration(const struct usb *dev, size_t *length);
/* The first with that bConfigurationValue; NULL: none. */
const uint8_t *kernel_find_configuration(const struct usb *dev, unsigned int value, size_t *length);
/* What the device may draw from the port then. */
unsigned int kernel_max_power_ma(const struct usb *dev, const uint8_t *config);
unsigned int kernel_interface_count(const struct usb *dev);
/* A configuration by position, cut to its well-formed part. */
const uint8_t *kernel_verified(const struct usb *dev, unsigned int index, size_t *length);
/* The current setting of an interface; NULL: no such interface. */
const uint8_t *kernel_interface(const struct usb *dev, unsigned int number);
/* The next endpoint of that setting: `desc` is the setting, or the endpoint before. */
const uint8_t *kernel_next_endpoint(const struct usb *dev, const uint8_t *desc);
bool kernel_has_altsetting(const struct usb *dev, unsigned int number, unsigned int alternate);
bool kernel_single_altsetting(const struct usb *dev, unsigned int number);
/* An endpoint of the current settings, or NULL. */
const uint8_t *kernel_endpoint(const struct usb *dev, unsigned int address);
/* The interface that has the endpoint in any setting: its number, -EINVAL, -ESRCH, -ENOENT. */
int kernel_interface_of(const struct usb *dev, unsigned int address);
/* The interface association with this interface, or NULL. */
const uint8_t *kernel_association(const struct usb *dev, unsigned int number);
/* The next interface number after `number` (-1: the first), or -1. */
int kernel_next_interface(const struct usb *dev, int number);
/* Sets all interfaces to their setting after SET_CONFIGURATION. */
void kernel_first_altsettings(struct usb *dev);

/* ---- descriptors.c ---- */

/*
 * Reads the descriptors in the form of a node, or else of sysfs. Returns the number of bytes, at
 * most `size`.
 */
ssize_t kernel_read_descriptors(const struct usb *dev, void *buf, size_t size, uint64_t offset,
				bool from_node);

/* ---- message.c: requests of the kernel itself, and the end of programs' requests ---- */

/* Sends a request and waits for its end: the bytes moved, or an errno. `data` has wLength bytes. */
int kernel_message(struct usb *dev, const struct cusb_setup *setup, uint8_t *data);
int kernel_send_configuration(struct usb *dev, unsigned int value);
int kernel_clear_halt(struct usb *dev, unsigned int address);
int kernel_set_altsetting(struct usb *dev, unsigned int number, unsigned int alternate);
/* Ends all URBs with -ESHUTDOWN, of endpoint 0 only if `control`. */
void kernel_flush(struct usb *dev, bool control);
/* Ends the URBs of an interface's endpoints with -ESHUTDOWN, and removes their streams. */
void kernel_disable_interface(struct usb *dev, unsigned int number);
/* Called at the end of a request or URB: notes that its device has left the bus by itself. */
void kernel_note_vanished(struct usb *dev);

/* ---- hub.c ---- */

/* Binds the hub driver to a device if it is a hub. 0, also for other devices; -ENOMEM. */
int kernel_hub_probe(struct usb *dev);
/* The number of ports that the hub driver knows; 0: not a hub, or without the driver. */
unsigned int kernel_hub_ports(const struct usb *hub);
/* The device number of the device in that port; 0: the port is empty. */
unsigned int kernel_devnum_at(const struct usb *hub, unsigned int port);
/* False if a root hub lacks that port, or the parent is plugged in and does. */
bool kernel_port_exists(struct cusb_virtual_kernel *kernel, const char *name);
/* What the port of the device can feed. */
unsigned int kernel_port_ma(const struct usb *dev);
/* Whether a program has claimed the port of the device. */
bool kernel_port_is_claimed(const struct usb *dev);

/* ---- driver.c: the owners of interfaces ---- */

bool kernel_is_claimed(const struct usb *dev, unsigned int number);
/* "usbfs" when a program has claimed it; NULL: it is free. */
const char *kernel_driver_name(const struct usb *dev, unsigned int number);
/* Binds a driver of that name, or none with NULL. 0, -EINVAL, -EBUSY, -ENOMEM. */
int kernel_bind_driver(struct usb *dev, unsigned int number, const char *driver);
/* Takes the interface from its owner. */
void kernel_unbind(struct usb *dev, unsigned int number);
/* The same for all interfaces, which are about to be removed: no request is sent. */
void kernel_forget_owners(struct usb *dev);
/* Binds the driver that had the interface last. */
void kernel_probe(struct usb *dev, unsigned int number);
void kernel_forget_drivers(struct usb *dev);

/* ---- configure.c ---- */

/*
 * -1 unconfigures, and so does 0 unless the device has a configuration with that value, and any value
 * while the device is not authorized. 0, -EINVAL, or an errno of the request.
 */
int kernel_configure(struct usb *dev, int value);
/* The same for a device that is listed: the events of its interfaces are sent. */
int kernel_change_configuration(struct usb *dev, int value);
/* Sets the same configuration again: only endpoints and settings change. */
int kernel_reset_configuration(struct usb *dev);

/* ---- authorize.c ---- */

/* 0, or an errno of SET_CONFIGURATION. The device is resumed. */
int kernel_authorize(struct usb *dev, bool on);
/* -EINVAL: no such interface. */
int kernel_authorize_interface(struct usb *dev, unsigned int number, bool on);

/* ---- connect.c: devices arrive and leave ---- */

/* The first free root port of the model's speed; false: none. */
bool kernel_free_port(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		      char name[NAME_SIZE]);
/* Plugs a device in, with its root hub if necessary. 0, -EINVAL (no such port), -EBUSY, -ENOMEM. */
int kernel_connect(struct cusb_virtual_kernel *kernel, const struct cusb_virtual_model *model,
		   const char *name);
/* Unplugs a device with all devices below it. Waits for requests of the kernel, which end now. */
void kernel_disconnect(struct usb *dev);
void kernel_disconnect_children(struct usb *hub);
/* A reset shows that the device has become another one; `model` comes in its place if not NULL. */
void kernel_replace(struct usb *dev, const struct cusb_virtual_model *model);
/* Disconnects devices that have vanished. A caller that ran a device calls it before unlocking. */
void kernel_settle(struct cusb_virtual_kernel *kernel);

/* ---- roothub.c ---- */

extern const struct cusb_virtual_model model_roothub, model_roothub_super;

#endif
