/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <cusb/cusb.h>

#include "applet.h"
#include "cli/bus/device_arg.h"
#include "uhubctl.h"

static const struct applet_option options[] = {
	{'a', "action", true},	 {'p', "ports", true},	{'l', "location", true},
	{'L', "level", true},	 {'n', "vendor", true}, {'s', "search", true},
	{'d', "delay", true},	 {'r', "repeat", true}, {'w', "wait", true},
	{'e', "exact", false},	 {'f', "force", false}, {'N', "nodesc", false},
	{'S', "nosysfs", false}, {'R', "reset", false}, {'v', "version", false},
	{'h', "help", false},	 {0, NULL, false},
};

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
	"-L, --level     hubs that deep in the tree; a root hub has the level 1 [all]\n"
	"-n, --vendor    hubs of this vendor id, or of ids that begin so [any]\n"
	"-s, --search    the hub and port of a device with this text in its line\n"
	"-d, --delay     seconds without power for cycle [2]\n"
	"-r, --repeat    times to switch off a port that has a device [1]\n"
	"-w, --wait      milliseconds before the next time [20]\n"
	"-e, --exact     only the hub itself, not its other half\n"
	"-f, --force     also hubs that say that they cannot\n"
	"-N, --nodesc    asks no device for its strings\n"
	"-S, --nosysfs   by requests to the hub, not by the kernel\n"
	"-R, --reset     resets the hub after it switched ports on\n"
	"-v, --version   the version\n"
	"-h, --help      this text\n"
	"'cusb power --help' describes the same in other words.\n";

static bool take_choice(struct uhubctl *uhubctl, int letter, const char *value)
{
	switch (letter) {
	case 'a':
		if (parse_action(value, &uhubctl->action))
			return true;
		applet_fail("uhubctl: the action is off, on, cycle or toggle");
		return false;
	case 'p':
		if (parse_ports(value, &uhubctl->ports))
			return true;
		applet_fail("uhubctl: the ports are numbers such as 1,3-4");
		return false;
	case 'l':
		uhubctl->location = value;
		break;
	case 'L':
		uhubctl->level = atoi(value);
		break;
	case 'n':
		uhubctl->vendor = value;
		break;
	case 's':
		uhubctl->search = value;
		break;
	}
	return true;
}

static void take_manner(struct uhubctl *uhubctl, int letter, const char *value)
{
	if (letter == 'd')
		uhubctl->delay_ms = parse_delay(value);
	else if (letter == 'r')
		uhubctl->repeat = atoi(value);
	else if (letter == 'w')
		uhubctl->wait_ms = atoi(value);
	uhubctl->exact |= letter == 'e';
	uhubctl->force |= letter == 'f';
	uhubctl->no_strings |= letter == 'N';
	uhubctl->by_request |= letter == 'S';
	uhubctl->reset |= letter == 'R';
}

/* Returns false when the program ends, with *status. */
static bool parse(struct uhubctl *uhubctl, struct applet_line *line, enum status *status)
{
	int letter;

	*status = STATUS_FAILURE;
	while ((letter = applet_next(line, options)) != 0) {
		if (letter == '?' || !take_choice(uhubctl, letter, line->value))
			return false;
		if (letter == 'h' || letter == 'v') {
			output_text(uhubctl->out,
				    letter == 'h' ? usage : "cusb " CUSB_VERSION "\n");
			*status = STATUS_OK;
			return false;
		}
		take_manner(uhubctl, letter, line->value);
	}
	return true;
}

/* ---- the action ---- */

static void pause_ms(long ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

/* Some devices keep a port on until it is switched off several times. */
static int switch_port(const struct uhubctl *uhubctl, const struct hub *hub, unsigned int port,
		       bool on, int wPortStatus)
{
	int times = !on && wPortStatus & PORT_CONNECTION ? uhubctl->repeat : 1, err = 0;

	while (err == 0 && times-- > 0) {
		err = uhubctl->by_request ? hub_port_request(hub, port, on)
					  : hub_port_switch(&uhubctl->bus, hub, port, on);
		if (times > 0)
			pause_ms(uhubctl->wait_ms);
	}
	return err;
}

static enum status switch_ports(const struct uhubctl *uhubctl, const struct hub *hub, bool *on)
{
	for (unsigned int port = 1; port <= hub->ports; port++) {
		int now = uhubctl_takes_port(uhubctl, port) ? hub_port_status(hub, port) : -1,
		    err = 0;
		bool is_on = now >= 0 && port_is_powered(hub, now);

		if (now < 0)
			continue;
		if (uhubctl->action == TOGGLE)
			*on = !is_on;
		if (is_on != *on)
			err = switch_port(uhubctl, hub, port, *on, now);
		if (err < 0)
			return fail("cannot switch port %u of hub %s: %s", port, hub->dev->name,
				    cusb_strerror(err));
	}
	return STATUS_OK;
}

/* The devices at the hub leave, and come back. */
static enum status reset_hub(const struct uhubctl *uhubctl, const struct hub *hub)
{
	int err;

	output_text(uhubctl->out, "Resetting hub...\n");
	output_flush(uhubctl->out);
	err = cusb_reset(hub->dev);
	if (err < 0)
		return fail("cannot reset hub %s: %s", hub->dev->name, cusb_strerror(err));
	output_text(uhubctl->out, "Reset successful!\n");
	return STATUS_OK;
}

static enum status switch_hub(const struct uhubctl *uhubctl, const struct hub *hub, bool on)
{
	enum status status = uhubctl_print_status(uhubctl, "Current", hub);

	if (status == STATUS_OK)
		status = switch_ports(uhubctl, hub, &on);
	if (status != STATUS_OK)
		return status;
	output_format(uhubctl->out, "Sent power %s request\n", on ? "on" : "off");
	status = uhubctl_print_status(uhubctl, "New", hub);
	if (status == STATUS_OK && on && uhubctl->reset)
		status = reset_hub(uhubctl, hub);
	return status;
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
	enum status status = STATUS_OK;

	for (size_t i = 0; uhubctl->action == KEEP && i < uhubctl->count; i++)
		status = uhubctl_print_status(uhubctl, "Current", &uhubctl->hubs[i]);
	if (uhubctl->action == OFF || uhubctl->action == CYCLE || uhubctl->action == TOGGLE)
		status = switch_all(uhubctl, false);
	if (uhubctl->action == CYCLE && status == STATUS_OK) {
		output_flush(uhubctl->out);
		pause_ms(uhubctl->delay_ms);
	}
	if (status == STATUS_OK && (uhubctl->action == ON || uhubctl->action == CYCLE))
		status = switch_all(uhubctl, true);
	return status;
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
		status = uhubctl_find_hubs(uhubctl);
	if (status == STATUS_OK)
		status = act(uhubctl);
	free(uhubctl->hubs);
	cusb_free_list(uhubctl->list);
	return status;
}

static enum status run(int argc, char **argv, struct output *out)
{
	struct applet_line line = {.argc = argc, .argv = argv};
	struct uhubctl uhubctl = {.out = out, .delay_ms = 2000, .repeat = 1, .wait_ms = 20};
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
