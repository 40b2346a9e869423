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
	{'a', "action", true},	{'p', "ports", true},	 {'l', "location", true},
	{'n', "vendor", true},	{'d', "delay", true},	 {'r', "repeat", true},
	{'w', "wait", true},	{'e', "exact", false},	 {'f', "force", false},
	{'N', "nodesc", false}, {'S', "nosysfs", false}, {'v', "version", false},
	{'h', "help", false},	{0, NULL, false},
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
			applet_fail("uhubctl: the action is off, on, cycle or toggle");
			return false;
		}
		if (letter == 'p' && !parse_ports(line->value, &uhubctl->ports)) {
			applet_fail("uhubctl: the ports are numbers such as 1,3-4");
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

/* ---- the action ---- */

static enum status switch_hub(const struct uhubctl *uhubctl, const struct hub *hub, bool on)
{
	enum status status = uhubctl_print_status(uhubctl, "Current", hub);

	for (unsigned int port = 1; status == STATUS_OK && port <= hub->ports; port++) {
		int now = uhubctl_takes_port(uhubctl, port) ? hub_port_status(hub, port) : -1,
		    err = 0;
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
	return uhubctl_print_status(uhubctl, "New", hub);
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
		status = uhubctl_print_status(uhubctl, "Current", &uhubctl->hubs[i]);
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
