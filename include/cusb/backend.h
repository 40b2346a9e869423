/* SPDX-License-Identifier: MIT */
/*
 * The contract between the core and what moves the bytes: PyUSB's usb.backend.IBackend.
 *
 * A backend is a struct of functions, of which any may be NULL. The least one lists devices:
 *
 *	static struct cusb_backend mine = {
 *		.version = CUSB_BACKEND_VERSION, .name = "mine", .enumerate = my_enumerate};
 *
 *	cusb_find(CUSB_MATCH(backend, &mine), &dev);      or cusb_set_default_backend(&mine)
 *
 * To write one, go on in this order, and try each step with the library's calls for it:
 *
 *	enumerate                           find; descriptors; a monitor, which looks every second
 *	open, close, control                control requests, strings, which configuration is active
 *	claim, release, queue               read and write; transfer.h
 *	set_configuration, set_altsetting, clear_halt, reset, ...   the calls of these names
 *	watch and the four with it          hotplug without looking
 *
 * What needs a function that is missing returns -ENOSYS, unless it is said below what happens
 * instead. In the source tree, tests/backend is a whole one that knows the public headers alone,
 * and tests/conformance can be pointed at any.
 *
 * Results. Every function returns 0 or more, or a negative errno. An error that the core makes
 * something of is named below; any other goes to the caller of the library as it is, so take those
 * that core.h names for the same thing. -ENODEV always means that the device is gone.
 *
 * What the core sees to. Arguments are in range and fit the descriptors; data is not NULL unless
 * its length is 0; an endpoint is one of the active configuration and its current alternate
 * setting, its interface was claimed on this handle, and its direction is right; timeouts are
 * milliseconds, 0 for ever, or where it says so CUSB_DONT_WAIT.
 *
 * Threads. Functions of the backend, the device or a watch may be called by several threads at
 * once; those of one watch by one at a time. On one handle any number of threads may be in control()
 * and wait_for_resume(), one in wait() of the queue, and one more in any other function: that one is
 * called with the device's lock held, and must not wait for what threads do in the first ones. No
 * function may call the library with the device it is called for.
 *
 * A handle's life. open(); anything; discard() for all that is in flight; release() for what is
 * claimed, attach_kernel_driver() and release_port() likewise; reap() and wait(), until all that was
 * submitted is back; when no thread is inside any more, close(). Only unmap() may come later. A
 * handle whose reset() said -ENODEV is not asked to release anything. One that a monitor opened,
 * only to see whether it can, is closed at once.
 *
 * Memory. What the core hands over is lent for the call, but for a transfer, see submit(). A device
 * outlives its handles, so open() may keep `dev`. The backend must outlive every device found on it
 * and every monitor of it.
 */
#ifndef CUSB_BACKEND_H
#define CUSB_BACKEND_H

#include <sys/types.h>
#include <time.h>

#include "transfer.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Grows whenever struct cusb_backend, or what is asked of a function in it, changes. A backend that
 * was compiled for another one is not called: cusb_find() and all that begins with it say -EINVAL.
 */
#define CUSB_BACKEND_VERSION 3

#define CUSB_NAME_SIZE 40 /* room for the longest name in sysfs, with its NUL */

/* An open device, and a watch for those that come and go: each backend defines them for itself. */
struct cusb_handle;
struct cusb_watch;

/*
 * What a watch saw. The core compares, so a kind that says too much does no harm, and a watch that
 * knows no more than that something came or went says CUSB_CHANGE_ANY. One that said ADDED says
 * BOUND once the device is configured, for that is when monitors tell CUSB_BOUND.
 */
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

/* One device as a backend tells of it while enumerating. Valid during the visit; it is copied. */
struct cusb_candidate {
	const char *name; /* unique among those plugged in; as in sysfs where there is one */
	uint16_t bus;
	uint8_t port_count; /* 0: a root hub */
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	uint8_t address; /* 0: ask address() */
	uint8_t speed;   /* enum cusb_speed; CUSB_SPEED_UNKNOWN: ask speed() */
	uint64_t id;     /* tells devices apart that had the name one after the other; 0: unknown */
	/*
	 * The device descriptor, then the configurations, as the device sends them. Nonsense does
	 * no harm: without a device descriptor the device is passed over, and what follows is cut
	 * at the fault.
	 */
	const uint8_t *descriptors;
	size_t descriptors_length;
};

/*
 * Called for each device. 0 goes on; anything else ends enumerate(), which returns it. It may call
 * other functions of the backend, also open(), so no lock of theirs may be held.
 */
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

/*
 * Transfers of an open device, sync and queued. The core knows what is in flight, looks after time
 * limits, and lets one thread wait for all. All functions but wait() are called with the device's
 * lock held, and do not wait.
 *
 * From submit() until reap() gives it back, a transfer and its data belong to the backend. Of its
 * `state` these are the backend's own: link, and all from there on. They may be anything at first;
 * the native backend's names for them bind nobody. The others are the core's. The backend may read
 * `endpoint`, NULL for endpoint 0; `prev` and `next`, the transfers that are in flight on the same
 * handle and were submitted before and after this one; and `shrinks`: on -ENOMEM a smaller one
 * follows, so that there is nothing to tell the log.
 */
struct cusb_queue_operations {
	/*
	 * Puts a transfer in flight. `ep` tells the type: bulk, interrupt or isochronous; NULL is
	 * endpoint 0, with the SETUP packet in data. Any length is to be moved, in whole packets and
	 * without a gap. Those of one endpoint are carried out in the order of their submission.
	 * actual_length and error_count are 0.
	 * Returns 0; 1 when it waits for another transfer, so that poll_fd() would not show that
	 * discard() has ended it; or an error, and then it is not in flight: -ENOSYS for a type,
	 * flag or stream that the backend has no way for.
	 */
	int (*submit)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer);
	/*
	 * Takes back one that has ended, with actual_length, status and, if isochronous, all other
	 * `out` fields set; and does what else is due, such as submitting the next part of another.
	 * status is 0, also for a short packet unless CUSB_SHORT_NOT_OK is set; -ECANCELED after
	 * discard() and when an interface was released or the device reset; -EPIPE, -EOVERFLOW and
	 * the like of cusb_read().
	 * @transfer: in: the newest in flight, NULL: none; out: the one that has ended.
	 * Returns 0; 1 when there is another one that reap() gives at once; -EAGAIN: none now; any
	 * other error: what is in flight will never come back, and ends with that error.
	 */
	int (*reap)(struct cusb_handle *handle, struct cusb_transfer **transfer);
	/*
	 * Makes a transfer end soon; it comes back by reap(), which says -ECANCELED if that ended
	 * it. Called once for each at most. Returns 1 when reap() gives it at once, though
	 * poll_fd() may not show it; else 0.
	 */
	int (*discard)(struct cusb_handle *handle, struct cusb_transfer *transfer);
	/*
	 * A descriptor that shows POLLIN or POLLOUT when reap() may have something to give or to
	 * do, and neither of them else. The same until close().
	 */
	int (*poll_fd)(struct cusb_handle *handle);
	/*
	 * Called without the lock: sleeps until reap() may have something to give or to do. No
	 * thread is in reap() meanwhile. It must not be a point where pthread_cancel(3) takes
	 * effect.
	 * @remaining: what is left of the time, which goes down as ppoll(2) itself does it; NULL:
	 *             for ever.
	 * Returns 0, also without a reason; -ETIMEDOUT; -EINTR (a signal handler ran).
	 */
	int (*wait)(struct cusb_handle *handle, struct timespec *remaining);
};

struct cusb_backend {
	unsigned int version; /* CUSB_BACKEND_VERSION */
	const char *name;     /* for people */

	/* ---- finding ------------------------------------------------------------------------- */

	/*
	 * Visits each plugged-in device, by bus and then by port path, a hub before what is behind
	 * it. A device that cannot be read is passed over. With a name, only the device of that
	 * name is wanted; visiting others costs time but does no harm. -ENOENT: there is no USB
	 * here; to a monitor, that there are no devices.
	 */
	int (*enumerate)(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			 void *user);
	/* Visits the device behind an open descriptor, once: cusb_device_from_fd(). */
	int (*enumerate_fd)(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);
	/*
	 * The address of the candidate being visited, 1..127. -ENODEV: it has just gone, and is
	 * passed over. Missing: 0 stays 0. Devices are the same when name, address and id are; so
	 * without both address and id a replugged device is taken for the old one.
	 */
	int (*address)(struct cusb_backend *backend, const struct cusb_candidate *candidate);

	/* What is known without opening. -ENODEV: it is gone, or another is in its place. */

	/* enum cusb_speed. Missing: CUSB_SPEED_UNKNOWN. */
	int (*speed)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * UTF-8 with a NUL into text; returns its length. Missing, or any error but -ENODEV: the
	 * device is opened and asked when the program wants the string, and a match on strings,
	 * which opens nothing, finds none.
	 */
	ssize_t (*string)(struct cusb_backend *backend, const struct cusb_device *dev,
			  enum cusb_device_string which, char *text, size_t size);
	/*
	 * bConfigurationValue, 0 when not configured. No bus traffic. Missing, or -ENOSYS when it
	 * cannot be told now: the device is opened and asked, by control().
	 */
	int (*configuration)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * bAlternateSetting of an interface of configuration `value`, -ENOENT if it has none such.
	 * Missing, or -ENOSYS: the interface is claimed and the device asked; but an interface that
	 * has one setting only is in that.
	 */
	int (*altsetting)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			  unsigned int bInterfaceNumber);
	/*
	 * The driver of an interface of configuration `value`, with a NUL into name: 0, -ENODATA,
	 * -ENOENT, -ENAMETOOLONG as cusb_kernel_driver().
	 */
	int (*driver)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		      unsigned int bInterfaceNumber, char *name, size_t size);

	/* ---- an open device ------------------------------------------------------------------ */

	/*
	 * Opens for reading and writing; with an fd of 0 and up, which only enumerate_fd() brings
	 * about, uses that descriptor and leaves it open in the end. The handle is freed by
	 * close(). A device may be opened more than once: by several device objects, and by
	 * monitors, to see whether it can be. -ENODEV: it is gone, or another is in its place.
	 * While a device arrives, -EACCES, -EPERM, -ENOENT and -ENODEV are taken for passing.
	 */
	int (*open)(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		    struct cusb_handle **handle);
	/* Missing: there is nothing to free. */
	void (*close)(struct cusb_handle *handle);
	/*
	 * 0 also when this handle has it already. -EBUSY: a kernel driver, another handle or
	 * another program has it; with cusb_set_auto_detach() the core then takes it from a driver.
	 * -ENOENT: the active configuration has no such interface. Missing: of transfers, only
	 * vendor requests and those to the device itself work, for they need no claim.
	 */
	int (*claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Claims in one step what a kernel driver holds; never from another program: -EBUSY.
	 * Missing, or -ENOSYS: detach_kernel_driver() and claim() do for it.
	 */
	int (*detach_and_claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Sets alternate setting 0. What is in flight to the interface's endpoints has been discarded.
	 * Whatever is returned, the interface counts as released. Missing: claims last until
	 * close().
	 */
	int (*release)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Sends SET_CONFIGURATION, also for the value that is set; 0 unconfigures. Nothing is
	 * claimed on this handle at that time. Then every interface is in alternate setting 0.
	 * -EBUSY: a driver, or somebody else, has claimed an interface.
	 */
	int (*set_configuration)(struct cusb_handle *handle, int value);
	/* Sends SET_INTERFACE. What is in flight to the interface's endpoints has been discarded. */
	int (*set_altsetting)(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			      unsigned int bAlternateSetting);
	/* On device and host, data toggle included; the second is for the host alone. */
	int (*clear_halt)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	int (*reset_endpoint)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	/*
	 * By the port, so that the device keeps its address and configuration. All that is
	 * in flight has been discarded. Claims may be lost: the core claims again what was claimed, whatever is
	 * returned but -ENODEV. -ENODEV: a different device came back, or none; the core closes.
	 */
	int (*reset)(struct cusb_handle *handle);

	/*
	 * Drivers of the operating system. kernel_driver_active() returns 1 or 0.
	 * detach_kernel_driver(): -ENODATA when none is bound. Missing: nothing is detached, by
	 * cusb_set_auto_detach() neither, and a claim stays -EBUSY. attach_kernel_driver() missing:
	 * what was detached stays so.
	 */
	int (*kernel_driver_active)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*detach_kernel_driver)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*attach_kernel_driver)(struct cusb_handle *handle, unsigned int bInterfaceNumber);

	/* ---- moving data --------------------------------------------------------------------- */

	/*
	 * Blocks until the request is done or its time over; returns the bytes moved, at most
	 * wLength. A class or standard request to an interface or endpoint comes with that
	 * interface claimed, but for a printer's GET_DEVICE_ID. Closing does not end it, so it is
	 * for requests that are one call and end by themselves. Missing, or -ENOSYS for a request:
	 * that goes through the queue, as a transfer to endpoint 0.
	 * What configuration() and altsetting() do not tell is asked by it as well, in at most
	 * 5000 ms and with the device's lock held; these two requests have no other way.
	 */
	ssize_t (*control)(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms);

	/* NULL: no transfers, and control() runs all requests. */
	const struct cusb_queue_operations *queue;

	/* ---- what not every host has --------------------------------------------------------- */

	/*
	 * stream.h; the endpoints are of one claimed interface. Returns how many streams there are;
	 * 0 is made -ENOSYS. Cancels what is in flight to the interface's endpoints.
	 */
	int (*alloc_streams)(struct cusb_handle *handle, unsigned int count,
			     const uint8_t *addresses, size_t length);
	int (*free_streams)(struct cusb_handle *handle, const uint8_t *addresses, size_t length);

	/*
	 * buffer.h: memory without a copy, zeroed, on a page of its own. Any error, or either of
	 * the two missing: cusb_buffer_alloc() gives plain memory.
	 */
	int (*map)(struct cusb_handle *handle, size_t size, void **memory);
	/* Also after the handle was closed. */
	void (*unmap)(struct cusb_backend *backend, void *memory, size_t size);

	/* power.h; closing does not end waiting, and others may be called meanwhile */
	int (*allow_suspend)(struct cusb_handle *handle);
	int (*forbid_suspend)(struct cusb_handle *handle);
	int (*wait_for_resume)(struct cusb_handle *handle);
	/* hub.h; the device is a hub. hub_ports() fills [0] for port 1; returns how many ports. */
	int (*hub_ports)(struct cusb_handle *handle, uint8_t *addresses);
	int (*claim_port)(struct cusb_handle *handle, unsigned int port);
	int (*release_port)(struct cusb_handle *handle, unsigned int port);
	/* cusb_drop_privileges() */
	int (*drop_privileges)(struct cusb_handle *handle, uint32_t interfaces);

	/* ---- hotplug ------------------------------------------------------------------------- */

	/*
	 * Begins to watch; what happens after it returned is told. Missing or failing, or one of
	 * those below missing but unwatch(): monitors enumerate every so often.
	 */
	int (*watch)(struct cusb_backend *backend, struct cusb_watch **watch);
	/* Missing: there is nothing to free. */
	void (*unwatch)(struct cusb_watch *watch);
	/* Shows POLLIN when watch_next() has something to tell. */
	int (*watch_fd)(struct cusb_watch *watch);
	/*
	 * Does not block. -EAGAIN: nothing more now. Any other error: the watch is of no more use,
	 * and the monitor enumerates every so often from then on.
	 */
	int (*watch_next)(struct cusb_watch *watch, struct cusb_change *change);
	/*
	 * Waits for watch_fd(); with a NULL watch only sleeps. 0, -ETIMEDOUT, -EINTR; any other
	 * error goes to the caller of cusb_monitor_next().
	 */
	int (*watch_wait)(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);
};

/**
 * cusb_set_default_backend - the backend that is searched when a match names none.
 * @backend: NULL for the native one, cusb_usbfs_default(), which it is at first. It must outlive
 *           the devices found on it.
 *
 * For the whole process: so a program runs unchanged on another backend, virtual devices for
 * instance. Does not block.
 */
CUSB_API void cusb_set_default_backend(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
