/* SPDX-License-Identifier: MIT */
/*
 * The dynamic loader's own account of the libraries that programs were run with.
 */
#ifndef LOADER_H
#define LOADER_H

#include <stdbool.h>

/* Lets what this process becomes look for libraries in a directory first, and write the account. */
void loader_prepare(const char *directory);
/* Whether all since then that took a libusb-0.1.so.4 took that directory's, and any did. */
bool loader_used(const char *directory);

#endif
