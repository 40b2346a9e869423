/* SPDX-License-Identifier: MIT */
/* For programs that say #include <usb.h>. */
#include <cusb/legacy.h>
