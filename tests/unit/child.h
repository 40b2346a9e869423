/* SPDX-License-Identifier: MIT */
/* A child of fork(2), for tests of the state that it gets from its parent. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>

/* Runs a function in a child. False: the function returned false, or the child crashed. */
bool in_child(bool (*function)(void *user), void *user);
/* libcheck's checks belong to the parent. Prints both texts if they differ. */
bool child_text_is(const char *got, const char *want);

#endif
