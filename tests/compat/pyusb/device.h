/* SPDX-License-Identifier: MIT */
/* The device that PyUSB's tests ask for: 04d8:fa2e, which sends back what it gets. */
#ifndef PYUSB_DEVICE_H
#define PYUSB_DEVICE_H

#include <cusb/virtual.h>

const struct cusb_virtual_model *pyusb_device(void);

#endif
