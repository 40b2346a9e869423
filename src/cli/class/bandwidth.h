/* SPDX-License-Identifier: MIT */
#ifndef CUSB_CLI_CLASS_BANDWIDTH_H
#define CUSB_CLI_CLASS_BANDWIDTH_H

#include <cusb/descriptor.h>

#include "meaning.h"

/*
 * Adds a sentence: "isochronous IN, 3 x 1024 bytes every 125 us, at most 24.5 MB/s". The bursts of
 * SuperSpeed are in it. `speed` is enum cusb_speed's number, or below 0.
 */
void bandwidth_text(struct class_text *text, int speed, const struct cusb_endpoint *ep);

#endif
