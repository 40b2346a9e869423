/* SPDX-License-Identifier: MIT */
/*
 * The fixture of most suites: `dev` is the scripted backend's first device, found.
 *
 *	FIXTURE(begin, end)
 *	FIXTURE(begin_with_extras, end)		with what script_extras.h adds to the backend
 */
#ifndef FOUND_DEVICE_H
#define FOUND_DEVICE_H

#include <errno.h>

#include <cusb/cusb.h>

#include "core/script_backend.h"
#include "core/script_extras.h"
#include "unit.h"

static struct cusb_device *dev;

static inline void begin(void)
{
	script_begin();
	dev = script_find();
}

static inline void begin_with_extras(void)
{
	script_begin();
	script_add_extras();
	dev = script_find();
}

static inline void end(void)
{
	cusb_device_free(dev);
	script_end();
}

#endif
