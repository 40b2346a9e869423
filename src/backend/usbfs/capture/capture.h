/* SPDX-License-Identifier: MIT */
/*
 * A capture of a program's own traffic: the file that the environment variable CUSB_CAPTURE names.
 *
 *	capture.c -> recorder.c
 */
#ifndef CUSB_USBFS_CAPTURE_H
#define CUSB_USBFS_CAPTURE_H

#include "backend/usbfs/usbfs.h"

/*
 * For a device that was just opened as `fd`. Returns the backend itself if the traffic is not
 * captured. Otherwise returns a copy, whose system calls are recorded; capture_end() frees it.
 */
const struct usbfs *capture_begin(struct cusb_backend *backend, const struct cusb_device *dev,
				  int fd);
void capture_end(const struct usbfs *fs);

#endif
