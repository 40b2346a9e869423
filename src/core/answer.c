/* SPDX-License-Identifier: MIT */
#include "core/answer.h"

#include <errno.h>

#include "core/log.h"

#define SETUP_SIZE 8

int answer_refuse(const struct cusb_backend *backend, const char *what, long long answer)
{
	log_write(CUSB_LOG_ERROR, "backend %s: %s() returned %lld, which is impossible",
		  backend->name, what, answer);
	return -EPROTO;
}

int answer_number(const struct cusb_backend *backend, const char *what, int answer, int most)
{
	return answer <= most ? answer : answer_refuse(backend, what, answer);
}

ssize_t answer_text(const struct cusb_backend *backend, const char *what, ssize_t answer,
		    const char *text, size_t size)
{
	if (answer < 0 || ((size_t)answer < size && text[answer] == '\0'))
		return answer;
	return answer_refuse(backend, what, answer);
}

void answer_check_transfer(const struct cusb_backend *backend, struct cusb_transfer *transfer)
{
	size_t room = transfer->length - (state_of(transfer)->entry.endpoint ? 0 : SETUP_SIZE);

	if (transfer->actual_length <= room)
		return;
	transfer->status = answer_refuse(backend, "reap", (long long)transfer->actual_length);
	transfer->actual_length = 0;
}
