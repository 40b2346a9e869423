/* SPDX-License-Identifier: MIT */
/*
 * Lines for the behaviour of the device.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/build/text.h"
#include "virtual/device/fault.h"

#define COUNT_MAX 100000000

/* Adds an element of zeros to an array; NULL: no memory. Capacities are powers of two. */
static void *add_element(void *array, size_t *count, size_t size)
{
	if (!(*count & (*count - 1)))
		array = realloc(array, (*count ? 2 * *count : 1) * size);
	if (array)
		memset((char *)array + (*count)++ * size, 0, size);
	return array;
}

/*
 * A bEndpointAddress of the descriptors. A fault may also have 00 and 80, which mean requests, and
 * ff, which means every endpoint.
 */
static int parse_endpoint(struct parser *parser, bool of_fault, uint8_t *address)
{
	struct cusb_virtual_fault probe = {.kind = CUSB_VIRTUAL_NAK};
	int value, err = parser_hex(parser, 2, false, &value);

	if (err)
		return err;
	if (of_fault ? value & 0x70 && value != EVERY_ENDPOINT : value & 0x70 || !(value & 0x0f))
		return parser_fail(parser, "'%02x' is not an endpoint", (unsigned int)value);
	probe.bEndpointAddress = (uint8_t)value;
	if (fault_problem(&parser->result->model, &probe))
		return parser_fail(parser, "endpoint %02x is not in the descriptors above",
				   (unsigned int)value);
	*address = (uint8_t)value;
	return 0;
}

/* The number of an endpoint of one direction. */
static int parse_number(struct parser *parser, unsigned int direction, unsigned int *number)
{
	uint8_t address;
	int err = parse_endpoint(parser, false, &address);

	if (err)
		return err;
	if ((address & CUSB_ENDPOINT_DIR_MASK) != direction)
		return parser_fail(parser, "'%02x' is not an %s endpoint", address,
				   direction ? "IN" : "OUT");
	*number = address & CUSB_ENDPOINT_ADDRESS_MASK;
	return 0;
}

static int parse_setup(struct parser *parser, struct text_request *request)
{
	int err = parser_hex(parser, 2, true, &request->bmRequestType);

	err = err ? err : parser_hex(parser, 2, true, &request->bRequest);
	err = err ? err : parser_hex(parser, 4, true, &request->wValue);
	return err ? err : parser_hex(parser, 4, true, &request->wIndex);
}

static int parse_result(struct parser *parser, struct text_request *request)
{
	bool any = request->bmRequestType < 0, reads = request->bmRequestType & CUSB_CTRL_IN;
	struct word word;

	parser_word(parser, &word);
	request->bytes = (const uint8_t *)parser->memory;
	if (word_is(word, "answer"))
		return any || reads
			       ? parser_bytes(parser, &request->length)
			       : parser_fail(parser, "a request that sends data has no answer");
	request->takes = word_is(word, "take");
	if (request->takes && !any && reads)
		return parser_fail(parser, "a request that asks for data takes none");
	if (word_is(word, "stall"))
		request->err = -EPIPE;
	else if (word_is(word, "nak"))
		request->err = -EAGAIN;
	else if (word_is(word, "vanish"))
		request->err = -ENODEV;
	else if (!request->takes)
		return parser_wants(parser, word, "answer, take, stall, nak or vanish");
	return parser_end(parser);
}

/* NULL: no memory. */
static struct text_request *add_request(struct text_model *result)
{
	struct text_request *requests =
		add_element(result->requests, &result->request_count, sizeof *requests);

	if (!requests)
		return NULL;
	result->requests = requests;
	return requests + result->request_count - 1;
}

int parse_control_line(struct parser *parser)
{
	struct text_request *request = add_request(parser->result);
	int err;

	if (!request)
		return -ENOMEM;
	err = parse_setup(parser, request);
	return err ? err : parse_result(parser, request);
}

int parse_then_line(struct parser *parser)
{
	struct text_request *request;

	if (parser->result->request_count == 0)
		return parser_fail(parser, "'then' before the first 'control'");
	request = add_request(parser->result);
	if (!request)
		return -ENOMEM;
	request->bmRequestType = request[-1].bmRequestType;
	request->then = true;
	return parse_result(parser, request);
}

int parse_keep_line(struct parser *parser)
{
	parser->result->keeps = true;
	return parser_end(parser);
}

static bool is_looped(const struct text_model *result, unsigned int in)
{
	for (unsigned int i = 1; i < 16; i++)
		if (result->loops[i] == in)
			return true;
	return false;
}

static bool has_packets(const struct text_model *result, unsigned int in)
{
	for (size_t i = 0; i < result->packet_count; i++)
		if (result->packets[i].endpoint == (in | CUSB_ENDPOINT_IN))
			return true;
	return false;
}

static int begin_again(struct parser *parser, unsigned int in)
{
	if (!has_packets(parser->result, in))
		return parser_fail(parser, "'again' before the first packet");
	parser->result->again |= (uint16_t)(1U << in);
	return parser_end(parser);
}

static int add_packet(struct parser *parser, unsigned int in, unsigned int after)
{
	struct text_model *result = parser->result;
	struct text_packet *packets =
		add_element(result->packets, &result->packet_count, sizeof *packets);

	if (!packets)
		return -ENOMEM;
	result->packets = packets;
	packets += result->packet_count - 1;
	packets->endpoint = (uint8_t)(in | CUSB_ENDPOINT_IN);
	packets->after = after;
	packets->bytes = (const uint8_t *)parser->memory;
	return parser_bytes(parser, &packets->length);
}

int parse_in_line(struct parser *parser)
{
	const char *before;
	unsigned int in = 0, after = 0;
	struct word word;
	int err = parse_number(parser, CUSB_ENDPOINT_IN, &in);

	if (err)
		return err;
	if (is_looped(parser->result, in))
		return parser_fail(parser, "endpoint %02x has a loop already",
				   in | CUSB_ENDPOINT_IN);
	if (parser->result->again >> in & 1)
		return parser_fail(parser, "nothing of endpoint %02x comes after 'again'",
				   in | CUSB_ENDPOINT_IN);
	before = parser->at;
	parser_word(parser, &word);
	if (word_is(word, "again"))
		return begin_again(parser, in);
	if (!word_is(word, "after"))
		parser->at = before;
	else
		err = parser_number(parser, 0, COUNT_MAX, &after);
	return err ? err : add_packet(parser, in, after);
}

/* -EINVAL: an earlier line describes the OUT endpoint. */
static int check_out(struct parser *parser, unsigned int out)
{
	if (parser->result->loops[out] || parser->result->takes >> out & 1)
		return parser_fail(parser, "endpoint %02x has a line already", out);
	return 0;
}

int parse_out_line(struct parser *parser)
{
	unsigned int out = 0;
	struct word word;
	int err = parse_number(parser, CUSB_ENDPOINT_OUT, &out);

	if (err)
		return err;
	parser_word(parser, &word);
	if (!word_is(word, "take"))
		return parser_wants(parser, word, "take");
	err = check_out(parser, out);
	parser->result->takes |= (uint16_t)(1U << out);
	return err ? err : parser_end(parser);
}

int parse_loop_line(struct parser *parser)
{
	struct text_model *result = parser->result;
	unsigned int out = 0, in = 0;
	int err = parse_number(parser, CUSB_ENDPOINT_OUT, &out);

	if (!err)
		err = parse_number(parser, CUSB_ENDPOINT_IN, &in);
	if (!err)
		err = check_out(parser, out);
	if (err)
		return err;
	if (has_packets(result, in))
		return parser_fail(parser, "endpoint %02x has packets already",
				   in | CUSB_ENDPOINT_IN);
	result->loops[out] = (uint8_t)in;
	return parser_end(parser);
}

static int parse_kind(struct parser *parser, struct cusb_virtual_fault *fault)
{
	unsigned int kind = 0, number = 0;
	struct word word;
	int err = 0;

	parser_word(parser, &word);
	while (fault_kinds[kind].word && !word_is(word, fault_kinds[kind].word))
		kind++;
	if (!fault_kinds[kind].word)
		return parser_wants(parser, word, fault_words);
	fault->kind = (enum cusb_virtual_fault_kind)kind;
	if (fault_problem(&parser->result->model, fault))
		return parser_fail_word(parser, word, "is a fault of an IN endpoint");
	if (fault_kinds[kind].argument != FAULT_ALONE)
		err = parser_number(parser, 0, COUNT_MAX, &number);
	if (fault_kinds[kind].argument == FAULT_MS)
		fault->ms = number;
	else
		fault->length = number;
	return err;
}

static int parse_when(struct parser *parser, struct cusb_virtual_fault *fault)
{
	struct word word;
	int err = 0;

	while (!err && parser_word(parser, &word)) {
		if (word_is(word, "after"))
			err = parser_number(parser, 0, COUNT_MAX, &fault->after);
		else if (word_is(word, "times"))
			err = parser_number(parser, 1, COUNT_MAX, &fault->times);
		else
			err = parser_wants(parser, word, "after or times");
	}
	return err;
}

int parse_fault_line(struct parser *parser)
{
	struct text_model *result = parser->result;
	struct cusb_virtual_fault *faults =
		add_element(result->faults, &result->model.fault_count, sizeof *faults);
	int err;

	if (!faults)
		return -ENOMEM;
	result->faults = faults;
	result->model.faults = faults;
	faults += result->model.fault_count - 1;
	err = parse_endpoint(parser, true, &faults->bEndpointAddress);
	if (!err)
		err = parse_kind(parser, faults);
	return err ? err : parse_when(parser, faults);
}
