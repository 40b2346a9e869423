/* SPDX-License-Identifier: MIT */
/*
 * A backend outside the library, src/backend/usbip: devices are served to it by USB/IP over a
 * socketpair, each by a thread of its own.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cusb/usbip.h>
#include "virtual/usbip/server.h"

#include "world.h"

static struct served {
	char name[32];
	struct cusb_usbip_place place;
	struct usbip_server *server;
	pthread_t thread;
	bool ended;
} served[32];
static size_t served_count;

static void usbip_begin(void)
{
	CHECK_OK(cusb_usbip_new(NULL, &world.backend));
}

static void *serve(void *server)
{
	usbip_server_run(server);
	return NULL;
}

static bool is_taken(unsigned int port)
{
	for (size_t i = 0; i < served_count; i++)
		if (!served[i].ended && served[i].place.port == port)
			return true;
	return false;
}

/* The first free port, as vhci_hcd takes it. SuperSpeed devices are on the second bus. */
static struct cusb_usbip_place free_place(enum cusb_speed speed)
{
	struct cusb_usbip_place place = {.bus = speed >= CUSB_SPEED_SUPER ? 2 : 1,
					 .port = 1,
					 .speed = (uint8_t)speed,
					 .returns_cancelled = true};

	while (is_taken(place.port))
		place.port++;
	return place;
}

static void usbip_plug(const struct cusb_virtual_model *model, char *name)
{
	struct served *device = &served[served_count];
	int ends[2];

	CHECK(served_count < sizeof served / sizeof served[0]);
	device->place = free_place(model->speed);
	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	device->server = usbip_server_new(model, ends[1]);
	CHECK(device->server);
	CHECK_OK(pthread_create(&device->thread, NULL, serve, device->server));
	CHECK_OK(cusb_usbip_add(world.backend, ends[0], &device->place));
	snprintf(name, 32, "%u-%u", device->place.bus, device->place.port);
	strcpy(device->name, name);
	served_count++;
}

static struct served *find(const char *name)
{
	for (size_t i = served_count; i-- > 0;)
		if (strcmp(served[i].name, name) == 0)
			return &served[i]; /* the last that had it */
	check_failed(__FILE__, __LINE__, "no such device is plugged in");
}

/* Once its server has ended, so has the connection. */
static void await_end(struct served *device)
{
	if (!device->ended)
		pthread_join(device->thread, NULL);
	device->ended = true;
}

static void usbip_await_gone(const char *name)
{
	await_end(find(name));
}

static void usbip_unplug(const char *name)
{
	usbip_server_stop(find(name)->server);
	usbip_await_gone(name);
}

static void usbip_end(void)
{
	for (size_t i = 0; i < served_count; i++) {
		usbip_server_stop(served[i].server);
		await_end(&served[i]);
		usbip_server_free(served[i].server);
	}
	served_count = 0;
	cusb_usbip_free(world.backend);
}

static int usbip_settle(bool share)
{
	(void)share; /* to plug one in costs nothing */
	return 0;
}

const struct world_ops world_usbip = {
	.has = NEED_STRINGS | NEED_SETTINGS | NEED_RESET | NEED_ISOCHRONOUS,
	.begin = usbip_begin,
	.end = usbip_end,
	.plug = usbip_plug,
	.unplug = usbip_unplug,
	.await_gone = usbip_await_gone,
	.settle = usbip_settle,
};
