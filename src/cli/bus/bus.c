/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <cusb/error.h>
#include <cusb/usbfs.h>

#include "bus.h"

#define HELP_COLUMNS 80

int bus_check(const struct options *opts, struct error_message *why)
{
	const char *name;
	int err = 0;

	for (size_t i = 0; !err && (name = option_text(opts, OPTION_VIRTUAL, i)); i++)
		err = model_arg_check(name, why);
	return err;
}

static int plug_all(struct cli_bus *bus)
{
	int err = 0;

	for (size_t i = 0; !err && i < bus->model_count; i++)
		err = cusb_virtual_plug(bus->kernel, bus->models[i].model, NULL);
	return err;
}

static int make_virtual(struct cli_bus *bus)
{
	int err = cusb_virtual_kernel_new(&bus->kernel);

	if (err)
		return err;
	err = plug_all(bus);
	if (!err)
		err = cusb_virtual_kernel_backend(bus->kernel, &bus->backend);
	if (err)
		cusb_virtual_kernel_free(bus->kernel);
	return err;
}

static int load_all(const struct options *opts, struct cli_bus *bus)
{
	const char *name;

	for (; (name = option_text(opts, OPTION_VIRTUAL, bus->model_count)); bus->model_count++) {
		int err = model_arg_open(name, &bus->models[bus->model_count]);

		if (err)
			return err;
	}
	return 0;
}

static void close_models(struct cli_bus *bus)
{
	for (size_t i = 0; i < bus->model_count; i++)
		model_arg_close(&bus->models[i]);
}

int bus_open(const struct options *opts, struct cli_bus *bus)
{
	int err;

	bus->kernel = NULL;
	bus->backend = cusb_usbfs_default();
	bus->model_count = 0;
	if (!option_given(opts, OPTION_VIRTUAL))
		return 0;
	err = load_all(opts, bus);
	if (!err) {
		err = make_virtual(bus);
		if (err)
			fail("cannot make a virtual device: %s", cusb_error_text(err));
	}
	if (err)
		close_models(bus);
	return err;
}

void bus_close(struct cli_bus *bus)
{
	if (!bus->kernel)
		return;
	cusb_usbfs_free(bus->backend);
	cusb_virtual_kernel_free(bus->kernel);
	close_models(bus);
}

void bus_print_names(struct output *out)
{
	size_t column = 1;

	for (size_t i = 0; cusb_virtual_models()[i]; i++) {
		size_t width = strlen(cusb_virtual_models()[i]->name) + 1;

		if (column + width > HELP_COLUMNS) {
			output_text(out, "\n ");
			column = 1;
		}
		output_format(out, " %s", cusb_virtual_models()[i]->name);
		column += width;
	}
}

void bus_print_models(struct output *out)
{
	for (size_t i = 0; cusb_virtual_models()[i]; i++)
		output_format(out, "  %-10s %s\n", cusb_virtual_models()[i]->name,
			      cusb_virtual_models()[i]->what);
}
