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
 * Signals: if the comment of a call lists -EINTR, a signal handler that runs in the thread of the
 * call ends the call. cusb_reap() and cusb_monitor_next() are examples. The flag SA_RESTART makes
 * no difference. The calls that move data, such as cusb_read() and cusb_ctrl_transfer(), end at a
 * signal only after cusb_set_interruptible(). Without it they end by themselves, at their timeout
 * at the latest. A signal ends no other call.
 *
 * cusb_close(), cusb_dispose_resources(), cusb_release_interface() and cusb_reset() cancel the
 * transfers that other threads have in flight. The calls of these threads then return -ECANCELED. A
 * control transfer of at most 4096 bytes with a timeout cannot be cancelled, except after
 * cusb_set_interruptible(). It ends at its timeout at the latest. A reset ends it, with -ESHUTDOWN.
 *
 * fork(2): an open device, its claims and its transfers in flight belong to the parent. The child
 * shares the open file with the parent, so a release in the child would take away the parent's
 * claim. The kernel writes the data of a transfer into the memory of the process that reaps it. The
 * child may do these things with a device that the parent had open:
 * - It may call cusb_close(), cusb_dispose_resources() and cusb_device_free(). In a child they
 *   close its descriptor and do nothing else. The parent keeps its claims, detached drivers stay
 *   detached, and transfers in flight come back to the parent. cusb_release_interface() and
 *   cusb_release_port() only forget the claim.
 * - After cusb_close() it may do everything: the next operation opens the device for the child.
 * - It may call exec(), which closes the parent's descriptors.
 * cusb_monitor_free(), too, only closes the child's descriptors. A program that becomes a daemon
 * does so before it opens devices. If the parent has several threads, only exec() is safe in the
 * child; see fork(2).
 *
 * Any operation that needs the device open may also return these errors:
 *   -ENODEV  the device was unplugged
 *   -EACCES  no permission for the device node
 *   -ENOENT  there is no device node
 *   -ENOSYS  the backend cannot do this
 *   -ENOMEM  no memory
 *   -EMFILE  the process has too many open files
 *   -EFAULT  memory of the caller cannot be read or written
 *   -EBADF   the device is closed, and the call may not open it; see cusb_set_automatic()
 *
 * Other programs: while an object has claimed an interface, other programs cannot claim this
 * interface, select its alternate setting, or set the configuration through usbfs. Another program
 * can take the claim away by a reset, by a forced detach, or by writing to the files
 * bConfigurationValue and authorized in sysfs. The kernel does not report this. A kernel driver may
 * then take the interface. The interface is in alternate setting 0 afterwards. The library acts as
 * follows:
 * - A transfer in flight ends with an error; see cusb_read().
 * - If the kernel refuses a call, the library asks the kernel for configuration, settings and
 *   claims, and tries once more. If the kernel refuses again, the call returns -ENOENT (the
 *   endpoint is not in the current settings), -EBUSY (a driver or another program has the
 *   interface), -EHOSTUNREACH (the device is not configured) or -EACCES (the interface is not
 *   authorized). After cusb_set_auto_detach() the second try takes the interface from a driver.
 * - These calls ask the kernel every time: cusb_active_configuration(), cusb_altsetting(),
 *   cusb_claim_interface(), cusb_ensure_configuration() and cusb_ensure_altsetting(). A program
 *   that got one of the errors above calls cusb_ensure_altsetting() and continues.
 * The library does not notice the change if the kernel accepts the next call. This happens if no
 * transfer was in flight, and the new setting or configuration has an endpoint with the same
 * address. If a program depends on its setting, it calls cusb_ensure_altsetting() from time to
 * time.
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
 *   -EINVAL  @match has a field that devices do not have, a NULL string or function, or a backend
 *            of another version
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
 * Returns:
 *   > 0  the number of devices
 *   0    no device matched; the list is empty and still has to be freed
 *   < 0  an error of cusb_find() other than -ENODEV
 */
CUSB_API ssize_t cusb_find_all(const struct cusb_match *match, struct cusb_device ***list);

/**
 * cusb_device_from_fd - make a device object from the descriptor of an open device node.
 * @fd:  a descriptor of a usbfs node that is open for reading and writing. Android, a broker or a
 *       parent process may have opened it. The library never closes it. The caller keeps it open
 *       until the device is freed.
 * @dev: out: the device; the caller frees it with cusb_device_free(). It counts as open after its
 *       first use. cusb_close() releases its claims.
 *
 * Works on the default backend, without sysfs and without rights to the node. Causes no bus
 * traffic. Before Linux 5.2 the port numbers are unknown; see usbfs.h.
 *
 * Only one open device object can use a descriptor. The operations of a second object return -EBUSY
 * until the first object is closed and no thread is in a call for the first object. The descriptor
 * that cusb_poll_fd() returns is in use in the same way. The library does not recognize a duplicate
 * of dup(2): use only one of the two descriptors.
 *
 * The kernel gives a completed transfer to the first reader of a descriptor. If another library
 * submits transfers on @fd, this library does not change them and logs a warning, but the other
 * library never gets them back.
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
 * cusb_device_copy - make a further object for the same plugged-in device.
 * @dev:  any device object, open or closed, of any backend.
 * @copy: out: a closed device; the caller frees it with cusb_device_free().
 *
 * The new object has the descriptors, name and place of @dev. In all other respects it is like a
 * device that was just found: closed, without claims and transfers, and with the initial default
 * timeout and switches. The two objects share nothing, and either can be freed first. Makes no
 * system call, and does not test whether the device is still plugged in. cusb_open() tests it.
 *
 * A monitor marks only its own object as unplugged. An object that was copied before CUSB_LEFT may
 * therefore be opened later, and then reach another device: one with the same address, vendor,
 * product and release. An object that is copied after CUSB_LEFT cannot be opened.
 *
 * A copy of an object of cusb_device_from_fd() uses the same descriptor. It can be opened while no
 * other object is open on this descriptor.
 *
 * Returns 0 or -ENOMEM. Does not block.
 */
CUSB_API int cusb_device_copy(struct cusb_device *dev, struct cusb_device **copy);

/**
 * cusb_free_list - free a list of cusb_find_all(), and drop its reference to each device.
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
 * The call that drops the last reference blocks as cusb_dispose_resources() does. Each thread that
 * uses the device needs a reference of its own.
 */
CUSB_API void cusb_device_free(struct cusb_device *dev);

/**
 * cusb_same_device - whether two objects stand for the same plugged-in device.
 *
 * Two objects are the same device if their backend, name and address are equal, and if the backend
 * gave them no different ids (struct cusb_candidate). If the device node gave the name (usbfs.h),
 * the bus number is compared in place of the name. A device that was unplugged and plugged in again
 * is another device. Linux gives it another address until all addresses of the bus were used. Does
 * not block.
 *
 * Returns true or false.
 */
CUSB_API bool cusb_same_device(const struct cusb_device *a, const struct cusb_device *b);

/* ---- descriptors, speed and parent ----------------------------------------------------------- */

/**
 * cusb_descriptors - the bytes of the device descriptor and of all configurations.
 * @length: out: the number of bytes, 18 or more.
 *
 * The library has made the tree of descriptors (descriptor.h) from these bytes. They are in the
 * byte order of the bus. Bytes that the library could not parse are there, too. With the native
 * backend they are the bytes of the file `descriptors` in sysfs. The kernel cuts each configuration
 * after its last complete descriptor, but does not change its wTotalLength. So do not step through
 * the bytes by wTotalLength.
 *
 * Returns the bytes, lent by the device, never NULL. Does not block.
 */
CUSB_API const uint8_t *cusb_descriptors(const struct cusb_device *dev, size_t *length);

/**
 * cusb_device_speed - the speed of the device on its bus.
 *
 * Asks the backend, which reads sysfs, and remembers the speed.
 *
 * Returns:
 *   >= 0     enum cusb_speed; CUSB_SPEED_UNKNOWN means that the backend cannot tell
 *   -ENODEV  the device was unplugged
 *   < 0      another -errno
 */
CUSB_API int cusb_device_speed(struct cusb_device *dev);

/**
 * cusb_parent - find the hub that a device is plugged into.
 * @parent: out: a new device; the caller frees it with cusb_device_free().
 *
 * Returns:
 *   0        success
 *   -EISDIR  the device is a root hub, which has no parent, or its port numbers are unknown
 *   -ENODEV  the hub is gone
 *   < 0      an error of cusb_find()
 */
CUSB_API int cusb_parent(struct cusb_device *dev, struct cusb_device **parent);

/* ---- resources ----------------------------------------------------------------------------- */

/**
 * cusb_open - open the device now, and not at its first use.
 *
 * Does nothing if the device is open. May block while the kernel resumes a suspended device.
 *
 * Returns:
 *   0        open
 *   -ENODEV  the device was unplugged, or another device has its address now
 *   < 0      another -errno
 */
CUSB_API int cusb_open(struct cusb_device *dev);

/**
 * cusb_close - release all interfaces and close the device; the next operation opens it again.
 * @dev: NULL is allowed.
 *
 * Cancels the transfers that other threads have in flight. Does nothing when the device is closed.
 * May block while transfers end, interfaces are released and drivers are attached.
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
 * Changes nothing if this object has claimed the interface already. If another program has taken
 * this claim away, the call claims the interface again. The interface is then in alternate
 * setting 0.
 *
 * Returns:
 *   0        claimed
 *   -EBUSY   a kernel driver or another program has claimed the interface
 *   -ENOENT  the active configuration has no such interface, or the device is not configured
 *   -EACCES  the interface is not authorized (its file authorized in sysfs)
 *   -EINVAL  @bInterfaceNumber is out of range
 */
CUSB_API int cusb_claim_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_claim_from_driver - take an interface from its kernel driver, and claim it.
 * @bInterfaceNumber: 0..255.
 *
 * The kernel does both in one step, so no other program can claim the interface in between. Before
 * Linux 3.12 they are two steps. If no driver is bound, the call only claims. Does not depend on
 * cusb_set_auto_detach(). Afterwards the interface is in alternate setting 0, unless this object
 * had claimed it already.
 *
 * cusb_release_interface() does not attach this driver again: call cusb_attach_kernel_driver()
 * after the release. Blocks until the driver is unbound.
 *
 * Returns:
 *   0        claimed
 *   -EBUSY   another program has claimed the interface
 *   -EINVAL  the active configuration has no such interface, the device is not configured, or
 *            @bInterfaceNumber is out of range
 *   -EACCES  the interface is not authorized (its file authorized in sysfs), or see
 *            cusb_drop_privileges()
 */
CUSB_API int cusb_claim_from_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_release_interface - give an interface back.
 * @bInterfaceNumber: 0..255.
 *
 * Does nothing if the interface is not claimed, or if another program has taken the claim away. The
 * kernel sets the interface back to alternate setting 0. A kernel driver that was detached
 * automatically is attached again.
 *
 * Returns 0 or -errno. After an error, too, the interface no longer counts as claimed.
 */
CUSB_API int cusb_release_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_dispose_resources - return the object to the state in which cusb_find() left it.
 * @dev: NULL is allowed.
 *
 * Cancels transfers of other threads, releases all interfaces, attaches the drivers that were
 * detached automatically, closes the device and forgets its strings. The device remains usable.
 * Blocks as cusb_close() does.
 */
CUSB_API void cusb_dispose_resources(struct cusb_device *dev);

/**
 * cusb_is_kernel_driver_active - whether a kernel driver is bound to an interface.
 *
 * Returns:
 *   1    a kernel driver is bound
 *   0    no driver is bound, or a program has claimed the interface through usbfs
 *   < 0  -errno
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
 * Blocks until the driver is unbound.
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
 *   -ENODATA  no driver accepted the interface
 *   -EINVAL   no such interface
 */
CUSB_API int cusb_attach_kernel_driver(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_set_auto_detach - whether claiming and configuring detach kernel drivers automatically.
 * @on: false is the initial setting.
 *
 * When the interface is released, the driver that was detached in this way is attached again. Holds
 * from the next call on. Does not block.
 */
CUSB_API void cusb_set_auto_detach(struct cusb_device *dev, bool on);

/**
 * cusb_set_automatic - whether a call opens the device and claims interfaces when it needs that.
 * @on: true is the initial setting.
 *
 * false is for bindings and for interfaces of other libraries: they have their own rules. Each call
 * then sends the request that it is named after, and does nothing else. The kernel decides whether
 * the request is allowed:
 * - Only cusb_open() opens the device. If the device is closed, a call that needs it open returns
 *   -EBADF.
 * - Only cusb_claim_interface() and cusb_claim_from_driver() claim an interface.
 *   cusb_claim_interface() takes it from a driver only after cusb_set_auto_detach().
 * - If a call needs a claim, and the interface is free, Linux claims the interface itself and logs
 *   a warning. If a driver or another program has the interface, the result is -EBUSY.
 * - cusb_release_interface() also releases an interface that the kernel has claimed itself. If the
 *   interface is not claimed, the result is -EINVAL.
 * - cusb_set_configuration() sends any value, and releases nothing. If an interface is claimed, by
 *   this object too, the result is -EBUSY.
 * - cusb_set_altsetting() sends any numbers. If the kernel does not know them, the result is
 *   -EINVAL or -ENOENT.
 * - cusb_reset() claims nothing again: all claims are lost. After -ENODEV the device is still open.
 * - The caller may give the type of an endpoint in `flags` of a transfer: CUSB_TYPE_BULK and so on
 *   (transfer.h). A control transfer may then be to any endpoint. The library looks for the
 *   endpoint in the descriptors only if it needs the packet size: for a transfer above 16 KiB, and
 *   for an isochronous transfer without packets.
 * - If the caller gives no type, the library takes the type from the descriptors. It asks the
 *   kernel for the current setting only if the endpoint differs between settings.
 * - A call cancels transfers only if that is its task. These calls are cusb_cancel(),
 *   cusb_cancel_all(), and the calls that close the device. The status -ECANCELED comes only from
 *   them. When an interface is released, when its setting is selected, and when the device is
 *   reset, the kernel ends the transfers in flight. Their status is then -ESHUTDOWN, and
 *   actual_length has the bytes moved before.
 * - The library does not repeat a refused call.
 *
 * cusb_close() still cancels transfers and releases the claimed interfaces. Does not block.
 */
CUSB_API void cusb_set_automatic(struct cusb_device *dev, bool on);

/**
 * cusb_drop_privileges - give up rights on the open device, before another process gets it.
 * @interfaces: bit n is 1 if interface n, 0..31, may still be claimed.
 *
 * Until the device is closed, these operations return -EACCES: claiming any other interface,
 * detaching and attaching a driver, and a reset while a driver or another program has an interface.
 * A second call can only take more rights away.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the kernel is older than 4.6
 *   < 0      another -errno
 */
CUSB_API int cusb_drop_privileges(struct cusb_device *dev, uint32_t interfaces);

/* ---- configuration and alternate settings ---------------------------------------------------- */

#define CUSB_FIRST        (-1) /* the first one in descriptor order */
#define CUSB_UNCONFIGURED (-2) /* no configuration, even if a configuration has the value 0 */

/**
 * cusb_active_configuration - the configuration that the device is in.
 * @cfg: out: lent by the device.
 *
 * Asks the kernel every time, because another program may have set a configuration.
 *
 * Returns:
 *   0              success
 *   -EHOSTUNREACH  the device is not configured
 *   < 0            another -errno
 */
CUSB_API int cusb_active_configuration(struct cusb_device *dev,
				       const struct cusb_configuration **cfg);

/**
 * cusb_active_configuration_value - bConfigurationValue of the configuration that the device is in.
 *
 * Asks the kernel every time, and does not look at the descriptors: the kernel may have a value
 * that the descriptors do not have. Some devices have a configuration with the value 0, although
 * USB 2.0 9.4.7 forbids it. If the backend has to ask the device itself, the result is 0 both for
 * this configuration and for a device that is not configured.
 *
 * Returns:
 *   0..255         bConfigurationValue
 *   -EHOSTUNREACH  the device is not configured
 *   < 0            another -errno
 */
CUSB_API int cusb_active_configuration_value(struct cusb_device *dev);

/**
 * cusb_set_configuration - set the configuration.
 * @value: bConfigurationValue, CUSB_FIRST, or CUSB_UNCONFIGURED. 0 unconfigures, too, unless the
 *         device has a configuration of value 0, as on Linux.
 *
 * Always sends the request. It resets endpoints and alternate settings even if the value is the
 * current one. Interfaces of this object are released before the request. They are claimed again
 * after it if the new configuration has them. Blocks at most 5 s, the kernel's limit.
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
 * cusb_configuration_select - as cusb_set_configuration(), with a configuration of the tree.
 * @cfg: the configuration; it names its device, too.
 *
 * Returns a result of cusb_set_configuration().
 */
CUSB_API int cusb_configuration_select(const struct cusb_configuration *cfg);

/**
 * cusb_ensure_configuration - set the configuration only if another one is active.
 * @value: as for cusb_set_configuration().
 *
 * Asks the kernel, because another program may have set a configuration.
 *
 * Returns:
 *   1    the configuration was set
 *   0    the configuration was active already
 *   < 0  an error of cusb_set_configuration()
 */
CUSB_API int cusb_ensure_configuration(struct cusb_device *dev, int value);

/**
 * cusb_altsetting - the current alternate setting of an interface.
 * @bInterfaceNumber: an interface of the active configuration.
 *
 * Asks the kernel every time.
 *
 * Returns:
 *   >= 0     bAlternateSetting
 *   -ENOENT  no such interface
 *   < 0      another -errno
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
 * cusb_interface_set_altsetting - as cusb_set_altsetting(), with an alternate setting of the tree.
 * @intf: the alternate setting; it names its device, too.
 *
 * Returns a result of cusb_set_altsetting().
 */
CUSB_API int cusb_interface_set_altsetting(const struct cusb_interface *intf);

/**
 * cusb_ensure_altsetting - select an alternate setting only if another one is current.
 * @bInterfaceNumber, @bAlternateSetting: as for cusb_set_altsetting().
 *
 * Claims the interface and asks the kernel. After another program's reset the setting is 0, and
 * this call selects it again.
 *
 * Returns:
 *   1    the setting was selected
 *   0    the setting was current already
 *   < 0  an error of cusb_set_altsetting()
 */
CUSB_API int cusb_ensure_altsetting(struct cusb_device *dev, int bInterfaceNumber,
				    int bAlternateSetting);

/**
 * cusb_clear_halt - clear the halt of an endpoint, on the device and on the host.
 * @bEndpointAddress: an endpoint of the active configuration. The call claims its interface.
 *
 * The endpoint must have no transfers in flight. A halt ends only one transfer: cancel and reap the
 * other transfers first. If transfers are in flight, the result is 0 all the same, but the data
 * toggles of host and device then differ: data is lost, or the endpoint stops. The device resets
 * its toggle. An xHCI or EHCI host keeps its toggle or sequence number, and the kernel logs this.
 * Another host controller resets its toggle for later transfers only. Blocks at most 5 s, the
 * kernel's limit.
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
 * @bEndpointAddress: an endpoint of the active configuration. The call claims its interface.
 *
 * For a device that has reset its own data toggle. In all other cases call cusb_clear_halt():
 * otherwise the data toggles of host and device would differ.
 *
 * Returns 0, or an error of cusb_clear_halt().
 */
CUSB_API int cusb_reset_endpoint(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_reset - reset the device by its port, and claim its interfaces again.
 *
 * Other programs and kernel drivers lose their interfaces. The kernel binds the drivers again.
 * Afterwards every interface is in alternate setting 0. Transfers in flight are cancelled. If a
 * kernel driver has taken an interface of this object meanwhile, the call detaches the driver.
 * Blocks for about 100 ms.
 *
 * Returns:
 *   0             reset
 *   -ENODEV       no device or a different one came back: free this object and find the device
 *                 again
 *   -EISDIR       the device is a root hub
 *   -EINPROGRESS  another reset is running
 *   -EACCES       see cusb_drop_privileges()
 *   < 0           an interface could not be claimed again (the log says which), or another -errno
 */
CUSB_API int cusb_reset(struct cusb_device *dev);

/* ---- transfers ----------------------------------------------------------------------------- */

#define CUSB_DEFAULT_TIMEOUT (-1) /* the device's default timeout, initially 1000 ms */
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
 * cusb_set_interruptible - whether a signal handler ends the calls that move data.
 * @on: false is the initial setting.
 *
 * These calls are cusb_read(), cusb_write(), cusb_endpoint_read(), cusb_endpoint_write(),
 * cusb_transfer_run(), cusb_ctrl_transfer(), and the calls of control.h and util.h that ask the
 * device. If a handler runs while its thread waits in such a call, the call cancels its transfer,
 * and no other transfer. The kernel then tells how many bytes were moved:
 * - Reading and writing return their number, or -EINTR when it is 0.
 * - cusb_transfer_run() returns -EINTR, and the number is in actual_length.
 * - cusb_ctrl_transfer() returns -EINTR. The device may have got the request.
 * A transfer that completes before the kernel cancels it has its own result.
 *
 * It makes no difference whether the handler has SA_RESTART. A handler that runs before the wait
 * begins does not end the call, as with read(2): a program that must notice every signal gives its
 * calls a timeout, and looks after each call.
 *
 * With @on a control transfer takes three system calls instead of one, and allocates memory. If the
 * backend's queue takes no control transfers, a signal does not end them. The switch also holds for
 * reads and writes that are waiting now.
 */
CUSB_API void cusb_set_interruptible(struct cusb_device *dev, bool on);

/**
 * cusb_ctrl_transfer - a control transfer on endpoint 0, USB 2.0 9.3.
 * @bmRequestType:   0..0xff; bit 7 is the direction.
 * @bRequest:        0..0xff.
 * @wValue, @wIndex: 0..0xffff.
 * @data:            OUT: the data to send. IN: room for the answer. May be NULL if @wLength is 0.
 * @wLength:         bytes, 0..0xffff.
 * @timeout_ms:      milliseconds, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Needs no configuration. If the recipient of a class or standard request is an interface or an
 * endpoint, the call claims the interface first, because the kernel demands it. A printer's
 * GET_DEVICE_ID claims nothing. The endpoint may be of any alternate setting of the active
 * configuration. The device gets the request at most once. Blocks up to the timeout.
 *
 * Returns:
 *   >= 0        the bytes moved; an IN request may give fewer than @wLength
 *   -EPIPE      stalled: the device does not support the request
 *   -ETIMEDOUT  the timeout has expired
 *   -EINTR      a signal handler ran; only after cusb_set_interruptible()
 *   -EINVAL     a value is out of range
 *   < 0         an error of cusb_claim_interface(), or another -errno
 */
CUSB_API ssize_t cusb_ctrl_transfer(struct cusb_device *dev, unsigned int bmRequestType,
				    unsigned int bRequest, unsigned int wValue,
				    unsigned int wIndex, void *data, size_t wLength,
				    int timeout_ms);

/**
 * cusb_read - read from a bulk, interrupt or isochronous IN endpoint.
 * @bEndpointAddress: an IN endpoint of the active configuration and current alternate settings.
 * @data, @length:    room for @length bytes. A multiple of wMaxPacketSize avoids -EOVERFLOW. If
 *                    @length is above the host's limit, the call uses several URBs, and loses no
 *                    data between them.
 * @timeout_ms:       milliseconds for the whole call, CUSB_NO_TIMEOUT or CUSB_DEFAULT_TIMEOUT.
 *
 * Blocks until @length bytes or a short packet have come, or until the timeout expires.
 *
 * An isochronous endpoint sends one packet in each service interval. The call reads as many packets
 * of the maximum length as @length has room for, and at least one. It joins their data. Devices may
 * send shorter packets, so a result below @length, even 0, is not the end of the data. A call skips
 * no interval. Between two calls the host asks for no packets, and the data of that time is lost.
 * An endless stream therefore needs several transfers with packets in flight; see transfer.h. The
 * call leaves out the data of failed packets. It returns an error only if all packets failed. A
 * struct cusb_transfer with packets has the result of each packet.
 *
 * Returns:
 *   >= 0           the bytes read, also if the timeout expired after some bytes
 *   -ETIMEDOUT     the timeout expired before the first byte
 *   -EINTR         a signal handler ran before the first byte; only after
 *                  cusb_set_interruptible()
 *   -EPIPE         the endpoint is halted; see cusb_clear_halt()
 *   -EOVERFLOW     the device sent more than there was room for
 *   -ENOENT        no current alternate setting has this endpoint
 *   -EINVAL        not an IN address, a control endpoint, or a bad timeout
 *   -EPROTO        a bus error; -EILSEQ and -ETIME are other bus errors
 *   -ECANCELED     another thread cancelled the transfer
 *   -ESHUTDOWN     the kernel ended the transfer, and the device is still there: another program
 *                  has reset the device, selected a configuration or setting, or taken the
 *                  interface; or the machine was suspended; or the host controller has stopped
 *   -EHOSTUNREACH  the device is suspended, or was suspended meanwhile; or it is not configured
 *   < 0            an error of cusb_claim_interface(), or another -errno
 *
 * cusb_transfer_run() of transfer.h also tells how many bytes were moved before an error.
 */
CUSB_API ssize_t cusb_read(struct cusb_device *dev, unsigned int bEndpointAddress, void *data,
			   size_t length, int timeout_ms);

/**
 * cusb_write - write to a bulk, interrupt or isochronous OUT endpoint.
 * @bEndpointAddress: an OUT endpoint of the active configuration and current alternate settings.
 * @data, @length:    the data to send; 0 bytes are sent as a zero-length packet.
 * @timeout_ms:       as for cusb_read().
 *
 * Blocks until all bytes are sent or the timeout expires. After cusb_set_interruptible() a signal
 * handler ends the call as the timeout does.
 *
 * Returns:
 *   >= 0    the bytes sent, also if the timeout expired or a handler ran after some bytes
 *   -EINTR  a signal handler ran before the first byte; only after cusb_set_interruptible()
 *   < 0     an error of cusb_read()
 */
CUSB_API ssize_t cusb_write(struct cusb_device *dev, unsigned int bEndpointAddress,
			    const void *data, size_t length, int timeout_ms);

/**
 * cusb_endpoint_read, cusb_endpoint_write - as cusb_read() and cusb_write(), for an endpoint of the
 * tree.
 * @ep: the endpoint; it names its device, too.
 *
 * The call never uses another endpoint with the same address.
 *
 * Returns a result of cusb_read() or cusb_write(). -ENOENT also means that @ep is not of the active
 * configuration and the current alternate setting.
 */
CUSB_API ssize_t cusb_endpoint_read(const struct cusb_endpoint *ep, void *data, size_t length,
				    int timeout_ms);
CUSB_API ssize_t cusb_endpoint_write(const struct cusb_endpoint *ep, const void *data,
				     size_t length, int timeout_ms);

/**
 * cusb_endpoint_clear_halt - as cusb_clear_halt(), for an endpoint of the tree.
 * @ep: the endpoint; it names its device, too.
 *
 * Returns a result of cusb_clear_halt(); -ENOENT as for cusb_endpoint_read().
 */
CUSB_API int cusb_endpoint_clear_halt(const struct cusb_endpoint *ep);

#ifdef __cplusplus
}
#endif

#endif
