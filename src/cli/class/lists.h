/* SPDX-License-Identifier: MIT */
#ifndef CUSB_CLI_CLASS_LISTS_H
#define CUSB_CLI_CLASS_LISTS_H

/* The list of names that rows mean by "@NAME"; NULL: there is none. */
const char *list_named(const char *name);

#endif
