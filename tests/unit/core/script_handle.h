/* SPDX-License-Identifier: MIT */
/* The scripted backend's open devices, and how many transfers are inside them. */
#ifndef SCRIPT_HANDLE_H
#define SCRIPT_HANDLE_H

#include <stdbool.h>

struct cusb_handle;

/* As if no handle had ever been open. */
void script_handle_reset(void);
/* NULL: no memory. */
struct cusb_handle *script_handle_new(void);
void script_handle_free(struct cusb_handle *handle);
/* Lasts as long as a request does. */
void script_handle_use(struct cusb_handle *handle);
/* Whether a handle was freed while a transfer was inside. */
bool script_handle_misused(void);

/* The lock of all handles, and what is done under it. */
void script_handle_lock(void);
void script_handle_unlock(void);
/* A transfer comes, or with -1 goes. */
void script_handle_count(struct cusb_handle *handle, int change);
/* Until anything has changed. */
void script_handle_sleep(void);

#endif
