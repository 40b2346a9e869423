/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "world.h"

struct world world;

static const struct {
	enum world_kind kind;
	const char *name;
	const struct world_ops *ops;
} worlds[] = {
	{WORLD_VIRTUAL, "virtual", &world_virtual},
	{WORLD_KERNEL, "kernel", &world_kernel},
	{WORLD_USBIP, "usbip", &world_usbip},
	{WORLD_SHARE, "share", &world_share},
};

/* By the bits of enum need. */
static const char *const lacks[] = {
	"it is about the native backend",
	"the backend knows no strings without asking the device",
	"the backend knows no settings without asking the device",
	"there are no kernel drivers",
	"the backend cannot reset",
	"the backend has no isochronous transfers",
	"the backend has no streams",
	"the backend does not suspend",
	"the backend has no hubs",
};
_Static_assert(NEED_ALL >> sizeof lacks / sizeof lacks[0] == 0, "a text for each need");

enum world_kind world_named(const char *name)
{
	for (size_t i = 0; i < sizeof worlds / sizeof worlds[0]; i++)
		if (strcmp(worlds[i].name, name) == 0)
			return worlds[i].kind;
	return 0;
}

const struct world_ops *world_of(enum world_kind kind)
{
	size_t i = 0;

	while (worlds[i].kind != kind)
		i++;
	return worlds[i].ops;
}

const char *world_lacks(enum world_kind kind, unsigned int needs)
{
	unsigned int missing = needs & ~world_of(kind)->has;
	size_t i = 0;

	while (missing >> i && !(missing >> i & 1))
		i++;
	return missing ? lacks[i] : NULL;
}

bool world_has(enum need need)
{
	return world_of(world.kind)->has & need;
}

void world_begin(enum world_kind kind)
{
	world.kind = kind;
	world_of(kind)->begin();
}

void world_end(void)
{
	world_of(world.kind)->end();
}

const char *world_plug(const char *model)
{
	CHECK(cusb_virtual_find_model(model));
	return world_plug_model(cusb_virtual_find_model(model));
}

const char *world_plug_model(const struct cusb_virtual_model *model)
{
	static char names[32][32];
	static size_t used;

	CHECK(used < sizeof names / sizeof names[0]);
	world_of(world.kind)->plug(model, names[used]);
	return names[used++];
}

void world_unplug(const char *name)
{
	world_of(world.kind)->unplug(name);
}

void world_await_gone(const char *name)
{
	world_of(world.kind)->await_gone(name);
}

void world_authorize(const char *name, bool authorized)
{
	world_of(world.kind)->write_attribute(name, "authorized", authorized);
}

void world_configure(const char *name, int bConfigurationValue)
{
	world_of(world.kind)->write_attribute(name, "bConfigurationValue", bConfigurationValue);
}

struct cusb_device *find_name(const char *name)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend, name, name), &dev));
	if (world.kind == WORLD_KERNEL)
		CHECK_OK(cusb_set_default_timeout(dev, GUARD_MS));
	return dev;
}

struct cusb_device *plug(const char *model)
{
	return find_name(world_plug(model));
}

struct cusb_device *plug_loopback(void)
{
	return plug("loopback");
}

struct cusb_device *plug_altsetting(int bInterfaceNumber, int bAlternateSetting)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_altsetting(dev, bInterfaceNumber, bAlternateSetting));
	return dev;
}

struct cusb_device *find_again(const struct cusb_device *dev)
{
	struct cusb_device *again = find_name(dev->name);

	CHECK(again != dev);
	CHECK(cusb_same_device(again, dev));
	return again;
}

void fill(void *data, size_t length, unsigned int seed)
{
	unsigned char *bytes = data;
	unsigned int x = seed * 2654435761u + 1;

	for (size_t i = 0; i < length; i++) {
		x = x * 1103515245u + 12345u;
		bytes[i] = (unsigned char)(x >> 16);
	}
}

void check_loopback(struct cusb_device *dev, unsigned int out, unsigned int in, size_t length)
{
	static atomic_uint calls;
	unsigned char *sent = malloc(length + 1), *got = malloc(length + 1);

	CHECK(sent && got);
	fill(sent, length, atomic_fetch_add(&calls, 1) * 32 + out);
	memset(got, 0x5a, length + 1);
	CHECK_INT(cusb_write(dev, out, sent, length, GUARD_MS), length);
	CHECK_INT(cusb_read(dev, in, got, length, GUARD_MS), length);
	CHECK_BYTES(got, sent, length);
	CHECK_INT(got[length], 0x5a);
	free(sent);
	free(got);
}

void set_count(struct cusb_device *dev, unsigned int count)
{
	CHECK_OK(cusb_ctrl_transfer(dev, 0x40, 2, count, 0, NULL, 0, GUARD_MS));
}

void await_device(struct cusb_device *dev)
{
	unsigned char status[2];

	CHECK_INT(cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, status, sizeof status, GUARD_MS), 2);
}

int count_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	CHECK(dir);
	while (readdir(dir))
		count++;
	closedir(dir);
	return count;
}

void sleep_ms(int ms)
{
	struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

int patience(int ms)
{
	return world.kind == WORLD_KERNEL ? 4 * ms : ms;
}

int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
