/* SPDX-License-Identifier: MIT */
/* What an error means while devices are looked through; the core and the backends use it. */
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

/* A device cannot be read. A shortage is returned; else the log is told at `level`, and 0 returned. */
int pass_over(enum cusb_log_level level, const char *name, int err);

#endif
