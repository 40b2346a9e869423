/* SPDX-License-Identifier: MIT */
/* Only hubs that switch each port by itself are shown, unless -f is given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <cusb/cusb.h>

#include "applet.h"
#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"
#include "cli/target/hub_port.h"

enum action { KEEP, OFF, ON, CYCLE, TOGGLE };

struct uhubctl {
	struct cli_bus bus;
	struct output *out;
	struct cusb_device **list;
	const char *location, *vendor; /* NULL: any */
	uint64_t ports;		       /* a bit for each, from bit 1; 0: all */
	enum action action;
	long delay_ms;
	bool exact, force;
	struct hub *hubs;
	size_t count;
};

static const struct applet_option options[] = {
	{'a', "action", true},	{'p', "ports", true},	 {'l', "location", true},
	{'n', "vendor", true},	{'d', "delay", true},	 {'r', "repeat", true},
	{'w', "wait", true},	{'e', "exact", false},	 {'f', "force", false},
	{'N', "nodesc", false}, {'S', "nosysfs", false}, {'v', "version", false},
	{'h', "help", false},	{0, NULL, false},
};

static enum status complain(const char *text)
{
	struct error_message message = {0};

	message_add(&message, "%s", text);
	message_print(&message);
	return STATUS_FAILURE;
}

/* ---- the command line ---- */

static bool parse_action(const char *text, enum action *action)
{
	static const char *const names[] = {"off", "on", "cycle", "toggle"};

	for (int i = 0; i < 4; i++) {
		char digit[] = {(char)('0' + i), 0};

		if (strcasecmp(text, names[i]) == 0 || strcmp(text, digit) == 0) {
			*action = (enum action)(i + 1);
			return true;
		}
	}
	return false;
}

/* "1,3-4", or "all". */
static bool parse_ports(const char *text, uint64_t *ports)
{
	if (strcmp(text, "all") == 0)
		return true;
	do {
		char *end;
		unsigned long first = strtoul(text, &end, 10), last = first;

		if (*end == '-')
			last = strtoul(end + 1, &end, 10);
		if (first < 1 || last < first || last > 63 || (*end && *end != ','))
			return false;
		for (; first <= last; first++)
			*ports |= UINT64_C(1) << first;
		text = *end ? end + 1 : end;
	} while (*text);
	return true;
}

/* Seconds with a fraction. */
static long parse_delay(const char *text)
{
	char *end;
	long ms = strtol(text, &end, 10) * 1000, scale = 100;

	if (*end == '.')
		for (end++; *end >= '0' && *end <= '9' && scale; end++, scale /= 10)
			ms += (*end - '0') * scale;
	return ms < 0 ? 0 : ms;
}

static const char usage[] =
	"uhubctl, as cusb does it: switches the power of USB ports.\n"
	"Usage: uhubctl [options]\n"
	"Without options, shows all hubs that can switch each port.\n"
	"\n"
	"-a, --action    off, on, cycle, toggle (0, 1, 2, 3)\n"
	"-p, --ports     ports, such as 1,3-4 [all]\n"
	"-l, --location  the hub [all]\n"
	"-n, --vendor    hubs of this vendor id, or of ids that begin so [any]\n"
	"-d, --delay     seconds without power for cycle [2]\n"
	"-e, --exact     only the hub itself, not its other half\n"
	"-f, --force     also hubs that say that they cannot\n"
	"-v, --version   the version\n"
	"-h, --help      this text\n"
	"-r, -w, -N, -S  are accepted, and change nothing\n"
	"'cusb power --help' describes the same in other words.\n";

/* Returns false when the program ends, with *status. */
static bool parse(struct uhubctl *uhubctl, struct applet_line *line, enum status *status)
{
	int letter;

	*status = STATUS_FAILURE;
	while ((letter = applet_next(line, options)) != 0) {
		if (letter == '?')
			return false;
		if (letter == 'a' && !parse_action(line->value, &uhubctl->action)) {
			complain("uhubctl: the action is off, on, cycle or toggle");
			return false;
		}
		if (letter == 'p' && !parse_ports(line->value, &uhubctl->ports)) {
			complain("uhubctl: the ports are numbers such as 1,3-4");
			return false;
		}
		if (letter == 'h' || letter == 'v') {
			output_text(uhubctl->out,
				    letter == 'h' ? usage : "cusb " CUSB_VERSION "\n");
			*status = STATUS_OK;
			return false;
		}
		if (letter == 'l')
			uhubctl->location = line->value;
		else if (letter == 'n')
			uhubctl->vendor = line->value;
		else if (letter == 'd')
			uhubctl->delay_ms = parse_delay(line->value);
		uhubctl->exact |= letter == 'e';
		uhubctl->force |= letter == 'f';
	}
	return true;
}

/* ---- status ---- */

/* "fffe:0017 Maker Product 0017" */
static void describe(const struct uhubctl *uhubctl, const struct cusb_device *dev,
		     char text[DEVICE_LINE_SIZE])
{
	static const enum cusb_device_string strings[] = {CUSB_MANUFACTURER, CUSB_PRODUCT,
							  CUSB_SERIAL_NUMBER};
	size_t at = (size_t)snprintf(text, DEVICE_LINE_SIZE, "%04x:%04x", dev->idVendor,
				     dev->idProduct);

	for (size_t i = 0; i < 3 && at < DEVICE_LINE_SIZE; i++) {
		char string[256];

		device_string(&uhubctl->bus, dev, strings[i], string, sizeof string);
		if (string[0])
			at += (size_t)snprintf(text + at, DEVICE_LINE_SIZE - at, " %s", string);
	}
	make_printable(text);
}

static void print_hub(const struct uhubctl *uhubctl, const char *what, const struct hub *hub)
{
	static const char *const switching[] = {
		[PORTS_SINGLE] = "ppps", [PORTS_TOGETHER] = "ganged", [PORTS_NONE] = "nops"};
	char text[DEVICE_LINE_SIZE];

	describe(uhubctl, hub->dev, text);
	output_format(uhubctl->out, "%s status for hub %s [", what,
		      hub->dev->port_count ? hub->dev->name : hub->dev->name + strlen("usb"));
	output_text(uhubctl->out, text);
	output_format(uhubctl->out, ", USB %x.%02x, %u ports, %s]\n", hub->dev->bcdUSB >> 8,
		      hub->dev->bcdUSB & 0xff, hub->ports, switching[hub->switching]);
}

/* In the order of the words in a line. */
static void print_flags(const struct uhubctl *uhubctl, const struct hub *hub, int status)
{
	static const struct {
		int bit;
		const char *word;
		bool high, super;
	} flags[] = {
		{PORT_HIGH_POWER, " power", true, false},
		{PORT_SUPER_POWER, " power", false, true},
		{PORT_INDICATOR, " indicator", true, false},
		{PORT_TEST, " test", true, false},
		{PORT_HIGH_SPEED, " highspeed", true, false},
		{PORT_LOW_SPEED, " lowspeed", true, false},
		{PORT_SUSPEND, " suspend", true, false},
	};
	static const char *const links[] = {"U0",	   "U1",	"U2",	       "U3",
					    "SS.Disabled", "Rx.Detect", "SS.Inactive", "Polling",
					    "Recovery",	   "HotReset",	"Compliance",  "Loopback"};
	static const struct {
		int bit;
		const char *word;
	} both[] = {{PORT_RESET, " reset"},
		    {PORT_OVER_CURRENT, " oc"},
		    {PORT_ENABLE, " enable"},
		    {PORT_CONNECTION, " connect"}};
	unsigned int link = (unsigned int)status >> 5 & 0xf;

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (status & flags[i].bit && (hub->super_speed ? flags[i].super : flags[i].high))
			output_text(uhubctl->out, flags[i].word);
	if (hub->super_speed && (status & 0x1c00) == 0)
		output_text(uhubctl->out, " 5gbps");
	if (hub->super_speed && link < sizeof links / sizeof links[0])
		output_format(uhubctl->out, " %s", links[link]);
	for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
		if (status & both[i].bit)
			output_text(uhubctl->out, both[i].word);
}

static void print_device(const struct uhubctl *uhubctl, const struct hub *hub, unsigned int port)
{
	for (struct cusb_device **dev = uhubctl->list; *dev; dev++) {
		char text[DEVICE_LINE_SIZE];
		size_t depth = hub->dev->port_count;

		if ((*dev)->bus != hub->dev->bus || (*dev)->port_count != depth + 1 ||
		    (*dev)->port_numbers[depth] != port ||
		    memcmp((*dev)->port_numbers, hub->dev->port_numbers, depth) != 0)
			continue;
		describe(uhubctl, *dev, text);
		output_text(uhubctl->out, " [");
		output_text(uhubctl->out, text);
		output_text(uhubctl->out, "]");
	}
}

static bool is_chosen(const struct uhubctl *uhubctl, unsigned int port)
{
	return uhubctl->ports == 0 || (port < 64 && uhubctl->ports >> port & 1);
}

static enum status print_status(const struct uhubctl *uhubctl, const char *what,
				const struct hub *hub)
{
	print_hub(uhubctl, what, hub);
	for (unsigned int port = 1; port <= hub->ports; port++) {
		int status = is_chosen(uhubctl, port) ? hub_port_status(hub, port) : 0;

		if (!is_chosen(uhubctl, port))
			continue;
		if (status < 0)
			return fail("cannot read port %u status of hub %s: %s", port,
				    hub->dev->name, cusb_strerror(status));
		output_format(uhubctl->out, "  Port %u: %04x", port, status);
		if (port_is_powered(hub, status))
			print_flags(uhubctl, hub, status);
		else
			output_text(uhubctl->out, " off");
		if (status & PORT_CONNECTION)
			print_device(uhubctl, hub, port);
		output_text(uhubctl->out, "\n");
	}
	return STATUS_OK;
}

/* ---- action ---- */

static enum status switch_hub(const struct uhubctl *uhubctl, const struct hub *hub, bool on)
{
	enum status status = print_status(uhubctl, "Current", hub);

	for (unsigned int port = 1; status == STATUS_OK && port <= hub->ports; port++) {
		int now = is_chosen(uhubctl, port) ? hub_port_status(hub, port) : -1, err = 0;
		bool is_on = now >= 0 && port_is_powered(hub, now);

		if (now < 0)
			continue;
		if (uhubctl->action == TOGGLE)
			on = !is_on;
		if (is_on != on)
			err = hub_port_switch(&uhubctl->bus, hub, port, on);
		if (err < 0)
			status = fail("cannot switch port %u of hub %s: %s", port, hub->dev->name,
				      cusb_strerror(err));
	}
	if (status != STATUS_OK)
		return status;
	output_format(uhubctl->out, "Sent power %s request\n", on ? "on" : "off");
	return print_status(uhubctl, "New", hub);
}

static enum status switch_all(const struct uhubctl *uhubctl, bool on)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < uhubctl->count; i++)
		status = switch_hub(uhubctl, &uhubctl->hubs[i], on);
	return status;
}

static enum status act(const struct uhubctl *uhubctl)
{
	const struct timespec delay = {uhubctl->delay_ms / 1000,
				       uhubctl->delay_ms % 1000 * 1000000L};
	enum status status = STATUS_OK;

	for (size_t i = 0; uhubctl->action == KEEP && i < uhubctl->count; i++)
		status = print_status(uhubctl, "Current", &uhubctl->hubs[i]);
	if (uhubctl->action == OFF || uhubctl->action == CYCLE || uhubctl->action == TOGGLE)
		status = switch_all(uhubctl, false);
	if (uhubctl->action == CYCLE && status == STATUS_OK) {
		output_flush(uhubctl->out);
		nanosleep(&delay, NULL);
	}
	if (status == STATUS_OK && (uhubctl->action == ON || uhubctl->action == CYCLE))
		status = switch_all(uhubctl, true);
	return status;
}

/* ---- the hubs ---- */

static bool is_wanted(const struct uhubctl *uhubctl, const struct hub *hub)
{
	const struct cusb_device *dev = hub->dev;
	const char *location = dev->port_count ? dev->name : dev->name + strlen("usb");
	char vendor[16];

	snprintf(vendor, sizeof vendor, "%04x:%04x", dev->idVendor, dev->idProduct);
	if (uhubctl->location && strcmp(uhubctl->location, location) != 0)
		return false;
	if (uhubctl->vendor && strncasecmp(vendor, uhubctl->vendor, strlen(uhubctl->vendor)) != 0)
		return false;
	return uhubctl->force || hub->switching == PORTS_SINGLE;
}

static bool is_listed(const struct uhubctl *uhubctl, const struct cusb_device *dev)
{
	for (size_t i = 0; i < uhubctl->count; i++)
		if (cusb_same_device(uhubctl->hubs[i].dev, dev))
			return true;
	return false;
}

/* The other half of the hub in the list joins in. */
static void add_other_half(struct uhubctl *uhubctl)
{
	struct cusb_device *other;
	struct hub hub;

	if (uhubctl->exact || uhubctl->count != 1 ||
	    hub_port_peer(&uhubctl->bus, &uhubctl->hubs[0], 1, &other) == 0)
		return;
	for (struct cusb_device **dev = uhubctl->list; *dev; dev++)
		if (cusb_same_device(*dev, other) && !is_listed(uhubctl, *dev) &&
		    hub_read(*dev, &hub) == 0)
			uhubctl->hubs[uhubctl->count++] = hub;
	cusb_device_free(other);
}

static enum status find_hubs(struct uhubctl *uhubctl)
{
	struct error_message message = {0};
	struct hub hub;
	int refused = 0;

	for (struct cusb_device **dev = uhubctl->list; *dev; dev++) {
		int err = (*dev)->bDeviceClass == CUSB_CLASS_HUB ? hub_read(*dev, &hub) : 0;

		if (err < 0)
			refused = err;
		else if ((*dev)->bDeviceClass == CUSB_CLASS_HUB && is_wanted(uhubctl, &hub))
			uhubctl->hubs[uhubctl->count++] = hub;
	}
	if (uhubctl->count > 1 && uhubctl->action != KEEP)
		return complain("Error: changing port state for multiple hubs at once is not "
				"supported.\nUse -l to limit operation to one hub!");
	add_other_half(uhubctl);
	if (uhubctl->count > 0)
		return STATUS_OK;
	message_add(&message, "No compatible devices detected%s%s!\nRun with -h to get usage info.",
		    uhubctl->location ? " at location " : "",
		    uhubctl->location ? uhubctl->location : "");
	if (refused)
		message_add(&message, "\nA hub did not answer: %s", cusb_strerror(refused));
	message_print(&message);
	return STATUS_FAILURE;
}

static enum status with_list(struct uhubctl *uhubctl)
{
	struct device_arg any = {0};
	ssize_t count = device_arg_find(&any, &uhubctl->bus, &uhubctl->list);
	enum status status = STATUS_FAILURE;

	if (count < 0)
		return report_no_list((int)count);
	uhubctl->hubs = calloc((size_t)count + 1, sizeof *uhubctl->hubs);
	if (uhubctl->hubs)
		status = find_hubs(uhubctl);
	if (status == STATUS_OK)
		status = act(uhubctl);
	free(uhubctl->hubs);
	cusb_free_list(uhubctl->list);
	return status;
}

static enum status run(int argc, char **argv, struct output *out)
{
	struct applet_line line = {.argc = argc, .argv = argv};
	struct uhubctl uhubctl = {.out = out, .delay_ms = 2000};
	enum status status;

	if (!parse(&uhubctl, &line, &status))
		return status;
	if (applet_open(&line, &uhubctl.bus) < 0)
		return STATUS_FAILURE;
	status = with_list(&uhubctl);
	bus_close(&uhubctl.bus);
	return status;
}

const struct applet uhubctl_applet = {"uhubctl", run};
