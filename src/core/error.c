/* SPDX-License-Identifier: MIT */
/*
 * The meaning of an errno: in all calls, and in the last call of a thread.
 *
 * Each text below is true in all calls. A call that knows more keeps its own text by error_keep().
 */
#include <errno.h>
#include <string.h>

#include "core/error.h"

#define TEXT_SIZE 256

/* clang-format off */
#define MEANINGS(ROW) \
	ROW(EACCES, "no permission") \
	ROW(EAGAIN, "nothing yet") \
	ROW(EBADMSG, "malformed answer or descriptor") \
	ROW(EBUSY, "in use") \
	ROW(ECANCELED, "cancelled") \
	ROW(EFBIG, "too many isochronous frames") \
	ROW(EHOSTUNREACH, "device is not ready") \
	ROW(EILSEQ, "bus error: bad CRC or no response") \
	ROW(EINPROGRESS, "already being reset") \
	ROW(EINTR, "a signal handler ran") \
	ROW(EINVAL, "invalid argument") \
	ROW(EIO, "input/output error") \
	ROW(EISDIR, "not possible with a root hub") \
	ROW(EMFILE, "too many open files") \
	ROW(EMSGSIZE, "too long") \
	ROW(ENODATA, "there is none") \
	ROW(ENODEV, "no such device") \
	ROW(ENOENT, "not found") \
	ROW(ENOMEM, "out of memory") \
	ROW(ENOSPC, "not enough bus bandwidth") \
	ROW(ENOSYS, "not supported") \
	ROW(EOVERFLOW, "device sent more data than there was room for") \
	ROW(EPERM, "operation not permitted") \
	ROW(EPIPE, "stalled by the device") \
	ROW(EPROTO, "bus error: bit stuffing, or no response") \
	ROW(EREMOTEIO, "short packet") \
	ROW(ESHUTDOWN, "ended by the kernel") \
	ROW(ETIME, "bus error: no response in time") \
	ROW(ETIMEDOUT, "timed out") \
	ROW(EXDEV, "only some packets were moved")
/* clang-format on */

#define NUMBER(number, meaning)	 number,
#define MEANING(number, meaning) meaning "\0"

/* All texts in one string: an array of pointers would take more room. */
static const unsigned short numbers[] = {MEANINGS(NUMBER)};
static const char texts[] = MEANINGS(MEANING);

/* The last failure of this thread. 0: the call has kept no text. */
static _Thread_local int last_error;
static _Thread_local char last_text[TEXT_SIZE];

/* The GNU library writes a text for an unknown number into memory that is reused. */
static const char *library_text(int number)
{
#ifdef __GLIBC__
	char made_up[64];
	const char *text = strerror_r(number, made_up, sizeof made_up);

	return text == made_up ? "unknown error" : text;
#else
	return strerror(number);
#endif
}

static int number_of(int err)
{
	/* INT_MIN has no positive form. */
	return err < 0 ? (int)-(unsigned int)err : err;
}

const char *cusb_strerror(int err)
{
	int number = number_of(err);
	const char *text = texts;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		if (numbers[i] == number)
			return text;
		text += strlen(text) + 1;
	}
	return number ? library_text(number) : "success";
}

const char *cusb_error_text(int err)
{
	return last_error != 0 && last_error == number_of(err) ? last_text : cusb_strerror(err);
}

void error_forget(void)
{
	last_error = 0;
}

void error_keep(int err, const char *text)
{
	size_t length = strnlen(text, TEXT_SIZE - 1);

	last_error = number_of(err);
	memcpy(last_text, text, length);
	last_text[length] = '\0';
}

int because(int err, const char *meaning)
{
	error_keep(err, meaning);
	return err;
}
