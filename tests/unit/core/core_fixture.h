/* SPDX-License-Identifier: MIT */
/*
 * The fixture of the core's suites: the scripted backend, with its first device found as `dev`.
 *
 *	FIXTURE(core_begin, core_end)			the backend alone; `dev` is NULL
 *	FIXTURE(core_begin_found, core_end)
 *	FIXTURE(core_begin_with_extras, core_end)	with what script_extras.h adds to the backend
 *	FIXTURE(core_begin_hub, core_end)		the same, and the device is a hub
 */
#ifndef CORE_FIXTURE_H
#define CORE_FIXTURE_H

#include <errno.h>
#include <limits.h>
#include <string.h>

#include <cusb/cusb.h>

#include "core/script_backend.h"
#include "core/script_extras.h"
#include "unit.h"

#define BACKEND &script.backend

/* What a test found; freed at the end. */
extern struct cusb_device *dev, **found_all;

void core_begin(void);
void core_begin_found(void);
void core_begin_with_extras(void);
void core_begin_hub(void);
void core_end(void);

/* The descriptors of the composite device, with the class of a hub. */
const uint8_t *hub_descriptors(void);
/* Another device is plugged in instead, and found as `dev`. */
void plug_instead(const struct script_device *plugged);

/* An endpoint of `dev`, by indexes in the descriptors. */
const struct cusb_endpoint *endpoint(size_t cfg, size_t intf, size_t alternate, size_t index);

/* With auto-detach, interface 0 is claimed from a kernel driver; the record begins after that. */
void claim_from_driver(void);
/* Interfaces 0 and 1 are claimed; the record begins after that. */
void claim_two(void);

#endif
