/* SPDX-License-Identifier: MIT */
/*
 * The virtual kernel's inner side: what its files share. All is guarded by virtual_kernel.lock.
 */
#ifndef CUSB_VIRTUAL_KERNEL_INTERNAL_H
#define CUSB_VIRTUAL_KERNEL_INTERNAL_H

#include <pthread.h>

#include "host.h"
#include "kernel.h"

struct usbdevfs_urb;

#define NAME_SIZE     32   /* of a directory in /sys/bus/usb/devices */
#define INTERFACES    64   /* numbers that can be claimed: the bits of the kernel's mask */
#define BUSES         64   /* numbered from 1 */
#define KERNEL_PAGE   4096 /* most bytes a sysfs read or a CONTROL ioctl moves */
#define ROOT_PORTS    15
#define USBFS_MEMORY  (16U * 1024 * 1024)
#define URB_OVERHEAD  288 /* what an empty URB counts against USBFS_MEMORY */

struct file;

/* ---- devices --------------------------------------------------------------------------------- */

struct interface {
	uint8_t altsetting;    /* as the kernel sees it */
	struct file *owner;    /* who claimed it through usbfs */
	char *driver;          /* the kernel driver bound, or NULL */
	char *detached;        /* the one that IOCTL(CONNECT) or probing would bind */
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
	struct virtual_kernel *kernel;
	unsigned int refs; /* 1 while plugged in, and 1 for each open file */
	uint64_t id;       /* grows with each one */
	char name[NAME_SIZE];
	bool gone;
	struct stored *stored; /* fixtures only */

	struct virtual_device *device; /* NULL for a fixture */
	unsigned int bus, devnum;
	uint8_t descriptor[18]; /* bNumConfigurations as the kernel corrects it */
	bool configured;
	uint8_t configuration;
	unsigned int generation; /* of its interfaces' directories */
	unsigned int streams[32]; /* of endpoints, number | 16 for IN; 0: none allocated */
	struct interface interfaces[INTERFACES];
	int open_err; /* of its node */
	bool suspended;
	struct file *port_owners[ROOT_PORTS]; /* of a root hub */
	bool wakes_host; /* its configuration has remote wakeup */
	bool lost_on_reset;
	const struct virtual_model *after_reset; /* what then comes up in its place, or NULL */
};

struct bus {
	uint32_t used[4]; /* device numbers */
	unsigned int next;
};

/* ---- open files ------------------------------------------------------------------------------ */

enum place_kind {
	PLACE_FIXED,     /* directories that are always there; index: row of their table */
	PLACE_DEVICES,   /* /sys/bus/usb/devices */
	PLACE_BUSES,     /* /dev/bus/usb */
	PLACE_BUS,       /* /dev/bus/usb/001; index: the number */
	PLACE_DEVICE,    /* a directory of a device or fixture */
	PLACE_INTERFACE, /* index: bInterfaceNumber */
	PLACE_ATTRIBUTE,
	PLACE_INTERFACE_ATTRIBUTE, /* index: bInterfaceNumber */
	PLACE_NODE,
	PLACE_UEVENTS, /* no path: a netlink socket */
	PLACE_INOTIFY  /* no path either */
};

struct fixed_directory {
	const char *name; /* NULL ends the table */
	unsigned int parent;
	enum place_kind kind;
};

struct attribute;

struct place {
	enum place_kind kind;
	unsigned int index;
	struct usb *dev;
	unsigned int generation;
	const struct attribute *attribute; /* of a device or interface */
	const struct stored *stored;       /* of a fixture */
};

/* A URB that a program submitted. */
struct async {
	struct async *next;
	struct file *file;
	struct virtual_urb urb;
	void *user;      /* its struct usbdevfs_urb: what DISCARDURB names */
	void *user_data; /* where IN data goes when it is reaped, else NULL */
	int interface;   /* -1: control */
	size_t charged;
	uint8_t bulk_address; /* number | 16 for IN; 0: not bulk */
	bool continuation;
	bool unlink;
	uint8_t buffer[];
};

struct async_list {
	struct async *first;
};

/* How far the disconnect has come, as an open node shows it. */
enum step {
	CONNECTED,
	HUNG_UP, /* HUP; URBs are still pending, REAPURBNDELAY gives -ENODEV */
	KILLED,  /* HUP; all URBs can be reaped */
	UNLISTED /* HUP and ERR */
};

struct file {
	struct file *next;
	struct virtual_kernel *kernel;
	unsigned int refs; /* 1 while open, and 1 for each call that is using it */
	bool open;
	struct place place;
	bool readable, writable;
	uint64_t position; /* of getdents64 */

	/*
	 * A node's fd is one end of a socketpair. Its send buffer is full while nothing can be
	 * reaped, and the other end is shut down when the device is gone, so that any poll() shows
	 * what usbfs would.
	 */
	int fd, peer;
	bool ready;
	enum step step;
	bool seen;                     /* poll has shown this step */
	struct async_list pending;     /* oldest first */
	struct async_list late;        /* completed, but not to be seen before KILLED */
	struct async_list completed;   /* in the order of completion */
	uint32_t disabled_bulk;        /* endpoints that take no continuation */
	bool suspend_allowed;
	bool awaits_resume; /* none since suspending was allowed */
	bool privileges_dropped;
	uint32_t refused_interfaces;

	/* Of a netlink socket or an inotify. */
	struct message *messages; /* oldest first */
	bool overrun;		  /* one did not find room */
	bool listens;		  /* the socket is bound to the kernel's group */
	struct inotify_watch *watches;
};

struct fault {
	struct fault *next;
	enum virtual_call call;
	unsigned long request;
	unsigned int skip, times;
	int err;
};

struct ioctl_count {
	unsigned long request;
	unsigned int calls;
};

struct virtual_kernel {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* a CONTROL or BULK is over */
	struct usb *devices;    /* in order of id */
	uint64_t next_id;
	struct bus buses[BUSES];
	struct file *files;
	bool vanished; /* a device has left the bus by itself */
	size_t memory; /* charged for URBs */
	size_t limit_urb;
	struct mapping *mappings;
	struct made *made;
	uint32_t capabilities;
	unsigned int lose_uevents, lose_node_events; /* so many more */
	uint64_t uevent_number;
	char user_namespace[32]; /* what /proc/self/ns/user says; empty: no /proc */
	struct fault *faults;
	unsigned int counts[VIRTUAL_CALLS];
	struct ioctl_count ioctls[64];
};

void kernel_lock(struct virtual_kernel *kernel);
/* Also disconnects what has vanished meanwhile. */
void kernel_unlock(struct virtual_kernel *kernel);

/* fault.c: counts a call; returns 0 or the errno it shall fail with. */
int kernel_count_call(struct virtual_kernel *kernel, enum virtual_call call, unsigned long request);
void kernel_free_faults(struct virtual_kernel *kernel);

/* roothub.c */
extern const struct virtual_model model_roothub, model_roothub_super;

/* plug.c */
struct usb *kernel_add(struct virtual_kernel *kernel, const char *name);
struct usb *kernel_find(struct virtual_kernel *kernel, const char *name);
void kernel_put(struct usb *dev);
void kernel_disconnect(struct virtual_kernel *kernel, struct usb *dev);
/* In place of a device that has just been disconnected. */
void kernel_replace(struct virtual_kernel *kernel, const char *name,
		    const struct virtual_model *model);
bool kernel_is_root_hub(const struct usb *dev);

/* address.c */
void kernel_reserve_devnum(struct virtual_kernel *kernel, unsigned int bus, unsigned int devnum);
unsigned int kernel_take_devnum(struct bus *bus); /* 0: none is left */
void kernel_release_devnum(struct bus *bus, unsigned int devnum);
bool kernel_is_port_path(const char *name);
/* Of a name in sysfs; 0 when it is not that of a device. */
unsigned int kernel_bus_of(const char *name);
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

/* claim.c */
int kernel_claim(struct file *file, unsigned int number);
/* As kernel_claim(), for a call that needs it claimed. */
int kernel_check_claim(struct file *file, unsigned int number);
int kernel_release(struct file *file, unsigned int number);
void kernel_release_all(struct file *file);
/* Takes the interface from whoever has it. */
void kernel_unbind(struct usb *dev, unsigned int number);
bool kernel_is_claimed(const struct usb *dev, unsigned int number);
const char *kernel_driver_name(const struct usb *dev, unsigned int number);
void kernel_probe(struct usb *dev, unsigned int number);
void kernel_forget_drivers(struct usb *dev);
int kernel_check_recipient(struct file *file, const struct cusb_setup *setup);

/* privileges.c */
bool kernel_may_claim(const struct file *file, unsigned int number);
bool kernel_may_reset(const struct file *file);

/* suspend.c */
void kernel_resume(struct usb *dev);

/* port.c */
int kernel_hub_portinfo(const struct usb *hub, void *data);
void kernel_release_ports(struct file *file);
/* Whether a program keeps the port that the device is in. */
bool kernel_port_is_claimed(const struct usb *dev);

/* mmap.c */
int call_mmap(void *context, int fd, size_t size, void **memory);
int call_munmap(void *context, void *memory, size_t size);
void kernel_free_mappings(struct virtual_kernel *kernel);
/* 1: the buffer lies in a mapping of the file; 0: in none; -EINVAL: it straddles the end of one. */
int kernel_mapped(const struct file *file, const void *buffer, size_t length);

/* mknod.c */
int call_mknodat(void *context, int dirfd, const char *path, unsigned int mode, uint64_t number);
int call_unlinkat(void *context, int dirfd, const char *path, int flags);
void kernel_free_made(struct virtual_kernel *kernel);
int kernel_resolve_made(struct virtual_kernel *kernel, const char *path, struct place *place);

/* configure.c */
int kernel_message(struct usb *dev, const struct cusb_setup *setup);
int kernel_configure(struct usb *dev, int value);
int kernel_set_altsetting(struct usb *dev, unsigned int number, unsigned int alternate);

/* file.c */
/* An open file with an fd of its own; -errno. */
int kernel_file_new(struct virtual_kernel *kernel, const struct place *place, int flags);
struct file *kernel_file_get(struct virtual_kernel *kernel, int fd);
/* NULL is allowed. */
void kernel_file_put(struct file *file);
void kernel_file_close(struct file *file);
/* Makes the fd show what can be reaped. */
void kernel_file_update(struct file *file);
void kernel_file_hang_up(struct file *file);
void kernel_file_advance(struct file *file);

/* mailbox.c: what a socket or an inotify holds for its reader */

struct message {
	struct message *next;
	uint32_t port; /* of its sender */
	size_t length;
	char bytes[];
};

/* Copies it in, or marks the file as overrun. */
void mailbox_put(struct file *file, const void *bytes, size_t length, uint32_t port);
/* The oldest, which stays until mailbox_drop(). -EAGAIN: none; -ENOBUFS: some have been lost. */
int mailbox_first(struct file *file, const struct message **message);
void mailbox_drop(struct file *file);
bool mailbox_ready(const struct file *file);
void mailbox_free(struct file *file);

/* uevent.c: a device has been added, or is about to be removed; so has, or are, its interfaces */
void kernel_uevent_added(struct usb *dev);
void kernel_uevent_removed(struct usb *dev);
void kernel_uevent_interfaces_added(struct usb *dev);
void kernel_uevent_interfaces_removed(struct usb *dev);
int kernel_socket(struct virtual_kernel *kernel, int domain, int type, int protocol);
int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size);
ssize_t kernel_recvmsg(struct file *file, struct msghdr *message);

/* inotify.c */
int kernel_inotify_add(struct file *file, const char *path, uint32_t mask);
ssize_t kernel_inotify_read(struct file *file, void *buf, size_t size);
void kernel_inotify_free(struct file *file);
/* What happened to a device's node: IN_CREATE, IN_DELETE, IN_ATTRIB. */
void kernel_inotify_node(const struct usb *dev, uint32_t mask);

/* async.c */
void async_append(struct async_list *list, struct async *async);
bool async_remove(struct async_list *list, const struct async *async);
void async_free(struct async *async);
int kernel_charge(struct virtual_kernel *kernel, size_t bytes);
void kernel_uncharge(struct virtual_kernel *kernel, size_t bytes);
void kernel_async_complete(struct virtual_urb *urb);
/* Kills the file's pending URBs on an interface, or all with -1. */
void kernel_kill(struct file *file, int interface);
/* Ends URBs of all files with -ESHUTDOWN: on an interface's endpoints, all but control, or all. */
void kernel_flush_interface(struct usb *dev, unsigned int number);
void kernel_flush(struct usb *dev, bool control);

/* submit_iso.c */

/*
 * Checks an isochronous URB as far as the ioctl does, and sets the length of its buffer, which is
 * the sum of its packets' lengths. `user` is the program's own.
 */
int kernel_check_packets(struct usbdevfs_urb *urb, const struct usbdevfs_urb *user,
			 const uint8_t *endpoint);
/* Copies them in; async_free() frees the copy. */
int kernel_take_packets(struct async *async, const struct usbdevfs_urb *user);
/* Copies the results out. */
void kernel_give_packets(const struct async *async, struct usbdevfs_urb *user);

/* stream.c */

/* How many streams a bulk endpoint has allocated; 0: none. */
unsigned int kernel_streams(const struct usb *dev, unsigned int address);
/* An interface's endpoints have none any more. */
void kernel_forget_streams(struct usb *dev, unsigned int number);

/* listen.c: system calls */
int call_socket(void *context, int domain, int type, int protocol);
int call_bind(void *context, int fd, const struct sockaddr *address, unsigned int size);
ssize_t call_recvmsg(void *context, int fd, struct msghdr *message, int flags);
int call_inotify_init1(void *context, int flags);
int call_inotify_add_watch(void *context, int fd, const char *path, uint32_t mask);
ssize_t call_read(void *context, int fd, void *buf, size_t size);

/* open.c: makes an fd of a path; dir may be NULL */
int kernel_open(struct virtual_kernel *kernel, const struct file *dir, const char *path, int flags);

/* readlink.c: what a symbolic link holds, cut to size; dir may be NULL */
ssize_t kernel_readlink(struct virtual_kernel *kernel, const struct file *dir, const char *path,
			char *buf, size_t size);

/* path.c */
int kernel_resolve(struct virtual_kernel *kernel, const struct file *dir, const char *path,
		   struct place *place);
bool kernel_place_gone(const struct place *place);
extern const struct fixed_directory kernel_fixed[]; /* the root first */
void kernel_interface_name(const struct usb *dev, int number, char *name, size_t size);

/* entry.c: a row of the directory being listed. */
struct entry {
	uint64_t cookie; /* where to go on after it */
	unsigned char type;
	char name[NAME_SIZE + 16];
};

/* The first entry at or after `position` of a directory; false at its end. */
bool kernel_next_entry(struct virtual_kernel *kernel, const struct place *place, uint64_t position,
		       struct entry *entry);

/* attribute.c; `directory` is PLACE_DEVICE or PLACE_INTERFACE */
const struct attribute *kernel_attribute(const struct usb *dev, enum place_kind directory,
					 unsigned int number, const char *name);
/* The visible attribute at or after *index, which moves past it; NULL at the end. */
const char *kernel_attribute_at(const struct usb *dev, enum place_kind directory,
				unsigned int number, unsigned int *index);
/* The attribute's bytes from `offset` on, at most `size`. */
ssize_t kernel_show(const struct place *place, char *buf, size_t size, uint64_t offset);

/* read.c, dents.c, poll.c, ioctl.c: the calls */
ssize_t kernel_read(struct file *file, void *buf, size_t size, uint64_t offset);
ssize_t kernel_getdents(struct file *file, void *buf, size_t size);
int kernel_ppoll(struct virtual_kernel *kernel, struct pollfd *fds, unsigned int count,
		 struct timespec *remaining);
int kernel_ioctl(struct file *file, unsigned long request, void *arg);

/* submit.c, reap.c, sync.c, info.c, claim.c, configure.c: ioctls */
int ioctl_submiturb(struct file *file, void *arg);
int ioctl_discardurb(struct file *file, void *arg);
int ioctl_reapurb(struct file *file, void *arg);
int ioctl_reapurbndelay(struct file *file, void *arg);
int ioctl_control(struct file *file, void *arg);
int ioctl_bulk(struct file *file, void *arg);
int ioctl_claiminterface(struct file *file, void *arg);
int ioctl_releaseinterface(struct file *file, void *arg);
int ioctl_getdriver(struct file *file, void *arg);
int ioctl_ioctl(struct file *file, void *arg);
int ioctl_disconnect_claim(struct file *file, void *arg);
int ioctl_setinterface(struct file *file, void *arg);
int ioctl_setconfiguration(struct file *file, void *arg);
int ioctl_clear_halt(struct file *file, void *arg);
int ioctl_resetep(struct file *file, void *arg);
int ioctl_reset(struct file *file, void *arg);
int ioctl_get_capabilities(struct file *file, void *arg);
int ioctl_connectinfo(struct file *file, void *arg);
int ioctl_conninfo_ex(struct file *file, void *arg, size_t size);
int ioctl_get_speed(struct file *file, void *arg);
int ioctl_drop_privileges(struct file *file, void *arg);
int ioctl_forbid_suspend(struct file *file, void *arg);
int ioctl_allow_suspend(struct file *file, void *arg);
int ioctl_wait_for_resume(struct file *file, void *arg);
int ioctl_claim_port(struct file *file, void *arg);
int ioctl_release_port(struct file *file, void *arg);
int ioctl_alloc_streams(struct file *file, void *arg);
int ioctl_free_streams(struct file *file, void *arg);

#endif
