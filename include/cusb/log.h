/* SPDX-License-Identifier: MIT */
/*
 * Log. Silent unless the environment variable CUSB_DEBUG names a level (critical, error, warning,
 * info, debug), or cusb_set_log() was called. Lines go to stderr, or are appended to the file that
 * CUSB_LOG_FILENAME names when it can be opened. Set-uid programs ignore both variables.
 * At debug, every kernel call is logged with its arguments and its result.
 */
#ifndef CUSB_LOG_H
#define CUSB_LOG_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cusb_log_level {
	CUSB_LOG_SILENT = 0,
	CUSB_LOG_CRITICAL = 1,
	CUSB_LOG_ERROR = 2,
	CUSB_LOG_WARNING = 3,
	CUSB_LOG_INFO = 4,
	CUSB_LOG_DEBUG = 5
};

/**
 * cusb_log_fn - takes one log line.
 * @level: how grave.
 * @line:  the text, without a newline; valid during the call.
 * @user:  what cusb_set_log() was given.
 *
 * May be called from any thread that uses the library, also from several at once; must not call
 * back into the library.
 */
typedef void (*cusb_log_fn)(enum cusb_log_level level, const char *line, void *user);

/**
 * cusb_set_log - choose what is logged, and where to; overrides the environment.
 * @level: lines graver than or equal to this are logged; CUSB_LOG_SILENT for none.
 * @fn:    gets each line; NULL for stderr or CUSB_LOG_FILENAME.
 * @user:  handed to @fn.
 *
 * For the whole process; call it while no other thread uses the library. Does not block.
 */
CUSB_API void cusb_set_log(enum cusb_log_level level, cusb_log_fn fn, void *user);

#ifdef __cplusplus
}
#endif

#endif
