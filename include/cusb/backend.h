/* SPDX-License-Identifier: MIT */
/*
 * The contract between the core and what moves the bytes: PyUSB's usb.backend.IBackend.
 *
 * A backend is a struct of functions. Any may be NULL; the core then gives -ENOSYS for what needs
 * it. Only enumerate() is needed to find devices. All return >= 0 or a negative errno. The core
 * checks arguments before it calls (ranges, directions, that an endpoint exists and its interface
 * is claimed); a backend need not. Functions on a handle may be called by several threads at once:
 * transfer() and control() always, the others one at a time.
 *
 * To use a backend: CUSB_MATCH(backend, &mine, ...). It must outlive the devices found on it.
 */
#ifndef CUSB_BACKEND_H
#define CUSB_BACKEND_H

#include <sys/types.h>

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CUSB_BACKEND_VERSION 1

/* A backend's open device; each backend defines it for itself. */
struct cusb_handle;

/* One device as a backend tells of it while enumerating; valid during that visit. */
struct cusb_candidate {
	const char *name; /* unique among those plugged in; as in sysfs where there is one */
	uint16_t bus;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
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

	/* Visits each plugged-in device. A device that cannot be read is passed over. */
	int (*enumerate)(struct cusb_backend *backend, cusb_visit_fn visit, void *user);
	/* The address of the candidate being visited. -ENODEV: it has just gone. */
	int (*address)(struct cusb_backend *backend, const struct cusb_candidate *candidate);

	/* What is known without opening. -ENODEV: the device is gone, or another is in its place. */

	/* enum cusb_speed. */
	int (*speed)(struct cusb_backend *backend, const struct cusb_device *dev);
	/* UTF-8 with a NUL into text; returns its length. -ENODATA: no such string is known. */
	ssize_t (*string)(struct cusb_backend *backend, const struct cusb_device *dev,
			  enum cusb_device_string which, char *text, size_t size);
	/* bConfigurationValue, 0 when not configured. No bus traffic. */
	int (*configuration)(struct cusb_backend *backend, const struct cusb_device *dev);
	/* bAlternateSetting of an interface of configuration `value`, -ENOENT if it has none such. */
	int (*altsetting)(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			  unsigned int bInterfaceNumber);

	/* Opens for reading and writing. The handle is freed by close(). */
	int (*open)(struct cusb_backend *backend, const struct cusb_device *dev,
		    struct cusb_handle **handle);
	/* Never called while another call on the handle runs. Releases what is claimed. */
	void (*close)(struct cusb_handle *handle);
	/* Makes every transfer now running, and each one begun later, return -ECANCELED. */
	void (*shutdown)(struct cusb_handle *handle);

	int (*claim)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*release)(struct cusb_handle *handle, unsigned int bInterfaceNumber);
	int (*set_configuration)(struct cusb_handle *handle, int value); /* 0 unconfigures */
	int (*set_altsetting)(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			      unsigned int bAlternateSetting);
	int (*clear_halt)(struct cusb_handle *handle, unsigned int bEndpointAddress);
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
	 * Blocks; bulk and interrupt. Always sets actual_length. 0 also for a short packet,
	 * -ETIMEDOUT whether or not data came. timeout_ms as above.
	 */
	int (*transfer)(struct cusb_handle *handle, const struct cusb_endpoint *ep,
			struct cusb_transfer *transfer);
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
