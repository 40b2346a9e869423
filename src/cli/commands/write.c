/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include "cli/input/input.h"
#include "cli/options/number.h"
#include "cli/output/progress.h"
#include "cli/target/endpoint.h"
#include "cli/target/target.h"

struct sending {
	struct target *target;
	struct attempt *attempt;
	struct progress progress;
	size_t chunk;
};

static int send(struct sending *sending, char *data, size_t length)
{
	struct cusb_transfer transfer = {.bEndpointAddress = (unsigned int)sending->attempt->number,
					 .timeout_ms = CUSB_DEFAULT_TIMEOUT};
	size_t sent = 0;
	int err;

	do {
		size_t part = progress_part(&sending->progress, sending->chunk);

		transfer.data = data + sent;
		transfer.length = length - sent < part ? length - sent : part;
		err = cusb_transfer_run(sending->target->dev, &transfer);
		sending->attempt->moved += transfer.actual_length;
		progress_update(&sending->progress, sending->attempt->moved);
		sent += transfer.length;
	} while (err == 0 && sent < length);
	return err;
}

/* A chunk that is not full is the last one. Without any byte, one empty packet is sent. */
static enum status write_to_end(struct sending *sending, struct input *input, char *data)
{
	struct attempt *attempt = sending->attempt;
	ssize_t n;
	int err = 0;

	do {
		n = input_read(input, data, sending->chunk);
		if (n < 0 || (n == 0 && attempt->moved > 0))
			break;
		err = send(sending, data, (size_t)n);
	} while (err == 0 && (size_t)n == sending->chunk);
	progress_end(&sending->progress);
	if (n < 0)
		return fail_input((int)n);
	return target_result(sending->target, attempt, err);
}

static enum status write_endpoint(struct target *target, struct attempt *attempt,
				  struct input *input)
{
	unsigned int address = (unsigned int)attempt->number;
	struct sending sending = {.target = target,
				  .attempt = attempt,
				  .chunk = endpoint_chunk(target->dev, address)};
	enum status status = target_clear_halt(target, attempt->number);
	char *data;

	if (status != STATUS_OK)
		return status;
	if (attempt->wanted && attempt->wanted < sending.chunk)
		sending.chunk = (size_t)attempt->wanted;
	data = malloc(sending.chunk);
	if (!data)
		return fail("out of memory");
	progress_begin(&sending.progress, attempt->wanted, input->text || !isatty(STDIN_FILENO),
		       endpoint_packet(target->dev, address));
	status = write_to_end(&sending, input, data);
	free(data);
	return status;
}

static enum status parse(const struct options *opts, struct attempt *attempt, struct input *input)
{
	const char *text = opts->argument_count > 3 ? opts->arguments[3] : NULL;
	bool hex = option_given(opts, OPTION_HEX);
	ssize_t count = text ? input_count(text, hex) : 0;
	char **args = opts->arguments;
	unsigned long long address;

	if (parse_number(args[2], 0x0f, &address) < 0 || address < 0x01)
		return usage_error(&write_command, "'%s' is not an OUT endpoint, 0x01 to 0x0f",
				   args[2]);
	if (count < 0)
		return usage_error(&write_command, "'%s' is not hexadecimal bytes", text);
	attempt->number = (int)address;
	attempt->wanted = (unsigned long long)count;
	input_open(input, text, hex);
	return STATUS_OK;
}

static enum status check(const struct options *opts)
{
	struct attempt attempt;
	struct input input;

	return parse(opts, &attempt, &input);
}

static enum status act(struct target *target, const struct options *opts, struct output *out)
{
	struct attempt attempt = {.step = STEP_WRITE};
	struct input input;
	enum status status = parse(opts, &attempt, &input);

	(void)out;
	return status == STATUS_OK ? write_endpoint(target, &attempt, &input) : status;
}

static enum status run(const struct options *opts, struct output *out)
{
	return target_run(&write_command, opts, out);
}

const struct command write_command = {
	.name = "write",
	.arguments = "DEV EP [DATA]",
	.summary = "write to an endpoint",
	.help = {"Writes DATA to the OUT endpoint EP (0x01 to 0x0f), unchanged and without a\n"
		 "newline. Without DATA, sends standard input up to its end. If DATA is '' or the\n"
		 "input is empty, sends a zero-length packet. Adds no zero-length packet to other\n"
		 "data, even if the data ends with a full packet.\n"
		 "\n",
		 device_arg_help,
		 "Numbers are decimal, 0x hexadecimal or 0 octal. Put '--' before DATA that begins\n"
		 "with '-'. The timeout holds for each part of at most 1 MiB.\n"
		 "\n",
		 progress_help},
	.examples = "  cusb write fffe:0001 1 test\n"
		    "  cusb write --hex fffe:0001 0x01 '0a 1b'\n"
		    "  cusb write --detach 001:004 2 <image.bin\n"
		    "  cusb write --virtual loopback fffe:0001 1 test\n",
	.options = OPTIONS_TRANSFER | OPTION_BIT(OPTION_CLEAR_HALT),
	.min_arguments = 2,
	.max_arguments = 3,
	.run = run,
	.check = check,
	.act = act,
};
