/* SPDX-License-Identifier: MIT */
/*
 * The contract between the core and the code that moves the bytes: PyUSB's usb.backend.IBackend.
 *
 * A backend is a struct of functions and of groups of functions. Each function and each group may
 * be NULL; a group that is present is complete. The smallest backend lists devices:
 *
 *	static struct cusb_backend mine = {
 *		.version = CUSB_BACKEND_VERSION, .name = "mine", .enumerate = my_enumerate};
 *
 *	cusb_find(CUSB_MATCH(backend, &mine), &dev);      or cusb_set_default_backend(&mine)
 *
 * Write a backend in this order, and test each step with the calls of the library that it serves:
 *
 *	enumerate                           find; descriptors; a monitor, which looks every second
 *	open, close, control                control requests, strings, which configuration is active
 *	claim, release, queue               read and write; transfer.h
 *	set_configuration, set_altsetting, clear_halt, reset, ...   the calls of these names
 *	watch                               hotplug without looking
 *
 * A call of the library that needs a missing function or group returns -ENOSYS, unless a comment
 * below names another result. In the source tree, tests/backend is a complete backend that includes
 * only public headers, and tests/conformance can test any backend.
 *
 * Results. Every function returns 0, or the number that its comment names, or a negative errno.
 * Errors listed below get special handling; all others reach the caller unchanged. A backend
 * therefore returns the errors that core.h lists. -ENODEV always means that the device is gone. The
 * core refuses a number that cannot be, such as a count above the room that was given, and a text
 * without its NUL: the caller then gets -EPROTO, and the log a line. A transfer with such a count
 * ends with status -EPROTO and no bytes.
 *
 * Other programs. When another program may have acted on the device, the core claims interfaces
 * again, and also releases interfaces that this handle has lost. The core takes these errors as
 * such a sign: -ENOENT, -EBUSY, -EHOSTUNREACH and -EACCES of submit(), control(), clear_halt(),
 * set_altsetting() and the like. It then asks anew and may call the function once more, so nothing
 * may have been transferred. A transfer that ends with -ESHUTDOWN, -EHOSTUNREACH or -ECANCELED, and
 * was not discarded, is a sign too.
 *
 * Arguments. The core guarantees:
 * - Arguments are in range and fit the descriptors. data is not NULL unless its length is 0.
 * - An endpoint is in the active configuration and its current alternate setting, its interface is
 *   claimed on this handle, and its direction is right.
 * - Timeouts are milliseconds. 0 means no limit.
 *
 * Threads. Several threads may call functions of the backend, the device or a watch at the same
 * time; a watch has one call at a time. One handle has any number of threads in control() and
 * wait_for_resume(), at most one in the queue's wait(), and at most one in any other function. The
 * core calls these other functions with the device's lock held, so they must not wait for threads
 * in the first three. No function may call the library with the device it is called for.
 *
 * A handle's life:
 * - open()
 * - any calls
 * - discard() for all transfers in flight; release() for each claimed interface, attach() for each
 *   detached driver, release_port() for each claimed port
 * - reap() and wait(), until all submitted transfers are back
 * - close(), when no thread is inside any more; only unmap() may come later
 * In a child of fork(2) the core calls only close(), at any point of that life, and unmap().
 * Neither may then change anything that the parent has: claims, transfers in flight, a connection.
 * If reset() returned -ENODEV, the core releases nothing on that handle. A monitor opens a device
 * to see whether that is possible, and closes the handle at once.
 *
 * Memory. The core lends its arguments for the call only; a transfer it lends longer, see submit().
 * A device outlives its handles, so open() may keep `dev`. The backend must outlive every device
 * found on it and every monitor of it.
 */
#ifndef CUSB_BACKEND_H
#define CUSB_BACKEND_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#include "transfer.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Grows when struct cusb_backend, or the task of a function in it, changes. The library does not
 * call a backend that was compiled for another version: cusb_find() and similar functions return
 * -EINVAL.
 */
#define CUSB_BACKEND_VERSION 4

#define CUSB_NAME_SIZE 40 /* room for the longest name in sysfs, with its NUL */

struct timespec;

/* An open device, and a watch for devices that arrive and leave. Each backend defines both. */
struct cusb_handle;
struct cusb_watch;

/*
 * What a watch saw. The core compares all devices itself, so additional changes do no harm. A watch
 * that does not know the device or the kind says CUSB_CHANGE_ANY. After ADDED, report BOUND when
 * the device is configured: then monitors tell CUSB_BOUND.
 */
struct cusb_change {
	enum {
		CUSB_CHANGE_ANY, /* look at every device: something may have been lost */
		CUSB_CHANGE_ADDED,
		CUSB_CHANGE_BOUND,   /* the kernel's driver for whole devices is bound to it */
		CUSB_CHANGE_UNBOUND, /* that driver is unbound; also while the device leaves */
		CUSB_CHANGE_CHANGED,
		CUSB_CHANGE_REMOVED
	} kind;
	char name[CUSB_NAME_SIZE]; /* of the device; empty with CUSB_CHANGE_ANY */
	/*
	 * The device's address, 0: unknown. A change of another device that had the name before, or
	 * has it since, is then told from a change of this one.
	 */
	uint8_t address;
};

/* One device, as enumerate() describes it. Lent for the visit; the core copies it. */
struct cusb_candidate {
	/* unique among the plugged-in devices; the sysfs name if there is sysfs */
	const char *name;
	uint16_t bus;
	uint8_t port_count; /* 0: a root hub */
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	/* 1..127; 0: ask address(). A device with another number is skipped. */
	uint8_t address;
	uint8_t speed; /* enum cusb_speed; CUSB_SPEED_UNKNOWN: ask speed() */
	/*
	 * The device may be listed under another name later, with the same bus and address: its
	 * ports are not known yet.
	 */
	bool provisional_name;
	/*
	 * Differs between devices that had the same name one after the other; 0: unknown. In a list
	 * of all devices it may be the id of the device that had the name a moment before; in a list
	 * of one name it is of the same device as the rest.
	 */
	uint64_t id;
	/*
	 * The device descriptor, then the configurations, as the device sends them. Malformed bytes
	 * do no harm: without a device descriptor the device is skipped, and bytes after the first
	 * fault are ignored.
	 */
	const uint8_t *descriptors;
	size_t descriptors_length;
	/* The backend's own, for its address() and candidate_string(); the core does not use it. */
	void *own;
};

/*
 * Called for each device. 0 continues. Any other result ends enumerate(), which returns that
 * result. The function may call other functions of the backend, also open(), so the backend must
 * hold none of its locks here.
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
enum cusb_device_string { CUSB_MANUFACTURER = 0, CUSB_PRODUCT = 1, CUSB_SERIAL_NUMBER = 2 };

/* ---- groups of functions: a backend has all of a group, or no group ---- */

/* Drivers of the operating system, on the interfaces of an open device. */
struct cusb_driver_operations {
	/* 1: a driver is bound to the interface; 0: none is. */
	int (*active)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/* -ENODATA: no driver is bound. */
	int (*detach)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*attach)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Takes an interface from a kernel driver and claims it, in one step. -EBUSY: another
	 * program has claimed it. The only function of the group that may be NULL. NULL or -ENOSYS:
	 * the core calls detach() and then claim().
	 */
	int (*detach_and_claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
};

/* stream.h. The endpoints belong to one claimed interface. */
struct cusb_stream_operations {
	/*
	 * Returns the number of streams; the core makes -ENOSYS of 0. The core has discarded the
	 * transfers in flight to the interface's endpoints.
	 */
	int (*alloc)(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
		     size_t length);
	int (*free)(struct cusb_handle *handle, const uint8_t *addresses, size_t length);
};

/* buffer.h: memory that transfers use without a copy. */
struct cusb_memory_operations {
	/* Zeroed memory on a page of its own. Any error: cusb_buffer_alloc() gives plain memory. */
	int (*map)(struct cusb_handle *handle, size_t size, void **memory);
	/* May come after close() of the handle. */
	void (*unmap)(struct cusb_backend *backend, void *memory, size_t size);
};

/* power.h */
struct cusb_power_operations {
	int (*allow_suspend)(struct cusb_handle *handle);
	int (*forbid_suspend)(struct cusb_handle *handle);
	/*
	 * Blocks; the core may call other functions of the handle meanwhile, and cannot cancel it.
	 */
	int (*wait_for_resume)(struct cusb_handle *handle);
};

/* hub.h; the device is a hub. */
struct cusb_hub_operations {
	/* Fills addresses[0] for port 1 and so on; returns the number of ports. */
	int (*ports)(struct cusb_handle *handle, uint8_t *addresses);
	int (*claim_port)(struct cusb_handle *handle, unsigned int port);
	int (*release_port)(struct cusb_handle *handle, unsigned int port);
};

/* Hotplug. */
struct cusb_watch_operations {
	/*
	 * Begins to watch. next() reports every change after begin() has returned. Any error:
	 * monitors enumerate at intervals.
	 */
	int (*begin)(struct cusb_backend *backend, struct cusb_watch **watch);
	void (*end)(struct cusb_watch *watch);
	/* A descriptor that shows POLLIN when next() has a change to report. */
	int (*fd)(struct cusb_watch *watch);
	/*
	 * Does not block. -EAGAIN: no change now. Any other error: changes may be missed. The
	 * monitor then enumerates, and goes on to do so at intervals. It calls next() at each
	 * interval, until next() returns -EAGAIN: the watch has recovered. After an error fd() must
	 * not go on to show POLLIN, as far as the watch can help it.
	 */
	int (*next)(struct cusb_watch *watch, struct cusb_change *change);
	/*
	 * Waits for fd(). With a NULL watch it only sleeps. 0, -ETIMEDOUT, -EINTR; any other error
	 * reaches the caller of cusb_monitor_next().
	 */
	int (*wait)(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);
};

/*
 * Transfers of an open device, sync and queued. The core knows which transfers are in flight,
 * enforces timeouts, and lets one thread wait for all. It calls all functions except wait() with
 * the device's lock held; they do not wait. None of them, wait() included, may be a cancellation
 * point of pthread_cancel(3): a thread that ends there leaves its transfer and the lock behind.
 *
 * A transfer and its data belong to the backend from submit() until reap() returns it. In its
 * `state`, the member `link` and all members after it belong to the backend. They hold any values
 * at first, and other backends may use these fields as they like. All earlier members belong to the
 * core. The backend may read these:
 * - endpoint: NULL for endpoint 0
 * - prev, next: the transfers in flight on the same handle that were submitted before and after
 *   this one
 * - shrinks: after -ENOMEM the core submits a smaller transfer, so the backend does not log the
 *   error
 */
struct cusb_queue_operations {
	/*
	 * Puts a transfer in flight. The type of `ep` is bulk, interrupt or isochronous; NULL is
	 * endpoint 0, and then data begins with the SETUP packet. Moves any length, in whole
	 * packets and without a gap. Transfers of one endpoint run in the order of their
	 * submission. On entry actual_length and error_count are 0.
	 * Returns:
	 *   0    in flight
	 *   1    in flight, but held back behind another transfer: poll_fd() would not show its end
	 *        after discard()
	 *   < 0  not in flight; -ENOSYS: the backend does not support the type, a flag or streams
	 */
	int (*submit)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer);
	/*
	 * Returns one completed transfer, with actual_length, status and, if isochronous, all other
	 * `out` fields set. Also does other due work, such as submitting the next part of another
	 * transfer.
	 * status is 0, also for a short packet unless CUSB_SHORT_NOT_OK is set; -ECANCELED after
	 * discard(); -ESHUTDOWN or -EHOSTUNREACH when the system ended it, as for cusb_read(); or
	 * another error of cusb_read(), such as -EPIPE and -EOVERFLOW.
	 * @transfer: in: the newest transfer in flight, NULL: none; out: the completed transfer.
	 * Returns:
	 *   0        @transfer has completed
	 *   1        the same, and the next reap() has another one at once
	 *   -EAGAIN  none has completed
	 *   < 0      the transfers in flight will never come back; the core ends them with this
	 *            error
	 */
	int (*reap)(struct cusb_handle *handle, struct cusb_transfer **transfer);
	/*
	 * Makes a transfer end soon. reap() returns it later, with status -ECANCELED if discard()
	 * ended it. The core calls it at most once for a transfer. Returns 1 when the next reap()
	 * returns the transfer, even if poll_fd() does not show it; otherwise 0.
	 */
	int (*discard)(struct cusb_handle *handle, struct cusb_transfer *transfer);
	/*
	 * A descriptor that shows POLLIN or POLLOUT. Signals only when reap() may have a completed
	 * transfer or other work. The same descriptor until close().
	 */
	int (*poll_fd)(struct cusb_handle *handle);
	/*
	 * Called without the lock. Sleeps until reap() may have a completed transfer or other work.
	 * No thread is in reap() meanwhile, except after a discard() that returned 1. When a session
	 * ends, the core calls it with the lock held.
	 * @remaining: the time left, reduced by the time slept, as the ppoll(2) system call does;
	 *             NULL: no limit.
	 * Returns 0, also without a reason; -ETIMEDOUT; -EINTR (a signal handler ran).
	 */
	int (*wait)(struct cusb_handle *handle, struct timespec *remaining);
};

struct cusb_backend {
	unsigned int version; /* CUSB_BACKEND_VERSION */
	const char *name;     /* for log lines */

	/* ---- finding ------------------------------------------------------------------------- */

	/*
	 * Visits each plugged-in device, in order of bus and port path, a hub before the devices
	 * behind it. Skips a device that cannot be read. If `name` is not NULL, only the device of
	 * that name is needed; visiting others costs time but does no harm. A machine without USB
	 * has no devices: 0, with a log line.
	 */
	int (*enumerate)(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			 void *user);
	/*
	 * The address of the candidate being visited, 1..127. -ENODEV: the device has just left,
	 * and is skipped. Missing: the address stays 0. Devices are the same when name, address and
	 * id are equal, so a backend with neither address nor id cannot tell a replugged device
	 * from the old one. A monitor asks it of every device in each look.
	 */
	int (*address)(struct cusb_backend *backend, const struct cusb_candidate *candidate);
	/*
	 * As string(), but for the candidate being visited: a match on strings needs it before
	 * there is a device object. If the candidate has just left, the text may be another
	 * device's; the core calls address() later, which then returns -ENODEV. Missing: the core
	 * makes a device object and calls string().
	 */
	ssize_t (*candidate_string)(struct cusb_backend *backend,
				    const struct cusb_candidate *candidate,
				    enum cusb_device_string which, char *text, size_t size);

	/* These need no handle. -ENODEV: the device is gone, or another one has its place. */

	/* enum cusb_speed. Missing: CUSB_SPEED_UNKNOWN. */
	int (*speed)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * Writes UTF-8 with a NUL into text; returns its length. Missing, or any error except
	 * -ENODEV: the core opens and asks the device when the program wants the string; a match on
	 * strings opens nothing, and does not match.
	 */
	ssize_t (*string)(struct cusb_backend *backend, const struct cusb_device *dev,
			  enum cusb_device_string which, char *text, size_t size);
	/*
	 * The same for the string of a configuration or an interface, by its index: iConfiguration,
	 * iInterface. -ENODATA: not known without the device. Missing: none is known.
	 */
	ssize_t (*string_at)(struct cusb_backend *backend, const struct cusb_device *dev,
			     unsigned int index, char *text, size_t size);
	/*
	 * bConfigurationValue. Not configured: -EHOSTUNREACH, or 0 if no configuration has this
	 * value. No bus traffic. Missing, or -ENOSYS (unknown now): the core opens the device and
	 * asks it by control(). After set_configuration() the core asks whether it was carried out.
	 */
	int (*configuration)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * bAlternateSetting of an interface of configuration `value`; -ENOENT: no such interface.
	 * Missing, or -ENOSYS: the core claims the interface and asks the device, unless the
	 * interface has only one setting.
	 */
	int (*altsetting)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			  unsigned int bInterfaceNumber);
	/*
	 * Writes the name of the driver of an interface of configuration `value`, with a NUL. 0, or
	 * -ENODATA, -ENOENT, -ENAMETOOLONG as cusb_kernel_driver().
	 */
	int (*driver)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		      unsigned int bInterfaceNumber, char *name, size_t size);

	/* ---- an open device ------------------------------------------------------------------ */

	/* Visits the device behind an open descriptor, once: cusb_device_from_fd(). */
	int (*enumerate_fd)(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);
	/*
	 * Opens the device for reading and writing. If `fd` is 0 or more, the device comes from
	 * enumerate_fd(): uses this descriptor, and close() leaves it open. close() frees the
	 * handle. A device may be open more than once: by several device objects, and by monitors
	 * that test whether it can be opened. -ENODEV: the device is gone, or another one has its
	 * place. -EBUSY: another handle uses this descriptor. While a device arrives, -EACCES,
	 * -EPERM, -ENOENT and -ENODEV count as temporary.
	 */
	int (*open)(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		    struct cusb_handle **handle);
	/* Missing: there is nothing to free. */
	void (*close)(struct cusb_handle *handle);
	/*
	 * 0 also when this handle has already claimed the interface. -EBUSY: a kernel driver,
	 * another handle or another program has it; with cusb_set_auto_detach() the core then takes
	 * it from a driver. -ENOENT: the active configuration has no such interface. Missing: only
	 * transfers that need no claim work, which are vendor requests and requests to the device.
	 */
	int (*claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Sets alternate setting 0. The core has discarded the transfers in flight to the
	 * interface's endpoints. -EINVAL, -ENOENT: the claim was lost before, which is no error for
	 * the caller. After another error, too, the interface counts as released. Missing: claims
	 * last until close().
	 */
	int (*release)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Sends SET_CONFIGURATION, also for the current value; 0 unconfigures, unless the device
	 * has a configuration of this value. This handle has no claims then. Afterwards every interface is in alternate setting 0. -EBUSY: a driver, or
	 * another program, has claimed an interface.
	 */
	int (*set_configuration)(struct cusb_handle *handle, int value);
	/*
	 * Sends SET_INTERFACE. The core has discarded the transfers in flight to the interface's
	 * endpoints.
	 */
	int (*set_altsetting)(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			      unsigned int bAlternateSetting);
	/*
	 * clear_halt() works on device and host, data toggle included; reset_endpoint() on the host
	 * alone.
	 */
	int (*clear_halt)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	int (*reset_endpoint)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	/*
	 * Resets the device by its port, so that it keeps its address and configuration. The core
	 * has discarded all transfers in flight. Claims may be lost: the core claims the interfaces
	 * again, unless the result is -ENODEV. -ENODEV: a different device came back, or none; the
	 * core closes the handle.
	 */
	int (*reset)(struct cusb_handle *handle);

	/* NULL: auto-detach does nothing and a busy claim stays -EBUSY. */
	const struct cusb_driver_operations *drivers;

	/* ---- moving data --------------------------------------------------------------------- */

	/*
	 * Blocks until the request is done or its time is over. Returns the bytes moved, at most
	 * wLength. For a class or standard request to an interface or endpoint the interface is
	 * claimed, except for a printer's GET_DEVICE_ID. close() waits for it and cannot cancel it,
	 * so it is for requests that are one call and end by themselves. Missing, or -ENOSYS for a
	 * request: the request goes through the queue, as a transfer to endpoint 0.
	 * The core also uses it when configuration() and altsetting() give no answer, with a
	 * timeout of at most 5000 ms and the device's lock held; these two requests never go
	 * through the queue.
	 */
	ssize_t (*control)(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms);

	/* NULL: no transfers; control() runs all requests. */
	const struct cusb_queue_operations *queue;

	/* ---- what not every host has --------------------------------------------------------- */

	const struct cusb_stream_operations *streams;
	const struct cusb_memory_operations *memory; /* NULL: cusb_buffer_alloc() gives plain memory */
	const struct cusb_power_operations *power;
	const struct cusb_hub_operations *hub;
	/* cusb_drop_privileges() */
	int (*drop_privileges)(struct cusb_handle *handle, uint32_t interfaces);

	/* ---- hotplug ------------------------------------------------------------------------- */

	const struct cusb_watch_operations *watch; /* NULL: monitors enumerate at intervals */
};

/**
 * cusb_set_default_backend - set the backend for matches that name none.
 * @backend: NULL for the native one, cusb_usbfs_default(), which is the initial one. It must
 *           outlive the devices found on it.
 *
 * For the whole process. A program runs unchanged on another backend in this way, for example on
 * virtual devices. Does not block.
 */
CUSB_API void cusb_set_default_backend(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
