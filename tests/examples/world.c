/* SPDX-License-Identifier: MIT */
/*
 * Linked to an example, this makes it run, unchanged, in a world of virtual devices. What the file
 * says that EXAMPLE_COMMANDS names, a FIFO for one, is done meanwhile: "plug 1-5", "unplug 1-1". So
 * many loopback devices as EXAMPLE_MORE says are plugged in besides. At the end the driver of the
 * device that EXAMPLE_DRIVER names is printed.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/virtual.h>

static struct cusb_virtual_model keypad, tone;
static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

/* Three reports of two bytes; the second counts. */
static ssize_t report(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		      size_t room)
{
	static uint8_t count;

	(void)dev;
	(void)address;
	(void)room;
	if (count == 3)
		return -EAGAIN;
	packet[0] = 0x5a;
	packet[1] = ++count;
	return 2;
}

static ssize_t full_packet(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			   size_t room)
{
	(void)dev;
	(void)address;
	memset(packet, 0x5a, room);
	return (ssize_t)room;
}

static void obey(const char *line)
{
	char name[16];

	if (sscanf(line, "plug %15s", name) == 1)
		cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), name);
	if (sscanf(line, "unplug %15s", name) == 1)
		cusb_virtual_unplug(kernel, name);
}

/* Not with a FILE: it would be locked while the thread waits, and exit(3) waits for all of them. */
static void *obey_all(void *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char lines[512], *line, *rest;
	ssize_t n;

	while (fd >= 0 && (n = read(fd, lines, sizeof lines - 1)) > 0) {
		lines[n] = '\0';
		for (line = strtok_r(lines, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
			obey(line);
	}
	if (fd >= 0)
		close(fd);
	return NULL;
}

/* The example's signals are for its own thread. */
static int start_obeying(char *path)
{
	pthread_t thread;
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, NULL, obey_all, path);
	if (!err)
		pthread_detach(thread);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -err;
}

static void print_driver(const char *name)
{
	struct cusb_device *dev;
	char driver[32];

	if (cusb_find(CUSB_MATCH(name, name), &dev) < 0)
		return;
	if (cusb_kernel_driver(dev, 0, driver, sizeof driver) == 0)
		printf("driver %s\n", driver);
	cusb_device_free(dev);
}

static void tear_down(void)
{
	if (getenv("EXAMPLE_DRIVER"))
		print_driver(getenv("EXAMPLE_DRIVER"));
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

static int plug_all(void)
{
	static const char *const loopbacks[] = {"1-1", "1-2", "2-1"};
	const char *more = getenv("EXAMPLE_MORE");
	int err = 0;

	for (int i = 0; err == 0 && i < 3; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), loopbacks[i]);
	keypad = *cusb_virtual_find_model("low");
	keypad.in = report;
	tone = *cusb_virtual_find_model("iso");
	tone.in = full_packet;
	if (err == 0)
		err = cusb_virtual_plug(kernel, &keypad, "1-3");
	if (err == 0)
		err = cusb_virtual_bind_driver(kernel, "1-3", 0, "usbhid");
	if (err == 0)
		err = cusb_virtual_plug(kernel, &tone, "1-4");
	for (int i = 0, count = more ? atoi(more) : 0; err == 0 && i < count; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), NULL);
	return err;
}

__attribute__((constructor)) static void set_up(void)
{
	char *commands = getenv("EXAMPLE_COMMANDS");
	int err = cusb_virtual_kernel_new(&kernel);

	if (err == 0)
		err = plug_all();
	if (err == 0)
		err = cusb_virtual_kernel_backend(kernel, &backend);
	if (err == 0 && commands)
		err = start_obeying(commands);
	if (err < 0) {
		fprintf(stderr, "example: no memory for virtual devices\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
	atexit(tear_down);
}
