/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cusb/error.h>

#include "cli/bus/device_facts.h"
#include "cli/output/json.h"
#include "cli/target/hub_port.h"
#include "cli/target/target.h"

#define ALL_PORTS (-1)
#define DELAY_MS  2000

struct switching {
	struct target *target;
	struct hub hub;
	int port; /* ALL_PORTS, or from 1 */
};

static const char *const words[] = {[PORTS_SINGLE] = "each port",
				    [PORTS_TOGETHER] = "all ports together",
				    [PORTS_NONE] = "none"};

/* ---- show ---- */

/* The caller frees it; NULL: the port is empty. */
static struct cusb_device *device_at(const struct switching *switching, unsigned int port)
{
	const struct cusb_device *hub = switching->hub.dev;
	struct cusb_device *dev = NULL;
	char name[80];

	if (hub->port_count == 0)
		snprintf(name, sizeof name, "%d-%u", hub->bus, port);
	else
		snprintf(name, sizeof name, "%s.%u", hub->name, port);
	if (cusb_find(CUSB_MATCH(backend, switching->target->bus.backend, name, name), &dev) < 0)
		return NULL;
	return dev;
}

static void print_port(const struct switching *switching, unsigned int port, int status,
		       const struct usb_ids *ids, struct output *out)
{
	struct cusb_device *dev = device_at(switching, port);
	char line[DEVICE_LINE_SIZE];

	output_format(out, "  Port %u: %s%s%s%s", port,
		      port_is_powered(&switching->hub, status) ? "on" : "off",
		      status & PORT_CONNECTION ? ", connected" : "",
		      status & PORT_ENABLE ? ", enabled" : "",
		      status & PORT_OVER_CURRENT ? ", overcurrent" : "");
	if (dev) {
		device_line(&switching->target->bus, dev, ids, line);
		output_format(out, ": %s ", dev->name);
		output_text(out, line);
		cusb_device_free(dev);
	}
	output_text(out, "\n");
}

static void json_port(struct json *json, const struct switching *switching, unsigned int port,
		      int status)
{
	struct cusb_device *dev = device_at(switching, port), *other;
	unsigned int peer = hub_port_peer(&switching->target->bus, &switching->hub, port, &other);

	json_object_begin(json, NULL);
	json_number(json, "port", port);
	json_bool(json, "power", port_is_powered(&switching->hub, status));
	json_bool(json, "connected", status & PORT_CONNECTION);
	json_bool(json, "enabled", status & PORT_ENABLE);
	json_bool(json, "overcurrent", status & PORT_OVER_CURRENT);
	json_number(json, "wPortStatus", status);
	json_string(json, "device", dev ? dev->name : NULL);
	json_string(json, "peer_hub", peer ? other->name : NULL);
	if (peer) {
		json_number(json, "peer_port", peer);
		cusb_device_free(other);
	}
	json_object_end(json);
	cusb_device_free(dev);
}

/* Calls one of the above for each wanted port. */
static enum status each_port(const struct switching *switching, struct json *json,
			     const struct usb_ids *ids, struct output *out)
{
	const struct hub *hub = &switching->hub;

	for (unsigned int port = 1; port <= hub->ports; port++) {
		const struct attempt attempt = {.step = STEP_PORT_POWER, .number = (int)port};
		int status;

		if (switching->port != ALL_PORTS && (unsigned int)switching->port != port)
			continue;
		status = hub_port_status(hub, port);
		if (status < 0)
			return target_result(switching->target, &attempt, status);
		if (json)
			json_port(json, switching, port, status);
		else
			print_port(switching, port, status, ids, out);
	}
	return STATUS_OK;
}

static enum status show_json(const struct switching *switching, struct output *out)
{
	enum status status;
	struct json json;

	json_begin(&json, out, true);
	json_object_begin(&json, NULL);
	json_string(&json, "name", switching->hub.dev->name);
	json_string(&json, "switching", words[switching->hub.switching]);
	json_array_begin(&json, "ports");
	status = each_port(switching, &json, NULL, out);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
	return status;
}

static enum status show(struct switching *switching, struct output *out)
{
	const struct hub *hub = &switching->hub;
	char line[DEVICE_LINE_SIZE];
	enum status status;
	struct usb_ids ids;

	if (option_given(switching->target->opts, OPTION_JSON))
		return show_json(switching, out);
	usb_ids_open(&ids);
	device_line(&switching->target->bus, hub->dev, &ids, line);
	output_format(out, "%s: ", hub->dev->name);
	output_text(out, line);
	output_format(out, ", %u ports, power switch: %s\n", hub->ports, words[hub->switching]);
	status = each_port(switching, NULL, &ids, out);
	usb_ids_close(&ids);
	return status;
}

/* ---- on, off ---- */

static enum status switch_half(struct target *target, const struct hub *hub, unsigned int port,
			       bool on)
{
	const struct attempt attempt = {.step = STEP_PORT_POWER, .number = (int)port};
	int err = hub_port_switch(&target->bus, hub, port, on);

	return err < 0 ? attempt_report(hub->dev, target->opts, &attempt, err) : STATUS_OK;
}

/* The device in the socket uses the other half as soon as this one has no power. */
static enum status switch_peer(struct switching *switching, unsigned int port, bool on)
{
	struct target *target = switching->target;
	struct cusb_device *other;
	unsigned int peer = hub_port_peer(&target->bus, &switching->hub, port, &other);
	enum status status = STATUS_OK;
	struct hub hub;

	if (peer == 0)
		return STATUS_OK;
	if (hub_read(other, &hub) == 0 && hub.switching == PORTS_SINGLE && peer <= hub.ports)
		status = switch_half(target, &hub, peer, on);
	cusb_device_free(other);
	return status;
}

static enum status switch_ports(struct switching *switching, bool on)
{
	enum status status = STATUS_OK;

	for (unsigned int port = 1; status == STATUS_OK && port <= switching->hub.ports; port++) {
		if (switching->port != ALL_PORTS && (unsigned int)switching->port != port)
			continue;
		status = switch_peer(switching, port, on);
		if (status == STATUS_OK)
			status = switch_half(switching->target, &switching->hub, port, on);
	}
	return status;
}

static enum status off_and_on(struct switching *switching)
{
	int ms = option_number(switching->target->opts, OPTION_DELAY, DELAY_MS);
	const struct timespec delay = {ms / 1000, ms % 1000 * 1000000L};
	enum status status = switch_ports(switching, false);

	if (status != STATUS_OK)
		return status;
	nanosleep(&delay, NULL);
	return switch_ports(switching, true);
}

/* A signal ends the process only when the ports have power again. */
static enum status cycle(struct switching *switching)
{
	sigset_t ending, before;
	enum status status;

	sigemptyset(&ending);
	ending_signals_add(&ending);
	pthread_sigmask(SIG_BLOCK, &ending, &before);
	status = off_and_on(switching);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return status;
}

/* Whether the hub has the port. */
static enum status check(const struct switching *switching)
{
	const struct hub *hub = &switching->hub;

	if (switching->port == 0 || switching->port > (int)hub->ports)
		return fail("hub %s has no port %d: it has %u ports", hub->dev->name,
			    switching->port, hub->ports);
	return STATUS_OK;
}

/* Whether the hub has the switch that is wanted. */
static enum status check_switch(const struct switching *switching)
{
	const struct hub *hub = &switching->hub;

	if (hub->switching == PORTS_NONE)
		return fail("hub %s cannot switch the power of its ports", hub->dev->name);
	if (hub->switching == PORTS_TOGETHER && switching->port != ALL_PORTS)
		return fail("hub %s cannot switch the power of one port, only of all ports "
			    "together: give no PORT for that",
			    hub->dev->name);
	return STATUS_OK;
}

static enum status act(struct switching *switching, const char *word, struct output *out)
{
	enum status status = check(switching);

	if (status == STATUS_OK && strcmp(word, "show") == 0)
		return show(switching, out);
	if (status == STATUS_OK)
		status = check_switch(switching);
	if (status != STATUS_OK)
		return status;
	return strcmp(word, "cycle") == 0 ? cycle(switching)
					  : switch_ports(switching, strcmp(word, "on") == 0);
}

static enum status open_hub(struct switching *switching)
{
	const struct attempt opening = {.step = STEP_OPEN};
	struct cusb_device *dev = switching->target->dev;
	enum status status = target_result(switching->target, &opening, cusb_open(dev));
	int err;

	if (status != STATUS_OK)
		return status;
	err = hub_read(dev, &switching->hub);
	if (err == -ENOTTY)
		return fail("%s is not a hub; see 'cusb tree'", dev->name);
	if (err < 0)
		return fail("cannot read the hub descriptor of %s: %s", dev->name,
			    cusb_strerror(err));
	return STATUS_OK;
}

static bool is_word(const char *word)
{
	return strcmp(word, "on") == 0 || strcmp(word, "off") == 0 || strcmp(word, "cycle") == 0 ||
	       strcmp(word, "show") == 0;
}

static enum status run(const struct options *opts, struct output *out)
{
	const char *word = opts->arguments[2] ? opts->arguments[2] : "show";
	struct switching switching;
	struct target target;
	enum status status;

	if (!is_word(word))
		return usage_error(&power_command, "'%s' is not on, off, cycle or show", word);
	status = target_find_part(&target, &power_command, opts, &switching.port);
	if (status != STATUS_OK)
		return status;
	switching.target = &target;
	status = open_hub(&switching);
	if (status == STATUS_OK)
		status = act(&switching, word, out);
	target_close(&target);
	return status;
}

const struct command power_command = {
	.name = "power",
	.arguments = "DEV[:PORT] [on|off|cycle|show]",
	.summary = "switch the power of a hub's ports",
	.help = {"Switches the power of PORT of the hub DEV, or of all its ports. cycle switches\n"
		 "it off, and after --delay on again. If the socket is one port of a USB 2 hub\n"
		 "and one of a USB 3 hub, both are switched. It is a failure if the hub has no\n"
		 "switch, or only one for all ports while PORT is given. Many hubs say that they\n"
		 "have a switch and have none: then the device stays on. show, or nothing, prints\n"
		 "the state of the ports. Needs the right to open the hub's node. Since Linux 6.0,\n"
		 "root's command goes through the kernel, which then leaves the port off.\n"
		 "\n",
		 device_arg_help,
		 "\n"
		 "--json prints, with show, an object with name, switching (each port, all ports\n"
		 "together, none) and ports, an array of objects: port, power, connected, enabled,\n"
		 "overcurrent (true or false), wPortStatus, device (its name or null), peer_hub\n"
		 "(the name of the other hub of the socket, or null), peer_port.\n"},
	.examples = "  cusb power 1-4\n"
		    "  cusb power 1-4:2 off\n"
		    "  cusb power 05e3:0608:2 cycle --delay 5000\n"
		    "  cusb power --virtual hub fffe:0017:1 on\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_DELAY),
	.min_arguments = 1,
	.max_arguments = 2,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
