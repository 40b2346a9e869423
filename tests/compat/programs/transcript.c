/* SPDX-License-Identifier: MIT */
/*
 * A device's functions run in its own thread, so each device has a transcript of its own: in which
 * order two devices are asked is left to the machine.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transcript.h"
#include "virtual/device/hcd.h"

struct wrapper {
	struct cusb_virtual_model model; /* that is plugged in */
	const struct cusb_virtual_model *inner;
	struct record *record;
};

struct record {
	struct wrapper wrappers[2];
	void *kept; /* the state of a device that left, for its comeback */
	FILE *file;
	char *text;
	size_t size;
};

static struct record records[TRANSCRIPT_DEVICES];
static const struct stand_in *subject;
static const char *verdict;
static atomic_bool recording;

static struct wrapper *wrapper_of(struct cusb_virtual_device *dev)
{
	return (struct wrapper *)(uintptr_t)dev->model;
}

__attribute__((format(printf, 4, 5))) static void put(struct record *record, const uint8_t *bytes,
						      ssize_t count, const char *form, ...)
{
	char *line = NULL;
	size_t size;
	FILE *to = open_memstream(&line, &size);
	va_list values;

	if (!to)
		return;
	va_start(values, form);
	vfprintf(to, form, values);
	va_end(values);
	if (count < 0)
		fprintf(to, " error %zd", -count);
	for (ssize_t i = 0; i < count; i++)
		fprintf(to, " %02x", bytes[i]);
	fputc('\n', to);
	fclose(to);
	if (!subject->repeats || !strstr(record->text, line))
		fputs(line, record->file);
	fflush(record->file);
	free(line);
}

static bool leaves(struct cusb_virtual_device *dev, const struct cusb_setup *setup)
{
	return subject->leaves && wrapper_of(dev)->record == records &&
	       subject->leaves(cusb_virtual_state(dev), setup);
}

/* virtual_control() is that of the library, wrapped by the linker. */
ssize_t __real_virtual_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data);
ssize_t __wrap_virtual_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data);
ssize_t __wrap_virtual_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			       uint8_t *data)
{
	size_t sent =
		subject->sets && subject->sets < setup->wLength ? subject->sets : setup->wLength;
	ssize_t n = leaves(dev, setup) ? -ENODEV : __real_virtual_control(dev, setup, data);
	bool in = setup->bmRequestType & 0x80;

	if (recording)
		put(wrapper_of(dev)->record, data, in || n < 0 ? n : (ssize_t)sent,
		    "control %02x %02x %04x %04x %u:", setup->bmRequestType, setup->bRequest,
		    setup->wValue, setup->wIndex, setup->wLength);
	return n;
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	const struct wrapper *wrapper = wrapper_of(dev);
	int err = wrapper->inner->out(dev, bEndpointAddress, packet, length);

	if (recording && err != -EAGAIN)
		put(wrapper->record, packet, err ? err : (ssize_t)length,
		    "out %02x:", bEndpointAddress);
	return err;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	const struct wrapper *wrapper = wrapper_of(dev);
	ssize_t n = wrapper->inner->in(dev, bEndpointAddress, packet, room);

	if (recording && n != -EAGAIN)
		put(wrapper->record, packet, n, "in %02x:", bEndpointAddress);
	return n;
}

/* A device that has come back goes on where it was. */
static void restart(struct cusb_virtual_device *dev)
{
	const struct wrapper *wrapper = wrapper_of(dev);
	struct record *record = wrapper->record;

	if (wrapper->inner->restart)
		wrapper->inner->restart(dev);
	if (record->kept)
		memcpy(cusb_virtual_state(dev), record->kept, wrapper->inner->state_size);
	free(record->kept);
	record->kept = NULL;
}

static void leave(struct cusb_virtual_device *dev)
{
	const struct wrapper *wrapper = wrapper_of(dev);
	size_t size = wrapper->inner->state_size;

	if (wrapper->record == records && subject->model)
		verdict = subject->missing ? subject->missing(cusb_virtual_state(dev)) : NULL;
	if (wrapper->record->wrappers[1].inner)
		wrapper->record->kept = malloc(size ? size : 1);
	if (wrapper->record->kept)
		memcpy(wrapper->record->kept, cusb_virtual_state(dev), size);
	if (wrapper->inner->free)
		wrapper->inner->free(dev);
}

bool transcript_begin(const struct stand_in *stand_in)
{
	bool good = true;

	subject = stand_in;
	verdict = stand_in->model ? "the device was never plugged in" : NULL;
	recording = false;
	for (size_t i = 0; i < TRANSCRIPT_DEVICES; i++) {
		records[i] = (struct record){0};
		records[i].file = open_memstream(&records[i].text, &records[i].size);
		good = good && records[i].file && fflush(records[i].file) == 0;
	}
	return good;
}

const struct cusb_virtual_model *transcript_of(unsigned int device,
					       const struct cusb_virtual_model *model)
{
	struct record *record = &records[device];
	struct wrapper *wrapper = &record->wrappers[record->wrappers[0].inner != NULL];

	*wrapper = (struct wrapper){.model = *model, .inner = model, .record = record};
	wrapper->model.out = model->out ? out : NULL;
	wrapper->model.in = model->in ? in : NULL;
	wrapper->model.restart = restart;
	wrapper->model.free = leave;
	return &wrapper->model;
}

void transcript_record(bool on)
{
	recording = on;
}

char *transcript_end(const char **missing)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	for (size_t i = 0; i < TRANSCRIPT_DEVICES; i++) {
		if (records[i].file)
			fclose(records[i].file);
		if (to && records[i].text && *records[i].text)
			fprintf(to, "[%s]\n%s", records[i].wrappers[0].inner->name,
				records[i].text);
		free(records[i].text);
		free(records[i].kept);
	}
	if (to)
		fclose(to);
	*missing = verdict;
	return text;
}
