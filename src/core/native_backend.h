/* SPDX-License-Identifier: MIT */
/*
 * The place where the native backend comes in.
 *
 * A program that only finds devices is linked without all the rest. So the default backend begins
 * with the functions that find, and the first call that needs more adds the others: only code that
 * is reached from there is linked. The backend defines both symbols; backend.c has weak ones for a
 * library without it.
 */
#ifndef CUSB_CORE_NATIVE_BACKEND_H
#define CUSB_CORE_NATIVE_BACKEND_H

#include <cusb/backend.h>

extern struct cusb_backend *native_backend;
/* Any number of times, by any thread. */
void native_backend_complete(void);

#endif
