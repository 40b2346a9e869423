/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/script_backend.h"
#include "core/script_handle.h"
#include "core/script_queue.h"
#include "core/script_record.h"
#include "unit.h"

struct script script;

/* libcheck's own checks allocate, which a test may have made to fail. */
static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "script: not so: %s\n", what);
	abort();
}

static int script_enumerate(struct cusb_backend *backend, const char *only, cusb_visit_fn visit,
			    void *user)
{
	int err = script_called(0, "enumerate");

	(void)only;
	must(backend == &script.backend, "the backend is handed to its functions");
	for (size_t i = 0; err == 0 && i < script.device_count; i++) {
		const struct script_device *plugged = &script.devices[i];
		struct cusb_candidate candidate = {.bus = plugged->bus,
						   .id = plugged->id,
						   .provisional_name = plugged->provisional_name,
						   .port_count = plugged->port_count};
		char name[16];

		/* Nothing of a candidate lives longer than the visit. */
		snprintf(name, sizeof name, "%s", plugged->name);
		candidate.name = name;
		memcpy(candidate.port_numbers, plugged->port_numbers, CUSB_PORT_NUMBERS_MAX);
		candidate.descriptors = plugged->descriptors;
		candidate.descriptors_length = plugged->length;
		err = visit(&candidate, user);
		memset(name, '?', sizeof name);
	}
	return err;
}

static const struct script_device *plugged_as(const char *name)
{
	for (size_t i = 0; i < script.device_count; i++)
		if (strcmp(script.devices[i].name, name) == 0)
			return &script.devices[i];
	must(false, name);
	return NULL;
}

static int script_address(struct cusb_backend *backend, const struct cusb_candidate *candidate)
{
	(void)backend;
	return script_called(plugged_as(candidate->name)->address, "address %s", candidate->name);
}

static int script_speed(struct cusb_backend *backend, const struct cusb_device *dev)
{
	(void)backend;
	return script_called(plugged_as(dev->name)->speed, "speed %s", dev->name);
}

static ssize_t script_string(struct cusb_backend *backend, const struct cusb_device *dev,
			     enum cusb_device_string which, char *text, size_t size)
{
	const char *string = plugged_as(dev->name)->strings[which];
	int err = script_called(string ? 0 : -ENODATA, "string %s %d", dev->name, (int)which);

	(void)backend;
	return err < 0 ? err : snprintf(text, size, "%s", string);
}

static int script_configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	(void)backend;
	(void)dev;
	return script_called(script.configuration, "configuration");
}

static int script_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			     unsigned int number)
{
	(void)backend;
	(void)dev;
	return script_called(script.altsettings[number], "altsetting %d %u", value, number);
}

static int script_driver(struct cusb_backend *backend, const struct cusb_device *dev, int value,
			 unsigned int number, char *name, size_t size)
{
	int err = script_called(0, "driver %d %u", value, number);

	(void)backend;
	(void)dev;
	if (err == 0)
		snprintf(name, size, "script");
	return err;
}

static int script_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		       struct cusb_handle **handle)
{
	int err = fd < 0 ? script_called(0, "open") : script_called(0, "open fd %d", fd);

	(void)backend;
	(void)dev;
	if (err < 0)
		return err;
	*handle = script.handle = script_handle_new();
	return *handle ? 0 : -ENOMEM;
}

static void script_close(struct cusb_handle *handle)
{
	script_called(0, "close");
	script_handle_free(handle);
}

static int script_claim(struct cusb_handle *handle, unsigned int number)
{
	(void)handle;
	return script_called(0, "claim %u", number);
}

static int script_release(struct cusb_handle *handle, unsigned int number)
{
	(void)handle;
	return script_called(0, "release %u", number);
}

static int script_set_configuration(struct cusb_handle *handle, int value)
{
	int err = script_called(0, "set_configuration %d", value);

	(void)handle;
	if (err == 0) {
		script.configuration = value;
		memset(script.altsettings, 0, sizeof script.altsettings);
	}
	return err;
}

static int script_set_altsetting(struct cusb_handle *handle, unsigned int number,
				 unsigned int alternate)
{
	int err = script_called(0, "set_altsetting %u %u", number, alternate);

	(void)handle;
	if (err == 0)
		script.altsettings[number] = (int)alternate;
	return err;
}

static int script_clear_halt(struct cusb_handle *handle, unsigned int address)
{
	(void)handle;
	return script_called(0, "clear_halt %02x", address);
}

static int script_reset(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(0, "reset");
}

static int script_active(struct cusb_handle *handle, unsigned int number)
{
	(void)handle;
	return script_called(0, "active %u", number);
}

static int script_detach(struct cusb_handle *handle, unsigned int number)
{
	int err = script_called(0, "detach %u", number);

	(void)handle;
	if (err == 0)
		script.altsettings[number] = 0;
	return err;
}

static int script_attach(struct cusb_handle *handle, unsigned int number)
{
	(void)handle;
	return script_called(0, "attach %u", number);
}

static ssize_t script_control(struct cusb_handle *handle, const struct cusb_setup *setup,
			      void *data, int timeout_ms)
{
	int n = script_called(setup->wLength, "control %02x %02x %04x %04x %d %d",
			      setup->bmRequestType, setup->bRequest, setup->wValue, setup->wIndex,
			      setup->wLength, timeout_ms);

	if (n == -ENOSYS)
		return n;
	script_handle_use(handle);
	if (n < 0)
		return n;
	if (setup->bmRequestType & CUSB_ENDPOINT_IN && setup->wLength > 0)
		*(uint8_t *)data = (uint8_t)(setup->bmRequestType == 0x80
						     ? script.configuration
						     : script.altsettings[setup->wIndex & 0xff]);
	return n;
}

static const struct cusb_driver_operations drivers = {
	.active = script_active,
	.detach = script_detach,
	.attach = script_attach,
};

static const struct cusb_backend operations = {
	.version = CUSB_BACKEND_VERSION,
	.name = "script",
	.enumerate = script_enumerate,
	.address = script_address,
	.speed = script_speed,
	.string = script_string,
	.configuration = script_configuration,
	.altsetting = script_altsetting,
	.driver = script_driver,
	.open = script_open,
	.close = script_close,
	.claim = script_claim,
	.release = script_release,
	.set_configuration = script_set_configuration,
	.set_altsetting = script_set_altsetting,
	.clear_halt = script_clear_halt,
	.reset = script_reset,
	.control = script_control,
	.queue = &script_queue,
};

void script_begin(void)
{
	memset(&script, 0, sizeof script);
	script.backend = operations;
	script.drivers = drivers;
	script.backend.drivers = &script.drivers;
	script.devices[0] = script_composite;
	script.device_count = 1;
	script.configuration = 1;
	script.moved = -1;
	script_forget();
	script_handle_reset();
	script_queue_reset();
}

void script_end(void)
{
	ck_assert_uint_eq(script_open_handles(), 0);
	ck_assert(!script_handle_misused());
}

struct cusb_device *script_find(void)
{
	struct cusb_device *dev = NULL;

	ck_assert_int_eq(cusb_find(CUSB_MATCH(backend, &script.backend), &dev), 0);
	script_calls();
	return dev;
}
