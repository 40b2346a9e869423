/* SPDX-License-Identifier: MIT */
/* Devices as text: fixtures/devices. */
#ifndef CONFORMANCE_FIXTURE_H
#define CONFORMANCE_FIXTURE_H

#include "world.h"

/* The model of fixtures/devices/NAME.device, until the process ends. */
const struct cusb_virtual_model *fixture_load(const char *name);
/* Plugs it in. In the real world its idVendor must be fffe. */
struct cusb_device *plug_fixture(const char *name);

#endif
