/* SPDX-License-Identifier: MIT */
/* Events as lines: a text, or a JSON object. */
#ifndef CUSB_CLI_TRAFFIC_EVENT_PRINT_H
#define CUSB_CLI_TRAFFIC_EVENT_PRINT_H

#include "cli/output/output.h"
#include "pcapng/pcapng.h"

struct event_printer {
	struct output *out;
	bool json;
	bool begun;
	uint64_t first_us; /* the time of the first event */
};

extern const char event_text_help[];
extern const char event_json_help[];

void event_print(struct event_printer *printer, const struct pcapng_event *event);

#endif
