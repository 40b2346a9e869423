/* SPDX-License-Identifier: MIT */
/*
 * Runtime suspend. While a device is open the kernel keeps it awake, unless it is told that it need
 * not. The kernel itself decides when, by the device's power/control and autosuspend_delay_ms.
 */
#ifndef CUSB_POWER_H
#define CUSB_POWER_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_allow_suspend - let the kernel suspend the device though it is open.
 *
 * Transfers to a device that is suspended then fail with -EHOSTUNREACH. Opens the device. Returns
 * 0, -ENOSYS (the kernel is older than 5.3), or -errno.
 */
CUSB_API int cusb_allow_suspend(struct cusb_device *dev);

/**
 * cusb_forbid_suspend - keep the device awake, as it is after cusb_open(); wakes it.
 *
 * Blocks while the device resumes. Returns 0, -ENOSYS, -EIO (it could not resume), or -errno.
 */
CUSB_API int cusb_forbid_suspend(struct cusb_device *dev);

/**
 * cusb_wait_for_resume - wait until a device that may be suspended has resumed.
 *
 * Returns at once unless cusb_allow_suspend() came before; else blocks until a resume after it, or
 * until the device is unplugged. From then on suspending is forbidden again. Other calls on the
 * device go on meanwhile, but nothing cancels this one except a signal. Returns 0, -EINTR (a signal
 * handler ran), -ENODEV, -ENOSYS, -EIO (it could not resume), or -errno.
 */
CUSB_API int cusb_wait_for_resume(struct cusb_device *dev);

#ifdef __cplusplus
}
#endif

#endif
