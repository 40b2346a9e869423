/* SPDX-License-Identifier: MIT */
/*
 * The world of the running kernel, in the guest: the case runs on whatever libusb-1.0 the program
 * was started with.
 *
 * A process of its own plugs the devices in, world_kernel_plugger.c. It is made before the case
 * opens anything, and so keeps nothing open that the case closes.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "plugger.h"
#include "case.h"

#define GROUPS "/tmp/cgroup"
#define GROUP  GROUPS "/forbidden"
#define DRIVER "/sys/bus/usb/drivers/usblcd/"

static int plugger;

/* What is plugged in: where the case wants it, and where the kernel has it. */
static struct plugged_in {
	char place[NAME_SIZE];
	struct plugger_answer is;
} devices[8];

static void must(bool condition, const char *what)
{
	if (!condition)
		world_failed("%s: %s", what, strerror(errno));
}

void world_begin(void)
{
	plugger = plugger_start();
	must(plugger >= 0, "the process that plugs in");
	/* world_forbid() is for this case alone. */
	must(unshare(CLONE_NEWNS) == 0 && mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0,
	     "a name space for mounts");
}

static struct plugged_in *device_at(const char *place)
{
	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
		if (strcmp(devices[i].place, place) == 0)
			return &devices[i];
	world_failed("there is no device at '%s'", place);
}

static struct plugger_answer ask(enum plugger_request_kind kind, const char *name)
{
	struct plugger_answer answer = plugger_ask(plugger, kind, name);

	if (answer.err)
		world_failed("%s: %s", name, strerror(-answer.err));
	return answer;
}

void world_plug(const char *model, const char *place)
{
	struct plugged_in *device = device_at("");

	device->is = ask(PLUGGER_PLUG, model);
	snprintf(device->place, sizeof device->place, "%s", place);
}

void world_unplug(const char *place)
{
	struct plugged_in *device = device_at(place);

	ask(PLUGGER_UNPLUG, device->is.name);
	device->place[0] = '\0';
}

const char *world_plug_behind_hub(void)
{
	return "1-3.1"; /* vhci_hcd has no hubs: QEMU's mouse */
}

unsigned int world_bus(const char *place)
{
	return device_at(place)->is.bus;
}

unsigned int world_address(const char *place)
{
	return device_at(place)->is.address;
}

static void node_of(const char *place, char path[64])
{
	snprintf(path, 64, "/dev/bus/usb/%03u/%03u", world_bus(place), world_address(place));
}

int world_open(const char *place)
{
	char path[64];
	int fd;

	node_of(place, path);
	fd = open(path, O_RDWR | O_CLOEXEC);
	must(fd >= 0, path);
	return fd;
}

void world_close(int fd)
{
	close(fd);
}

void world_needs_streams(void)
{
	world_has_no("vhci_hcd has no bulk streams");
}

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return n >= 0;
}

/* ---- drivers --------------------------------------------------------------------------------- */

/* usblcd takes any interface with bulk endpoints, without asking the device for anything. */
#define LOOPBACK_ID "fffe 0001"

void world_bind(const char *place, unsigned int interface)
{
	char path[128];

	must(write_text(DRIVER "new_id", LOOPBACK_ID), DRIVER);
	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s:1.%u/driver",
		 device_at(place)->is.name, interface);
	must(access(path, F_OK) == 0, path);
}

void world_settle(void)
{
	write_text(DRIVER "remove_id", LOOPBACK_ID);
}

/* ---- nodes that cannot be opened ------------------------------------------------------------- */

/* This process may open no USB device, though it is root. */
static void enter_group(void)
{
	mkdir(GROUPS, 0755);
	must(mount("cgroup", GROUPS, "cgroup", 0, "devices") == 0 || errno == EBUSY, GROUPS);
	mkdir(GROUP, 0755);
	must(write_text(GROUP "/devices.deny", "c 189:* rwm"), GROUP);
	must(write_text(GROUP "/cgroup.procs", "0"), GROUP);
}

static void forbid_node(const char *path)
{
	must(mount(path, path, NULL, MS_BIND, NULL) == 0, path);
	must(mount(NULL, path, NULL, MS_REMOUNT | MS_BIND | MS_NODEV, NULL) == 0, path);
}

void world_forbid(const char *place, int err)
{
	char path[64];

	node_of(place, path);
	umount(path);
	write_text(GROUPS "/cgroup.procs", "0");
	if (err == -EACCES)
		forbid_node(path);
	else if (err == -EPERM)
		enter_group();
	else if (err)
		world_failed("the kernel is not made to answer %s", strerror(-err));
}
