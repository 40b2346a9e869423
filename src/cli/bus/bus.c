/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include <cusb/error.h>
#include <cusb/usbfs.h>
#include <cusb/usbip.h>

#include "bus.h"
#include "cli/options/address.h"

#define HELP_COLUMNS 80

static int check_host(const struct options *opts, struct error_message *why)
{
	const char *text = option_text(opts, OPTION_HOST, 0);
	struct host_port host;

	if (!text)
		return 0;
	if (option_given(opts, OPTION_VIRTUAL)) {
		message_add(why, "--host and --virtual exclude each other");
		return -EINVAL;
	}
	if (host_port_parse(text, &host) < 0) {
		message_add(why, "--host: '%s' names no machine", text);
		return -EINVAL;
	}
	return 0;
}

int bus_check(const struct options *opts, struct error_message *why)
{
	int err = check_host(opts, why);
	const char *name;

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

static int open_remote(const char *text, struct cli_bus *bus)
{
	struct host_port host;
	int err = host_port_parse(text, &host);

	if (!err)
		err = cusb_usbip_new(&(struct cusb_usbip_options){.host = host.host,
								  .service = host.port,
								  .resolve = getaddrinfo,
								  .free_resolved = freeaddrinfo},
				     &bus->backend);
	if (err)
		fail("cannot use the devices of %s: %s", text, cusb_error_text(err));
	return err;
}

int bus_open(const struct options *opts, struct cli_bus *bus)
{
	int err;

	bus->kernel = NULL;
	bus->backend = cusb_usbfs_default();
	bus->model_count = 0;
	bus->place = option_given(opts, OPTION_HOST)	  ? BUS_REMOTE
		     : option_given(opts, OPTION_VIRTUAL) ? BUS_VIRTUAL
							  : BUS_LOCAL;
	if (bus->place == BUS_REMOTE)
		return open_remote(option_text(opts, OPTION_HOST, 0), bus);
	if (bus->place == BUS_LOCAL)
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
	if (bus->place == BUS_REMOTE)
		cusb_usbip_free(bus->backend);
	if (bus->place != BUS_VIRTUAL)
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
