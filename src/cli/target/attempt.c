/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include <cusb/error.h>

#include "attempt.h"
#include "endpoint.h"

#define LEAVING_MS 1000
#define STEP_MS	   50

static void add_step(struct error_message *message, const struct attempt *attempt)
{
	switch (attempt->step) {
	case STEP_OPEN:
		message_add(message, "cannot open");
		break;
	case STEP_CONFIGURE:
	case STEP_SET_CONFIGURATION:
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
	case STEP_AUTHORIZE:
		message_add(message, "cannot %s", attempt->setting ? "authorize" : "forbid");
		if (attempt->number >= 0)
			message_add(message, " interface %d of", attempt->number);
		break;
	case STEP_BIND:
		message_add(message, "cannot bind a driver to interface %d of", attempt->number);
		break;
	case STEP_UNBIND:
		message_add(message, "cannot unbind the driver of interface %d of",
			    attempt->number);
		break;
	case STEP_AUTOSUSPEND:
		message_add(message, "cannot use the autosuspend rules of");
		break;
	case STEP_PORT_POWER:
		message_add(message, "cannot switch port %d of", attempt->number);
		break;
	}
}

/* The meaning of an errno depends on the step. `text` is the text of cusb_error_text(). */
static const char *cause(struct cusb_device *dev, const struct attempt *attempt, int err,
			 const char *text)
{
	bool on_endpoint = attempt->step == STEP_READ || attempt->step == STEP_WRITE ||
			   attempt->step == STEP_CLEAR_HALT;

	if (attempt_is_in_sysfs(attempt) && (err == -EACCES || err == -EPERM))
		return "no permission to write in /sys";
	if (attempt_is_in_sysfs(attempt) && err == -ENOENT)
		return "this kernel has no such file in /sys";
	if (attempt->step == STEP_BIND && err == -ENODEV)
		return "the driver does not know this device";
	if (err == -ENOENT && on_endpoint)
		return "no such endpoint";
	if (err == -ENOENT && attempt->step == STEP_CLAIM)
		return "no such interface";
	if (err == -ENOENT && attempt->step == STEP_OPEN)
		return "no such device node";
	if (err == -EINVAL &&
	    (attempt->step == STEP_CONFIGURE || attempt->step == STEP_SET_CONFIGURATION))
		return "no such configuration";
	if (err == -EINVAL && attempt->step == STEP_ALTSETTING)
		return "no such setting";
	if (err == -ENODEV && attempt->step == STEP_RESET)
		return "it came back as a different device, or not at all; see 'cusb list'";
	if (err == -ENODEV)
		return "it was unplugged";
	if (err == -EACCES && attempt->step == STEP_OPEN)
		return "no permission for the device node";
	if (err == -EACCES && attempt->step == STEP_CONFIGURE)
		return "device is not authorized";
	if (err == -EACCES)
		return "interface is not authorized";
	if (err == -EMSGSIZE && on_endpoint &&
	    endpoint_packet(dev, (unsigned int)attempt->number) == 0)
		return "its packets have 0 bytes in this setting";
	if (err == -EMSGSIZE && on_endpoint)
		return "packet is too long for the endpoint";
	if (err == -EBUSY)
		return "in use by a kernel driver or another program";
	if (err == -EPIPE)
		return on_endpoint ? "endpoint stalled" : cusb_strerror(err);
	return text;
}

static void add_count(struct error_message *message, const struct attempt *attempt, int err)
{
	const char *done = attempt->step == STEP_WRITE ? "sent" : "read";

	if (attempt->step != STEP_READ && attempt->step != STEP_WRITE)
		return;
	if (attempt->moved == 0 && err != -ETIMEDOUT)
		return;
	if (attempt->wanted && attempt->wanted <= LLONG_MAX)
		message_add(message, "; %llu of %llu bytes were %s", attempt->moved,
			    attempt->wanted, done);
	else
		message_add(message, "; %llu bytes were %s", attempt->moved, done);
}

static bool is_bus_error(int err)
{
	return err == -EPROTO || err == -EILSEQ || err == -ETIME || err == -EIO;
}

/* The bus notices first that a device has left; the kernel asks the hub later. */
static bool has_left(struct cusb_device *dev, const struct attempt *attempt, int err)
{
	const struct timespec step = {0, STEP_MS * 1000000L};
	const struct cusb_configuration *cfg;

	for (int waited = 0; is_bus_error(err) && waited < LEAVING_MS; waited += STEP_MS) {
		if (cusb_active_configuration(dev, &cfg) == -ENODEV)
			return true;
		nanosleep(&step, NULL);
	}
	return (err == -ENODEV && attempt->step != STEP_BIND) || err == -ESHUTDOWN;
}

enum status attempt_report(struct cusb_device *dev, const struct options *opts,
			   const struct attempt *attempt, int err)
{
	struct error_message message = {0};
	char text[256];
	bool gone;

	snprintf(text, sizeof text, "%s", cusb_error_text(err));
	gone = has_left(dev, attempt, err);
	if (gone)
		err = -ENODEV;
	message_begin(&message);
	add_step(&message, attempt);
	message_add(&message, " device %03d:%03d (%04x:%04x): %s", dev->bus, dev->address,
		    dev->idVendor, dev->idProduct, cause(dev, attempt, err, text));
	add_count(&message, attempt, err);
	hint_add(&message, dev, opts, attempt, err);
	message_print(&message);
	return gone ? STATUS_GONE : STATUS_FAILURE;
}
