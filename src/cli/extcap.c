/* SPDX-License-Identifier: MIT */
/*
 * The interface: wireshark.org, doc/extcap.adoc. Wireshark asks for the sources, for the link type
 * and the options of each, and then runs a capture into a FIFO.
 */
#include <string.h>

#include <cusb/cusb.h>

#include "cli/extcap.h"

/* The value of "--name=value" or "--name value"; "" without a value; NULL: it is not there. */
static char *value_of(int argc, char **argv, const char *name)
{
	static char nothing[] = "";
	size_t length = strlen(name);

	for (int i = 0; i < argc; i++) {
		if (strncmp(argv[i], name, length) != 0)
			continue;
		if (argv[i][length] == '=')
			return argv[i] + length + 1;
		if (!argv[i][length])
			return i + 1 < argc ? argv[i + 1] : nothing;
	}
	return NULL;
}

static void print_sources(struct output *out)
{
	output_text(out, "extcap {version=" CUSB_VERSION "}{display=cusb}\n"
			 "interface {value=cusb}{display=USB of all buses (cusb)}\n");
}

static void print_link(struct output *out)
{
	output_text(out, "dlt {number=220}{name=USB_LINUX_MMAPPED}{display=USB}\n");
}

static void print_options(struct output *out)
{
	output_text(out, "arg {number=0}{call=--device}{display=Device}{type=string}{tooltip="
			 "VID:PID, BUS:DEV or the name in sysfs; empty for all devices}\n");
}

enum extcap extcap_ask(int argc, char **argv, struct output *out,
		       char *command[EXTCAP_ARGUMENTS + 1])
{
	static char capture[] = "capture", to[] = "--write";
	char *fifo = value_of(argc, argv, "--fifo"), *device = value_of(argc, argv, "--device");

	if (value_of(argc, argv, "--extcap-interfaces")) {
		print_sources(out);
		return EXTCAP_ANSWERED;
	}
	if (!value_of(argc, argv, "--extcap-interface"))
		return EXTCAP_NONE;
	if (value_of(argc, argv, "--extcap-dlts"))
		print_link(out);
	else if (value_of(argc, argv, "--extcap-config"))
		print_options(out);
	if (!value_of(argc, argv, "--capture") || !fifo)
		return EXTCAP_ANSWERED;
	memset(command, 0, (EXTCAP_ARGUMENTS + 1) * sizeof *command);
	command[0] = capture;
	command[1] = to;
	command[2] = fifo;
	command[3] = device && device[0] ? device : NULL;
	return EXTCAP_CAPTURE;
}
