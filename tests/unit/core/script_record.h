/* SPDX-License-Identifier: MIT */
/* The scripted backend's record of calls, and the rules for what they return. */
#ifndef SCRIPT_RECORD_H
#define SCRIPT_RECORD_H

void script_forget(void);

/* Records a call. Returns what the first rule that applies to it says, else `otherwise`. */
int script_called(int otherwise, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a call that is not recorded. */
int script_rule(int otherwise, const char *call);

#endif
