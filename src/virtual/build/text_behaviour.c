/* SPDX-License-Identifier: MIT */
/*
 * The lines that say what the device does.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/device/fault.h"
#include "virtual/build/text.h"

#define COUNT_MAX 100000000

/* Room for one more of `size` bytes behind `count`: capacities are the powers of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if (count & (count - 1))
		return array;
	return realloc(array, (count ? 2 * count : 1) * size);
}

/* A bEndpointAddress of the descriptors; of a fault also 00 and 80, which stand for requests. */
static int parse_endpoint(struct parser *parser, bool of_fault, uint8_t *address)
{
	struct cusb_virtual_fault probe = {.kind = CUSB_VIRTUAL_NAK};
	int value, err = parser_hex(parser, 2, false, &value);

	if (err)
		return err;
	if (value & 0x70 || (!(value & 0x0f) && !of_fault))
		return parser_fail(parser, "'%02x' is not an endpoint", (unsigned int)value);
	probe.bEndpointAddress = (uint8_t)value;
	if (fault_check(&parser->result->model, &probe) < 0)
		return parser_fail(parser, "endpoint %02x is not in the descriptors above",
				   (unsigned int)value);
	*address = (uint8_t)value;
	return 0;
}

/* One of a direction. */
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

	if (!err)
		err = parser_hex(parser, 2, true, &request->bRequest);
	if (!err)
		err = parser_hex(parser, 4, true, &request->wValue);
	return err ? err : parser_hex(parser, 4, true, &request->wIndex);
}

static int parse_result(struct parser *parser, struct text_request *request)
{
	bool reads = request->bmRequestType < 0 || request->bmRequestType & CUSB_CTRL_IN;
	bool writes = request->bmRequestType < 0 || !(request->bmRequestType & CUSB_CTRL_IN);
	struct word word;

	parser_word(parser, &word);
	request->bytes = (const uint8_t *)parser->memory;
	if (word_is(word, "answer"))
		return reads ? parser_bytes(parser, &request->length)
			     : parser_fail(parser, "a request that sends data has no answer");
	request->takes = word_is(word, "take");
	if (request->takes && !writes)
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

int parse_control_line(struct parser *parser)
{
	struct text_model *result = parser->result;
	struct text_request *requests =
		grow(result->requests, result->request_count, sizeof *requests);
	struct text_request *request;
	int err;

	if (!requests)
		return -ENOMEM;
	result->requests = requests;
	request = &requests[result->request_count++];
	memset(request, 0, sizeof *request);
	err = parse_setup(parser, request);
	return err ? err : parse_result(parser, request);
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

static int add_packet(struct parser *parser, unsigned int in)
{
	struct text_model *result = parser->result;
	struct text_packet *packets = grow(result->packets, result->packet_count, sizeof *packets);
	struct text_packet *packet;

	if (!packets)
		return -ENOMEM;
	result->packets = packets;
	packet = &packets[result->packet_count++];
	packet->endpoint = (uint8_t)(in | CUSB_ENDPOINT_IN);
	packet->bytes = (const uint8_t *)parser->memory;
	packet->length = 0;
	return parser_bytes(parser, &packet->length);
}

int parse_in_line(struct parser *parser)
{
	const char *before;
	unsigned int in = 0;
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
	parser->at = before;
	return add_packet(parser, in);
}

static int fail_out(struct parser *parser, unsigned int out)
{
	return parser_fail(parser, "endpoint %02x has a line already", out);
}

static bool is_told(const struct text_model *result, unsigned int out)
{
	return result->loops[out] || result->takes >> out & 1;
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
	if (is_told(parser->result, out))
		return fail_out(parser, out);
	parser->result->takes |= (uint16_t)(1U << out);
	return parser_end(parser);
}

int parse_loop_line(struct parser *parser)
{
	struct text_model *result = parser->result;
	unsigned int out = 0, in = 0;
	int err = parse_number(parser, CUSB_ENDPOINT_OUT, &out);

	if (!err)
		err = parse_number(parser, CUSB_ENDPOINT_IN, &in);
	if (err)
		return err;
	if (is_told(result, out))
		return fail_out(parser, out);
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
	while (kind < FAULT_KINDS && !word_is(word, fault_kinds[kind].word))
		kind++;
	if (kind == FAULT_KINDS)
		return parser_wants(parser, word, fault_words);
	fault->kind = (enum cusb_virtual_fault_kind)kind;
	if (fault_check(&parser->result->model, fault) < 0)
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
		grow(result->faults, result->model.fault_count, sizeof *faults);
	struct cusb_virtual_fault *fault;
	int err;

	if (!faults)
		return -ENOMEM;
	result->faults = faults;
	result->model.faults = faults;
	fault = &faults[result->model.fault_count++];
	memset(fault, 0, sizeof *fault);
	err = parse_endpoint(parser, true, &fault->bEndpointAddress);
	if (!err)
		err = parse_kind(parser, fault);
	return err ? err : parse_when(parser, fault);
}
