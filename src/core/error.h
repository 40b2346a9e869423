/* SPDX-License-Identifier: MIT */
/* Errors of a single device in a search; for the core and the backends. */
#ifndef CUSB_CORE_ERROR_H
#define CUSB_CORE_ERROR_H

#include <errno.h>
#include <stdbool.h>

#include <cusb/error.h>
#include <cusb/log.h>

/* The process or the system is short of something, which is no fault of the device being read. */
static inline bool is_shortage(int err)
{
	return err == -EMFILE || err == -ENFILE || err == -ENOMEM;
}

/* For a device that cannot be read: returns a shortage; logs any other error, and returns 0. */
int pass_over(enum cusb_log_level level, const char *name, int err);

#endif
