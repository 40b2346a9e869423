/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/error.h>
#include <cusb/usbfs.h>

#include "virtual/kernel.h"
#include "world.h"

#define HELP_COLUMNS 80

int world_check(const struct options *opts, struct line *why)
{
	for (size_t i = 0; i < opts->virtual_count; i++) {
		if (cusb_virtual_model(opts->virtual_names[i]))
			continue;
		line_add(why, "no virtual device is named '%s'; there are", opts->virtual_names[i]);
		for (size_t j = 0; cusb_virtual_models[j]; j++)
			line_add(why, " %s", cusb_virtual_models[j]->name);
		return -EINVAL;
	}
	return 0;
}

static int plug_all(struct cusb_virtual_kernel *kernel, const struct options *opts)
{
	int err = 0;

	for (size_t i = 0; !err && i < opts->virtual_count; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_model(opts->virtual_names[i]), NULL);
	return err;
}

static int make_virtual(const struct options *opts, struct world *world)
{
	int err = cusb_virtual_kernel_new(&world->kernel);

	if (err)
		return err;
	err = plug_all(world->kernel, opts);
	if (!err)
		err = cusb_virtual_kernel_backend(world->kernel, &world->backend);
	if (err)
		cusb_virtual_kernel_free(world->kernel);
	return err;
}

int world_open(const struct options *opts, struct world *world)
{
	int err;

	world->kernel = NULL;
	world->backend = cusb_usbfs_default();
	if (opts->virtual_count == 0)
		return 0;
	err = make_virtual(opts, world);
	if (err)
		fail("cannot make a virtual device: %s", cusb_strerror(err));
	return err;
}

void world_close(struct world *world)
{
	if (!world->kernel)
		return;
	cusb_usbfs_free(world->backend);
	cusb_virtual_kernel_free(world->kernel);
}

void world_print_names(struct output *out)
{
	size_t column = 1;

	for (size_t i = 0; cusb_virtual_models[i]; i++) {
		size_t width = strlen(cusb_virtual_models[i]->name) + 1;

		if (column + width > HELP_COLUMNS) {
			output_text(out, "\n ");
			column = 1;
		}
		output_format(out, " %s", cusb_virtual_models[i]->name);
		column += width;
	}
}

void world_print_models(struct output *out)
{
	for (size_t i = 0; cusb_virtual_models[i]; i++)
		output_format(out, "  %-10s %s\n", cusb_virtual_models[i]->name,
			      cusb_virtual_models[i]->what);
}
