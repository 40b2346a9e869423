/* SPDX-License-Identifier: MIT */
/*
 * A device in a capture, as a text for --virtual; virtual.h has its format.
 *
 *	replay_print.c -> replay_endpoints.c, replay_requests.c -> recording.c
 */
#ifndef CUSB_CLI_REPLAY_H
#define CUSB_CLI_REPLAY_H

#include <cusb/backend.h>

#include "cli/output/output.h"
#include "cli/traffic/read.h"

#define RECORDED_CONFIGURATIONS 8
#define RECORDED_REQUESTS	4096 /* different ones; more are left out */

/* Bytes in allocated memory. */
struct recorded_bytes {
	uint8_t *bytes;
	size_t length;
};

/* What the device did with a request. */
struct recorded_answer {
	int status; /* 0 or a negative errno */
	struct recorded_bytes data;
};

/* All answers to one request, in order. */
struct recorded_request {
	struct cusb_setup setup; /* its wLength has no meaning */
	struct recorded_answer *answers;
	size_t count, room;
};

/* A control request that has not completed. */
struct recorded_submission {
	uint64_t id;
	struct cusb_setup setup;
};

struct recording {
	uint16_t busnum;
	uint8_t devnum;
	struct recorded_bytes device, configurations[RECORDED_CONFIGURATIONS], bos;
	struct recorded_request *requests;
	size_t count, room;
	struct recorded_submission *submissions;
	size_t submitted, submission_room;
	char speed[16]; /* "": the capture does not tell it */
	bool left_out; /* there were too many different requests */
};

/* recording.c: takes an event of the device. 0 or -ENOMEM. */
int recording_take(struct recording *recording, const struct pcapng_event *event);
void recording_free(struct recording *recording);
/* wMaxPacketSize of an endpoint without its upper bits; 0: the descriptors do not have it. */
unsigned int recording_packet_size(const struct recording *recording, uint8_t bEndpointAddress);

/* replay_requests.c: the answers to requests. */
void replay_print_requests(const struct recording *recording, struct output *out);
/* replay_endpoints.c: the packets of endpoints; reads the capture from its beginning. */
int replay_print_endpoints(const struct recording *recording, struct capture_reader *reader,
			   struct output *out);
/* replay_print.c: the whole. 0, or -EBADMSG: the capture does not have the descriptors. */
int replay_print(const struct recording *recording, struct capture_reader *reader,
		 struct output *out);

#endif
