/* SPDX-License-Identifier: MIT */
/*
 * Runtime suspend. The kernel keeps an open device awake, unless cusb_allow_suspend() permits
 * suspending. The kernel itself decides when to suspend, by power/control and autosuspend_delay_ms
 * of the device in sysfs.
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
 * Opens the device. Transfers to a suspended device fail with -EHOSTUNREACH, also the transfers
 * that are in flight when it falls asleep. Returns 0, -ENOSYS (the kernel is older than 5.3), or
 * -errno.
 */
CUSB_API int cusb_allow_suspend(struct cusb_device *dev);

/**
 * cusb_forbid_suspend - keep the device awake again, the state after cusb_open(), and wake it.
 *
 * Blocks while the device resumes. Returns 0, -ENOSYS, -EIO (it could not resume), or -errno.
 */
CUSB_API int cusb_forbid_suspend(struct cusb_device *dev);

/**
 * cusb_wait_for_resume - wait until a device that may be suspended has resumed.
 *
 * Returns at once unless cusb_allow_suspend() was called before. Otherwise it blocks until the
 * device has resumed after that call, or until it is unplugged. Afterwards suspending is forbidden
 * again. Other calls on the device go on meanwhile. Only a signal interrupts this call.
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
