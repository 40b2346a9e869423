/* SPDX-License-Identifier: MIT */
#ifndef CUSB_UTIL_MATCH_BY_NAME_H
#define CUSB_UTIL_MATCH_BY_NAME_H

#include <cusb/match.h>

/* The name of a field, for the log; "unknown" for a number that is none. */
const char *match_field_name(enum cusb_field id);

#endif
