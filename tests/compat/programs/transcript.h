/* SPDX-License-Identifier: MIT */
/*
 * Models that behave as others and write down what they are asked: every request, the standard
 * requests among them, and every packet that was not NAKed.
 */
#ifndef TRANSCRIPT_H
#define TRANSCRIPT_H

#include <stdbool.h>

#include "stand_in.h"

/* Devices with a transcript, that of the stand-in with number 0. */
#define TRANSCRIPT_DEVICES 8

/* Begins with empty transcripts. False: no memory. */
bool transcript_begin(const struct stand_in *stand_in);
/* The model to plug in as that device; a device may have two, the second one for its comeback. */
const struct cusb_virtual_model *transcript_of(unsigned int device,
					       const struct cusb_virtual_model *model);
/* Whether what is asked now is written down: not what the kernel asks when a device comes. */
void transcript_record(bool on);
/*
 * After the devices are gone: what was written down, device by device, to be freed by the caller,
 * and what of the job is missing, or NULL.
 */
char *transcript_end(const char **missing);

#endif
