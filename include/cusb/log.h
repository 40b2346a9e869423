/* SPDX-License-Identifier: MIT */
/*
 * Log. There are no log lines until cusb_set_log() is called or the environment variable CUSB_DEBUG
 * names a level (silent, critical, error, warning, info, debug). Lines go to stderr, or to the end of
 * the file that CUSB_LOG_FILENAME names, if the library can open it. Set-uid programs ignore both
 * variables. Another value of CUSB_DEBUG means silent, and one line on stderr says so.
 *
 * When a call refuses an argument, a line of level error says which argument, and why. A device that
 * is passed over gets a line of level warning or info. Level debug logs each call of the kernel with
 * its arguments and its result.
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
 * cusb_log_fn - receives one log line.
 * @level: the level of the line.
 * @line:  the text, without a newline; valid during the call.
 * @user:  the value given to cusb_set_log().
 *
 * Any thread that uses the library may call it, also several at once. It must not call the library.
 */
typedef void (*cusb_log_fn)(enum cusb_log_level level, const char *line, void *user);

/**
 * cusb_set_log - choose the level and the receiver of log lines; overrides the environment.
 * @level: log lines of this level and of more severe ones; CUSB_LOG_SILENT for none.
 * @fn:    receives each line; NULL for stderr or CUSB_LOG_FILENAME.
 * @user:  passed to @fn.
 *
 * For the whole process; call it while no other thread uses the library. Does not block.
 */
CUSB_API void cusb_set_log(enum cusb_log_level level, cusb_log_fn fn, void *user);

#ifdef __cplusplus
}
#endif

#endif
