/* SPDX-License-Identifier: MIT */
/* Plugs a device of another machine into this machine's kernel. */
#include <errno.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cusb/core.h>
#include <cusb/error.h>
#include <cusb/vhci.h>

#include "cli/options/address.h"
#include "cli/options/options.h"
#include "cli/output/json.h"

#define PATIENCE_MS 10000
#define STEP_MS	    20

/* ---- attach --list --------------------------------------------------------------------------- */

struct list {
	struct output *out;
	struct json *json; /* NULL: lines */
};

static int print_port(const struct cusb_vhci_port *port, void *user)
{
	const struct list *list = user;

	if (list->json) {
		json_object_begin(list->json, NULL);
		json_number(list->json, "port", port->number);
		json_string(list->json, "name", port->name);
		json_number(list->json, "remote_bus", port->devid >> 16);
		json_number(list->json, "remote_address", port->devid & 0xffff);
		json_object_end(list->json);
	} else {
		output_format(list->out, "port %u: %s, %03u:%03u of the server\n", port->number,
			      port->name, port->devid >> 16, port->devid & 0xffff);
	}
	return 0;
}

static enum status report(const char *what, int err)
{
	return fail("%s: %s%s", what,
		    err == -ENOENT ? "this kernel has no vhci_hcd; 'modprobe vhci-hcd' loads it"
				   : cusb_error_text(err),
		    err == -EACCES || err == -EPERM || err == -EROFS ? "; only root can" : "");
}

static enum status print_ports(const struct options *opts, struct output *out)
{
	struct list list = {.out = out};
	struct json json;
	int err;

	if (option_given(opts, OPTION_JSON)) {
		list.json = &json;
		json_begin(&json, out, true);
		json_array_begin(&json, NULL);
	}
	err = cusb_vhci_ports(print_port, &list);
	if (list.json) {
		json_array_end(&json);
		json_end(&json);
	}
	return err ? report("cannot list the attached devices", err) : STATUS_OK;
}

/* ---- attach HOST BUSID ----------------------------------------------------------------------- */

static int connect_to(const struct addrinfo *place)
{
	int fd = socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err;

	if (fd < 0 || connect(fd, place->ai_addr, place->ai_addrlen) == 0)
		return fd < 0 ? -errno : fd;
	err = -errno;
	close(fd);
	return err;
}

/* The addresses of a name are tried one after the other. A descriptor, or -1, reported. */
static int connect_to_host(const char *text, const struct host_port *host)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	struct addrinfo *places;
	int fd = -ENXIO, err = getaddrinfo(host->host, host->port, &hints, &places);

	if (err) {
		fail("cannot reach %s: %s", text, gai_strerror(err));
		return -1;
	}
	for (const struct addrinfo *place = places; place && fd < 0; place = place->ai_next)
		fd = connect_to(place);
	freeaddrinfo(places);
	if (fd < 0)
		fail("cannot reach %s: %s", text, strerror(-fd));
	return fd < 0 ? -1 : fd;
}

static bool is_configured(const char *name)
{
	struct cusb_device *dev;
	bool result;

	if (cusb_find(CUSB_MATCH(name, name), &dev) < 0)
		return false;
	result = cusb_active_configuration_value(dev) >= 0;
	cusb_device_free(dev);
	return result;
}

static int is_port(const struct cusb_vhci_port *port, void *user)
{
	return port->number == *(unsigned int *)user;
}

/* A program that gets the name of the device can use it. */
static enum status await_device(struct cusb_vhci_port *port)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		if (is_configured(port->name))
			return STATUS_OK;
		if (cusb_vhci_ports(is_port, &port->number) != 1)
			return fail("the kernel has dropped the device; 'dmesg' may tell why");
		nanosleep(&step, NULL);
	}
	return fail("%s: the kernel did not configure it; 'dmesg' may tell why", port->name);
}

static enum status attach(const char *text, const char *busid, struct output *out)
{
	struct cusb_vhci_port port;
	struct host_port host;
	enum status status;
	int fd, err;

	if (host_port_parse(text, &host) < 0)
		return usage_error(&attach_command, "'%s' names no machine", text);
	fd = connect_to_host(text, &host);
	if (fd < 0)
		return STATUS_FAILURE;
	err = cusb_vhci_import(fd, busid, &port);
	close(fd);
	if (err)
		return report("cannot attach the device", err);
	status = await_device(&port);
	if (status == STATUS_OK)
		output_format(out, "%s\n", port.name);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	bool list = option_given(opts, OPTION_LIST);

	if (list == (opts->argument_count == 3) || opts->argument_count == 2)
		return usage_error(&attach_command, "HOST and BUSID, or --list alone");
	if (list)
		return print_ports(opts, out);
	return attach(opts->arguments[1], opts->arguments[2], out);
}

const struct command attach_command = {
	.name = "attach",
	.arguments = "[HOST[:PORT] BUSID]",
	.summary = "plug a device of another machine into this one",
	.help = {"Plugs the device that a USB/IP server at HOST names BUSID into this machine's\n"
		 "kernel, so that any program sees it, and prints its name here as soon as it is\n"
		 "configured. It stays until 'cusb detach', or until the server ends the\n"
		 "connection.\n"
		 "\n"
		 "--list prints the devices that are attached, with their port for 'cusb detach'.\n"
		 "--json prints an array of objects: port, name, remote_bus, remote_address.\n"
		 "\n"
		 "Needs root, and the kernel's module vhci_hcd ('modprobe vhci-hcd' loads it).\n"
		 "Programs of this library need neither: see --host.\n"},
	.examples = "  cusb attach lab.example 1-2.3\n"
		    "  cusb attach --list\n",
	.options = OPTION_BIT(OPTION_LIST) | OPTION_BIT(OPTION_JSON),
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.min_arguments = 0,
	.max_arguments = 2,
	.run = run,
};
