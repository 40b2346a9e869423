/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/replay/replay.h"

static bool is_equal(const struct recorded_answer *one, const struct recorded_answer *other)
{
	return one->status == other->status && one->data.length == other->data.length &&
	       memcmp(one->data.bytes, other->data.bytes, one->data.length) == 0;
}

/* The last answer stays, so its repetitions say nothing. */
static size_t count_of(const struct recorded_request *request)
{
	size_t count = request->count;

	while (count > 1 && is_equal(&request->answers[count - 1], &request->answers[count - 2]))
		count--;
	return count;
}

static void print_answer(const struct recorded_request *request,
			 const struct recorded_answer *answer, struct output *out)
{
	int status = answer->status;

	if (status == -ENOENT || status == -ECONNRESET) {
		output_text(out, "nak\n");
	} else if (status == -EPIPE) {
		output_text(out, "stall\n");
	} else if (status != 0 && status != -EREMOTEIO) {
		output_format(out, "stall  # it was: %s\n", cusb_strerror(status));
	} else if (!(request->setup.bmRequestType & CUSB_CTRL_IN)) {
		output_text(out, "take\n");
	} else {
		output_text(out, "answer");
		for (size_t i = 0; i < answer->data.length; i++)
			output_format(out, " %02x", answer->data.bytes[i]);
		output_text(out, "\n");
	}
}

void replay_print_requests(const struct recording *recording, struct output *out)
{
	if (recording->left_out)
		output_text(out, "# There were more requests, which are left out.\n");
	for (size_t i = 0; i < recording->count; i++) {
		const struct recorded_request *request = &recording->requests[i];
		size_t count = count_of(request);

		output_format(out, "control %02x %02x %04x %04x ", request->setup.bmRequestType,
			      request->setup.bRequest, request->setup.wValue,
			      request->setup.wIndex);
		for (size_t j = 0; j < count; j++) {
			output_text(out, j > 0 ? "then " : "");
			print_answer(request, &request->answers[j], out);
		}
	}
}
