/* SPDX-License-Identifier: MIT */
/*
 * A model that behaves as another and writes down what it is asked.
 */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H

#include <stdbool.h>

#include "stand_in.h"

/* The model to plug in, and an empty transcript. One at a time. */
const struct cusb_virtual_model *transcript_begin(const struct stand_in *stand_in);
/* Whether what is asked now is written down: not what the kernel's drivers ask when they bind. */
void transcript_record(bool on);
/* After the device is gone: what was written down, and what of the job is missing, or NULL. */
char *transcript_end(const char **missing);

#endif
