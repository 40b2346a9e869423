/* SPDX-License-Identifier: MIT */
/* What the tool says on standard error: one line that tells what failed, where, and what helps. */
#ifndef CUSB_CLI_OUTPUT_MESSAGE_H
#define CUSB_CLI_OUTPUT_MESSAGE_H

#include <stddef.h>
#include <sys/types.h>

#include <cusb/core.h>

#include "cli/command.h"

/* Text that is put together, then printed with one write; what does not fit is cut. */
struct error_message {
	size_t length;
	char text[1024];
};

void message_add(struct error_message *message, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void message_print(struct error_message *message); /* with a newline, on standard error */

/* Prints "cusb: ..."; always returns STATUS_FAILURE. */
enum status fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints "cusb NAME: ..." and how the command is used; always returns STATUS_USAGE. */
enum status usage_error(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

enum step {
	STEP_OPEN,
	STEP_CONFIGURE,	 /* number: bConfigurationValue */
	STEP_CLAIM,	 /* number: bInterfaceNumber */
	STEP_ALTSETTING, /* number: bInterfaceNumber, setting: bAlternateSetting */
	STEP_CLEAR_HALT, /* number: bEndpointAddress */
	STEP_READ,	 /* number: bEndpointAddress */
	STEP_WRITE,	 /* number: bEndpointAddress */
	STEP_CONTROL,	 /* number: bmRequestType, setting: wIndex */
	STEP_RESET
};

/* What was tried. */
struct attempt {
	enum step step;
	int number;
	int setting;
	unsigned long long moved;  /* bytes, before and during the failed transfer */
	unsigned long long wanted; /* bytes; 0 when not known */
};

/* Reports that it failed on a device; always returns STATUS_FAILURE. */
enum status report(struct cusb_device *dev, const struct options *opts,
		   const struct attempt *attempt, int err);

/* Adds what can be done about it, hint.c. */
void add_hint(struct error_message *message, struct cusb_device *dev, const struct options *opts,
	      const struct attempt *attempt, int err);

/*
 * For list and show, when there is no device: `text` is DEV or NULL, `count` 0 or a negative errno.
 * A machine without USB has an empty list; that is an answer, not a failure.
 */
enum status report_nothing(const char *text, ssize_t count);

/* Says why the list of devices could not be read; always returns STATUS_FAILURE. */
enum status report_no_list(int err);

#endif
