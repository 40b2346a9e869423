/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/options/number.h"
#include "cli/output/packet_line.h"
#include "cli/output/progress.h"
#include "cli/target/endpoint.h"
#include "cli/target/packet_stream.h"
#include "cli/target/target.h"

#define NO_LENGTH ULLONG_MAX /* in the place of the wanted bytes */

struct reading {
	struct target *target;
	struct attempt *attempt;
	struct output *out;
	struct progress progress;
	size_t packet;		 /* wMaxPacketSize, with the transactions of an interval */
	unsigned long long left; /* the packets that are wanted, by --count */
};

/* ---- packets ---- */

/* These options read packets: a short one is like any other. */
static bool is_by_packets(const struct options *opts)
{
	return option_given(opts, OPTION_FOLLOW) || option_given(opts, OPTION_PACKETS) ||
	       option_given(opts, OPTION_COUNT) || option_given(opts, OPTION_JSON);
}

static void print_bytes(struct reading *reading, const void *data, size_t length)
{
	if (option_given(reading->target->opts, OPTION_HEX))
		output_hex(reading->out, data, length);
	else
		output_data(reading->out, data, length);
}

static void print_packet(struct reading *reading, const void *data, size_t length, int status)
{
	const struct options *opts = reading->target->opts;
	const char *error = status < 0 ? cusb_strerror(status) : NULL;

	if (!is_by_packets(opts) || option_given(opts, OPTION_RAW))
		print_bytes(reading, data, length);
	else if (option_given(opts, OPTION_JSON))
		packet_line_json(reading->out, data, length, error);
	else
		packet_line(reading->out, data, length, error);
}

static void take(void *user, const void *data, size_t length, int status)
{
	struct reading *reading = user;
	unsigned long long left = reading->attempt->wanted - reading->attempt->moved;

	if (length > left)
		length = (size_t)left;
	print_packet(reading, data, length, status);
	received_add(reading->target->received, data, length);
	reading->attempt->moved += length;
	reading->left--;
}

/* A user of a slow device wants to see the data when it comes. */
static void taken(void *user)
{
	struct reading *reading = user;

	output_flush(reading->out);
	progress_update(&reading->progress, reading->attempt->moved);
}

static uint64_t wanted(void *user)
{
	const struct reading *reading = user;
	unsigned long long bytes = reading->attempt->wanted - reading->attempt->moved;
	unsigned long long packets = bytes / reading->packet + (bytes % reading->packet > 0);

	if (reading->out->err)
		return 0;
	return packets < reading->left ? packets : reading->left;
}

static bool stopped(void *user)
{
	const struct reading *reading = user;

	return signal_guard_has_signal(&reading->target->guard);
}

static int read_packets(struct reading *reading, const struct cusb_endpoint *ep)
{
	const struct packet_reader reader = {reading, take, taken, wanted, stopped};

	return packet_stream_read(reading->target->dev, ep, &reader);
}

/* ---- bytes ---- */

static void print(struct reading *reading, const void *data, size_t length)
{
	print_bytes(reading, data, length);
	output_flush(reading->out);
	received_add(reading->target->received, data, length);
	reading->attempt->moved += length;
	progress_update(&reading->progress, reading->attempt->moved);
}

static bool wants_more(const struct reading *reading)
{
	return reading->attempt->moved < reading->attempt->wanted && !reading->out->err &&
	       !signal_guard_has_signal(&reading->target->guard);
}

/* Until LENGTH bytes or a short packet came. The bytes before a failure are printed, too. */
static int read_in_chunks(struct reading *reading, void *data, size_t chunk)
{
	struct attempt *attempt = reading->attempt;
	struct cusb_transfer transfer = {.bEndpointAddress = (unsigned int)attempt->number,
					 .data = data,
					 .timeout_ms = CUSB_DEFAULT_TIMEOUT};
	int err;

	do {
		unsigned long long left = attempt->wanted - attempt->moved;
		size_t part = progress_part(&reading->progress, chunk);

		transfer.length = left < part ? (size_t)left : part;
		err = cusb_transfer_run(reading->target->dev, &transfer);
		print(reading, data, transfer.actual_length);
	} while (!err && transfer.actual_length == transfer.length && wants_more(reading));
	return err;
}

static int read_to_end(struct reading *reading)
{
	struct cusb_device *dev = reading->target->dev;
	struct attempt *attempt = reading->attempt;
	unsigned int address = (unsigned int)attempt->number;
	const struct cusb_endpoint *ep = endpoint_now(dev, address);
	size_t chunk = endpoint_chunk(dev, address);
	void *data;
	int err;

	if (ep && (is_by_packets(reading->target->opts) ||
		   cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO))
		return read_packets(reading, ep);
	if (attempt->wanted < chunk)
		chunk = (size_t)attempt->wanted;
	data = malloc(chunk ? chunk : 1);
	err = data ? read_in_chunks(reading, data, chunk) : -ENOMEM;
	free(data);
	return err;
}

static unsigned long long packet_limit(const struct options *opts)
{
	return option_given(opts, OPTION_COUNT) ? (unsigned int)opts->numbers[OPTION_COUNT]
						: ULLONG_MAX;
}

static enum status read_endpoint(struct target *target, struct attempt *attempt, struct output *out)
{
	unsigned int address = (unsigned int)attempt->number;
	struct reading reading = {
		.target = target,
		.attempt = attempt,
		.out = out,
		.packet = endpoint_packet(target->dev, address),
		.left = packet_limit(target->opts),
	};
	enum status status = target_clear_halt(target, attempt->number);
	int err;

	if (status != STATUS_OK)
		return status;
	if (!option_given(target->opts, OPTION_TIMEOUT) &&
	    option_given(target->opts, OPTION_FOLLOW))
		cusb_set_default_timeout(target->dev, CUSB_NO_TIMEOUT);
	signal_guard_begin_reading(&target->guard, target->dev, address);
	progress_begin(&reading.progress, attempt->wanted == NO_LENGTH ? 0 : attempt->wanted,
		       !isatty(STDOUT_FILENO), reading.packet);
	err = read_to_end(&reading);
	progress_end(&reading.progress);
	output_hex_end(out);
	output_flush(out);
	signal_guard_end_reading(&target->guard);
	return signal_guard_has_signal(&target->guard) ? STATUS_OK
						       : target_result(target, attempt, err);
}

static enum status parse(const struct options *opts, struct attempt *attempt)
{
	char **args = opts->arguments;
	unsigned long long address;

	if (parse_number(args[2], 0x8f, &address) < 0 || address < 0x81)
		return usage_error(&read_command, "'%s' is not an IN endpoint, 0x81 to 0x8f",
				   args[2]);
	if (!args[3] && !option_given(opts, OPTION_FOLLOW) && !option_given(opts, OPTION_COUNT))
		return usage_error(&read_command, "too few arguments: LENGTH, --count or --follow "
						  "is needed");
	if (args[3] && option_given(opts, OPTION_FOLLOW))
		return usage_error(&read_command, "--follow reads for ever, so it takes no LENGTH");
	attempt->wanted = NO_LENGTH;
	if (args[3] && parse_number(args[3], LLONG_MAX, &attempt->wanted) < 0)
		return usage_error(&read_command, "'%s' is not a number of bytes", args[3]);
	attempt->number = (int)address;
	return STATUS_OK;
}

static enum status check(const struct options *opts)
{
	struct attempt attempt;

	return parse(opts, &attempt);
}

static enum status act(struct target *target, const struct options *opts, struct output *out)
{
	struct attempt attempt = {.step = STEP_READ};
	enum status status = parse(opts, &attempt);

	return status == STATUS_OK ? read_endpoint(target, &attempt, out) : status;
}

static enum status run(const struct options *opts, struct output *out)
{
	return target_run(&read_command, opts, out);
}

const struct command read_command = {
	.name = "read",
	.arguments = "DEV EP [LENGTH]",
	.summary = "read from an endpoint",
	.help = {"Reads LENGTH bytes from the IN endpoint EP (0x81 to 0x8f) to standard output. A\n"
		 "short packet ends the data early. Isochronous endpoints are an exception: their\n"
		 "packets may have any size. Each packet of an interrupt endpoint is printed as\n"
		 "soon as it comes. After a timeout, an error or a signal (Ctrl-C), the data read\n"
		 "before is still printed.\n"
		 "\n"
		 "With --packets, prints a line for each packet: the time, the length and the\n"
		 "bytes; --raw prints the bytes alone. A short packet does not end the data then.\n"
		 "--follow does the same without LENGTH and without a timeout, until a signal ends\n"
		 "it; packets that have come are still printed. --count ends either after N\n"
		 "packets; no further one is taken from the device, unless it is isochronous.\n"
		 "\n",
		 device_arg_help,
		 "Numbers are decimal, 0x hexadecimal or 0 octal. LENGTH should be a multiple of\n"
		 "wMaxPacketSize. The timeout holds for each part of at most 1 MiB, for each\n"
		 "packet of an interrupt endpoint, and for the time without isochronous data.\n"
		 "\n",
		 progress_help,
		 "\n"
		 "--json prints an object in a line for each packet: time (seconds since 1970),\n"
		 "length, data (hexadecimal), error (text, or null).\n"},
	.examples = "  cusb read --hex fffe:0001 0x81 512\n"
		    "  cusb read --timeout 0 1-2.3 0x82 64 >packet\n"
		    "  cusb read --follow class=hid 0x81\n"
		    "  cusb read --virtual partial --hex fffe:0004 0x81 1024\n",
	.options = OPTIONS_TRANSFER | OPTION_BIT(OPTION_CLEAR_HALT) | OPTION_BIT(OPTION_FOLLOW) |
		   OPTION_BIT(OPTION_PACKETS) | OPTION_BIT(OPTION_COUNT) | OPTION_BIT(OPTION_RAW) |
		   OPTION_BIT(OPTION_JSON),
	.min_arguments = 2,
	.max_arguments = 3,
	.run = run,
	.check = check,
	.act = act,
};
