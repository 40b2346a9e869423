/* SPDX-License-Identifier: MIT */
/*
 * Log lines of the library.
 *
 * The library writes log lines only if the program calls cusb_set_log(), or if the environment
 * variable CUSB_DEBUG is a level: silent, critical, error, warning, info or debug. Lines go to
 * stderr. If CUSB_LOG_FILENAME is a file that the library can open, lines go to the end of this
 * file instead. Set-uid programs ignore both variables. Any other value of CUSB_DEBUG means silent,
 * and one line on stderr says so.
 *
 * When a call refuses an argument, a line of level error names the argument and the reason. When a
 * search skips a device, there is a line of level warning or info. Level debug logs each system
 * call with its arguments and its result.
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
 * It runs in the thread that writes the line, and several threads may call it at once. It must not
 * call the library.
 */
typedef void (*cusb_log_fn)(enum cusb_log_level level, const char *line, void *user);

/**
 * cusb_set_log - choose the level and the receiver of log lines.
 * @level: lines of this level and of more severe levels are logged; CUSB_LOG_SILENT: no lines.
 * @fn:    receives each line; NULL for stderr or CUSB_LOG_FILENAME.
 * @user:  passed to @fn.
 *
 * Overrides the environment. Works for the whole process. Call it while no other thread uses the
 * library. Does not block.
 */
CUSB_API void cusb_set_log(enum cusb_log_level level, cusb_log_fn fn, void *user);

/**
 * cusb_refuse - refuse an argument as the library does; for backends, bindings and other libraries.
 * @err:    the negative errno of the refusal; 0: the text is only logged.
 * @format: as for printf(3): the argument and the reason. NULL if the errno says enough.
 *
 * Writes one log line of level error, cut at 511 bytes. Until the next call fails,
 * cusb_error_text() returns the same text in this thread, cut at 255 bytes. With NULL the function
 * writes no line, and drops the text of an earlier failure.
 *
 *	return cusb_refuse(-EINVAL, "channel %u is not 1 to 4", channel);
 *
 * Returns @err.
 */
CUSB_API int cusb_refuse(int err, const char *format, ...)
	__attribute__((format(printf, 2, 3), cold));

#ifdef __cplusplus
}
#endif

#endif
