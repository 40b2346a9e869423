/* SPDX-License-Identifier: MIT */
#ifndef FIND_DEVICE_H
#define FIND_DEVICE_H

#include <cusb/cusb.h>

/* The device to work on. 0 or -errno. */
int find_device(unsigned int idProduct, struct cusb_device **found);

#endif
