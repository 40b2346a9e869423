/* SPDX-License-Identifier: MIT */
/* Kinds of errors, and the text of the last error. Every layer may use this header. */
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

/*
 * The text of this thread's last error, for cusb_error_text(). A call that can fail begins with
 * error_forget(), which drops the text of an earlier call. A call that cannot fail keeps the text,
 * so that a program may clean up before it asks. A call that moves data drops the text only when it
 * returns an error that has no text of its own. So it loses no time without an error.
 */
void error_keep(int err, const char *text); /* keeps a copy */
void error_forget(void) __attribute__((cold));

/* Keeps the meaning that an error has in this call. Returns `err`. */
int because(int err, const char *meaning) __attribute__((cold));

#endif
