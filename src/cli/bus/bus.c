/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/error.h>
#include <cusb/usbfs.h>

#include "bus.h"
#include "virtual/kernel/kernel.h"

#define HELP_COLUMNS 80

int world_check(const struct options *opts, struct line *why)
{
	int err = 0;

	for (size_t i = 0; !err && i < opts->virtual_count; i++)
		err = model_arg_check(opts->virtual_names[i], why);
	return err;
}

static int plug_all(struct world *world)
{
	int err = 0;

	for (size_t i = 0; !err && i < world->model_count; i++)
		err = cusb_virtual_plug(world->kernel, world->models[i].model, NULL);
	return err;
}

static int make_virtual(struct world *world)
{
	int err = cusb_virtual_kernel_new(&world->kernel);

	if (err)
		return err;
	err = plug_all(world);
	if (!err)
		err = cusb_virtual_kernel_backend(world->kernel, &world->backend);
	if (err)
		cusb_virtual_kernel_free(world->kernel);
	return err;
}

static int load_all(const struct options *opts, struct world *world)
{
	for (; world->model_count < opts->virtual_count; world->model_count++) {
		int err = model_arg_open(opts->virtual_names[world->model_count],
					 &world->models[world->model_count]);

		if (err)
			return err;
	}
	return 0;
}

static void close_models(struct world *world)
{
	for (size_t i = 0; i < world->model_count; i++)
		model_arg_close(&world->models[i]);
}

int world_open(const struct options *opts, struct world *world)
{
	int err;

	world->kernel = NULL;
	world->backend = cusb_usbfs_default();
	world->model_count = 0;
	if (opts->virtual_count == 0)
		return 0;
	err = load_all(opts, world);
	if (!err) {
		err = make_virtual(world);
		if (err)
			fail("cannot make a virtual device: %s", cusb_strerror(err));
	}
	if (err)
		close_models(world);
	return err;
}

void world_close(struct world *world)
{
	if (!world->kernel)
		return;
	cusb_usbfs_free(world->backend);
	cusb_virtual_kernel_free(world->kernel);
	close_models(world);
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
