/* SPDX-License-Identifier: MIT */
/* A device as a text: its model, and the parser. virtual.h has the format. */
#ifndef CUSB_VIRTUAL_TEXT_H
#define CUSB_VIRTUAL_TEXT_H

#include <cusb/util.h>

#include "virtual/device/hcd.h"
#include "virtual/device/pipe.h"

#define TEXT_STRINGS 255 /* indexes 1..255 */
#define REASON_SIZE  160 /* of the text that says what is wrong */

/* A `control` line, or a `then` line behind it: the next answer to the same request. */
struct text_request {
	bool then;
	int bmRequestType, bRequest, wValue, wIndex; /* -1: any */
	bool takes;				     /* data, of any length */
	int err;				     /* if not 0: the result */
	const uint8_t *bytes;			     /* the answer */
	size_t length;
};

/* An `in` line. */
struct text_packet {
	uint8_t endpoint;
	unsigned int after; /* the packets to OUT endpoints that come before it */
	const uint8_t *bytes;
	size_t length;
};

struct text_model {
	struct cusb_virtual_model model; /* first: the caller has a pointer to it */
	char *memory;			 /* for bytes and strings */
	char *name;			 /* of a file; or NULL */
	const char *strings[TEXT_STRINGS + 1];
	uint16_t langids[CUSB_LANGIDS_MAX + 1];
	struct cusb_virtual_fault *faults;
	struct text_request *requests;
	size_t request_count;
	struct text_packet *packets;
	size_t packet_count;
	bool keeps;	   /* goes on after SET_CONFIGURATION, SET_INTERFACE and reset */
	uint16_t again;	   /* a bit for each IN endpoint number that begins again */
	uint16_t takes;	   /* a bit for each OUT endpoint number that takes any packet */
	uint8_t loops[16]; /* for each OUT endpoint number: the IN endpoint number, 0 for none */
};

struct text_state {
	size_t next[16]; /* for each IN endpoint number: the position of its next packet */
	struct pipe pipes[16];
	unsigned int written; /* packets that OUT endpoints have taken */
	uint32_t given[];     /* for each request: its answers so far */
};

/* text_device.c: the functions of the model, by the parsed lines. */
ssize_t text_device_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			    uint8_t *data);
int text_device_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		    size_t length);
ssize_t text_device_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room);
void text_device_restart(struct cusb_virtual_device *dev);
void text_device_free(struct cusb_virtual_device *dev);

/* text.c: gives the caller the reason of an error, as cusb_virtual_parse() does. */
void text_tell(char *why, size_t size, const char *reason);

/* ---- the parser ------------------------------------------------------------------------------ */

struct parser {
	const char *at;	   /* the next character of this line */
	const char *rest;  /* the next line */
	unsigned int line; /* from 1 */
	char *why;	   /* room for REASON_SIZE */
	struct text_model *result;
	char *memory;	   /* the place for the next bytes of the result; there is room for all */
	size_t *more;	   /* the length of the bytes that a next line may continue, or NULL */
	unsigned int seen; /* a bit for each kind of line that may occur once */
};

/* A part of a line, without a NUL. */
struct word {
	const char *text;
	size_t length;
};

/*
 * text_line.c: lines, words and values. Functions that return int give 0, or -EINVAL with a reason;
 * parser_fail() sets a reason and always returns -EINVAL.
 */
bool parser_next_line(struct parser *parser);
bool parser_word(struct parser *parser, struct word *word); /* false: the line has no more */
bool word_is(struct word word, const char *name);
bool word_is_byte(struct word word);
int parser_fail(struct parser *parser, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* "'zz' ...", with the word in a printable form. */
int parser_fail_word(struct parser *parser, struct word word, const char *what);
/* "'zz' is not a byte", or, without a word, "a byte is missing". */
int parser_wants(struct parser *parser, struct word word, const char *what);
int parser_end(struct parser *parser);
int parser_number(struct parser *parser, unsigned int least, unsigned int most,
		  unsigned int *number);
/* `digits` hex digits. With `any`, `*` is -1. */
int parser_hex(struct parser *parser, size_t digits, bool any, int *value);
/* Adds the bytes up to the end of the line to the memory. */
int parser_bytes(struct parser *parser, size_t *length);

/* text_behaviour.c: the lines with the behaviour of the device. Also -ENOMEM. */
int parse_control_line(struct parser *parser);
int parse_then_line(struct parser *parser);
int parse_keep_line(struct parser *parser);
int parse_in_line(struct parser *parser);
int parse_out_line(struct parser *parser);
int parse_loop_line(struct parser *parser);
int parse_fault_line(struct parser *parser);

#endif
