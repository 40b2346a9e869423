/* SPDX-License-Identifier: MIT */
/*
 * The contract between the core and a backend: PyUSB's usb.backend.IBackend.
 *
 * A backend is a struct of functions and of groups of functions. Each function and each group may
 * be NULL. A group has all its functions, unless a comment allows NULL. The smallest backend lists
 * devices:
 *
 *	static struct cusb_backend mine = {
 *		.version = CUSB_BACKEND_VERSION, .name = "mine", .enumerate = my_enumerate};
 *
 *	cusb_find(CUSB_MATCH(backend, &mine), &dev);      or cusb_set_default_backend(&mine)
 *
 * Write a backend in this order. After each step, test the calls on the right:
 *
 *	enumerate                           find, descriptors, a monitor that lists every second
 *	open, close, control                control requests, strings, the active configuration
 *	claim, release, queue               read and write; transfer.h
 *	set_configuration, set_altsetting, clear_halt, reset, ...   the calls of these names
 *	watch                               hotplug without a delay
 *
 * A call of the library that needs a missing function or group returns -ENOSYS, unless a comment
 * below names another result. In the source tree, src/backend/usbip is a complete backend that includes
 * only public headers. tests/conformance can test any backend.
 *
 * Results: every function returns 0, or the number that its comment names, or a negative errno. The
 * errors that a comment below names have a meaning for the core. All other errors reach the caller
 * unchanged, so a backend returns the errors that core.h lists. -ENODEV means that the device is
 * gone. Its second meaning is under "Other programs". The core refuses an impossible number, such
 * as a count above the room that was given, and a text without its NUL. The caller then gets
 * -EPROTO, and the core logs a line. A transfer with such a count ends with status -EPROTO and 0
 * bytes.
 *
 * Reasons: a function that fails may give the reason by cusb_refuse() of log.h. If submit() fails,
 * only the reason of an isochronous transfer reaches the caller.
 *
 * Other programs: if another program may have acted on the device, the core claims interfaces
 * again. It may also release an interface that this handle has lost. The signs of such an action
 * are:
 * - submit(), control(), clear_halt(), set_altsetting() or a similar function returns -ENOENT,
 *   -EBUSY, -EHOSTUNREACH or -ENODEV. The core then asks for the state again, and may call the
 *   function once more. So a function that returns one of these errors must have transferred
 *   nothing. After -ENODEV the new claim shows the reason: -ENODEV, the device is gone, or -EACCES,
 *   its interface is not authorized.
 * - A transfer that was not discarded ends with -ESHUTDOWN, -EHOSTUNREACH or -ECANCELED.
 *
 * Arguments: the core guarantees this:
 * - Arguments are in range and fit the descriptors. `data` is not NULL unless its length is 0.
 * - An endpoint is in the active configuration and its current alternate setting. Its interface is
 *   claimed on this handle. Its direction is right.
 * - Timeouts are milliseconds. 0 means no limit.
 * After cusb_set_automatic() with false the core guarantees less:
 * - Before a call, the core claims, releases and discards nothing.
 * - Arguments need not fit the descriptors. An alternate setting or a configuration may have any
 *   number. The endpoint of a transfer may be of another alternate setting.
 * - If no descriptor has the endpoint, `ep` has a type, an interval and a packet size that fit any
 *   endpoint of the type. The other members of `ep` are zero.
 * - A control transfer may be to any endpoint.
 * The backend refuses impossible calls, as the system does.
 *
 * Threads: several threads may call functions of one backend at the same time, even for one device.
 * Only one thread at a time calls a watch. On one handle, any number of threads may be in control()
 * and wait_for_resume(), one thread in the queue's wait(), and one thread in any other function.
 * The core calls these other functions with the device's lock held. They must not wait for threads
 * in control(), wait_for_resume() and wait(). No function may call the library for its own device.
 *
 * The calls for a handle come in this order:
 * - open()
 * - any calls
 * - discard() for all transfers in flight; release() for each claimed interface, attach() for each
 *   detached driver, release_port() for each claimed port
 * - reap() and wait(), until all submitted transfers are back
 * - close(), when no thread is in a call any more; only unmap() may come later
 * In a child of fork(2) the core calls only close(), at any point of this order, and unmap(). They
 * must not change the parent's claims, transfers in flight or connection. If reset() returned
 * -ENODEV, the core releases nothing on that handle. A monitor opens a device to test whether this
 * is possible, and closes the handle at once.
 *
 * Memory: the core lends its arguments for the call only, except a transfer; see submit(). A device
 * outlives its handles, so open() may keep `dev`. The backend must outlive its devices and its
 * monitors.
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
 * The version of the contract. A change of struct cusb_backend, or of the task of a function,
 * raises it. The library does not call a backend that was compiled for another version: cusb_find()
 * and similar functions return -EINVAL.
 */
#define CUSB_BACKEND_VERSION 5

#define CUSB_NAME_SIZE 40 /* room for the longest name in sysfs, with its NUL */

struct timespec;

/* An open device. Each backend defines this struct. */
struct cusb_handle;
/* A watch for devices that arrive and leave. Each backend defines this struct. */
struct cusb_watch;

/*
 * A change that a watch reports. The core compares all devices itself, so a change that is reported
 * without need does no harm. If the watch does not know the device or the kind, it reports
 * CUSB_CHANGE_ANY. After ADDED, report BOUND when the device is configured: monitors then report
 * CUSB_BOUND.
 */
struct cusb_change {
	enum {
		CUSB_CHANGE_ANY, /* changes may have been lost: the core enumerates */
		CUSB_CHANGE_ADDED,
		CUSB_CHANGE_BOUND,   /* the kernel's driver for whole devices is bound to it */
		CUSB_CHANGE_UNBOUND, /* this driver is unbound; also while the device leaves */
		CUSB_CHANGE_CHANGED,
		CUSB_CHANGE_REMOVED
	} kind;
	char name[CUSB_NAME_SIZE]; /* of the device; empty with CUSB_CHANGE_ANY */
	/*
	 * The device's address; 0: unknown. The address tells the core whether the change belongs
	 * to an earlier or a later device of the same name.
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
	 * The ports of the device are not known yet. The device may be listed under another name
	 * later, with the same bus and address.
	 */
	bool provisional_name;
	/*
	 * A number that is different for each device that had this name; 0: unknown. If enumerate()
	 * visits all devices, it may be the id of the device that had the name before. If
	 * enumerate() visits one name, it is the id of the visited device.
	 */
	uint64_t id;
	/*
	 * The device descriptor, then the configurations, as the device sends them. Malformed bytes
	 * do no harm: the core ignores all bytes from the first malformed byte on. It skips a
	 * device without a device descriptor.
	 */
	const uint8_t *descriptors;
	size_t descriptors_length;
	/* For address() and candidate_string() of the backend; the core does not use it. */
	void *own;
};

/*
 * enumerate() calls it for each device. 0 continues. Any other result ends enumerate(), which
 * returns this result. The function may call other functions of the backend, even open(). So the
 * backend must hold none of its locks during the call.
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

/* ---- groups of functions: a backend has all functions of a group, or none ---- */

/* Drivers of the operating system, on the interfaces of an open device. */
struct cusb_driver_operations {
	/* 1: a driver is bound to the interface; 0: no driver is bound. */
	int (*active)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/* -ENODATA: no driver is bound. */
	int (*detach)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*attach)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Detaches the interface's driver, if there is one, and claims the interface, in one step.
	 * -EBUSY: another program has claimed the interface. NULL or -ENOSYS: the core calls
	 * detach() and then claim(). No other function of the group may be NULL.
	 */
	int (*detach_and_claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
};

/* stream.h. The endpoints belong to one claimed interface. */
struct cusb_stream_operations {
	/*
	 * Returns the number of streams; 0 becomes -ENOSYS for the caller. The core has discarded
	 * the transfers in flight to the interface's endpoints.
	 */
	int (*alloc)(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
		     size_t length);
	int (*free)(struct cusb_handle *handle, const uint8_t *addresses, size_t length);
};

/* buffer.h: memory that transfers use without a copy. */
struct cusb_memory_operations {
	/*
	 * Maps zeroed memory, aligned to a page. -ENOSYS: the system has no such memory. After any
	 * error cusb_buffer_alloc() gives plain memory.
	 */
	int (*map)(struct cusb_handle *handle, size_t size, void **memory);
	/* The call may come after close() of the handle. */
	void (*unmap)(struct cusb_backend *backend, void *memory, size_t size);
};

/* power.h */
struct cusb_power_operations {
	int (*allow_suspend)(struct cusb_handle *handle);
	int (*forbid_suspend)(struct cusb_handle *handle);
	/*
	 * Blocks. The core may call other functions of the handle meanwhile. It cannot cancel this
	 * call.
	 */
	int (*wait_for_resume)(struct cusb_handle *handle);
};

/* hub.h. The device is a hub. */
struct cusb_hub_operations {
	/* Sets addresses[0] for port 1 and so on. Returns the number of ports. */
	int (*ports)(struct cusb_handle *handle, uint8_t *addresses);
	int (*claim_port)(struct cusb_handle *handle, unsigned int port);
	int (*release_port)(struct cusb_handle *handle, unsigned int port);
};

/* Hotplug. */
struct cusb_watch_operations {
	/*
	 * Begins to watch. next() reports every change that comes after begin() has returned. After
	 * an error of begin() the monitor enumerates at intervals.
	 */
	int (*begin)(struct cusb_backend *backend, struct cusb_watch **watch);
	void (*end)(struct cusb_watch *watch);
	/*
	 * A descriptor that shows POLLIN when next() has a change to report. After next() has
	 * returned -EAGAIN, each later change makes the descriptor ready anew, as for poll_fd() of
	 * a queue.
	 */
	int (*fd)(struct cusb_watch *watch);
	/*
	 * Does not block. -EAGAIN: no change now. Any other error: changes may be lost. The monitor
	 * then enumerates at intervals, and calls next() at each interval, until next() returns
	 * -EAGAIN: the watch works again. If possible, fd() does not show POLLIN all the time after
	 * an error.
	 */
	int (*next)(struct cusb_watch *watch, struct cusb_change *change);
	/*
	 * Waits for fd(). With a NULL watch it only sleeps. Returns 0, -ETIMEDOUT or -EINTR. Any
	 * other error reaches the caller of cusb_monitor_next().
	 */
	int (*wait)(struct cusb_backend *backend, struct cusb_watch *watch, int timeout_ms);
};

/* A transfer in flight, as the core and the backend see it. */
struct cusb_queue_entry {
	/* For the core. The backend only reads these members. */
	struct cusb_transfer *prev, *next; /* submitted before and after it on the same handle */
	const struct cusb_endpoint *endpoint; /* NULL: control */
	/* Isochronous: after -ENOMEM the core submits a smaller transfer. Do not log the error. */
	bool shrinks;
	/*
	 * For the backend, which puts its own struct here. The struct needs the attribute
	 * may_alias, because the program may have declared the transfer as a variable. At first the
	 * room can have any values, because another backend may have used it.
	 */
	union {
		unsigned char bytes[64 + 16 * sizeof(void *)];
		void *pointer;   /* for the alignment */
		uint64_t number; /* for the alignment */
	} room;
} __attribute__((may_alias));

/**
 * cusb_queue_entry_of - the part of a transfer that the core and the backend share.
 * @transfer: a transfer that submit() was called for.
 *
 * Returns the entry, which is inside @transfer.
 */
static inline struct cusb_queue_entry *cusb_queue_entry_of(const struct cusb_transfer *transfer)
{
	return (struct cusb_queue_entry *)(uintptr_t)transfer->own.bytes;
}

/*
 * Isochronous packets are in rows. cusb_transfer_packet() gives the first packet of a row, and the
 * other packets of the row follow it in memory. In front of each row is room for the backend. At
 * first the room can have any values. The rows and their rooms are aligned as the room of a queue
 * entry.
 */
#define CUSB_ROW_PACKETS 128 /* of each row; the last row may be shorter */
#define CUSB_ROW_ROOM    64  /* bytes in front of a row */

/*
 * Transfers of an open device, sync and queued. The core knows which transfers are in flight,
 * enforces timeouts, and lets one thread wait for all threads. It calls all functions except wait()
 * with the device's lock held. These functions do not wait. No function, also not wait(), may be a
 * cancellation point of pthread_cancel(3): a thread that ended there would leave its transfer in
 * flight and the lock taken.
 *
 * A transfer and its data belong to the backend from submit() until reap() returns the transfer.
 * cusb_queue_entry_of() has the other facts that a backend needs, and room for its own data.
 */
struct cusb_queue_operations {
	/*
	 * Puts a transfer in flight. The type of `ep` is bulk, interrupt or isochronous. If `ep` is
	 * NULL, it is a control transfer, and its data begins with the SETUP packet. Moves any
	 * length, in whole packets and without a gap. Transfers of one endpoint run in the order of
	 * their submission. On entry actual_length and error_count are 0.
	 * Returns:
	 *   0    in flight
	 *   1    in flight, but it begins after another transfer. If discard() ends it before it
	 *        begins, poll_fd() does not show its end
	 *   < 0  not in flight; -ENOSYS: the backend does not support the type, a flag, streams, or
	 *        control transfers to other endpoints than 0
	 */
	int (*submit)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		      struct cusb_transfer *transfer);
	/*
	 * Returns one completed transfer, with actual_length and status set. In an isochronous
	 * transfer all other `out` members are set, too. Also does other work that is due: submits
	 * the next URB of another transfer, for example.
	 * status is one of these:
	 *   0                           success, also for a short packet unless CUSB_SHORT_NOT_OK
	 *                               is set
	 *   -ECANCELED                  discard() ended the transfer
	 *   -ESHUTDOWN, -EHOSTUNREACH   the system ended the transfer, as for cusb_read()
	 *   < 0                         another error of cusb_read(), such as -EPIPE and -EOVERFLOW
	 * @transfer: in: the newest transfer in flight, or NULL; out: the completed transfer.
	 * Returns:
	 *   0        @transfer has completed
	 *   1        @transfer has completed, and the next reap() returns another one at once
	 *   -EAGAIN  no transfer has completed
	 *   < 0      the transfers in flight will never come back; the core ends them with this
	 *            error
	 */
	int (*reap)(struct cusb_handle *handle, struct cusb_transfer **transfer);
	/*
	 * Makes a transfer end soon. reap() returns it later, with status -ECANCELED if discard()
	 * ended it. The core calls discard() at most once for a transfer.
	 * Returns:
	 *   0          reap() returns the transfer soon
	 *   1          the next reap() returns the transfer, although poll_fd() may not show it
	 *   -EALREADY  the transfer has completed before; reap() returns it with its own result
	 */
	int (*discard)(struct cusb_handle *handle, struct cusb_transfer *transfer);
	/*
	 * A descriptor that shows POLLIN or POLLOUT when reap() may have a completed transfer or
	 * other work, and at no other time. The descriptor is the same until close(). A wait set
	 * (wait.h) watches it with EPOLLET: after reap() has returned -EAGAIN, each new completion
	 * or other work makes the descriptor ready anew.
	 */
	int (*poll_fd)(struct cusb_handle *handle);
	/*
	 * Called without the lock. Sleeps until reap() may have a completed transfer or other work.
	 * No thread is in reap() meanwhile, except after a discard() that returned 1. When the core
	 * closes a handle, it calls wait() with the lock held.
	 * @remaining: the time left. The function subtracts the time that it slept, as the ppoll(2)
	 *             system call does. NULL: no limit.
	 * Returns:
	 *   0           awake, for any reason
	 *   -ETIMEDOUT  no time is left
	 *   -EINTR      a signal handler ran
	 */
	int (*wait)(struct cusb_handle *handle, struct timespec *remaining);
};

struct cusb_backend {
	unsigned int version; /* CUSB_BACKEND_VERSION */
	const char *name;     /* for log lines */

	/* ---- finding ------------------------------------------------------------------------- */

	/*
	 * Visits each plugged-in device, in order of bus and port path, a hub before the devices
	 * behind it. Skips a device that cannot be read. If `name` is not NULL, the core needs only
	 * the device of this name; other visits do no harm, but take time. A machine without USB
	 * has no devices: the function returns 0, and logs a line.
	 */
	int (*enumerate)(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
			 void *user);
	/*
	 * Returns the address of the visited candidate, 1..127. -ENODEV: the device has just left,
	 * and is skipped. Missing: the address stays 0. Two devices are the same if name, address
	 * and id are equal. So without address and id a replugged device looks like the device
	 * before. For each list, a monitor asks for the address of every device.
	 */
	int (*address)(struct cusb_backend *backend, const struct cusb_candidate *candidate);
	/*
	 * As string(), for the visited candidate: a match on strings needs the text before there is
	 * a device object. If the candidate has just left, the text may come from another device:
	 * the core calls address() later, which then returns -ENODEV. Missing: the core makes a
	 * device object and calls string().
	 */
	ssize_t (*candidate_string)(struct cusb_backend *backend,
				    const struct cusb_candidate *candidate,
				    enum cusb_device_string which, char *text, size_t size);

	/* The next functions need no handle. -ENODEV: the device is gone or has been replaced. */

	/* Returns enum cusb_speed. Missing: CUSB_SPEED_UNKNOWN. */
	int (*speed)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * Writes UTF-8 with a NUL into `text`, and returns its length. Missing, or any error except
	 * -ENODEV: if the program asks for the string, the core opens the device and asks it. A
	 * match on strings opens nothing, and the device does not match.
	 */
	ssize_t (*string)(struct cusb_backend *backend, const struct cusb_device *dev,
			  enum cusb_device_string which, char *text, size_t size);
	/*
	 * As string(), for a string of a configuration or an interface, by its index:
	 * iConfiguration, iInterface. -ENODATA: the string is not known without opening the device.
	 * Missing: no such string is known.
	 */
	ssize_t (*string_at)(struct cusb_backend *backend, const struct cusb_device *dev,
			     unsigned int index, char *text, size_t size);
	/*
	 * Returns bConfigurationValue. If the device is not configured: -EHOSTUNREACH, or 0 if no
	 * configuration has the value 0. Causes no bus traffic. Missing, or -ENOSYS (unknown now):
	 * the core opens the device and asks it by control(). After set_configuration() the core
	 * calls this function to test the result.
	 */
	int (*configuration)(struct cusb_backend *backend, const struct cusb_device *dev);
	/*
	 * Returns bAlternateSetting of an interface of configuration `value`. -ENOENT: no such
	 * interface. Missing, or -ENOSYS: the core claims the interface and asks the device, unless
	 * the interface has only one setting.
	 */
	int (*altsetting)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			  unsigned int bInterfaceNumber);
	/*
	 * Writes the name of the driver of an interface of configuration `value`, with a NUL.
	 * Returns 0, or -ENODATA, -ENOENT or -ENAMETOOLONG as cusb_kernel_driver().
	 */
	int (*driver)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		      unsigned int bInterfaceNumber, char *name, size_t size);

	/* ---- an open device ------------------------------------------------------------------ */

	/* Visits the device behind an open descriptor, once: cusb_device_from_fd(). */
	int (*enumerate_fd)(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user);
	/*
	 * Opens the device for reading and writing. If `fd` is 0 or more, the device comes from
	 * enumerate_fd(): open() uses this descriptor, and close() leaves it open. close() frees
	 * the handle. A device may have several handles at once: several device objects open it,
	 * and monitors test whether it can be opened. -ENODEV: the device is gone or has been
	 * replaced. -EBUSY: another handle uses this descriptor. For a device that arrives, a
	 * monitor tries again after -EACCES, -EPERM, -ENOENT and -ENODEV.
	 */
	int (*open)(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		    struct cusb_handle **handle);
	/* Missing: there is nothing to free. */
	void (*close)(struct cusb_handle *handle);
	/*
	 * Claims an interface. Returns 0 also if this handle has claimed the interface already.
	 * -EBUSY: a kernel driver, another handle or another program has it. After
	 * cusb_set_auto_detach() the core then takes the interface from a driver. -ENOENT: the
	 * active configuration has no such interface. Missing: only requests that need no claim
	 * work. These are vendor requests and requests to the device.
	 */
	int (*claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Releases the interface and sets alternate setting 0. The core has discarded the transfers
	 * in flight to the interface's endpoints. -EINVAL, -ENOENT: the claim was lost before. This
	 * is no error for the caller, except after cusb_set_automatic() with false. After any error
	 * the interface counts as released. Missing: claims last until close().
	 */
	int (*release)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	/*
	 * Sends SET_CONFIGURATION, even for the current value. This handle has no claims then.
	 * Afterwards every interface is in alternate setting 0. 0 unconfigures, unless the device
	 * has a configuration of value 0. Only for such a device the value may be
	 * CUSB_UNCONFIGURED, which unconfigures it. -ENOSYS: the backend cannot do this. -EBUSY: a
	 * driver or another program has claimed an interface.
	 */
	int (*set_configuration)(struct cusb_handle *handle, int value);
	/*
	 * Sends SET_INTERFACE. The core has discarded the transfers in flight to the interface's
	 * endpoints.
	 */
	int (*set_altsetting)(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			      unsigned int bAlternateSetting);
	/*
	 * clear_halt() clears the halt, and resets the data toggle on device and host.
	 * reset_endpoint() resets the data toggle on the host only.
	 */
	int (*clear_halt)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	int (*reset_endpoint)(struct cusb_handle *handle, unsigned int bEndpointAddress);
	/*
	 * Resets the device by its port. The device keeps its address and configuration. The core
	 * has discarded all transfers in flight. Claims may be lost: the core claims the interfaces
	 * again, unless the result is -ENODEV. -ENODEV: no device came back, or a different one.
	 * The core then closes the handle, except after cusb_set_automatic() with false.
	 */
	int (*reset)(struct cusb_handle *handle);

	/* NULL: cusb_set_auto_detach() has no effect, and claim() still returns -EBUSY. */
	const struct cusb_driver_operations *drivers;

	/* ---- moving data --------------------------------------------------------------------- */

	/*
	 * Blocks until the request is done or its timeout expires. Returns the bytes moved, at most
	 * wLength. For a class or standard request to an interface or endpoint the core has claimed
	 * the interface, except for a printer's GET_DEVICE_ID. The core cannot cancel this call,
	 * and calls close() only after it. The function is therefore for requests that end by
	 * themselves. Missing, or -ENOSYS for a request: the request goes through the queue, as a
	 * transfer to endpoint 0. After cusb_set_interruptible() the core asks the queue first, and
	 * calls this function if the queue returns -ENOSYS.
	 * If configuration() or altsetting() gives no answer, the core asks the device by this
	 * function, with a timeout of at most 5000 ms and the device's lock held. These two
	 * requests never go through the queue.
	 */
	ssize_t (*control)(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
			   int timeout_ms);

	/* NULL: there are no transfers, and all requests need control(). */
	const struct cusb_queue_operations *queue;

	/* ---- optional features --------------------------------------------------------------- */

	const struct cusb_stream_operations *streams;
	/* NULL: cusb_buffer_alloc() gives plain memory, and cusb_buffer_map() none. */
	const struct cusb_memory_operations *memory;
	const struct cusb_power_operations *power;
	const struct cusb_hub_operations *hub;
	/* cusb_drop_privileges() */
	int (*drop_privileges)(struct cusb_handle *handle, uint32_t interfaces);

	/* ---- hotplug ------------------------------------------------------------------------- */

	const struct cusb_watch_operations *watch; /* NULL: monitors enumerate at intervals */
};

/**
 * cusb_set_default_backend - set the backend for matches without a backend.
 * @backend: the backend, which must outlive its devices. NULL: the native backend,
 *           cusb_usbfs_default(), which is also the initial value.
 *
 * Holds for the whole process. A program can run unchanged on another backend in this way, for
 * example on virtual devices. Does not block.
 */
CUSB_API void cusb_set_default_backend(struct cusb_backend *backend);

#ifdef __cplusplus
}
#endif

#endif
