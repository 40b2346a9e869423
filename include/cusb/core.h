/* SPDX-License-Identifier: MIT */
/*
 * Find devices, configure them, talk to them: PyUSB's usb.core.
 *
 * A device opens itself at the first operation that needs it, and an interface is claimed at the
 * first transfer to one of its endpoints. Both can also be done by hand.
 *
 * Threads: different devices share nothing. One device may be used by several threads: transfers
 * run at the same time, changes of state take turns. cusb_close() and cusb_dispose_resources()
 * cancel what other threads have in flight; their calls then return -ECANCELED. Only a control
 * transfer of at most 4096 bytes with a timeout cannot be cancelled: the kernel has no means for
 * it, and it ends by itself. Releasing an interface, and a reset, cancel likewise. Do not cancel a
 * thread (pthread_cancel) that is inside the library.
 *
 * Errors that any operation on an open device may return besides its own: -ENODEV (unplugged),
 * -EACCES (no permission for the device node), -ENOENT (no device node), -ENOSYS (the backend
 * cannot do this), -ENOMEM, -EMFILE, -EFAULT (memory that cannot be read or written).
 */
#ifndef CUSB_CORE_H
#define CUSB_CORE_H

#include <stdbool.h>
#include <sys/types.h>

#include "descriptor.h"
#include "match.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- find ---------------------------------------------------------------------------------- */

/**
 * cusb_find - find the first device that matches.
 * @match: CUSB_MATCH(...), or NULL for any device.
 * @dev:   out: the device; the caller frees it with cusb_device_free().
 *
 * Opens nothing and causes no bus traffic. Devices are visited in order of bus and port path. A
 * device that vanishes meanwhile, or that cannot be read, is passed over with a log line. Returns
 * 0, -ENODEV (none matched), -EINVAL (a field that devices do not have, a NULL string or function,
 * or a backend of another version), -ENOMEM, what a custom match returned below 0, or what kept the
 * list of devices from being read (-ENOENT: the kernel has no USB, or neither sysfs nor the device
 * root is mounted).
 */
CUSB_API int cusb_find(const struct cusb_match *match, struct cusb_device **dev);

/**
 * cusb_find_all - find every device that matches.
 * @match: as for cusb_find().
 * @list:  out: a NULL-terminated array of devices; the caller frees it, devices and all, with
 *         cusb_free_list(). To keep one, take a reference with cusb_device_ref().
 *
 * Returns how many (0 is not an error, the list is then empty but still to be freed), or an error
 * of cusb_find() other than -ENODEV.
 */
CUSB_API ssize_t cusb_find_all(const struct cusb_match *match, struct cusb_device ***list);

/**
 * cusb_device_from_fd - the device behind an open device node.
 * @fd:  a descriptor of a node of usbfs, opened for reading and writing: from Android, a broker, a
 *       parent process. It stays the caller's, and must stay open until the device is freed; the
 *       library never closes it.
 * @dev: out: the device; the caller frees it with cusb_device_free(). It counts as open after its
 *       first use; cusb_close() releases what was claimed.
 *
 * Works without sysfs and without rights to the node, on the default backend. Causes no bus
 * traffic. On a kernel before 5.2 the ports are not known, see usbfs.h. Returns 0, -EBADF (not
 * open, or not of a device node), -EPERM (not open for writing), -ENODEV, -EBADMSG (its descriptors
 * make no device), -ENOMEM, -EINVAL (a backend of another version), -ENOSYS.
 */
CUSB_API int cusb_device_from_fd(int fd, struct cusb_device **dev);

/**
 * cusb_free_list - free what cusb_find_all() returned, dropping one reference to each device.
 * @list: NULL is allowed.
 */
CUSB_API void cusb_free_list(struct cusb_device **list);

/**
 * cusb_device_ref - take a further reference to a device.
 *
 * Returns @dev. Does not block.
 */
CUSB_API struct cusb_device *cusb_device_ref(struct cusb_device *dev);

/**
 * cusb_device_free - drop a reference; the last one disposes of the resources and frees the device.
 * @dev: NULL is allowed.
 *
 * Blocks as cusb_dispose_resources() does when it is the last. No other thread may be using the
 * device then, unless it holds a reference of its own.
 */
CUSB_API void cusb_device_free(struct cusb_device *dev);

/**
 * cusb_same_device - whether two objects stand for the same plugged-in device.
 *
 * Devices are the same when backend, sysfs name and address are; a device that was unplugged and
 * plugged in again got another address. Does not block.
 */
CUSB_API bool cusb_same_device(const struct cusb_device *a, const struct cusb_device *b);

/* ---- what is known of a device besides its descriptors --------------------------------------- */

/**
 * cusb_speed - the speed the device works at.
 *
 * Reads sysfs once, then remembers. Returns enum cusb_speed (CUSB_SPEED_UNKNOWN where the backend
 * cannot tell), or -ENODEV.
 */
CUSB_API int cusb_speed(struct cusb_device *dev);

/**
 * cusb_parent - the hub a device is plugged into.
 * @parent: out: a new device; the caller frees it with cusb_device_free().
 *
 * Returns 0, -ENODEV (a root hub has no parent, or the hub is gone), or an error of cusb_find().
 */
CUSB_API int cusb_parent(struct cusb_device *dev, struct cusb_device **parent);

/* ---- resources ----------------------------------------------------------------------------- */

/**
 * cusb_open - open the device now rather than at first use. Idempotent.
 *
 * May block while the kernel resumes a suspended device. Returns 0 or -errno; -ENODEV also when
 * another device answers at this one's address.
 */
CUSB_API int cusb_open(struct cusb_device *dev);

/**
 * cusb_close - release all interfaces and close the device; the next operation opens it again.
 *
 * Transfers that other threads have in flight are cancelled. Does nothing when closed.
 */
CUSB_API void cusb_close(struct cusb_device *dev);

/** cusb_is_open - whether the device is open at this moment. */
CUSB_API bool cusb_is_open(struct cusb_device *dev);

/**
 * cusb_claim_interface - claim an interface for this device object.
 * @bInterfaceNumber: 0..255.
 *
 * Does nothing when it is claimed already. Returns 0, -EBUSY (a kernel driver or another program
 * has it), -ENOENT (the active configuration has no such interface), -EINVAL.
 */
CUSB_API int cusb_claim_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_release_interface - give an interface back.
 * @bInterfaceNumber: 0..255.
 *
 * Does nothing when it is not claimed. The kernel sets the interface back to alternate setting 0;
 * a kernel driver that was detached automatically is attached again. Returns 0 or -errno; the
 * interface no longer counts as claimed either way.
 */
CUSB_API int cusb_release_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_dispose_resources - return the object to how cusb_find() left it.
 *
 * Cancels transfers of other threads, releases all interfaces, attaches drivers that were detached
 * automatically, closes the device and forgets strings. The device remains usable.
 */
CUSB_API void cusb_dispose_resources(struct cusb_device *dev);

/**
 * cusb_is_kernel_driver_active - whether a kernel driver is bound to an interface.
 *
 * Returns 1 or 0, or -errno. Claims made through usbfs, by whomever, do not count as a driver.
 */
CUSB_API int cusb_is_kernel_driver_active(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_kernel_driver - the name of the driver that is bound to an interface.
 * @bInterfaceNumber: an interface of the active configuration.
 * @name, @size:      out: room for the name with its NUL; 32 bytes hold what Linux has.
 *
 * As the kernel says without the device being opened; "usbfs" when a program has claimed the
 * interface. Returns 0, -ENODATA (none is bound), -ENOENT (not configured, or no such interface),
 * -ENAMETOOLONG (@size is too small), -ENOSYS (the backend cannot tell), -ENODEV, or -errno.
 */
CUSB_API int cusb_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber, char *name,
				size_t size);

/**
 * cusb_detach_kernel_driver - unbind the kernel driver from an interface.
 *
 * Blocks while the driver lets go. Returns 0, -ENODATA (no kernel driver is bound), -EBUSY (another
 * program has claimed it), -EINVAL (no such interface).
 */
CUSB_API int cusb_detach_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_attach_kernel_driver - let the kernel bind a driver to an interface.
 *
 * Returns 0, -EBUSY (it is claimed or bound), -ENODATA (no driver wanted it), -EINVAL.
 */
CUSB_API int cusb_attach_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_set_auto_detach - detach kernel drivers by itself when claiming or configuring.
 * @on: false is the initial setting.
 *
 * A driver detached in this way is attached again when the interface is released.
 */
CUSB_API void cusb_set_auto_detach(struct cusb_device *dev, bool on);

/**
 * cusb_drop_privileges - give up rights on the open device, for good, before it is passed on.
 * @interfaces: a bit for each interface, 0..31, that may still be claimed.
 *
 * From then on, until the device is closed, claiming any other interface is -EACCES, and so are
 * detaching and attaching a driver, and a reset while others hold an interface. A second call can
 * only take more. Returns 0, -ENOSYS (the kernel is older than 4.6), or -errno.
 */
CUSB_API int cusb_drop_privileges(struct cusb_device *dev, uint32_t interfaces);

/* ---- configuration and alternate settings ---------------------------------------------------- */

#define CUSB_FIRST (-1) /* the first one in descriptor order */

/**
 * cusb_active_configuration - the configuration the device is in.
 * @cfg: out: lent by the device.
 *
 * As the kernel has it now, whoever set it. Returns 0, -EHOSTUNREACH (not configured), or -errno.
 */
CUSB_API int cusb_active_configuration(struct cusb_device *dev,
				       const struct cusb_configuration **cfg);

/**
 * cusb_set_configuration - set the configuration.
 * @value: bConfigurationValue, CUSB_FIRST, or 0 to unconfigure.
 *
 * Always sends the request, which resets endpoints and alternate settings even when the value is
 * the current one. Own interfaces are released before and claimed again after, where the new
 * configuration has them. Blocks up to the kernel's 5 s. Returns 0, -EINVAL (the device has no such
 * configuration; nothing is sent), -EBUSY (a kernel driver or another program holds an interface;
 * see cusb_set_auto_detach()), or -errno.
 */
CUSB_API int cusb_set_configuration(struct cusb_device *dev, int value);

/** cusb_configuration_set - cusb_set_configuration() to @cfg, on the device it belongs to. */
CUSB_API int cusb_configuration_set(const struct cusb_configuration *cfg);

/**
 * cusb_ensure_configuration - cusb_set_configuration(), only when the value differs.
 *
 * Returns 1 when it was set, 0 when it was so already, or an error of cusb_set_configuration().
 */
CUSB_API int cusb_ensure_configuration(struct cusb_device *dev, int value);

/**
 * cusb_altsetting - the current alternate setting of an interface.
 * @bInterfaceNumber: an interface of the active configuration.
 *
 * As the kernel has it now. Returns bAlternateSetting, -ENOENT (no such interface), or -errno.
 */
CUSB_API int cusb_altsetting(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_set_altsetting - select an alternate setting.
 * @bInterfaceNumber:  an interface of the active configuration, or CUSB_FIRST.
 * @bAlternateSetting: one of its settings, or CUSB_FIRST.
 *
 * Claims the interface and always sends SET_INTERFACE, which a device with a single setting may
 * stall. Blocks up to the kernel's 5 s. Returns 0, -EINVAL (the active configuration has no such
 * setting; nothing is sent), -EPIPE (stalled), an error of cusb_claim_interface(), or -errno.
 */
CUSB_API int cusb_set_altsetting(struct cusb_device *dev, int bInterfaceNumber,
				 int bAlternateSetting);

/** cusb_interface_set_altsetting - cusb_set_altsetting() to @intf, on the device it belongs to. */
CUSB_API int cusb_interface_set_altsetting(const struct cusb_interface *intf);

/**
 * cusb_ensure_altsetting - cusb_set_altsetting(), only when the setting differs.
 *
 * Returns 1 when it was set, 0 when it was so already, or an error of cusb_set_altsetting().
 */
CUSB_API int cusb_ensure_altsetting(struct cusb_device *dev, int bInterfaceNumber,
				    int bAlternateSetting);

/**
 * cusb_clear_halt - clear a halted endpoint, on the device and on the host.
 * @bEndpointAddress: an endpoint of the active configuration; its interface is claimed.
 *
 * Returns 0, -ENOENT (no such endpoint now), -EINVAL, an error of cusb_claim_interface(), -errno.
 */
CUSB_API int cusb_clear_halt(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_reset_endpoint - start an endpoint's data toggle anew on the host's side alone.
 * @bEndpointAddress: an endpoint of the active configuration; its interface is claimed.
 *
 * For devices that start theirs anew without CLEAR_FEATURE; others want cusb_clear_halt(), for host
 * and device would no longer agree. Returns 0, or an error of cusb_clear_halt().
 */
CUSB_API int cusb_reset_endpoint(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_reset - reset the device by its port, and claim again what was claimed.
 *
 * Every interface is in alternate setting 0 afterwards; transfers in flight are cancelled. A kernel
 * driver that was quicker to take an interface back is detached. Blocks, some 100 ms. Returns 0;
 * -ENODEV when the device came back as a different one, or not at all: this object is then of no
 * more use, find it anew; -EISDIR (a root hub), -EINPROGRESS (a reset is going on), -EACCES (see
 * cusb_drop_privileges()); or an error of claiming again, which the log tells the interface of.
 */
CUSB_API int cusb_reset(struct cusb_device *dev);

/* ---- transfers ----------------------------------------------------------------------------- */

#define CUSB_DEFAULT_TIMEOUT (-1) /* the device's default, initially 1000 ms */
#define CUSB_NO_TIMEOUT      0    /* wait for ever */

/**
 * cusb_set_default_timeout - the time that CUSB_DEFAULT_TIMEOUT stands for.
 * @timeout_ms: milliseconds; 0 waits for ever.
 *
 * Returns 0, or -EINVAL for a negative value; the old one is then kept.
 */
CUSB_API int cusb_set_default_timeout(struct cusb_device *dev, int timeout_ms);

/** cusb_default_timeout - the current default timeout in milliseconds. */
CUSB_API int cusb_default_timeout(const struct cusb_device *dev);

/**
 * cusb_ctrl_transfer - a control transfer on endpoint 0, USB 2.0 9.3.
 * @bmRequestType:  0..0xff; bit 7 is the direction.
 * @bRequest:       0..0xff.
 * @wValue, @wIndex: 0..0xffff.
 * @data:           what to send, or room for what comes; may be NULL when @wLength is 0.
 * @wLength:        bytes, 0..0xffff.
 * @timeout_ms:     milliseconds, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Needs no configuration. A request to an interface or endpoint that is not of type vendor claims
 * the interface first, as the kernel demands; a printer's GET_DEVICE_ID claims nothing. Blocks up
 * to the timeout.
 * Returns the bytes moved (IN: perhaps fewer than @wLength), -EPIPE (stalled: the request is not
 * supported), -ETIMEDOUT, -EINVAL (a value out of range), an error of cusb_claim_interface(), or
 * -errno.
 */
CUSB_API ssize_t cusb_ctrl_transfer(struct cusb_device *dev, unsigned int bmRequestType,
				    unsigned int bRequest, unsigned int wValue,
				    unsigned int wIndex, void *data, size_t wLength,
				    int timeout_ms);

/**
 * cusb_read - read from a bulk, interrupt or isochronous IN endpoint.
 * @bEndpointAddress: an IN endpoint of the active configuration and current alternate settings.
 * @data, @length:    room for @length bytes. A multiple of wMaxPacketSize avoids -EOVERFLOW. More
 *                    than the host can take at once is read in parts that lose nothing.
 * @timeout_ms:       milliseconds for the whole, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Blocks until @length bytes or a short packet came, or the time is over. From an isochronous
 * endpoint, reads as many packets as @length has room for, one a service interval, and puts what
 * came in a row; packets that failed are left out, and the error is returned only when all did.
 * What each packet carried is told by a struct cusb_transfer with packets. Returns the bytes read;
 * also when the time was over but some had come. -ETIMEDOUT (none came), -EPIPE (halted; see
 * cusb_clear_halt()), -EOVERFLOW (the device sent more than there was room for), -ENOENT (no such
 * endpoint now), -EINVAL (not an IN address, a control endpoint, a bad timeout), -EPROTO, -EILSEQ,
 * -ETIME (bus errors), -ECANCELED, an error of cusb_claim_interface(), or -errno. cusb_transfer()
 * of transfer.h also tells what was moved before an error.
 */
CUSB_API ssize_t cusb_read(struct cusb_device *dev, unsigned int bEndpointAddress, void *data,
			   size_t length, int timeout_ms);

/**
 * cusb_write - write to a bulk, interrupt or isochronous OUT endpoint.
 * @bEndpointAddress: an OUT endpoint of the active configuration and current alternate settings.
 * @data, @length:    what to send; 0 bytes are sent as a zero-length packet.
 * @timeout_ms:       as for cusb_read().
 *
 * Blocks until all is sent or the time is over. Returns the bytes sent; also when the time was over
 * but some were. Errors as for cusb_read().
 */
CUSB_API ssize_t cusb_write(struct cusb_device *dev, unsigned int bEndpointAddress,
			    const void *data, size_t length, int timeout_ms);

/**
 * cusb_endpoint_read, cusb_endpoint_write - the same, on an endpoint object.
 *
 * -ENOENT also when @ep is not of the active configuration and the current alternate setting: an
 * endpoint elsewhere that has the same address is never taken for it.
 */
CUSB_API ssize_t cusb_endpoint_read(const struct cusb_endpoint *ep, void *data, size_t length,
				    int timeout_ms);
CUSB_API ssize_t cusb_endpoint_write(const struct cusb_endpoint *ep, const void *data,
				     size_t length, int timeout_ms);

/** cusb_endpoint_clear_halt - cusb_clear_halt() on an endpoint object; -ENOENT as above. */
CUSB_API int cusb_endpoint_clear_halt(const struct cusb_endpoint *ep);

#ifdef __cplusplus
}
#endif

#endif
