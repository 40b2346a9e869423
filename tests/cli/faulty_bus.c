/* SPDX-License-Identifier: MIT */
/*
 * Stands in for src/cli/bus/bus.c in a second build of the tool: it adds the fault
 * that CUSB_TEST_FAULT names to the first device plugged in.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <linux/usbdevice_fs.h>
#include <sys/ioctl.h>

#include "cli/bus/attribute.h"
#include "cli/bus/bus.h"
#include "virtual/kernel/kernel.h"

int open_without_faults(const struct options *opts, struct cli_bus *bus);

void close_silently(struct cli_bus *bus);

#define bus_open  open_without_faults
#define bus_close close_silently
#include "cli/bus/bus.c"
#undef bus_open
#undef bus_close

#define FIRST "1-1"

static void permit_eacces(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_set_access(kernel, FIRST, -EACCES);
}

static void permit_eperm(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_set_access(kernel, FIRST, -EPERM);
}

static void unauthorize(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_authorize(kernel, FIRST, false);
}

static void unauthorize_interface(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_authorize(kernel, FIRST ":1.0", false);
}

static void permit_enoent(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_set_access(kernel, FIRST, -ENOENT);
}

static void bind_driver(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_bind_driver(kernel, FIRST, 0, "usbhid");
}

static void unlisted(struct cusb_virtual_kernel *kernel)
{
	virtual_kernel_fail(kernel, VIRTUAL_OPENAT, 0, 1, 1, -EIO);
}

static void no_memory(struct cusb_virtual_kernel *kernel)
{
	virtual_kernel_fail(kernel, VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, 1, 1000, -ENOMEM);
}

/* Devices that come while the tool runs. */
static struct cusb_virtual_kernel *visited;

/* Returns when the tool has asked so often for messages: when it is done with the ones before. */
static void await_readings(unsigned int count)
{
	const struct timespec time = {0, 5000000};

	while (virtual_kernel_count(visited, VIRTUAL_RECVMSG, 0) < count)
		nanosleep(&time, NULL);
}

static void *plug_stall(void *unused)
{
	await_readings(2);
	cusb_virtual_plug(visited, cusb_virtual_find_model("stall"), "1-9");
	return unused;
}

/* Three messages tell of the arrival, and then there are none, twice. */
static void *plug_and_unplug_stall(void *unused)
{
	plug_stall(unused);
	await_readings(2 + 5);
	cusb_virtual_unplug(visited, "1-9");
	return unused;
}

/* The thread gets no signals: they are the tool's. */
static void in_thread(struct cusb_virtual_kernel *kernel, void *(*run)(void *))
{
	sigset_t all, before;
	pthread_t thread;

	visited = kernel;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&thread, NULL, run, NULL) == 0)
		pthread_detach(thread);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void late(struct cusb_virtual_kernel *kernel)
{
	in_thread(kernel, plug_stall);
}

static void visitor(struct cusb_virtual_kernel *kernel)
{
	in_thread(kernel, plug_and_unplug_stall);
}

static void add_hostile_device(struct cusb_virtual_kernel *kernel)
{
	static const char escape[] = "\033]0;\302\233evil";
	static const char *const strings[] = {escape, "Pro\nduct", NULL};
	static struct cusb_virtual_model model;

	model = **cusb_virtual_models();
	model.strings = strings;
	cusb_virtual_plug(kernel, &model, NULL);
}

static void add_nameless_device(struct cusb_virtual_kernel *kernel)
{
	static struct cusb_virtual_model model;

	model = **cusb_virtual_models();
	model.langids = NULL;
	cusb_virtual_plug(kernel, &model, NULL);
}

/* As a device in sysfs might be that lies more than the virtual kernel lets one. */
static void add_crooked_device(struct cusb_virtual_kernel *kernel)
{
	virtual_kernel_load_tree(kernel, "# strings that are no good for JSON as they are\n"
					 "D 1-7\n"
					 "A dev=189:6\n"
					 "A devnum=7\n"
					 "A busnum=1\n"
					 "A manufacturer=a\"b\\c\n"
					 "A product=\xff\xc0\n"
					 "H descriptors=12 01 00 02 00 00 00 40 fe ff 01 00 00 01 "
					 "01 02 00 00\n");
}

/* A device without interfaces, as sysfs shows one. */
#define LISTED(name, devnum, minor)                                                                \
	"D " name "\nA dev=189:" minor "\nA busnum=1\nA devnum=" devnum "\n"                       \
	"H descriptors=12 01 00 02 00 00 00 40 fe ff 03 00 00 01 00 00 00 00\n"

static void plug_behind_hubs(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_plug(kernel, cusb_virtual_find_model("hub"), "1-4");
	cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-4.1");
	cusb_virtual_plug(kernel, cusb_virtual_find_model("nak"), "1-4.2");
	virtual_kernel_load_tree(
		kernel, "# a device whose hub cannot be seen\n" LISTED("1-5.2.3", "6", "5"));
	virtual_kernel_load_tree(
		kernel,
		"# a hub with a lower address than the one above it\n" LISTED("1-6.1", "7", "6")
			LISTED("1-6", "8", "7") LISTED("1-6.1.2", "9", "8"));
}

static void unconfigure(struct cusb_virtual_kernel *kernel)
{
	int none = 0;
	int fd = virtual_syscalls.openat(kernel, AT_FDCWD, "/dev/bus/usb/001/002", O_RDWR);

	virtual_syscalls.ioctl(kernel, fd, USBDEVFS_SETCONFIGURATION, &none);
	virtual_syscalls.close(kernel, fd);
}

static void unplug_first(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_unplug(kernel, FIRST);
}

static void change_on_reset(struct cusb_virtual_kernel *kernel)
{
	virtual_kernel_change_on_reset(kernel, FIRST, cusb_virtual_find_model("stall"));
}

static struct cli_bus *opened;

static int slow_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	const struct timespec time = {0, 400000000};

	if (request == USBDEVFS_SUBMITURB)
		nanosleep(&time, NULL);
	return virtual_syscalls.ioctl(kernel, fd, request, arg);
}

static void slow_down(struct cusb_virtual_kernel *kernel)
{
	static struct cusb_syscalls slow;
	struct cusb_usbfs_options options = {.syscalls = &slow, .kernel = kernel};

	slow = virtual_syscalls;
	slow.ioctl = slow_ioctl;
	cusb_usbfs_free(opened->backend);
	cusb_usbfs_new(&options, &opened->backend);
}

/* With this, the state of the first device is printed on standard error at the end. */
static bool tells;

static void tell(struct cusb_virtual_kernel *kernel)
{
	cusb_virtual_bind_driver(kernel, FIRST, 0, "usbhid");
	tells = true;
}

static void tell_attribute(const struct cli_bus *bus, const char *name)
{
	char path[96], text[ATTRIBUTE_SIZE] = "none";

	snprintf(path, sizeof path, FIRST "%s", name);
	if (strstr(name, "driver"))
		attribute_link(bus, path, text);
	else
		attribute_text(bus, path, text);
	fprintf(stderr, " %s=%s", name + 1, text);
}

static void tell_ports(const struct cli_bus *bus)
{
	int fd = virtual_syscalls.openat(bus->kernel, AT_FDCWD, "/dev/bus/usb/001/002", O_RDWR);

	for (unsigned short port = 1; port <= 4; port++) {
		unsigned char status[4] = {0};
		struct usbdevfs_ctrltransfer get = {.bRequestType = 0xa3,
						    .wIndex = port,
						    .wLength = sizeof status,
						    .data = status};

		if (virtual_syscalls.ioctl(bus->kernel, fd, USBDEVFS_CONTROL, &get) == 4)
			fprintf(stderr, " port%u=%u", port, status[1] & 1);
	}
	virtual_syscalls.close(bus->kernel, fd);
}

void bus_close(struct cli_bus *bus)
{
	if (tells) {
		tell_attribute(bus, "/authorized");
		tell_attribute(bus, "/bConfigurationValue");
		tell_attribute(bus, "/power/control");
		tell_attribute(bus, "/power/autosuspend_delay_ms");
		tell_attribute(bus, ":1.0/authorized");
		tell_attribute(bus, ":1.0/driver");
		tell_ports(bus);
		fprintf(stderr, "\n");
	}
	close_silently(bus);
}

static const struct {
	const char *name;
	void (*apply)(struct cusb_virtual_kernel *kernel);
} faults[] = {
	{"eacces", permit_eacces},
	{"eperm", permit_eperm},
	{"enoent", permit_enoent},
	{"unauthorized", unauthorize},
	{"unauthorized-interface", unauthorize_interface},
	{"driver", bind_driver},
	{"unlisted", unlisted},
	{"memory", no_memory},
	{"hostile", add_hostile_device},
	{"nameless", add_nameless_device},
	{"crooked", add_crooked_device},
	{"behind", plug_behind_hubs},
	{"unconfigured", unconfigure},
	{"gone", unplug_first},
	{"told", tell},
	{"changed", change_on_reset},
	{"slow", slow_down},
	{"late", late},
	{"visitor", visitor},
};

int bus_open(const struct options *opts, struct cli_bus *bus)
{
	const char *name = getenv("CUSB_TEST_FAULT");
	int err = open_without_faults(opts, bus);

	for (size_t i = 0; !err && name && i < sizeof faults / sizeof faults[0]; i++) {
		if (strcmp(faults[i].name, name) != 0)
			continue;
		opened = bus;
		faults[i].apply(bus->kernel);
		return 0;
	}
	if (err || !name)
		return err;
	fprintf(stderr, "faulty_bus: no fault is named %s\n", name);
	abort();
}
