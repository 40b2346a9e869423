/* SPDX-License-Identifier: MIT */
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/options/number.h"
#include "cli/output/progress.h"
#include "cli/target/endpoint.h"
#include "cli/target/target.h"

static void print(struct output *out, const struct options *opts, const void *data, size_t length)
{
	if (option_given(opts, OPTION_HEX))
		output_hex(out, data, length);
	else
		output_data(out, data, length);
	/* A user of a slow device wants to see the data when it comes. */
	output_flush(out);
}

/* Until `length` bytes or a short packet came. The bytes before a failure are printed, too. */
static enum status read_to_end(struct target *target, struct attempt *attempt, void *data,
			       size_t chunk, struct output *out)
{
	struct progress progress;
	struct cusb_transfer transfer = {.bEndpointAddress = (unsigned int)attempt->number,
					 .data = data,
					 .timeout_ms = CUSB_DEFAULT_TIMEOUT};
	int err;

	progress_begin(&progress, attempt->wanted, !isatty(STDOUT_FILENO),
		       endpoint_packet(target->dev, (unsigned int)attempt->number));
	do {
		unsigned long long left = attempt->wanted - attempt->moved;
		size_t part = progress_part(&progress, chunk);

		transfer.length = left < part ? (size_t)left : part;
		err = cusb_transfer(target->dev, &transfer);
		attempt->moved += transfer.actual_length;
		print(out, target->opts, data, transfer.actual_length);
		progress_update(&progress, attempt->moved);
	} while (!err && !out->err && transfer.actual_length == transfer.length &&
		 attempt->moved < attempt->wanted);
	progress_end(&progress);
	output_hex_end(out);
	return target_result(target, attempt, err);
}

static enum status read_endpoint(struct target *target, struct attempt *attempt, struct output *out)
{
	size_t chunk = endpoint_chunk(target->dev, (unsigned int)attempt->number);
	enum status status = target_clear_halt(target, attempt->number);
	void *data;

	if (status != STATUS_OK)
		return status;
	if (attempt->wanted < chunk)
		chunk = (size_t)attempt->wanted;
	data = malloc(chunk ? chunk : 1);
	if (!data)
		return fail("out of memory");
	status = read_to_end(target, attempt, data, chunk, out);
	free(data);
	return status;
}

static enum status parse(const struct options *opts, struct device_arg *arg,
			 struct attempt *attempt)
{
	char **args = opts->arguments;
	unsigned long long address;

	if (device_arg_of(&read_command, opts, arg) != STATUS_OK)
		return STATUS_USAGE;
	if (parse_number(args[2], 0x8f, &address) < 0 || address < 0x81)
		return usage_error(&read_command, "'%s' is no IN endpoint: these are 0x81 to 0x8f",
				   args[2]);
	if (parse_number(args[3], LLONG_MAX, &attempt->wanted) < 0)
		return usage_error(&read_command, "'%s' is no number of bytes", args[3]);
	attempt->number = (int)address;
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct attempt attempt = {.step = STEP_READ};
	struct target target;
	struct device_arg arg;
	enum status status = parse(opts, &arg, &attempt);

	if (status == STATUS_OK)
		status = target_open(&target, opts, &arg);
	if (status != STATUS_OK)
		return status;
	status = read_endpoint(&target, &attempt, out);
	target_close(&target);
	return status;
}

const struct command read_command = {
	.name = "read",
	.arguments = "DEV EP LENGTH",
	.summary = "read from a bulk or interrupt endpoint",
	.help = "Reads LENGTH bytes from the IN endpoint EP (0x81 to 0x8f) to standard output. A\n"
		"short packet ends the data before that. When the time is over, or an error\n"
		"comes, what was read until then is still written out, and the status is 1.\n"
		"\n" DEVICE_ARG_HELP
		"Numbers are decimal, 0x hexadecimal or 0 octal. LENGTH is best a multiple of the\n"
		"endpoint's wMaxPacketSize. The timeout is for each part of at most 1 MiB.\n"
		"\n" PROGRESS_HELP,
	.examples = "  cusb read --hex fffe:0001 0x81 512\n"
		    "  cusb read --timeout 0 1-2.3 0x82 64 >packet\n"
		    "  cusb read --virtual partial --hex fffe:0004 0x81 1024\n",
	.options = OPTIONS_TRANSFER | OPTION_BIT(OPTION_CLEAR_HALT),
	.min_arguments = 3,
	.max_arguments = 3,
	.run = run,
};
