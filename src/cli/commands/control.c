/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <unistd.h>

#include <cusb/util.h>

#include "cli/input/input.h"
#include "cli/options/number.h"
#include "cli/target/target.h"

#define DATA_MAX 0xffff /* wLength has 16 bits */

enum field { TYPE, REQUEST, VALUE, INDEX, LENGTH, FIELDS };

struct request {
	unsigned long long field[FIELDS];
	uint8_t data[DATA_MAX + 1]; /* one more byte, to notice too much data */
};

static enum status parse_fields(const struct options *opts, struct request *request)
{
	static const char *const names[] = {"TYPE", "REQUEST", "VALUE", "INDEX", "LENGTH"};
	static const unsigned int most[] = {0xff, 0xff, 0xffff, 0xffff, DATA_MAX};

	for (int i = 0; i < FIELDS; i++) {
		bool absent = i + 2 >= opts->argument_count;

		if (i == LENGTH &&
		    cusb_ctrl_direction((unsigned int)request->field[TYPE]) == CUSB_CTRL_OUT)
			break;
		if (absent)
			return usage_error(&control_command,
					   "TYPE %s reads from the device, so LENGTH is needed",
					   opts->arguments[2]);
		if (parse_number(opts->arguments[i + 2], most[i], &request->field[i]) < 0)
			return usage_error(&control_command,
					   "%s: '%s' is not a number from 0 to %u", names[i],
					   opts->arguments[i + 2], most[i]);
	}
	return STATUS_OK;
}

/* Most typed requests have no data, so without DATA the tool does not wait for a terminal. */
static enum status read_data(const struct options *opts, struct request *request)
{
	const char *text = opts->arguments[6];
	struct input input;
	ssize_t n;

	if (!text && isatty(STDIN_FILENO))
		return STATUS_OK;
	input_open(&input, text, option_given(opts, OPTION_HEX));
	n = input_read(&input, request->data, sizeof request->data);
	if (n < 0)
		return text ? usage_error(&control_command, "'%s' is not hexadecimal bytes", text)
			    : fail_input((int)n);
	if (n > DATA_MAX)
		return text ? usage_error(&control_command, "DATA is longer than %d bytes",
					  DATA_MAX)
			    : fail("standard input has more than %d bytes, the limit of a control "
				   "request",
				   DATA_MAX);
	request->field[LENGTH] = (unsigned long long)n;
	return STATUS_OK;
}

static enum status transfer(struct target *target, struct request *request, struct output *out)
{
	unsigned int type = (unsigned int)request->field[TYPE];
	struct attempt attempt = {
		.step = STEP_CONTROL, .number = (int)type, .setting = (int)request->field[INDEX]};
	ssize_t n = cusb_ctrl_transfer(target->dev, type, (unsigned int)request->field[REQUEST],
				       (unsigned int)request->field[VALUE],
				       (unsigned int)request->field[INDEX], request->data,
				       (size_t)request->field[LENGTH], CUSB_DEFAULT_TIMEOUT);

	if (n < 0)
		return target_result(target, &attempt, (int)n);
	if (cusb_ctrl_direction(type) == CUSB_CTRL_OUT)
		return STATUS_OK;
	if (option_given(target->opts, OPTION_HEX)) {
		output_hex(out, request->data, (size_t)n);
		output_hex_end(out);
	} else {
		output_data(out, request->data, (size_t)n);
	}
	received_add(target->received, request->data, (size_t)n);
	return STATUS_OK;
}

/* The fields, and DATA of the command line, which becomes the data. */
static enum status parse(const struct options *opts, struct request *request)
{
	enum status status = parse_fields(opts, request);

	if (status == STATUS_OK && opts->argument_count > 6 &&
	    cusb_ctrl_direction((unsigned int)request->field[TYPE]) == CUSB_CTRL_OUT)
		status = read_data(opts, request);
	return status;
}

static enum status check(const struct options *opts)
{
	struct request *request = calloc(1, sizeof *request);
	enum status status = request ? parse(opts, request) : fail("out of memory");

	free(request);
	return status;
}

static enum status act(struct target *target, const struct options *opts, struct output *out)
{
	struct request *request = calloc(1, sizeof *request);
	enum status status = request ? parse(opts, request) : fail("out of memory");

	if (status == STATUS_OK && opts->argument_count <= 6 &&
	    cusb_ctrl_direction((unsigned int)request->field[TYPE]) == CUSB_CTRL_OUT)
		status = read_data(opts, request);
	if (status == STATUS_OK)
		status = transfer(target, request, out);
	free(request);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	return target_run(&control_command, opts, out);
}

const struct command control_command = {
	.name = "control",
	.arguments = "DEV TYPE REQUEST VALUE INDEX [LENGTH | DATA]",
	.summary = "send a control request",
	.help = {"Sends a control request: bmRequestType, bRequest, wValue and wIndex of the SETUP\n"
		 "packet. With bit 7 of TYPE set, up to LENGTH bytes are read to standard output.\n"
		 "Otherwise DATA is sent unchanged ('' for no data). Without DATA, standard input\n"
		 "is sent, at most 65535 bytes, unless it is a terminal. If the device leaves\n"
		 "after the request, for example for its boot loader, the status is 3.\n"
		 "\n",
		 device_arg_help,
		 "Numbers are decimal, 0x hexadecimal or 0 octal. Use --configuration and\n"
		 "--altsetting: the kernel does not notice SET_CONFIGURATION and SET_INTERFACE\n"
		 "requests.\n"},
	.examples = "  cusb control --hex fffe:0001 0x80 6 0x0100 0 18    the device descriptor\n"
		    "  cusb control fffe:0001 0x40 0 0 0 test             a vendor request\n"
		    "  cusb control fffe:0001 0x40 7 1 0 ''               the same without data\n"
		    "  cusb control --virtual loopback fffe:0001 0xc0 1 0 0 64\n",
	.options = OPTIONS_TRANSFER,
	.min_arguments = 5,
	.max_arguments = 6,
	.run = run,
	.check = check,
	.act = act,
};
