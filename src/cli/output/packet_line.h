/* SPDX-License-Identifier: MIT */
/* A packet in a line: the time when it was read, its length, and its bytes. */
#ifndef CUSB_CLI_OUTPUT_PACKET_LINE_H
#define CUSB_CLI_OUTPUT_PACKET_LINE_H

#include "output.h"

/* `error` is the text of its error; NULL: none. */
void packet_line(struct output *out, const void *data, size_t length, const char *error);
/* An object: time (seconds since 1970), length, data (hexadecimal), error (text, or null). */
void packet_line_json(struct output *out, const void *data, size_t length, const char *error);

#endif
