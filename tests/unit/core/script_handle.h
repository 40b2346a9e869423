/* SPDX-License-Identifier: MIT */
/* The scripted backend's open devices, and the data transfers that are inside them. */
#ifndef SCRIPT_HANDLE_H
#define SCRIPT_HANDLE_H

#include <stdbool.h>

struct cusb_handle;

/* As if no handle had ever been open. */
void script_handle_reset(void);
/* NULL: no memory. */
struct cusb_handle *script_handle_new(void);
void script_handle_free(struct cusb_handle *handle);
void script_handle_shutdown(struct cusb_handle *handle);
/* Lasts as long as a data transfer does; -ECANCELED when the handle was shut down. */
int script_handle_use(struct cusb_handle *handle);
/* Whether a handle was freed while somebody was inside. */
bool script_handle_misused(void);

#endif
