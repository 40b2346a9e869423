/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include <cusb/error.h>

#include "message.h"

__attribute__((format(printf, 2, 0))) static void message_vadd(struct error_message *message,
							       const char *format, va_list args)
{
	size_t room = sizeof message->text - message->length;
	int n = vsnprintf(message->text + message->length, room, format, args);

	if (n > 0)
		message->length += (size_t)n < room ? (size_t)n : room - 1;
}

void message_add(struct error_message *message, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	message_vadd(message, format, args);
	va_end(args);
}

void message_print(struct error_message *message)
{
	size_t end =
		message->length < sizeof message->text ? message->length : sizeof message->text - 1;

	message->text[end] = '\n';
	/* There is nobody left to tell when this fails. */
	if (write(STDERR_FILENO, message->text, end + 1) < 0)
		return;
}

enum status fail(const char *format, ...)
{
	struct error_message message = {0};
	va_list args;

	message_add(&message, "cusb: ");
	va_start(args, format);
	message_vadd(&message, format, args);
	va_end(args);
	message_print(&message);
	return STATUS_FAILURE;
}

enum status usage_error(const struct command *command, const char *format, ...)
{
	struct error_message message = {0};
	va_list args;

	message_add(&message, "cusb %s: ", command->name);
	va_start(args, format);
	message_vadd(&message, format, args);
	va_end(args);
	message_add(&message, "\nusage: cusb %s [OPTION]... %s\nTry 'cusb %s --help'.",
		    command->name, command->arguments, command->name);
	message_print(&message);
	return STATUS_USAGE;
}

static void add_step(struct error_message *message, const struct attempt *attempt)
{
	switch (attempt->step) {
	case STEP_OPEN:
		message_add(message, "cannot open");
		break;
	case STEP_CONFIGURE:
		message_add(message, "cannot set configuration %d of", attempt->number);
		break;
	case STEP_CLAIM:
		message_add(message, "cannot claim interface %d of", attempt->number);
		break;
	case STEP_ALTSETTING:
		message_add(message, "cannot select alternate setting %d of interface %d of",
			    attempt->setting, attempt->number);
		break;
	case STEP_CLEAR_HALT:
		message_add(message, "cannot clear the halt of endpoint 0x%02x of",
			    attempt->number);
		break;
	case STEP_READ:
		message_add(message, "cannot read from endpoint 0x%02x of", attempt->number);
		break;
	case STEP_WRITE:
		message_add(message, "cannot write to endpoint 0x%02x of", attempt->number);
		break;
	case STEP_CONTROL:
		message_add(message, "control request failed on");
		break;
	case STEP_RESET:
		message_add(message, "cannot reset");
		break;
	}
}

/* The step tells which of the meanings of an errno it is. */
static const char *cause(const struct attempt *attempt, int err)
{
	bool on_endpoint = attempt->step == STEP_READ || attempt->step == STEP_WRITE ||
			   attempt->step == STEP_CLEAR_HALT;

	if (err == -ENOENT && on_endpoint)
		return "no such endpoint";
	if (err == -ENOENT && attempt->step == STEP_CLAIM)
		return "no such interface";
	if (err == -ENOENT && attempt->step == STEP_OPEN)
		return "no such device node";
	if (err == -EINVAL && attempt->step == STEP_CONFIGURE)
		return "no such configuration";
	if (err == -EINVAL && attempt->step == STEP_ALTSETTING)
		return "no such setting";
	if (err == -ENODEV && attempt->step == STEP_RESET)
		return "it came back as a different device, or not at all; see 'cusb list'";
	if (err == -EPIPE && on_endpoint)
		return "endpoint stalled";
	return cusb_strerror(err);
}

static void add_count(struct error_message *message, const struct attempt *attempt, int err)
{
	const char *done = attempt->step == STEP_WRITE ? "sent" : "read";

	if (attempt->step != STEP_READ && attempt->step != STEP_WRITE)
		return;
	if (attempt->moved == 0 && err != -ETIMEDOUT)
		return;
	if (attempt->wanted)
		message_add(message, "; %llu of %llu bytes were %s", attempt->moved,
			    attempt->wanted, done);
	else
		message_add(message, "; %llu bytes were %s", attempt->moved, done);
}

enum status report(struct cusb_device *dev, const struct options *opts,
		   const struct attempt *attempt, int err)
{
	struct error_message message = {0};

	message_add(&message, "cusb: ");
	add_step(&message, attempt);
	message_add(&message, " device %03d:%03d (%04x:%04x): %s", dev->bus, dev->address,
		    dev->idVendor, dev->idProduct, cause(attempt, err));
	add_count(&message, attempt, err);
	add_hint(&message, dev, opts, attempt, err);
	message_print(&message);
	return STATUS_FAILURE;
}

enum status report_no_list(int err)
{
	if (err != -ENOENT)
		return fail("cannot list the USB devices: %s", cusb_strerror(err));
	if (access("/sys/bus", F_OK) < 0)
		return fail("cannot list the USB devices: there is no /sys/bus; mount sysfs: "
			    "mount -t sysfs sysfs /sys");
	return fail("no USB devices: this kernel has no USB, or its module usbcore is not loaded");
}

enum status report_nothing(const char *text, ssize_t count)
{
	if (count < 0) {
		bool no_usb = count == -ENOENT && access("/sys/bus", F_OK) == 0;

		report_no_list((int)count);
		return no_usb && !text ? STATUS_OK : STATUS_FAILURE;
	}
	if (text)
		return fail("no device %s is plugged in; see 'cusb list'", text);
	fail("no USB devices");
	return STATUS_OK;
}
