/* SPDX-License-Identifier: MIT */
/* Searches on the scripted backend. */
#ifndef FIND_FIXTURE_H
#define FIND_FIXTURE_H

#include "core/script_backend.h"
#include "unit.h"

#define BACKEND &script.backend

/* What a search found; freed at the end. */
extern struct cusb_device *found, **found_all;

/* With the composite device alone. */
void find_begin(void);
void find_end(void);

#endif
