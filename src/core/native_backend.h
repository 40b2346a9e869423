/* SPDX-License-Identifier: MIT */
/*
 * The link between the core and the native backend.
 *
 * A program that only finds devices should not contain the code that uses devices. So the default
 * backend has only the functions for finding at first. The first call that uses a device adds the
 * others, and only this call refers to their code. The backend defines both symbols; native_backend.c has
 * weak definitions for a library without it.
 */
#ifndef CUSB_CORE_NATIVE_BACKEND_H
#define CUSB_CORE_NATIVE_BACKEND_H

#include <cusb/backend.h>

extern struct cusb_backend *native_backend;
/* May be called any number of times, by any thread. */
void native_backend_complete(void);

#endif
