/* SPDX-License-Identifier: MIT */
/*
 * The contract between the core and what moves the bytes: PyUSB's usb.backend.IBackend.
 *
 * A backend is a struct of functions. Any may be NULL; the core then gives -ENOSYS for what needs
 * it. Only enumerate() is needed to find devices. All return >= 0 or a negative errno. The core
 * checks arguments before it calls (ranges, directions, that an endpoint exists and its interface
 * is claimed); a backend need not. Functions on a handle may be called by several threads at once:
 * transfer(), control(), wait_for_resume() and those of the queue always, the others one at a time.
 *
 * To use a backend: CUSB_MATCH(backend, &mine, ...). It must outlive the devices found on it.
 */
#ifndef CUSB_BACKEND_H
#define CUSB_BACKEND_H

#include <sys/types.h>

#include "transfer.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CUSB_BACKEND_VERSION 2

#define CUSB_NAME_SIZE 40 /* room for the longest name in sysfs, with its NUL */

/* A backend's open device; each backend defines it for itself. */
struct cusb_handle;

/* A watch for devices that come and go; each backend defines it for itself. */
struct cusb_watch;

/* What a watch saw. The core compares, so a kind that says too much does no harm. */
struct cusb_change {
	enum {
		CUSB_CHANGE_ANY, /* look at every device: something may have been lost */
		CUSB_CHANGE_ADDED,
		CUSB_CHANGE_BOUND,   /* the kernel's driver for whole devices has it */
		CUSB_CHANGE_UNBOUND, /* and has it no more; also on the way out */
		CUSB_CHANGE_CHANGED,
		CUSB_CHANGE_REMOVED
	} kind;
	char name[CUSB_NAME_SIZE]; /* of the device; empty with CUSB_CHANGE_ANY */
};

/* One device as a backend tells of it while enumerating; valid during that visit. */
struct cusb_candidate {
	const char *name; /* unique among those plugged in; as in sysfs where there is one */
	uint16_t bus;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	uint8_t address; /* 0: ask address() */
	uint8_t speed;   /* enum cusb_speed; CUSB_SPEED_UNKNOWN: ask speed() */
	uint64_t id;     /* tells devices apart that had the name one after the other; 0: unknown */
	const uint8_t *descriptors; /* the device descriptor, then the configurations, as sent */
	size_t descriptors_length;
};

/* Called for each device. 0 goes on; anything else ends enumerate(), which returns it. */
typedef int (*cusb_visit_fn)(const struct cusb_candidate *candidate, void *user);

/* The eight bytes of a SETUP packet, USB 2.0 9.3, in host byte order. */
struct cusb_setup {
	uint8_t bmRequestType;
	uint8_t bRequest;
	uint16_t wValue;
	uint16_t wIndex;
	uint16_t wLength;
};

/* A string of the device descriptor. */
enum cusb_device_string { CUSB_MANUFACTURER, CUSB_PRODUCT, CUSB_SERIAL_NUMBER };

struct cusb_backend {
	unsigned int version; /* CUSB_BACKEND_VERSION */
	const char *name;     /* for the log */

	/*
	 * Visits each plugged-in device. A device that cannot be read is passed over. With a name,
	 * only the device of that name is wanted; visiting others costs time but does no harm.
	 */
	int (*enumerate)(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			 void *user);
	/* Visits the device behind an open descriptor: cusb_device_from_fd(). */
	int (*enumerate_fd)(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);
	/* The address of the candidate being visited. -ENODEV: it has just gone. */
	int (*address)(struct cusb_backend *backend, const struct cusb_candidate *candidate);

	/* What is known without opening. -ENODEV: the device is gone, or another is in its place. */

	/* enum cusb_speed. */
	int (*speed)(struct cusb_backend *backend, const struct cusb_device *dev);
	/* UTF-8 with a NUL into text; returns its length. -ENODATA: no such string is known. */
	ssize_t (*string)(struct cusb_backend *backend, const struct cusb_device *dev,
			  enum cusb_device_string which, char *text, size_t size);
	/*
	 * bConfigurationValue, 0 when not configured. No bus traffic. Missing, or -ENOSYS when it
	 * cannot be told now: the core asks the device. So also altsetting().
	 */
	int (*configuration)(struct cusb_backend *backend, const struct cusb_device *dev);
	/* bAlternateSetting of an interface of configuration `value`, -ENOENT if it has none such. */
	int (*altsetting)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			  unsigned int bInterfaceNumber);
	/*
	 * The driver of an interface of configuration `value`, with a NUL into name: 0, -ENODATA,
	 * -ENOENT, -ENAMETOOLONG as cusb_kernel_driver().
	 */
	int (*driver)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		      unsigned int bInterfaceNumber, char *name, size_t size);

	/*
	 * Opens for reading and writing; with an fd of 0 and up, uses that descriptor and leaves it
	 * open in the end. The handle is freed by close().
	 */
	int (*open)(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		    struct cusb_handle **handle);
	/* Never called while another call on the handle runs. Releases what is claimed. */
	void (*close)(struct cusb_handle *handle);
	/* Makes every transfer now running, and each one begun later, return -ECANCELED. */
	void (*shutdown)(struct cusb_handle *handle);

	int (*claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Claims in one step what a kernel driver holds; never from another program: -EBUSY.
	 * Missing: detach_kernel_driver() and claim() do for it.
	 */
	int (*detach_and_claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*release)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*set_configuration)(struct cusb_handle *handle, int value); /* 0 unconfigures */
	int (*set_altsetting)(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			      unsigned int bAlternateSetting);
	int (*clear_halt)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	int (*reset_endpoint)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	/* All claims are lost when it returns. -ENODEV: a different device came back, or none. */
	int (*reset)(struct cusb_handle *handle);

	/* 1 or 0; -ENODATA from detach(): none bound. */
	int (*kernel_driver_active)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*detach_kernel_driver)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*attach_kernel_driver)(struct cusb_handle *handle, unsigned int bInterfaceNumber);

	/* Blocks; returns the bytes moved. timeout_ms: 0 waits for ever. */
	ssize_t (*control)(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms);
	/*
	 * Blocks; bulk, interrupt, isochronous, and endpoint 0 with an ep of NULL. Always sets
	 * actual_length. 0 also for a short packet, -ETIMEDOUT whether or not data came. The time
	 * limit is state.timeout_ms, as above. An isochronous transfer without packets is one of
	 * cusb_read(): as many as it takes, and compacted.
	 */
	int (*transfer)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
			struct cusb_transfer *transfer);

	/*
	 * The queue; see the law in transfer.h. ep is NULL for endpoint 0. From submit() to reap()
	 * the transfer's `state` is the backend's, but for `owner`. submit() starts the time, of
	 * state.timeout_ms.
	 */
	int (*submit)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer);
	/*
	 * One that has ended, with all its `out` fields set. timeout_ms: 0 waits for ever,
	 * CUSB_DONT_WAIT looks only. -ENODATA: none in flight; -EAGAIN, -ETIMEDOUT, -EINTR. After
	 * shutdown() the rest must come without delay.
	 */
	int (*reap)(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer);
	int (*cancel)(struct cusb_handle *handle, struct cusb_transfer *transfer); /* -ENOENT */
	/* Those of transfer() too; how many. */
	int (*cancel_all)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	int (*poll_fd)(struct cusb_handle *handle);
	int (*poll_timeout)(struct cusb_handle *handle);

	/* stream.h */
	int (*alloc_streams)(struct cusb_handle *handle, unsigned int count,
			     const uint8_t *addresses, size_t length);
	int (*free_streams)(struct cusb_handle *handle, const uint8_t *addresses, size_t length);

	/* Memory without a copy; -ENOSYS and any other error: none to be had. */
	int (*map)(struct cusb_handle *handle, size_t size, void **memory);
	/* Also after the handle was closed. */
	void (*unmap)(struct cusb_backend *backend, void *memory, size_t size);

	/* power.h, hub.h, cusb_drop_privileges() */
	int (*allow_suspend)(struct cusb_handle *handle);
	int (*forbid_suspend)(struct cusb_handle *handle);
	int (*wait_for_resume)(struct cusb_handle *handle); /* others may be called meanwhile */
	int (*hub_ports)(struct cusb_handle *handle, uint8_t *addresses);
	int (*claim_port)(struct cusb_handle *handle, unsigned int port);
	int (*release_port)(struct cusb_handle *handle, unsigned int port);
	int (*drop_privileges)(struct cusb_handle *handle, uint32_t interfaces);

	/*
	 * Hotplug. Begins to watch; what happens after it returned is told. Missing, or failing: the
	 * core looks every so often.
	 */
	int (*watch)(struct cusb_backend *backend, struct cusb_watch **watch);
	void (*unwatch)(struct cusb_watch *watch);
	int (*watch_fd)(struct cusb_watch *watch); /* shows POLLIN when watch_next() has something */
	/*
	 * Does not block. -EAGAIN: nothing more now. Any other error: the watch is of no more use,
	 * and the core looks every so often.
	 */
	int (*watch_next)(struct cusb_watch *watch, struct cusb_change *change);
	/*
	 * Waits for watch_fd(), NULL watch: only sleeps. 0, -ETIMEDOUT, -EINTR. timeout_ms as above.
	 * Missing: the core looks every so often.
	 */
	int (*watch_wait)(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);
};

/**
 * cusb_set_default_backend - the backend that is searched when a match names none.
 * @backend: NULL for the native one, cusb_usbfs_default(), which it is at first. It must outlive the
 *           devices found on it.
 *
 * For the whole process: so a program runs unchanged on another backend, virtual devices for
 * instance. Does not block.
 */
CUSB_API void cusb_set_default_backend(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
