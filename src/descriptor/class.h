/* SPDX-License-Identifier: MIT */
#ifndef CUSB_DESCRIPTOR_CLASS_H
#define CUSB_DESCRIPTOR_CLASS_H

#include <cusb/util.h>

/* Only in a device descriptor does class 0 mean that each interface has its own class. */
static inline const char *interface_class_name(unsigned int bInterfaceClass)
{
	return bInterfaceClass == 0 ? "Reserved" : cusb_class_name(bInterfaceClass);
}

#endif
