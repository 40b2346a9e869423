/* SPDX-License-Identifier: MIT */
/* An attempt to do something with a device, and the report of its failure: a line with a hint. */
#ifndef CUSB_CLI_TARGET_ATTEMPT_H
#define CUSB_CLI_TARGET_ATTEMPT_H

#include <stdbool.h>

#include <cusb/core.h>

#include "cli/options/options.h"
#include "cli/output/message.h"

enum step {
	STEP_OPEN,
	STEP_CONFIGURE,	 /* number: bConfigurationValue */
	STEP_CLAIM,	 /* number: bInterfaceNumber */
	STEP_ALTSETTING, /* number: bInterfaceNumber, setting: bAlternateSetting */
	STEP_CLEAR_HALT, /* number: bEndpointAddress */
	STEP_READ,	 /* number: bEndpointAddress */
	STEP_WRITE,	 /* number: bEndpointAddress */
	STEP_CONTROL,	 /* number: bmRequestType, setting: wIndex */
	STEP_RESET,
	STEP_AUTHORIZE,	  /* number: bInterfaceNumber or -1, setting: whether it is allowed */
	STEP_BIND,	  /* number: bInterfaceNumber */
	STEP_UNBIND,	  /* number: bInterfaceNumber */
	STEP_AUTOSUSPEND, /* reads or writes its rules */
	STEP_SET_CONFIGURATION, /* by sysfs; number: bConfigurationValue, -1: none */
	STEP_PORT_POWER		/* number: the port, 0: the hub */
};

struct attempt {
	enum step step;
	int number;
	int setting;
	unsigned long long moved;  /* bytes, before and during the failed transfer */
	unsigned long long wanted; /* bytes; 0 when not known */
};

/* Whether the attempt writes to a file of sysfs. */
static inline bool attempt_is_in_sysfs(const struct attempt *attempt)
{
	return attempt->step >= STEP_AUTHORIZE && attempt->step < STEP_PORT_POWER;
}

/*
 * Reports a failure of the attempt. After an error of the bus it waits a second for the kernel to
 * notice that the device has left. Returns STATUS_GONE if it has left, else STATUS_FAILURE.
 */
enum status attempt_report(struct cusb_device *dev, const struct options *opts,
			   const struct attempt *attempt, int err);

/* hint.c: adds "; ..." with a remedy to the report of a failed attempt, if there is one. */
void hint_add(struct error_message *message, struct cusb_device *dev, const struct options *opts,
	      const struct attempt *attempt, int err);

#endif
