/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "applet.h"
#include "cli/bus/device_arg.h"
#include "lsusb.h"

struct chosen {
	int bus, address, vendor, product; /* -1: any */
	bool verbose, tree;
	const char *node; /* of -D; NULL: none */
};

static const struct applet_option options[] = {
	{'v', "verbose", false}, {'t', "tree", false},	  {'s', "", true},	{'d', "", true},
	{'D', "", true},	 {'V', "version", false}, {'h', "help", false}, {0, NULL, false},
};

static const char usage[] =
	"lsusb, as cusb does it: lists USB devices.\n"
	"Usage: lsusb [options]...\n"
	"  -v, --verbose          also the descriptors\n"
	"  -s [[bus]:][devnum]    only devices with these numbers, in decimal\n"
	"  -d vendor:[product]    only devices with these ids, in hexadecimal\n"
	"  -D device              the descriptors of the device with this node\n"
	"  -t, --tree             the tree of devices\n"
	"  -V, --version          the version\n"
	"  -h, --help             this text\n"
	"'cusb show' and 'cusb tree' tell more.\n";

/* The number before `end`; -1: there is none. */
static int number(const char *text, const char *end, int base)
{
	return text == end ? -1 : (int)strtol(text, NULL, base);
}

static void parse_place(const char *text, struct chosen *chosen)
{
	const char *colon = strchr(text, ':');

	if (colon)
		chosen->bus = number(text, colon, 10);
	if (colon)
		text = colon + 1;
	chosen->address = number(text, text + strlen(text), 10);
}

static bool parse_ids(const char *text, struct chosen *chosen)
{
	const char *colon = strchr(text, ':');

	if (!colon)
		return false;
	chosen->vendor = number(text, colon, 16);
	chosen->product = number(colon + 1, text + strlen(text), 16);
	return true;
}

/* Returns false when the program ends, with *status. */
static bool parse(struct applet_line *line, struct chosen *chosen, struct output *out,
		  enum status *status)
{
	int letter;

	*status = STATUS_FAILURE;
	while ((letter = applet_next(line, options)) != 0) {
		if (letter == 's')
			parse_place(line->value, chosen);
		else if (letter == 'D')
			chosen->node = line->value;
		chosen->verbose |= letter == 'v';
		chosen->tree |= letter == 't';
		if (letter == '?' || (letter == 'd' && !parse_ids(line->value, chosen))) {
			output_write(2, usage, sizeof usage - 1);
			return false;
		}
		if (letter == 'V' || letter == 'h') {
			output_text(out, letter == 'h' ? usage : "cusb " CUSB_VERSION "\n");
			*status = STATUS_OK;
			return false;
		}
	}
	return true;
}

static void print_line(const struct lsusb *lsusb, const struct cusb_device *dev, bool verbose)
{
	char vendor[LSUSB_NAME_SIZE], product[LSUSB_NAME_SIZE];

	lsusb_names(lsusb, dev, vendor, product);
	output_format(lsusb->out, "%sBus %03d Device %03d: ID %04x:%04x ", verbose ? "\n" : "",
		      dev->bus, dev->address, dev->idVendor, dev->idProduct);
	output_text(lsusb->out, vendor);
	output_text(lsusb->out, " ");
	output_text(lsusb->out, product);
	output_text(lsusb->out, "\n");
}

static bool is_chosen(const struct chosen *chosen, const struct cusb_device *dev)
{
	return (chosen->bus < 0 || chosen->bus == dev->bus) &&
	       (chosen->address < 0 || chosen->address == dev->address) &&
	       (chosen->vendor < 0 || chosen->vendor == dev->idVendor) &&
	       (chosen->product < 0 || chosen->product == dev->idProduct);
}

static enum status print_list(const struct lsusb *lsusb, struct cusb_device *const *list,
			      const struct chosen *chosen)
{
	enum status status = STATUS_FAILURE;

	for (; *list; list++) {
		if (!is_chosen(chosen, *list))
			continue;
		print_line(lsusb, *list, chosen->verbose);
		if (chosen->verbose)
			lsusb_print_device(lsusb, *list);
		status = STATUS_OK;
	}
	return status;
}

/* -D: the line begins otherwise. */
static enum status print_node(const struct lsusb *lsusb, const struct chosen *chosen)
{
	char vendor[LSUSB_NAME_SIZE], product[LSUSB_NAME_SIZE];
	struct cusb_device *dev;
	struct device_arg arg;

	if (device_arg_parse(chosen->node, &arg) < 0)
		return fail("%s is not the node of a USB device", chosen->node);
	if (device_arg_find_one(&arg, &lsusb->bus, chosen->node, &dev) < 0)
		return STATUS_FAILURE;
	lsusb_names(lsusb, dev, vendor, product);
	output_format(lsusb->out, "Device: ID %04x:%04x ", dev->idVendor, dev->idProduct);
	output_text(lsusb->out, vendor);
	output_text(lsusb->out, " ");
	output_text(lsusb->out, product);
	output_text(lsusb->out, "\n");
	lsusb_print_device(lsusb, dev);
	cusb_device_free(dev);
	return STATUS_OK;
}

static enum status print_all(const struct lsusb *lsusb, const struct chosen *chosen)
{
	struct device_arg any = {0};
	enum status status = STATUS_OK;
	struct cusb_device **list;
	ssize_t count = device_arg_find(&any, &lsusb->bus, &list);

	if (count < 0)
		return report_no_list((int)count);
	if (chosen->tree)
		lsusb_print_tree(lsusb, list);
	else
		status = print_list(lsusb, list, chosen);
	cusb_free_list(list);
	return status;
}

static enum status run(int argc, char **argv, struct output *out)
{
	struct applet_line line = {.argc = argc, .argv = argv};
	struct chosen chosen = {.bus = -1, .address = -1, .vendor = -1, .product = -1};
	struct lsusb lsusb = {.out = out};
	enum status status;

	if (!parse(&line, &chosen, out, &status))
		return status;
	if (applet_open(&line, &lsusb.bus) < 0)
		return STATUS_FAILURE;
	usb_ids_open(&lsusb.ids);
	status = chosen.node ? print_node(&lsusb, &chosen) : print_all(&lsusb, &chosen);
	usb_ids_close(&lsusb.ids);
	bus_close(&lsusb.bus);
	return status;
}

const struct applet lsusb_applet = {"lsusb", run};
