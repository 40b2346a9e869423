/* SPDX-License-Identifier: MIT */
/* Remedies for a failure. */
#ifndef CUSB_CLI_TARGET_HINT_H
#define CUSB_CLI_TARGET_HINT_H

#include "attempt.h"
#include "cli/output/message.h"

/* Adds "; ..." with a remedy to the report of a failed attempt, if there is one. */
void hint_add(struct error_message *message, struct cusb_device *dev, const struct options *opts,
	      const struct attempt *attempt, int err);

#endif
