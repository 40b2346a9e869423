/* SPDX-License-Identifier: MIT */
/* A virtual kernel as the default backend, for the tests of what stands on it: usb.h's functions. */
#ifndef LEGACY_WORLD_H
#define LEGACY_WORLD_H

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <cusb/legacy.h>

#include "unit.h"
#include "virtual/kernel/kernel.h"

extern struct cusb_virtual_kernel *lw_kernel;

extern usb_dev_handle *lw_handle; /* NULL: none; closed at the end */

/* Fixture: a kernel without devices; in the end all is freed, and no file is open. */
void lw_begin(void);
/* With the model "loopback" as 1-1, opened as lw_handle. */
void lw_begin_opened(void);
void lw_end(void);

/* A model by its name, or one of the test's. */
void lw_plug(const char *model, const char *name);
void lw_plug_model(const struct cusb_virtual_model *model, const char *name);
void lw_unplug(const char *name);
/* Brings both lists up to date; the changes of busses and devices. */
int lw_scan(void);
/* Empties both lists, by looking at a kernel without devices. */
void lw_unlist(void);
/* The listed device of that name; NULL: none. */
struct usb_device *lw_device(const char *name);
/* Plugs, scans and opens it. */
usb_dev_handle *lw_open(const char *model, const char *name);

#endif
