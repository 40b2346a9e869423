/* SPDX-License-Identifier: MIT */
/* What lsusb -v tells of a device: its descriptors, and its answers. */
#include <string.h>

#include <cusb/util.h>

#include "cli/print/answers.h"
#include "cli/print/strings.h"
#include "cli/target/hub_port.h"
#include "lsusb.h"

struct lsusb_answers {
	struct answers_sink sink;
	struct lsusb_device *of;
	unsigned int port; /* the last one whose status is printed */
	bool in_ports;
};

static struct lsusb_answers *answers_of(struct answers_sink *sink)
{
	return (struct lsusb_answers *)(void *)sink;
}

static void descriptors(struct answers_sink *sink, const char *key, const uint8_t *bytes,
			size_t length)
{
	(void)key;
	lsusb_print_bytes(answers_of(sink)->of, bytes, length);
}

/* From the highest bit on, which is `count` - 1. */
static void print_bits(struct output *out, const char *const *names, int count, unsigned int bits)
{
	while (count-- > 0)
		if (bits >> count & 1 && names[count])
			output_format(out, " %s", names[count]);
}

static void print_port(struct output *out, unsigned int port, const uint8_t *bytes, bool super)
{
	static const char *const changes[] = {"C_CONNECT", "C_ENABLE", "C_SUSPEND", "C_OC",
					      "C_RESET"};
	static const char *const states[] = {"connect",	  "enable", "suspend",	"oc",	 "RESET",
					     "L1",	  NULL,	    NULL,	"power", "lowspeed",
					     "highspeed", "test",   "indicator"};
	unsigned int status = bytes[0] | (unsigned int)bytes[1] << 8;
	unsigned int change = bytes[2] | (unsigned int)bytes[3] << 8;
	const char *link = port_link((int)status);

	output_format(out, "   Port %u: %04x.%04x", port, change, status);
	print_bits(out, changes, 5, change);
	if (super)
		output_format(out, "%s%s%s%s", (status & PORT_SUPER_SPEED) == 0 ? " 5Gbps" : "",
			      status & PORT_SUPER_POWER ? " power" : "", link ? " " : "",
			      link ? link : "");
	print_bits(out, states, super ? 5 : 13, status);
	output_text(out, "\n");
}

static void print_status(struct output *out, unsigned int status)
{
	output_format(out, "Device Status:     0x%04x\n", status);
	output_text(out, status & 1 ? "  Self Powered\n" : "  (Bus Powered)\n");
	if (status & 2)
		output_text(out, "  Remote Wakeup Enabled\n");
	if (status & 4)
		output_text(out, "  U1 Enabled\n");
	if (status & 8)
		output_text(out, "  U2 Enabled\n");
}

static void answer(struct answers_sink *sink, const char *key, const char *heading,
		   const char *rows, const uint8_t *bytes, size_t length)
{
	struct lsusb_answers *answers = answers_of(sink);
	struct output *out = answers->of->lsusb->out;

	(void)heading;
	(void)rows;
	if (answers->in_ports)
		print_port(out, ++answers->port, bytes, answers->of->context.super);
	else if (key && strcmp(key, "device_status") == 0 && length >= 2)
		print_status(out, bytes[0] | (unsigned int)bytes[1] << 8);
}

static void list_begin(struct answers_sink *sink, const char *key)
{
	struct lsusb_answers *answers = answers_of(sink);

	answers->in_ports = strcmp(key, "port_status") == 0;
	if (answers->in_ports)
		output_text(answers->of->lsusb->out, " Hub Port Status:\n");
}

static void list_end(struct answers_sink *sink)
{
	answers_of(sink)->in_ports = false;
}

void lsusb_print_device(const struct lsusb *lsusb, struct cusb_device *dev)
{
	struct strings strings = {&lsusb->bus, dev, false};
	struct lsusb_device of = {lsusb, dev, strings_context(&strings), 0};
	struct lsusb_answers answers = {{descriptors, answer, list_begin, list_end}, &of, 0, false};
	int failed = cusb_open(dev);
	size_t length;
	const uint8_t *bytes = cusb_descriptors(dev, &length);

	if (failed)
		output_text(lsusb->out, "Couldn't open device, some information will be missing\n");
	lsusb_print_bytes(&of, bytes, length);
	if (!failed)
		answers_give(dev, &answers.sink, &failed);
	cusb_close(dev);
}
