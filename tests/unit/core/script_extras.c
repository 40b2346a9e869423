/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/script_backend.h"
#include "core/script_extras.h"
#include "core/script_handle.h"
#include "core/script_record.h"

static unsigned int mapped;

static int extra_enumerate_fd(struct cusb_backend *backend, int fd, cusb_visit_fn visit, void *user)
{
	const struct script_device *plugged = &script.devices[0];
	struct cusb_candidate candidate = {
		.name = plugged->name,
		.bus = plugged->bus,
		.port_count = plugged->port_count,
		.address = (uint8_t)plugged->address,
		.speed = CUSB_SPEED_HIGH,
		.id = 7, /* enumerate() knows none */
		.descriptors = plugged->descriptors,
		.descriptors_length = plugged->length,
	};
	int err = script_called(0, "enumerate_fd %d", fd);

	(void)backend;
	memcpy(candidate.port_numbers, plugged->port_numbers, CUSB_PORT_NUMBERS_MAX);
	return err < 0 ? err : visit(&candidate, user);
}

static int extra_detach_and_claim(struct cusb_handle *handle, unsigned int number)
{
	(void)handle;
	return script_called(0, "detach_and_claim %u", number);
}

static int extra_reset_endpoint(struct cusb_handle *handle, unsigned int address)
{
	(void)handle;
	return script_called(0, "reset_endpoint %02x", address);
}

static int extra_map(struct cusb_handle *handle, size_t size, void **memory)
{
	int err = script_called(0, "map %zu", size);

	(void)handle;
	if (err < 0)
		return err;
	*memory = calloc(1, size);
	mapped += (unsigned int)size;
	return 0;
}

static void extra_unmap(struct cusb_backend *backend, void *memory, size_t size)
{
	(void)backend;
	script_called(0, "unmap %zu", size);
	mapped -= (unsigned int)size;
	free(memory);
}

static const char *list_text(const uint8_t *addresses, size_t length)
{
	static char text[128];
	size_t n = 0;

	text[0] = '\0';
	for (size_t i = 0; i < length; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, " %02x", addresses[i]);
	return text;
}

static int extra_alloc_streams(struct cusb_handle *handle, unsigned int count,
			       const uint8_t *addresses, size_t length)
{
	(void)handle;
	return script_called((int)count, "alloc_streams %u%s", count, list_text(addresses, length));
}

static int extra_free_streams(struct cusb_handle *handle, const uint8_t *addresses, size_t length)
{
	(void)handle;
	return script_called(0, "free_streams%s", list_text(addresses, length));
}

static int extra_allow(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(0, "allow");
}

static int extra_forbid(struct cusb_handle *handle)
{
	(void)handle;
	return script_called(0, "forbid");
}

static int extra_wait(struct cusb_handle *handle)
{
	int err = script_called(0, "wait");

	/* Nothing cancels it but what it waits for. */
	(void)script_handle_use(handle);
	return err;
}

static int extra_hub_ports(struct cusb_handle *handle, uint8_t *addresses)
{
	(void)handle;
	addresses[0] = 7;
	addresses[1] = 0;
	return script_called(2, "hub_ports");
}

static int extra_claim_port(struct cusb_handle *handle, unsigned int port)
{
	(void)handle;
	return script_called(0, "claim_port %u", port);
}

static int extra_release_port(struct cusb_handle *handle, unsigned int port)
{
	(void)handle;
	return script_called(0, "release_port %u", port);
}

static int extra_drop(struct cusb_handle *handle, uint32_t interfaces)
{
	(void)handle;
	return script_called(0, "drop %lx", (unsigned long)interfaces);
}

static const struct cusb_stream_operations streams = {
	.alloc = extra_alloc_streams,
	.free = extra_free_streams,
};

static const struct cusb_memory_operations memory = {
	.map = extra_map,
	.unmap = extra_unmap,
};

static const struct cusb_power_operations power = {
	.allow_suspend = extra_allow,
	.forbid_suspend = extra_forbid,
	.wait_for_resume = extra_wait,
};

static const struct cusb_hub_operations hub = {
	.ports = extra_hub_ports,
	.claim_port = extra_claim_port,
	.release_port = extra_release_port,
};

void script_add_extras(void)
{
	struct cusb_backend *backend = &script.backend;

	mapped = 0;
	backend->enumerate_fd = extra_enumerate_fd;
	script.drivers.detach_and_claim = extra_detach_and_claim;
	backend->reset_endpoint = extra_reset_endpoint;
	backend->streams = &streams;
	backend->memory = &memory;
	backend->power = &power;
	backend->hub = &hub;
	backend->drop_privileges = extra_drop;
}

unsigned int script_mapped(void)
{
	return mapped;
}
