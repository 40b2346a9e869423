/* SPDX-License-Identifier: MIT */
/* Kinds of errors. */
#ifndef CUSB_CORE_ERROR_H
#define CUSB_CORE_ERROR_H

#include <errno.h>
#include <stdbool.h>

#include <cusb/error.h>

/* The process or the system lacks memory or descriptors; the device is not the cause. */
static inline bool is_shortage(int err)
{
	return err == -EMFILE || err == -ENFILE || err == -ENOMEM;
}

#endif
