/* SPDX-License-Identifier: MIT */
/* What the scripted backend can do besides, once script_add_extras() gave it that. */
#ifndef SCRIPT_EXTRAS_H
#define SCRIPT_EXTRAS_H

#include <stdbool.h>

/*
 * After script_begin(). Recorded as "detach_and_claim 0", "reset_endpoint 81", "enumerate_fd 7",
 * "map 100", "unmap 100", "alloc_streams 8 81 02", "free_streams 81", "allow", "forbid", "wait",
 * "hub_ports", "claim_port 1", "release_port 1", "drop 3".
 */
void script_add_extras(void);
/* Bytes mapped and not unmapped. */
unsigned int script_mapped(void);

#endif
