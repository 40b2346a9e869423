/* SPDX-License-Identifier: MIT */
/*
 * The dynamic loader's own account of the libraries that programs were run with.
 */
#ifndef LOADER_H
#define LOADER_H

#include <stdbool.h>

/* Lets what this process becomes look for libraries in a directory first, and write the account. */
void loader_prepare(const char *directory);
/*
 * Whether any process since then took that library from the directory, and none took any of the
 * libraries that we have an own of (libusb-0.1, libusb-1.0, libopenusb) from elsewhere.
 */
bool loader_used(const char *directory, const char *library);

#endif
