/* SPDX-License-Identifier: MIT */
/*
 * cusb: talk to USB devices on Linux. This header includes all the others.
 *
 * NULL: a function that frees or closes an object does nothing if the object is NULL. These
 * functions are cusb_device_free(), cusb_free_list(), cusb_close(), cusb_dispose_resources(),
 * cusb_buffer_free(), cusb_transfer_free(), cusb_monitor_free(), cusb_match_free(),
 * cusb_bos_free(), cusb_usbfs_free(), cusb_wait_set_free(), and each function of virtual.h and
 * vhci.h with a name that ends in _free or _detach. In other functions NULL is allowed only if the
 * comment of the function says so. A NULL device, descriptor, transfer, monitor or out pointer is a
 * mistake of the program, and crashes it. NULL as data of more than 0 bytes is -EINVAL.
 */
#ifndef CUSB_H
#define CUSB_H

#define CUSB_VERSION_MAJOR 0
#define CUSB_VERSION_MINOR 9
#define CUSB_VERSION_PATCH 0
#define CUSB_VERSION       "0.9.0"

#include "backend.h"
#include "buffer.h"
#include "control.h"
#include "core.h"
#include "descriptor.h"
#include "error.h"
#include "hub.h"
#include "log.h"
#include "match.h"
#include "monitor.h"
#include "power.h"
#include "stream.h"
#include "transfer.h"
#include "usbfs.h"
#include "util.h"
#include "wait.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_version - the version of the library that runs.
 *
 * CUSB_VERSION is the version of the headers that the program was compiled with.
 *
 * Returns a static string, "0.9.0". Does not block.
 */
CUSB_API const char *cusb_version(void);

#ifdef __cplusplus
}
#endif

#endif
