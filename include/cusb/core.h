/* SPDX-License-Identifier: MIT */
/*
 * Find devices, configure them, talk to them: PyUSB's usb.core.
 *
 * The first operation that needs the device open opens it. The first transfer to an endpoint claims
 * its interface. A program can also do both by hand.
 *
 * Threads: different devices share nothing. Several threads may use one device: transfers run at
 * the same time, changes of state take turns. Do not cancel a thread (pthread_cancel) while it is
 * inside the library.
 *
 * Signals: a signal handler ends a call whose comment lists -EINTR, such as cusb_reap() and
 * cusb_monitor_next(), when it runs in the thread of that call. SA_RESTART makes a difference only
 * to cusb_wait_for_resume(), which then goes on. No signal ends another call: cusb_read(),
 * cusb_ctrl_transfer() and all others go on to their own end, which is their timeout at the latest.
 * A program whose handlers have to end a transfer uses cusb_submit() and cusb_reap(), and then
 * cusb_cancel().
 *
 * cusb_close(), cusb_dispose_resources(), cusb_release_interface() and cusb_reset() cancel the
 * transfers that other threads have in flight; the calls of those threads then return -ECANCELED.
 * One kind of transfer cannot be cancelled: a control transfer of at most 4096 bytes with a
 * timeout. It ends at its timeout at the latest; in a reset with -ESHUTDOWN.
 *
 * fork(2): an open device stays the parent's, with its claims and its transfers in flight. The
 * child has the same open file, so a release there would take the parent's claim; and the kernel
 * writes the data of a transfer into the memory of the process that reaps it. A child may do this
 * with a device that the parent had open:
 * - cusb_close(), cusb_dispose_resources() and cusb_device_free(). In a child they close its
 *   descriptor and do nothing else: the parent keeps its claims, detached drivers stay detached,
 *   and transfers in flight come back to the parent. cusb_release_interface() and
 *   cusb_release_port() only forget the claim.
 * - after cusb_close() everything, because the next operation opens the device for the child.
 * - exec(), which closes the parent's descriptors.
 * The same holds for cusb_monitor_free(). A program that becomes a daemon does that before it opens
 * devices. In a child of a program with several threads only exec() is safe, as fork(2) says.
 *
 * Any operation on an open device may return these errors besides its own:
 *   -ENODEV  the device was unplugged
 *   -EACCES  no permission for the device node
 *   -ENOENT  there is no device node
 *   -ENOSYS  the backend cannot do this
 *   -ENOMEM  no memory
 *   -EMFILE  the process has too many open files
 *   -EFAULT  memory of the caller cannot be read or written
 *
 * Other programs. While an object has claimed an interface, other programs cannot claim it, select
 * its alternate setting, or set the configuration through usbfs. These acts of another program take
 * the claim away, and no call tells of them: a reset, a forced detach, and writing to the files
 * bConfigurationValue and authorized in sysfs. Kernel drivers may then take the interface. It is in
 * alternate setting 0 afterwards. What a call does then:
 * - A transfer in flight ends with an error. See cusb_read().
 * - A call that the kernel refuses asks the kernel for configuration, settings and claims, and
 *   tries again, once. The second refusal is the result: -ENOENT (the endpoint is not in the
 *   current settings), -EBUSY (a driver or another program has the interface), -EHOSTUNREACH (the
 *   device is not configured) or -EACCES (the interface is not authorized). With
 *   cusb_set_auto_detach() the second try takes the interface from a driver.
 * - These calls ask the kernel every time: cusb_active_configuration(), cusb_altsetting(),
 *   cusb_claim_interface(), cusb_ensure_configuration() and cusb_ensure_altsetting(). So a program
 *   that got such an error calls cusb_ensure_altsetting() and goes on.
 * One change stays unnoticed: after it, the kernel accepts the call. This is so when nothing was in
 * flight, and the new setting or configuration has an endpoint of the same address. A program that
 * depends on its setting then calls cusb_ensure_altsetting() from time to time.
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
 * Opens nothing and causes no bus traffic. Visits devices in order of bus and port path. A device
 * that cannot be read, or that is unplugged during the search, is skipped with a log line. A kernel
 * without USB, or without sysfs and the device root, has no devices; a log line says that.
 *
 * Returns:
 *   0        found
 *   -ENODEV  no device matched
 *   -EINVAL  a field that devices do not have, a NULL string or function, or a backend of another
 *            version
 *   -ENOMEM  no memory
 *   < 0      the result of a custom match that stopped the search, or another error of listing the
 *            devices
 */
CUSB_API int cusb_find(const struct cusb_match *match, struct cusb_device **dev);

/**
 * cusb_find_all - find every device that matches.
 * @match: as for cusb_find().
 * @list:  out: a NULL-terminated array of devices. The caller frees the array and the devices with
 *         cusb_free_list(). To keep one device, take a reference with cusb_device_ref().
 *
 * Returns the number of devices, or an error of cusb_find() other than -ENODEV. 0 is not an error:
 * the list is empty then, and still has to be freed.
 */
CUSB_API ssize_t cusb_find_all(const struct cusb_match *match, struct cusb_device ***list);

/**
 * cusb_device_from_fd - the device behind an open device node.
 * @fd:  a descriptor of a usbfs node, opened for reading and writing: from Android, a broker, a
 *       parent process. The library never closes it. The caller keeps it open until the device is
 *       freed.
 * @dev: out: the device; the caller frees it with cusb_device_free(). It counts as open after its
 *       first use; cusb_close() releases its claims.
 *
 * Works on the default backend, without sysfs and without rights to the node. Causes no bus
 * traffic. Before Linux 5.2 the port numbers are unknown, see usbfs.h.
 *
 * A descriptor serves one open device object at a time. The first operation of a second object
 * returns -EBUSY until the first one is closed. This also holds for the descriptor of
 * cusb_poll_fd(). Duplicates by dup(2) are not recognized: adopt only one of them.
 *
 * The kernel gives a completed transfer to the first reader of a descriptor. When another library
 * submits transfers on @fd, this library leaves them untouched and logs a warning, but their owner
 * never gets them back.
 *
 * Returns:
 *   0         success
 *   -EBADF    @fd is not open, or is not a device node
 *   -EPERM    @fd is not open for writing
 *   -ENODEV   the device was unplugged
 *   -EBADMSG  its descriptors cannot be parsed
 *   -ENOMEM   no memory
 *   -EINVAL   a backend of another version
 *   -ENOSYS   the backend cannot do this
 */
CUSB_API int cusb_device_from_fd(int fd, struct cusb_device **dev);

/**
 * cusb_free_list - free a list of cusb_find_all(), and drop one reference to each of its devices.
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
 * The call that drops the last reference blocks as cusb_dispose_resources() does. No other thread
 * may use the device then: a thread that does needs a reference of its own.
 */
CUSB_API void cusb_device_free(struct cusb_device *dev);

/**
 * cusb_same_device - whether two objects stand for the same plugged-in device.
 *
 * Two devices are the same when their backend, name and address are equal. If a node gave the name
 * (usbfs.h), the bus stands for it. A device that was unplugged and plugged in again has another
 * address. Does not block.
 *
 * Returns true or false.
 */
CUSB_API bool cusb_same_device(const struct cusb_device *a, const struct cusb_device *b);

/* ---- more than the descriptors tell --------------------------------------------------------- */

/**
 * cusb_speed - the speed the device works at.
 *
 * Reads sysfs once, then remembers the speed. Returns enum cusb_speed (CUSB_SPEED_UNKNOWN: the
 * backend cannot tell), or -ENODEV.
 */
CUSB_API int cusb_speed(struct cusb_device *dev);

/**
 * cusb_parent - the hub a device is plugged into.
 * @parent: out: a new device; the caller frees it with cusb_device_free().
 *
 * Returns 0, -EISDIR (a root hub has no parent; also a device whose port numbers are unknown),
 * -ENODEV (the hub is gone), or an error of cusb_find().
 */
CUSB_API int cusb_parent(struct cusb_device *dev, struct cusb_device **parent);

/* ---- resources ----------------------------------------------------------------------------- */

/**
 * cusb_open - open the device now rather than at first use. Idempotent.
 *
 * May block while the kernel resumes a suspended device. Returns 0 or -errno. -ENODEV also means
 * that another device has this one's address now.
 */
CUSB_API int cusb_open(struct cusb_device *dev);

/**
 * cusb_close - release all interfaces and close the device; the next operation opens it again.
 * @dev: NULL is allowed.
 *
 * Cancels the transfers that other threads have in flight. Does nothing when the device is closed.
 */
CUSB_API void cusb_close(struct cusb_device *dev);

/**
 * cusb_is_open - whether the device is open at this moment.
 *
 * Returns true or false. Does not block.
 */
CUSB_API bool cusb_is_open(struct cusb_device *dev);

/**
 * cusb_claim_interface - claim an interface for this device object.
 * @bInterfaceNumber: 0..255.
 *
 * Changes nothing when this object has claimed the interface already. If another program has taken
 * this claim away, claims again; then the interface is in alternate setting 0.
 *
 * Returns:
 *   0        claimed
 *   -EBUSY   a kernel driver or another program has claimed it
 *   -ENOENT  the active configuration has no such interface, or the device is not configured
 *   -EACCES  the interface is not authorized (its file authorized in sysfs)
 *   -EINVAL  @bInterfaceNumber is out of range
 */
CUSB_API int cusb_claim_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_release_interface - give an interface back.
 * @bInterfaceNumber: 0..255.
 *
 * Does nothing when the interface is not claimed, or another program has taken the claim away. The
 * kernel sets the interface back to alternate setting 0. A kernel driver that was detached automatically is attached again. Returns 0 or
 * -errno; after an error, too, the interface no longer counts as claimed.
 */
CUSB_API int cusb_release_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_dispose_resources - return the object to the state in which cusb_find() left it.
 * @dev: NULL is allowed.
 *
 * Cancels transfers of other threads, releases all interfaces, attaches the drivers that were
 * detached automatically, closes the device and forgets its strings. The device remains usable.
 */
CUSB_API void cusb_dispose_resources(struct cusb_device *dev);

/**
 * cusb_is_kernel_driver_active - whether a kernel driver is bound to an interface.
 *
 * Returns 1, 0, or -errno. An interface that a program has claimed through usbfs counts as one
 * without a driver.
 */
CUSB_API int cusb_is_kernel_driver_active(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_kernel_driver - the name of the driver that is bound to an interface.
 * @bInterfaceNumber: an interface of the active configuration.
 * @name, @size:      out: room for the name with its NUL; 32 bytes hold any name of Linux.
 *
 * Asks the kernel and does not open the device. The name is "usbfs" when a program has claimed the
 * interface.
 *
 * Returns:
 *   0              success
 *   -ENODATA       no driver is bound
 *   -ENOENT        the device is not configured, or has no such interface
 *   -ENAMETOOLONG  @size is too small
 *   -ENOSYS        the backend cannot tell
 *   -ENODEV        the device was unplugged
 *   < 0            another -errno
 */
CUSB_API int cusb_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber, char *name,
				size_t size);

/**
 * cusb_detach_kernel_driver - unbind the kernel driver from an interface.
 *
 * Blocks until the driver has let go.
 *
 * Returns:
 *   0         unbound
 *   -ENODATA  no kernel driver is bound
 *   -EBUSY    another program has claimed the interface
 *   -EINVAL   no such interface
 */
CUSB_API int cusb_detach_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_attach_kernel_driver - let the kernel bind a driver to an interface.
 *
 * Returns:
 *   0         bound
 *   -EBUSY    the interface is claimed or bound
 *   -ENODATA  no driver wanted the interface
 *   -EINVAL   no such interface
 */
CUSB_API int cusb_attach_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_set_auto_detach - whether claiming and configuring detach kernel drivers automatically.
 * @on: false is the initial setting.
 *
 * Releasing the interface attaches its driver again.
 */
CUSB_API void cusb_set_auto_detach(struct cusb_device *dev, bool on);

/**
 * cusb_drop_privileges - give up rights on the open device, before another process gets it.
 * @interfaces: one bit for each interface, 0..31, that may still be claimed.
 *
 * These calls return -EACCES until the device is closed: claiming any other interface, detaching
 * and attaching a driver, and a reset while others hold an interface. A second call can only take
 * more rights away. Returns 0, -ENOSYS (the kernel is older than 4.6), or -errno.
 */
CUSB_API int cusb_drop_privileges(struct cusb_device *dev, uint32_t interfaces);

/* ---- configuration and alternate settings ---------------------------------------------------- */

#define CUSB_FIRST (-1) /* the first one in descriptor order */

/**
 * cusb_active_configuration - the configuration the device is in.
 * @cfg: out: lent by the device.
 *
 * The kernel's present state, also when another program has set it. Returns 0, -EHOSTUNREACH (not
 * configured), or -errno.
 */
CUSB_API int cusb_active_configuration(struct cusb_device *dev,
				       const struct cusb_configuration **cfg);

/**
 * cusb_set_configuration - set the configuration.
 * @value: bConfigurationValue, CUSB_FIRST, or 0 to unconfigure. A device may have a configuration
 *         of value 0, although USB 2.0 9.4.7 forbids it: then 0 sets this configuration, as on
 *         Linux, and nothing unconfigures the device.
 *
 * Always sends the request, which resets endpoints and alternate settings even when the value is
 * the current one. Interfaces of this object are released before it, and claimed again after it if
 * the new configuration has them. Blocks at most 5 s, the kernel's limit.
 *
 * Returns:
 *   0        set
 *   -EINVAL  the device has no such configuration; nothing was sent
 *   -EBUSY   a kernel driver or another program has claimed an interface; see
 *            cusb_set_auto_detach()
 *   -EACCES  the kernel accepted the request, and left the device unconfigured: the device is not
 *            authorized (its file authorized in sysfs), or this process may not use it. Without
 *            sysfs the result is 0, and the next operation that needs a configuration returns
 *            -EHOSTUNREACH
 *   < 0      another -errno
 */
CUSB_API int cusb_set_configuration(struct cusb_device *dev, int value);

/**
 * cusb_configuration_set - cusb_set_configuration() to @cfg, on the device it belongs to.
 *
 * Returns a result of cusb_set_configuration().
 */
CUSB_API int cusb_configuration_set(const struct cusb_configuration *cfg);

/**
 * cusb_ensure_configuration - cusb_set_configuration(), only when another configuration is active.
 *
 * Asks the kernel, because another program may have set a configuration. Returns 1 (the configuration was set), 0 (it was active already), or an error of
 * cusb_set_configuration().
 */
CUSB_API int cusb_ensure_configuration(struct cusb_device *dev, int value);

/**
 * cusb_altsetting - the current alternate setting of an interface.
 * @bInterfaceNumber: an interface of the active configuration.
 *
 * The kernel's present state. Returns bAlternateSetting, -ENOENT (no such interface), or -errno.
 */
CUSB_API int cusb_altsetting(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_set_altsetting - select an alternate setting.
 * @bInterfaceNumber:  an interface of the active configuration, or CUSB_FIRST.
 * @bAlternateSetting: one of its settings, or CUSB_FIRST.
 *
 * Claims the interface and always sends SET_INTERFACE. A device may stall this request when the
 * interface has a single setting. Another program's reset sets the interface back to 0. Blocks at
 * most 5 s, the kernel's limit.
 *
 * Returns:
 *   0        set
 *   -EINVAL  the active configuration has no such setting; nothing was sent
 *   -EPIPE   the device stalled the request
 *   < 0      an error of cusb_claim_interface(), or another -errno
 */
CUSB_API int cusb_set_altsetting(struct cusb_device *dev, int bInterfaceNumber,
				 int bAlternateSetting);

/**
 * cusb_interface_set_altsetting - cusb_set_altsetting() to @intf, on the device it belongs to.
 *
 * Returns a result of cusb_set_altsetting().
 */
CUSB_API int cusb_interface_set_altsetting(const struct cusb_interface *intf);

/**
 * cusb_ensure_altsetting - cusb_set_altsetting(), only when another setting is current.
 *
 * Claims the interface and asks the kernel: after another program's reset the setting is 0, and
 * this call selects it again. Returns 1 (the setting was selected), 0 (it was current already), or an error of
 * cusb_set_altsetting().
 */
CUSB_API int cusb_ensure_altsetting(struct cusb_device *dev, int bInterfaceNumber,
				    int bAlternateSetting);

/**
 * cusb_clear_halt - clear a halted endpoint, on the device and on the host.
 * @bEndpointAddress: an endpoint of the active configuration; its interface is claimed.
 *
 * For an endpoint without transfers in flight. With transfers in flight the device still gets
 * CLEAR_FEATURE and begins anew with DATA0. But xHCI and EHCI hosts then keep their data toggle or
 * sequence number, and write a line to the kernel's log; other hosts change it for later transfers
 * only. Host and device disagree, and data is lost or stops. The result is 0 all the same. A halt
 * has ended the transfer that met it: cancel and reap the other transfers first.
 *
 * Returns:
 *   0        cleared
 *   -ENOENT  no current alternate setting has this endpoint
 *   -EINVAL  not an endpoint address
 *   < 0      an error of cusb_claim_interface(), or another -errno
 */
CUSB_API int cusb_clear_halt(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_reset_endpoint - reset an endpoint's data toggle on the host only.
 * @bEndpointAddress: an endpoint of the active configuration; its interface is claimed.
 *
 * For devices that reset their toggle without CLEAR_FEATURE. Other devices need cusb_clear_halt(),
 * or host and device no longer agree. Returns 0, or an error of cusb_clear_halt().
 */
CUSB_API int cusb_reset_endpoint(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_reset - reset the device by its port, and claim its interfaces again.
 *
 * Other programs and kernel drivers lose their interfaces; drivers are bound again. Afterwards every interface is in alternate setting 0. Transfers in flight are cancelled. A kernel
 * driver that has taken one of the interfaces meanwhile is detached. Blocks for about 100 ms.
 *
 * Returns:
 *   0             reset
 *   -ENODEV       no device or a different one came back: free this object and find the device
 *                 again
 *   -EISDIR       a root hub
 *   -EINPROGRESS  a reset is going on already
 *   -EACCES       see cusb_drop_privileges()
 *   < 0           an interface could not be claimed again (the log says which), or another -errno
 */
CUSB_API int cusb_reset(struct cusb_device *dev);

/* ---- transfers ----------------------------------------------------------------------------- */

#define CUSB_DEFAULT_TIMEOUT (-1) /* the device's default, initially 1000 ms */
#define CUSB_NO_TIMEOUT      0    /* wait for ever */

/**
 * cusb_set_default_timeout - the time that CUSB_DEFAULT_TIMEOUT stands for.
 * @timeout_ms: milliseconds; 0 waits for ever.
 *
 * Returns 0, or -EINVAL for a negative value, which changes nothing.
 */
CUSB_API int cusb_set_default_timeout(struct cusb_device *dev, int timeout_ms);

/**
 * cusb_default_timeout - the time that CUSB_DEFAULT_TIMEOUT stands for.
 *
 * Returns milliseconds; 0 waits for ever. Does not block.
 */
CUSB_API int cusb_default_timeout(const struct cusb_device *dev);

/**
 * cusb_ctrl_transfer - a control transfer on endpoint 0, USB 2.0 9.3.
 * @bmRequestType:   0..0xff; bit 7 is the direction.
 * @bRequest:        0..0xff.
 * @wValue, @wIndex: 0..0xffff.
 * @data:            OUT: the data to send. IN: room for the answer. May be NULL when @wLength is 0.
 * @wLength:         bytes, 0..0xffff.
 * @timeout_ms:      milliseconds, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Needs no configuration. A class or standard request to an interface or endpoint claims the
 * interface first, because the kernel demands it; a printer's GET_DEVICE_ID claims nothing. The
 * endpoint may be of any alternate setting of the active configuration. The device gets the request
 * at most once. Blocks up to the timeout.
 *
 * Returns:
 *   >= 0        the bytes moved; an IN request may give fewer than @wLength
 *   -EPIPE      stalled: the device does not support the request
 *   -ETIMEDOUT  the time is over
 *   -EINVAL     a value out of range
 *   < 0         an error of cusb_claim_interface(), or another -errno
 */
CUSB_API ssize_t cusb_ctrl_transfer(struct cusb_device *dev, unsigned int bmRequestType,
				    unsigned int bRequest, unsigned int wValue,
				    unsigned int wIndex, void *data, size_t wLength,
				    int timeout_ms);

/**
 * cusb_read - read from a bulk, interrupt or isochronous IN endpoint.
 * @bEndpointAddress: an IN endpoint of the active configuration and current alternate settings.
 * @data, @length:    room for @length bytes. A multiple of wMaxPacketSize avoids -EOVERFLOW. A
 *                    length above the host's limit is read in parts, without a loss between them.
 * @timeout_ms:       milliseconds for the whole call, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Blocks until @length bytes or a short packet came, or the time is over.
 *
 * From an isochronous endpoint it reads one packet in each service interval: as many packets of the
 * greatest length as @length has room for, and at least one. It joins their data. Devices may send
 * shorter packets, so a result below @length, even 0, is not the end of the data. A call leaves out
 * no interval. Between two calls the host asks for no packets, and the device's data of that time
 * is lost: an endless stream needs several transfers with packets in flight, see transfer.h. Failed
 * packets are left out; the call returns an error only when all packets failed. A struct
 * cusb_transfer with packets tells the result of each packet.
 *
 * Returns:
 *   >= 0           the bytes read, also when the time was over but some bytes had come
 *   -ETIMEDOUT     no byte came in time
 *   -EPIPE         the endpoint is halted; see cusb_clear_halt()
 *   -EOVERFLOW     the device sent more than there was room for
 *   -ENOENT        no current alternate setting has this endpoint
 *   -EINVAL        not an IN address, a control endpoint, or a bad timeout
 *   -EPROTO        a bus error; -EILSEQ and -ETIME are others
 *   -ECANCELED     another thread cancelled it
 *   -ESHUTDOWN     the kernel ended it, and the device is still there: another program has reset
 *                  the device, selected a configuration or setting, or taken the interface; or the
 *                  machine has slept; or the host controller has stopped
 *   -EHOSTUNREACH  the device sleeps, or fell asleep meanwhile; or it is not configured
 *   < 0            an error of cusb_claim_interface(), or another -errno
 *
 * cusb_transfer() of transfer.h also tells how many bytes were moved before an error.
 */
CUSB_API ssize_t cusb_read(struct cusb_device *dev, unsigned int bEndpointAddress, void *data,
			   size_t length, int timeout_ms);

/**
 * cusb_write - write to a bulk, interrupt or isochronous OUT endpoint.
 * @bEndpointAddress: an OUT endpoint of the active configuration and current alternate settings.
 * @data, @length:    the data to send; 0 bytes are sent as a zero-length packet.
 * @timeout_ms:       as for cusb_read().
 *
 * Blocks until all bytes are sent or the time is over. Returns the bytes sent, also when the time
 * was over but some bytes were sent; errors as for cusb_read().
 */
CUSB_API ssize_t cusb_write(struct cusb_device *dev, unsigned int bEndpointAddress,
			    const void *data, size_t length, int timeout_ms);

/**
 * cusb_endpoint_read, cusb_endpoint_write - cusb_read() and cusb_write() on an endpoint object.
 *
 * Returns a result of cusb_read() or cusb_write(). -ENOENT also means that @ep is not of the active configuration and the current alternate setting.
 * Another endpoint with the same address is never used in its place.
 */
CUSB_API ssize_t cusb_endpoint_read(const struct cusb_endpoint *ep, void *data, size_t length,
				    int timeout_ms);
CUSB_API ssize_t cusb_endpoint_write(const struct cusb_endpoint *ep, const void *data,
				     size_t length, int timeout_ms);

/**
 * cusb_endpoint_clear_halt - cusb_clear_halt() on an endpoint object.
 *
 * Returns a result of cusb_clear_halt(); -ENOENT as for cusb_endpoint_read().
 */
CUSB_API int cusb_endpoint_clear_halt(const struct cusb_endpoint *ep);

#ifdef __cplusplus
}
#endif

#endif
