/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/log.h>

#include "descriptor/speed.h"
#include "virtual/build/text.h"
#include "virtual/device/utf16.h"

static int parse_speed(struct parser *parser)
{
	static const char *const speeds[] = {SPEEDS(SPEED_WORD)};
	struct word word;

	parser_word(parser, &word);
	for (size_t i = CUSB_SPEED_LOW; i < sizeof speeds / sizeof speeds[0]; i++) {
		if (!word_is(word, speeds[i]))
			continue;
		parser->result->model.speed = (enum cusb_speed)i;
		return parser_end(parser);
	}
	return parser_wants(parser, word, "low, full, high, super, super-plus or super-plus-x2");
}

static int parse_descriptors(struct parser *parser)
{
	parser->result->model.descriptors = (const uint8_t *)parser->memory;
	return parser_bytes(parser, &parser->result->model.descriptors_length);
}

static int parse_bos(struct parser *parser)
{
	parser->result->model.bos = (const uint8_t *)parser->memory;
	return parser_bytes(parser, &parser->result->model.bos_length);
}

static int parse_langids(struct parser *parser)
{
	struct text_model *result = parser->result;
	size_t count = 0;
	int err = 0;

	do {
		int langid;

		if (count == CUSB_LANGIDS_MAX)
			return parser_fail(parser, "more than %d languages", CUSB_LANGIDS_MAX);
		err = parser_hex(parser, 4, false, &langid);
		if (!err && langid == 0)
			err = parser_fail(parser, "0000 is not a language");
		if (!err)
			result->langids[count++] = (uint16_t)langid;
		parser->at += strspn(parser->at, " \t\r");
	} while (!err && !strchr("#\n", *parser->at));
	return err;
}

/* The text begins after one blank. A carriage return belongs to the end of the line. */
static int parse_string(struct parser *parser)
{
	struct text_model *result = parser->result;
	unsigned int index;
	size_t length;
	int err = parser_number(parser, 1, TEXT_STRINGS, &index);

	if (err)
		return err;
	if (result->strings[index - 1])
		return parser_fail(parser, "a second string %u", index);
	parser->at += *parser->at == ' ' || *parser->at == '\t';
	length = strcspn(parser->at, "\n");
	length -= length > 0 && parser->at[length - 1] == '\r';
	if (length == 0)
		return parser_fail(parser, "string %u without text", index);
	result->strings[index - 1] = memcpy(parser->memory, parser->at, length);
	parser->memory[length] = '\0';
	if (!string_fits(parser->memory))
		return parser_fail(parser, "a string has at most %d characters", STRING_UNITS_MAX);
	parser->memory += length + 1;
	return 0;
}

static const struct kind {
	const char *word;
	bool once;
	int (*parse)(struct parser *parser);
} kinds[] = {
	{"speed", true, parse_speed},	  {"descriptors", true, parse_descriptors},
	{"bos", true, parse_bos},	  {"langids", true, parse_langids},
	{"string", false, parse_string},  {"control", false, parse_control_line},
	{"then", false, parse_then_line}, {"keep", true, parse_keep_line},
	{"in", false, parse_in_line},	  {"out", false, parse_out_line},
	{"loop", false, parse_loop_line}, {"fault", false, parse_fault_line},
};

#define KINDS (sizeof kinds / sizeof kinds[0])

static int parse_kind(struct parser *parser, struct word word)
{
	unsigned int i = 0;

	parser->more = NULL;
	while (i < KINDS && !word_is(word, kinds[i].word))
		i++;
	if (i == KINDS)
		return parser_fail_word(parser, word, "is not known");
	if (kinds[i].once && parser->seen >> i & 1)
		return parser_fail(parser, "a second '%s'", kinds[i].word);
	parser->seen |= 1U << i;
	return kinds[i].parse(parser);
}

static int parse_line(struct parser *parser)
{
	const char *before = parser->at;
	struct word word;

	if (!parser_word(parser, &word))
		return 0;
	if (!word_is_byte(word))
		return parse_kind(parser, word);
	if (!parser->more)
		return parser_fail_word(parser, word, "belongs to nothing before it");
	parser->at = before;
	return parser_bytes(parser, parser->more);
}

/* A NULL pointer ends the strings too early, and without a language no string is found. */
static void finish_strings(struct text_model *result)
{
	size_t count = TEXT_STRINGS;

	while (count > 0 && !result->strings[count - 1])
		count--;
	for (size_t i = 0; i < count; i++)
		if (!result->strings[i])
			result->strings[i] = "";
	if (count > 0 && !result->langids[0])
		result->langids[0] = 0x0409;
	if (result->langids[0]) {
		result->model.langids = result->langids;
		result->model.strings = result->strings;
	}
}

static int finish(struct parser *parser)
{
	struct cusb_virtual_model *model = &parser->result->model;

	if (model->descriptors_length < CUSB_DEVICE_DESC_SIZE)
		return parser_fail(parser, "the end, and no device descriptor of %d bytes so far",
				   CUSB_DEVICE_DESC_SIZE);
	if (model->bos && model->bos_length == 0)
		return parser_fail(parser, "the end, and a BOS without bytes");
	finish_strings(parser->result);
	model->state_size +=
		parser->result->request_count * sizeof((struct text_state *)NULL)->given[0];
	return 0;
}

static int parse(struct parser *parser)
{
	int err = 0;

	while (!err && parser_next_line(parser))
		err = parse_line(parser);
	return err ? err : finish(parser);
}

/* The result needs less memory than the text: each byte is two digits in the text. */
static struct text_model *new_model(size_t size)
{
	struct text_model *fresh = calloc(1, sizeof *fresh);
	char *memory = malloc(size);

	if (!fresh || !memory) {
		free(fresh);
		free(memory);
		return NULL;
	}
	fresh->memory = memory;
	fresh->model = (struct cusb_virtual_model){
		.name = "text",
		.speed = CUSB_SPEED_HIGH,
		.state_size = sizeof(struct text_state),
		.user = fresh,
		.control = text_device_control,
		.out = text_device_out,
		.in = text_device_in,
		.restart = text_device_restart,
		.free = text_device_free,
	};
	return fresh;
}

void text_tell(char *why, size_t size, const char *reason)
{
	if (why && size > 0)
		snprintf(why, size, "%s", reason);
}

int cusb_virtual_parse(const char *text, char *why, size_t size, struct cusb_virtual_model **model)
{
	struct text_model *fresh = new_model(strlen(text) + 1);
	char reason[REASON_SIZE] = "";
	struct parser parser = {.rest = text, .why = reason, .result = fresh};
	int err = -ENOMEM;

	cusb_refuse(0, NULL);
	if (fresh) {
		parser.memory = fresh->memory;
		err = parse(&parser);
	}
	text_tell(why, size, reason);
	if (!err)
		*model = &fresh->model;
	else if (fresh)
		cusb_virtual_model_free(&fresh->model);
	return err == -EINVAL ? cusb_refuse(err, "%s", reason) : err;
}

void cusb_virtual_model_free(struct cusb_virtual_model *model)
{
	struct text_model *text = (struct text_model *)(void *)model;

	if (!text)
		return;
	free(text->memory);
	free(text->name);
	free(text->faults);
	free(text->requests);
	free(text->packets);
	free(text);
}
