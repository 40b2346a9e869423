/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "transcript.h"

/* For 64 KiB, the longest request. */
#define LINE_MAX_LENGTH (3 * 65536 + 64)

static const struct stand_in *subject;
static struct cusb_virtual_model model;
static const char *verdict;
static atomic_bool recording;
static FILE *file;
static char *text;
static size_t text_size;

static void put(const char *what, const uint8_t *bytes, ssize_t count)
{
	static char line[LINE_MAX_LENGTH]; /* too long for a stack */
	FILE *to = fmemopen(line, sizeof line, "w");

	if (!to)
		return;
	fputs(what, to);
	if (count < 0)
		fprintf(to, " error %zd", -count);
	for (ssize_t i = 0; i < count; i++)
		fprintf(to, " %02x", bytes[i]);
	fputc('\n', to);
	fclose(to);
	if (subject->repeats && strstr(text, line))
		return;
	fputs(line, file);
	fflush(file);
}

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	bool in = setup->bmRequestType & 0x80;
	size_t sent =
		subject->sets && subject->sets < setup->wLength ? subject->sets : setup->wLength;
	ssize_t n = subject->model->control ? subject->model->control(dev, setup, data) : -EPIPE;
	char what[64];

	if (recording) {
		snprintf(what, sizeof what, "control %02x %02x %04x %04x %u:", setup->bmRequestType,
			 setup->bRequest, setup->wValue, setup->wIndex, setup->wLength);
		put(what, data, in || n < 0 ? n : (ssize_t)sent);
	}
	return n;
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	int err = subject->model->out ? subject->model->out(dev, bEndpointAddress, packet, length)
				      : -EAGAIN;
	char what[16];

	if (recording && err != -EAGAIN) {
		snprintf(what, sizeof what, "out %02x:", bEndpointAddress);
		put(what, packet, err ? err : (ssize_t)length);
	}
	return err;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	ssize_t n = subject->model->in ? subject->model->in(dev, bEndpointAddress, packet, room)
				       : -EAGAIN;
	char what[16];

	if (recording && n != -EAGAIN) {
		snprintf(what, sizeof what, "in %02x:", bEndpointAddress);
		put(what, packet, n);
	}
	return n;
}

static void judge(struct cusb_virtual_device *dev)
{
	verdict = subject->missing(cusb_virtual_state(dev));
	if (subject->model->free)
		subject->model->free(dev);
}

const struct cusb_virtual_model *transcript_begin(const struct stand_in *stand_in)
{
	subject = stand_in;
	verdict = "the device was never plugged in";
	recording = false;
	file = open_memstream(&text, &text_size);
	if (!file)
		return NULL;
	fflush(file);
	model = *stand_in->model;
	model.control = control;
	model.out = out;
	model.in = in;
	model.free = judge;
	return &model;
}

void transcript_record(bool on)
{
	recording = on;
}

char *transcript_end(const char **missing)
{
	fclose(file);
	*missing = verdict;
	return text;
}
