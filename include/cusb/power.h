/* SPDX-License-Identifier: MIT */
/*
 * Runtime suspend of an open device.
 *
 * The kernel keeps an open device awake, unless cusb_allow_suspend() lets it suspend the device.
 * The kernel then decides when to suspend. The files power/control and power/autosuspend_delay_ms
 * of the device in sysfs have the rules.
 */
#ifndef CUSB_POWER_H
#define CUSB_POWER_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_allow_suspend - let the kernel suspend the device while it is open.
 *
 * Opens the device. Transfers to a suspended device fail with -EHOSTUNREACH. When the device is
 * suspended, transfers in flight fail in the same way.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the kernel is older than 5.3, or the backend cannot do this
 *   < 0      another -errno
 */
CUSB_API int cusb_allow_suspend(struct cusb_device *dev);

/**
 * cusb_forbid_suspend - resume the device and keep it awake, as after cusb_open().
 *
 * Blocks while the device resumes.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the kernel is older than 5.3, or the backend cannot do this
 *   -EIO     the device could not resume
 *   < 0      another -errno
 */
CUSB_API int cusb_forbid_suspend(struct cusb_device *dev);

/**
 * cusb_wait_for_resume - wait until a device that may be suspended has resumed.
 *
 * If cusb_allow_suspend() was not called before, does not block. Otherwise blocks until the device
 * has resumed after that call, or until it is unplugged. Afterwards the kernel keeps the device
 * awake again. Other threads may use the device meanwhile. A signal handler ends this call, and
 * cusb_close() in another thread does not.
 *
 * Returns:
 *   0        resumed, or suspending was not allowed
 *   -EINTR   a signal handler ran
 *   -ENODEV  unplugged
 *   -EIO     the device could not resume
 *   -ENOSYS  the kernel is older than 5.3, or the backend cannot do this
 *   < 0      another -errno
 */
CUSB_API int cusb_wait_for_resume(struct cusb_device *dev);

#ifdef __cplusplus
}
#endif

#endif
