/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cusb/error.h>

#include "applet.h"
#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"

static const struct applet_option no_options[] = {{0}};

static void product_of(const struct cli_bus *bus, const struct cusb_device *dev, char text[256])
{
	device_string(bus, dev, CUSB_PRODUCT, text, 256);
	make_printable(text);
}

/* They are not listed, and not reset. */
static bool is_root_hub(const struct cusb_device *dev)
{
	return dev->port_count == 0 && dev->bDeviceClass == CUSB_CLASS_HUB;
}

static void print_usage(const struct cli_bus *bus, struct cusb_device *const *list,
			struct output *out)
{
	output_text(out, "Usage:\n"
			 "  usbreset PPPP:VVVV - reset by product and vendor id\n"
			 "  usbreset BBB/DDD   - reset by bus and device number\n"
			 "  usbreset \"Product\" - reset by product name\n"
			 "\n"
			 "Devices:\n");
	for (; *list; list++) {
		char product[256];

		if (is_root_hub(*list))
			continue;
		product_of(bus, *list, product);
		output_format(out, "  Number %03d/%03d  ID %04x:%04x  ", (*list)->bus,
			      (*list)->address, (*list)->idVendor, (*list)->idProduct);
		output_text(out, product);
		output_text(out, "\n");
	}
}

static bool is_meant(const struct cli_bus *bus, const struct cusb_device *dev, const char *text)
{
	char product[256], ids[16], place[16];

	if (is_root_hub(dev))
		return false;
	product_of(bus, dev, product);
	snprintf(ids, sizeof ids, "%04x:%04x", dev->idVendor, dev->idProduct);
	snprintf(place, sizeof place, "%03d/%03d", dev->bus, dev->address);
	return strcasecmp(ids, text) == 0 || strcmp(place, text) == 0 ||
	       (product[0] && strcasecmp(product, text) == 0);
}

static enum status reset(const struct cli_bus *bus, struct cusb_device *dev, struct output *out)
{
	char product[256];
	int err;

	product_of(bus, dev, product);
	output_text(out, "Resetting ");
	output_text(out, product);
	output_text(out, " ... ");
	output_flush(out);
	err = cusb_reset(dev);
	if (err < 0)
		output_format(out, "failed [%s]\n", cusb_strerror(err));
	else
		output_text(out, "ok\n");
	return err < 0 ? STATUS_FAILURE : STATUS_OK;
}

static enum status act(const struct cli_bus *bus, struct cusb_device *const *list, const char *text,
		       struct output *out)
{
	if (!text) {
		print_usage(bus, list, out);
		return STATUS_FAILURE;
	}
	for (; *list; list++)
		if (is_meant(bus, *list, text))
			return reset(bus, *list, out);
	return applet_fail("No such device found");
}

static enum status run(int argc, char **argv, struct output *out)
{
	struct applet_line line = {.argc = argc, .argv = argv};
	struct device_arg any = {0};
	struct cusb_device **list;
	struct cli_bus bus;
	enum status status;
	ssize_t count;

	if (applet_next(&line, no_options) != 0)
		return STATUS_FAILURE;
	if (applet_open(&line, &bus) < 0)
		return STATUS_FAILURE;
	count = device_arg_find(&any, &bus, &list);
	if (count < 0) {
		bus_close(&bus);
		return report_no_list((int)count);
	}
	status = act(&bus, list, line.at < argc ? argv[line.at] : NULL, out);
	cusb_free_list(list);
	bus_close(&bus);
	return status;
}

const struct applet usbreset_applet = {"usbreset", run};
