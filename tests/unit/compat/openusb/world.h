/* SPDX-License-Identifier: MIT */
/* A virtual kernel as the default backend, and one handle, for the tests of openusb.h. */
#ifndef OPENUSB_WORLD_H
#define OPENUSB_WORLD_H

#include <errno.h>
#include <string.h>

#include "compat/openusb/openusb.h"
#include "unit.h"
#include "virtual/kernel/kernel.h"

extern struct cusb_virtual_kernel *ow_kernel;
extern uint64_t ow_handle;
extern uint64_t ow_dev; /* 0: none; closed at the end */

/* Fixture: a kernel without devices; in the end all is freed, and no file is open. */
void ow_begin(void);
/* With the model "loopback" as 1-1, opened as ow_dev. */
void ow_begin_opened(void);
void ow_end(void);

void ow_plug(const char *model, const char *name);
void ow_unplug(const char *name);
/* The devices of the bus; the number of the first, or 0. */
uint32_t ow_list(uint64_t bus, uint64_t *first);
/* Plugs it in as 1-2, and opens it. */
uint64_t ow_open(const char *model);
uint64_t ow_open_model(const struct cusb_virtual_model *model);

#endif
