/* SPDX-License-Identifier: MIT */
/*
 * The fixture of suites of the native backend: a scripted kernel and the backend on it.
 *
 *	FIXTURE(usbfs_begin, usbfs_end)
 *	FIXTURE(usbfs_begin_opened, usbfs_end)	with the device opened as `handle`
 *	FIXTURE(usbfs_begin_session, usbfs_end)	with `handle` in a session of `object`
 */
#ifndef USBFS_FIXTURE_H
#define USBFS_FIXTURE_H

#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_session.h"
#include "unit.h"

extern struct script_kernel *sk;
extern struct cusb_backend *backend;
extern struct cusb_handle *handle; /* NULL: not opened, or opening has failed */
extern struct cusb_device *object;

void usbfs_begin(void);
void usbfs_begin_opened(void);
void usbfs_begin_session(void);
void usbfs_end(void);

/* The one ioctl made, with the number it was given. */
void check_number(unsigned long request, int number);

#define PLAY(steps) sk_play(sk, steps, ARRAY_SIZE(steps))

#endif
