/* SPDX-License-Identifier: MIT */
/* Kinds of errors, and the text of the last one. Every layer may use it. */
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
 * error_forget(): no text of an earlier call is left then. A call that cannot fail leaves the text,
 * so that a program may clean up before it asks. The calls that move data forget only on their way
 * to an error without a text, which costs nothing while there is no error.
 */
void error_keep(int err, const char *text); /* keeps a copy */
void error_forget(void) __attribute__((cold));

/* Gives an error the meaning that it has in this call. The value is `err`. */
int because(int err, const char *meaning) __attribute__((cold));

#endif
