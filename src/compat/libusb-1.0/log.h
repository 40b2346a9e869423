/* SPDX-License-Identifier: MIT */
/*
 * The log of libusb, which is another one than the core's: "libusb: error [libusb_open] text".
 */
#ifndef CUSB_COMPAT_LIBUSB_1_0_LOG_H
#define CUSB_COMPAT_LIBUSB_1_0_LOG_H

#include "compat/libusb-1.0/context.h"

/* Remembers the time of the first call, and reads LIBUSB_DEBUG. */
void log_begin(void);

/* The level of LIBUSB_DEBUG; -1: it has none, or 0, which fixes nothing. */
int log_fixed_level(void);

/* Lines of all contexts go there in place of stderr; NULL: stderr. */
void log_set_global_callback(libusb_log_cb callback);

/* @ctx: may be NULL. LIBUSB_DEBUG then gives the level. */
void log_text(struct libusb_context *ctx, enum libusb_log_level level, const char *function,
	       const char *format, ...) __attribute__((format(printf, 4, 5)));

#define log_error(ctx, ...)   log_text(ctx, LIBUSB_LOG_LEVEL_ERROR, __func__, __VA_ARGS__)
#define log_warning(ctx, ...) log_text(ctx, LIBUSB_LOG_LEVEL_WARNING, __func__, __VA_ARGS__)
#define log_debug(ctx, ...)   log_text(ctx, LIBUSB_LOG_LEVEL_DEBUG, __func__, __VA_ARGS__)

#endif
