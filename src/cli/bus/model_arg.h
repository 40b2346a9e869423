/* SPDX-License-Identifier: MIT */
/* NAME|FILE on the command line: a virtual device. */
#ifndef CUSB_CLI_BUS_MODEL_ARG_H
#define CUSB_CLI_BUS_MODEL_ARG_H

#include <cusb/virtual.h>

#include "cli/output/message.h"

struct model_arg {
	const struct cusb_virtual_model *model;
	struct cusb_virtual_model *loaded; /* NULL: an included model */
};

/*
 * Whether the text is a name, or may be a file: it has a slash, or the file exists. 0, or -EINVAL
 * with the reason in *why.
 */
int model_arg_check(const char *text, struct error_message *why);

/* The caller closes it, after its devices. Returns 0 or -errno, reported. */
int model_arg_open(const char *text, struct model_arg *arg);
void model_arg_close(struct model_arg *arg);

#endif
