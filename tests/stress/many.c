/* SPDX-License-Identifier: MIT */
/*
 * Many devices of many servers in one process, one thread and one wait:
 *
 *	many SERVERS DEVICES ROUND_TRIPS DEPTH [ADDRESS [NETNS]]
 *
 * A round trip writes a packet to a loopback device and reads it back; DEPTH of them are in flight
 * at each device. No two packets are the same. So a packet that was lost, doubled, changed, out of
 * order or of another device is seen at once, and at the end no packet may be left in a device.
 * Each server is a process; they listen at ADDRESS, in the network namespace NETNS if it is given.
 * Prints the processor time and the memory of the client, which are no verdict.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cusb/cusb.h>
#include <cusb/usbip.h>

#include "lend.h"

#define DEPTH_MAX  64
#define PACKET	   64
#define TIMEOUT_MS 600000

/* One packet on its way out, and the read that gets it back. */
struct trip {
	struct cusb_transfer out, in;
	uint8_t sent[PACKET], got[PACKET];
};

struct device {
	struct cusb_device *dev;
	unsigned int number;
	unsigned long begun, sent, got; /* packets */
	struct trip *trips;
};

struct server {
	struct lender lender;
	struct cusb_backend *backend;
};

static unsigned int servers, per_server, depth;
static unsigned long round_trips;
static struct cusb_wait_set *set;
static unsigned int unfinished;

static void expect(const char *what, long long got, long long want)
{
	if (got == want)
		return;
	printf("many: %s: %lld (%s), not %lld\n", what, got,
	       got < 0 ? cusb_strerror((int)got) : "a number", want);
	exit(1);
}

static long resident_kb(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	long pages = 0;

	expect("/proc/self/statm", file && fscanf(file, "%*d %ld", &pages) == 1, 1);
	fclose(file);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static long entries(const char *path)
{
	DIR *dir = opendir(path);
	long count = -2; /* "." and ".." */

	while (dir && readdir(dir))
		count++;
	closedir(dir);
	return count;
}

static double seconds_of(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec / 1e6;
}

static double cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime);
}

static double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- one device ------------------------------------------------------------------------------ */

/* Of no other device and no other time. */
static void fill(uint8_t *packet, const struct device *device, unsigned long number)
{
	uint32_t state = device->number << 20 ^ (uint32_t)number;

	for (unsigned int i = 0; i < PACKET; i++) {
		packet[i] = (uint8_t)(state >> 24 ^ state);
		state = state * 1664525u + 1013904223u;
	}
	memcpy(packet, &device->number, sizeof device->number);
	memcpy(packet + sizeof device->number, &number, sizeof number);
}

static void begin_trip(struct device *device)
{
	struct trip *trip = &device->trips[device->begun % depth];

	fill(trip->sent, device, device->begun++);
	memset(trip->got, 0, sizeof trip->got);
	expect("submit", cusb_submit(device->dev, &trip->out), 0);
	expect("submit", cusb_submit(device->dev, &trip->in), 0);
}

static void check_packet(struct device *device, const struct trip *trip)
{
	uint8_t wanted[PACKET];

	fill(wanted, device, device->got);
	expect("packet that was read", trip - device->trips, (long)(device->got % depth));
	for (unsigned int i = 0; i < PACKET; i++)
		expect("byte that was read", trip->got[i], wanted[i]);
}

static void check_done(struct device *device, const struct cusb_transfer *done)
{
	const struct trip *trip = done->user;

	expect("status", done->status, 0);
	expect("bytes", (long long)done->actual_length, PACKET);
	if (done == &trip->out) {
		expect("packet that was written", trip - device->trips,
		       (long)(device->sent++ % depth));
		return;
	}
	check_packet(device, trip);
	device->got++;
}

static bool has_ended(const struct device *device)
{
	return device->got == round_trips && device->sent == round_trips;
}

/* A trip begins again when both of its transfers are back. */
static void go_on(struct device *device)
{
	struct cusb_transfer *done;
	bool had_ended = has_ended(device);
	int err;

	while ((err = cusb_reap(device->dev, CUSB_DONT_WAIT, &done)) == 0) {
		check_done(device, done);
		while (device->begun < round_trips && device->begun - device->got < depth &&
		       device->begun - device->sent < depth)
			begin_trip(device);
	}
	expect("reap", err, cusb_in_flight(device->dev) ? -EAGAIN : -ENODATA);
	unfinished -= !had_ended && has_ended(device);
}

static void prepare(struct device *device)
{
	device->trips = calloc(depth, sizeof *device->trips);
	expect("memory", device->trips != NULL, 1);
	for (unsigned int i = 0; i < depth; i++) {
		struct trip *trip = &device->trips[i];

		trip->out = (struct cusb_transfer){.bEndpointAddress = 0x01, .data = trip->sent};
		trip->in = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = trip->got};
		trip->out.length = trip->in.length = PACKET;
		trip->out.timeout_ms = trip->in.timeout_ms = TIMEOUT_MS;
		trip->out.user = trip->in.user = trip;
	}
}

/* ---- all of them ----------------------------------------------------------------------------- */

static void start_servers(struct server *all, const char *address, const char *netns)
{
	for (unsigned int i = 0; i < servers; i++) {
		expect("server", lend(&all[i].lender, address, netns, per_server), 1);
		expect("backend",
		       cusb_usbip_new(
			       &(struct cusb_usbip_options){.host = address,
							    .service = all[i].lender.service,
							    .connect_timeout_ms = TIMEOUT_MS},
			       &all[i].backend),
		       0);
	}
}

static void end_servers(struct server *all)
{
	for (unsigned int i = 0; i < servers; i++) {
		cusb_usbip_free(all[i].backend);
		expect("server's end", lend_end(&all[i].lender), 0);
	}
}

static void open_devices(const struct server *all, struct device *devices)
{
	for (unsigned int i = 0; i < servers; i++) {
		struct cusb_device **list;

		expect("devices of a server",
		       cusb_find_all(CUSB_MATCH(backend, all[i].backend), &list), per_server);
		for (unsigned int j = 0; j < per_server; j++) {
			struct device *device = &devices[i * per_server + j];

			device->number = i * per_server + j;
			device->dev = cusb_device_ref(list[j]);
			expect("open", cusb_open(device->dev), 0);
			expect("add", cusb_wait_set_add_device(set, device->dev, device), 0);
		}
		cusb_free_list(list);
	}
}

static void close_devices(struct device *devices)
{
	for (unsigned int i = 0; i < servers * per_server; i++) {
		uint8_t packet[PACKET];

		expect("in flight at the end", (long long)cusb_in_flight(devices[i].dev), 0);
		/* Behind a packet that was left this one would not come. */
		fill(packet, &devices[i], round_trips);
		expect("write", cusb_write(devices[i].dev, 0x01, packet, PACKET, TIMEOUT_MS),
		       PACKET);
		expect("read",
		       cusb_read(devices[i].dev, 0x81, devices[i].trips->got, PACKET, TIMEOUT_MS),
		       PACKET);
		expect("last packet", memcmp(devices[i].trips->got, packet, PACKET) == 0, 1);
		cusb_wait_set_remove_device(set, devices[i].dev);
		cusb_device_free(devices[i].dev);
		free(devices[i].trips);
	}
}

static void travel(struct device *devices)
{
	struct cusb_wait_item item;

	unfinished = servers * per_server;
	for (unsigned int i = 0; i < servers * per_server; i++)
		for (unsigned int j = 0; j < depth && j < round_trips; j++)
			begin_trip(&devices[i]);
	while (unfinished > 0) {
		expect("wait", cusb_wait_set_next(set, TIMEOUT_MS, &item), 0);
		expect("kind", item.kind, CUSB_WAIT_DEVICE);
		go_on(item.user);
	}
	expect("threads", entries("/proc/self/task"), 1);
}

static void measure(struct device *devices)
{
	double begin = now_seconds(), cpu = cpu_seconds();
	double trips = (double)round_trips * servers * per_server;

	travel(devices);
	cpu = cpu_seconds() - cpu;
	printf("%u devices of %u servers: %.0f round trips, all right; %.2f s, processor %.1f us "
	       "a round trip\n",
	       servers * per_server, servers, trips, now_seconds() - begin, cpu * 1e6 / trips);
}

int main(int argc, char **argv)
{
	struct device *devices;
	struct server *all;
	long kb, fds;

	if (argc < 5 || argc > 7) {
		fprintf(stderr,
			"usage: many SERVERS DEVICES ROUND_TRIPS DEPTH [ADDRESS [NETNS]]\n");
		return 2;
	}
	servers = (unsigned int)atoi(argv[1]);
	per_server = (unsigned int)atoi(argv[2]) / servers;
	round_trips = (unsigned long)atol(argv[3]);
	depth = (unsigned int)atoi(argv[4]);
	all = calloc(servers, sizeof *all);
	devices = calloc((size_t)servers * per_server, sizeof *devices);
	expect("memory", all && devices, 1);
	start_servers(all, argc > 5 ? argv[5] : "127.0.0.1", argc > 6 ? argv[6] : NULL);
	expect("wait set", cusb_wait_set_new(&set), 0);
	fds = entries("/proc/self/fd");
	kb = resident_kb();
	open_devices(all, devices);
	printf("open, idle: %.1f KiB and %.1f descriptors a device\n",
	       (double)(resident_kb() - kb) / (servers * per_server),
	       (double)(entries("/proc/self/fd") - fds) / (servers * per_server));
	for (unsigned int i = 0; i < servers * per_server; i++)
		prepare(&devices[i]);
	measure(devices);
	close_devices(devices);
	end_servers(all);
	cusb_wait_set_free(set);
	free(devices);
	free(all);
	return 0;
}
