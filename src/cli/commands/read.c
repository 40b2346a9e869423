/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/util.h>

#include "cli/options/number.h"
#include "cli/output/progress.h"
#include "cli/target/endpoint.h"
#include "cli/target/isochronous.h"
#include "cli/target/target.h"

struct reading {
	struct target *target;
	struct attempt *attempt;
	struct output *out;
	struct progress progress;
};

/* A user of a slow device wants to see the data when it comes. */
static void print(struct reading *reading, const void *data, size_t length)
{
	if (option_given(reading->target->opts, OPTION_HEX))
		output_hex(reading->out, data, length);
	else
		output_data(reading->out, data, length);
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

static bool take(void *user, const void *data, size_t length)
{
	struct reading *reading = user;
	unsigned long long left = reading->attempt->wanted - reading->attempt->moved;

	print(reading, data, length < left ? length : (size_t)left);
	return wants_more(reading);
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

	if (ep && cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO)
		return isochronous_read(dev, ep, attempt->wanted, take, reading);
	if (attempt->wanted < chunk)
		chunk = (size_t)attempt->wanted;
	data = malloc(chunk ? chunk : 1);
	err = data ? read_in_chunks(reading, data, chunk) : -ENOMEM;
	free(data);
	return err;
}

static enum status read_endpoint(struct target *target, struct attempt *attempt, struct output *out)
{
	struct reading reading = {.target = target, .attempt = attempt, .out = out};
	unsigned int address = (unsigned int)attempt->number;
	enum status status = target_clear_halt(target, attempt->number);
	int err;

	if (status != STATUS_OK)
		return status;
	signal_guard_begin_reading(&target->guard, target->dev, address);
	progress_begin(&reading.progress, attempt->wanted, !isatty(STDOUT_FILENO),
		       endpoint_packet(target->dev, address));
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
	if (parse_number(args[3], LLONG_MAX, &attempt->wanted) < 0)
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
	.arguments = "DEV EP LENGTH",
	.summary = "read from an endpoint",
	.help = {"Reads LENGTH bytes from the IN endpoint EP (0x81 to 0x8f) to standard output. A\n"
		 "short packet ends the data early. Isochronous endpoints are an exception: their\n"
		 "packets may have any size. Each packet of an interrupt endpoint is printed as\n"
		 "soon as it comes. After a timeout, an error or a signal (Ctrl-C), the data read\n"
		 "before is still printed.\n"
		 "\n",
		 device_arg_help,
		 "Numbers are decimal, 0x hexadecimal or 0 octal. LENGTH should be a multiple of\n"
		 "wMaxPacketSize. The timeout holds for each part of at most 1 MiB, for each\n"
		 "packet of an interrupt endpoint, and for the time without isochronous data.\n"
		 "\n",
		 progress_help},
	.examples = "  cusb read --hex fffe:0001 0x81 512\n"
		    "  cusb read --timeout 0 1-2.3 0x82 64 >packet\n"
		    "  cusb read --virtual partial --hex fffe:0004 0x81 1024\n",
	.options = OPTIONS_TRANSFER | OPTION_BIT(OPTION_CLEAR_HALT),
	.min_arguments = 3,
	.max_arguments = 3,
	.run = run,
	.check = check,
	.act = act,
};
