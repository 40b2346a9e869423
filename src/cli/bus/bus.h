/* SPDX-License-Identifier: MIT */
/*
 * The place to look for devices: this machine's bus, the server of --host, or a virtual kernel for
 * --virtual.
 */
#ifndef CUSB_CLI_BUS_H
#define CUSB_CLI_BUS_H

#include <cusb/backend.h>

#include "cli/options/options.h"
#include "cli/output/output.h"
#include "model_arg.h"

struct cusb_virtual_kernel;

enum bus_place { BUS_LOCAL, BUS_REMOTE, BUS_VIRTUAL };

struct cli_bus {
	enum bus_place place;
	struct cusb_virtual_kernel *kernel; /* BUS_VIRTUAL; otherwise NULL */
	struct cusb_backend *backend;
	struct model_arg models[OPTION_TEXTS_MAX];
	size_t model_count;
};

/* Checks the arguments of --host and --virtual. 0 or -EINVAL. */
int bus_check(const struct options *opts, struct error_message *why);

/* The caller closes it, after the devices found in it. Returns 0 or -errno, reported. */
int bus_open(const struct options *opts, struct cli_bus *bus);
void bus_close(struct cli_bus *bus);

/* The names of the virtual devices: in lines of at most 80 columns; a line each, with a summary. */
void bus_print_names(struct output *out);
void bus_print_models(struct output *out);

#endif
