/* SPDX-License-Identifier: MIT */
/* For programs with #include <usb.h>. */
#include <cusb/legacy.h>
