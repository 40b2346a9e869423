/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "cli/bus/device_arg.h"
#include "cli/bus/device_facts.h"
#include "cli/output/json.h"
#include "cli/target/signal_guard.h"
#include "cli/traffic/count.h"
#include "cli/traffic/read.h"
#include "cli/traffic/ring.h"
#include "cli/traffic/urb_numbers.h"

#define RING_SIZE   (16U << 20)
#define ROUND_MS    1000
#define DEVICES_MAX 256
#define CLEAR	    "\033[H\033[J"

struct top {
	const struct options *opts;
	struct output *out;
	struct cli_bus bus;
	struct usb_ids ids;
	struct usbmon_ring ring;
	struct capture_reader reader; /* of --read */
	bool has_ring;		      /* otherwise the numbers of sysfs */
	int signals;
	int left;	       /* rounds left; -1: no limit */
	unsigned long long ms; /* of the last round */
	unsigned long long lost;
	struct cusb_device **list; /* the plugged-in devices, or NULL */
	struct traffic_counts counts;
	struct traffic_count devices[DEVICES_MAX];
	size_t device_count;
	struct urb_numbers numbers;
};

/* ---- printing -------------------------------------------------------------------------------- */

/* NULL: it has left, or is of another machine. */
static struct cusb_device *device_of(const struct top *top, const struct traffic_count *count)
{
	for (size_t i = 0; top->list && top->list[i]; i++)
		if (top->list[i]->bus == count->busnum && top->list[i]->address == count->devnum)
			return top->list[i];
	return NULL;
}

/* A number of digits, of which one may be behind a point: "1.5". Returns tenths. */
static unsigned long long tenths_of(const char *text)
{
	unsigned long long tenths = 0;
	bool point = false;

	for (; *text; text++)
		if (*text == '.')
			point = true;
		else
			tenths = tenths * 10 + (unsigned int)(*text - '0');
	return point ? tenths : tenths * 10;
}

/* The share of the time that the bits take at the device's speed, in permille; -1: not known. */
static long long load_of(const struct top *top, struct cusb_device *dev,
			 const struct traffic_count *count)
{
	const char *speed = dev ? device_speed(dev) : NULL;
	unsigned long long mbit_tenths = speed ? tenths_of(speed) : 0;

	if (mbit_tenths == 0 || !top->has_ring)
		return -1;
	return (long long)(count->bytes * 80 / (top->ms * mbit_tenths));
}

/* What was counted in the round, as units a second with one digit behind the point. */
static void print_rate(struct top *top, int width, unsigned long long count, unsigned int unit)
{
	unsigned long long tenths = count * 10000 / top->ms / unit;

	output_format(top->out, "%*llu.%llu ", width - 2, tenths / 10, tenths % 10);
}

static const char *type_name(const struct traffic_count *count)
{
	static const char *const types[] = {"iso", "interrupt", "control", "bulk"};

	return types[count->xfer_type & 3];
}

static void print_numbers(struct top *top, const struct traffic_count *count)
{
	if (top->has_ring)
		print_rate(top, 10, count->bytes, 1000);
	print_rate(top, 9, count->transfers, 1);
	if (top->has_ring)
		output_format(top->out, "%6llu %6llu ", count->errors, count->stalls);
}

static void print_device(struct top *top, const struct traffic_count *count)
{
	struct cusb_device *dev = device_of(top, count);
	long long load = load_of(top, dev, count);
	char names[DEVICE_NAMES_SIZE] = "";

	output_format(top->out, "%03u:%03u              ", count->busnum, count->devnum);
	print_numbers(top, count);
	if (load >= 0)
		output_format(top->out, "%3lld.%lld%% ", load / 10, load % 10);
	else
		output_text(top->out, "       ");
	if (dev) {
		device_names(&top->bus, dev, &top->ids, names);
		output_format(top->out, "%04x:%04x ", dev->idVendor, dev->idProduct);
		output_text(top->out, names);
	}
	output_text(top->out, "\n");
	for (size_t i = 0; i < top->counts.count; i++) {
		const struct traffic_count *endpoint = &top->counts.endpoints[i];

		if (endpoint->busnum != count->busnum || endpoint->devnum != count->devnum)
			continue;
		output_format(top->out, "        %02x %-9s ", endpoint->bEndpointAddress,
			      type_name(endpoint));
		print_numbers(top, endpoint);
		output_text(top->out, "\n");
	}
}

static void print_round(struct top *top)
{
	if (isatty(STDOUT_FILENO) && !option_given(top->opts, OPTION_READ))
		output_text(top->out, CLEAR);
	output_text(top->out, top->has_ring
				      ? "BUS:DEV EP TYPE            KB/s   XFERS/s  ERROR  STALL   "
					"LOAD DEVICE\n"
				      : "BUS:DEV                XFERS/s        DEVICE\n");
	for (size_t i = 0; i < top->device_count; i++)
		print_device(top, &top->devices[i]);
	if (top->lost)
		output_format(top->out, "at least %llu events were lost\n", top->lost);
}

static void json_numbers(struct json *json, const struct top *top,
			 const struct traffic_count *count)
{
	if (top->has_ring)
		json_number(json, "bytes", (long long)count->bytes);
	json_number(json, "transfers", (long long)count->transfers);
	if (top->has_ring) {
		json_number(json, "errors", (long long)count->errors);
		json_number(json, "stalls", (long long)count->stalls);
	}
}

static void json_device_counts(struct json *json, const struct top *top,
			       const struct traffic_count *count)
{
	struct cusb_device *dev = device_of(top, count);
	long long load = load_of(top, dev, count);
	char text[24];

	json_object_begin(json, NULL);
	json_number(json, "bus", count->busnum);
	json_number(json, "address", count->devnum);
	json_string(json, "name", dev ? dev->name : NULL);
	json_numbers(json, top, count);
	snprintf(text, sizeof text, "%lld.%lld", load / 10, load % 10);
	json_decimal(json, "load", load >= 0 ? text : NULL);
	json_array_begin(json, "endpoints");
	for (size_t i = 0; i < top->counts.count; i++) {
		const struct traffic_count *endpoint = &top->counts.endpoints[i];

		if (endpoint->busnum != count->busnum || endpoint->devnum != count->devnum)
			continue;
		json_object_begin(json, NULL);
		json_number(json, "endpoint", endpoint->bEndpointAddress);
		json_string(json, "transfer", type_name(endpoint));
		json_numbers(json, top, endpoint);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static void print_json(struct top *top)
{
	struct json json;
	char text[24];

	snprintf(text, sizeof text, "%llu.%03llu", top->ms / 1000, top->ms % 1000);
	json_begin(&json, top->out, false);
	json_object_begin(&json, NULL);
	json_decimal(&json, "seconds", text);
	json_number(&json, "lost", (long long)top->lost);
	json_array_begin(&json, "devices");
	for (size_t i = 0; i < top->device_count; i++)
		json_device_counts(&json, top, &top->devices[i]);
	json_array_end(&json);
	json_object_end(&json);
	json_end(&json);
}

/* The counts of a device that is plugged in, or of a file. */
static void print(struct top *top)
{
	struct device_arg any;

	device_arg_parse(NULL, &any);
	top->list = NULL;
	if (!option_given(top->opts, OPTION_READ) &&
	    device_arg_find(&any, &top->bus, &top->list) < 0)
		top->list = NULL;
	if (top->has_ring)
		top->device_count = traffic_sort(&top->counts, top->devices, DEVICES_MAX);
	if (option_given(top->opts, OPTION_JSON))
		print_json(top);
	else
		print_round(top);
	output_flush(top->out);
	if (top->list)
		cusb_free_list(top->list);
}

/* ---- rounds ---------------------------------------------------------------------------------- */

static void count_events(struct top *top)
{
	int count;

	do {
		count = ring_fetch(&top->ring);
		for (int i = 0; i < count; i++) {
			struct pcapng_event event;

			if (ring_event(&top->ring, (size_t)i, &event))
				traffic_count(&top->counts, event.packet);
		}
		ring_flush(&top->ring);
	} while (count == RING_BATCH);
	top->lost += ring_lost(&top->ring);
}

static int64_t now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Counts for a second. False: a signal came. */
static bool count_round(struct top *top)
{
	struct pollfd fds[] = {{top->signals, POLLIN, 0}, {-1, POLLIN, 0}};
	int64_t begin = now_ms(), left;

	fds[1].fd = top->has_ring ? top->ring.fd : -1;
	top->counts.count = top->counts.last = 0;
	top->lost = 0;
	while ((left = begin + ROUND_MS - now_ms()) > 0) {
		poll(fds, 2, (int)left);
		if (top->has_ring)
			count_events(top);
		if (fds[0].revents)
			return false;
		if (top->has_ring)
			poll(fds, 1, ring_nap_ms(&top->ring));
	}
	if (!top->has_ring)
		top->device_count =
			urb_numbers_look(&top->numbers, &top->bus, top->devices, DEVICES_MAX);
	top->ms = (unsigned long long)(now_ms() - begin);
	return true;
}

static enum status run_rounds(struct top *top)
{
	int err = ring_open(&top->ring, RING_SIZE);

	top->has_ring = err == 0;
	if (err) {
		ring_report(err);
		fail("without usbmon only the number of transfers of each device is known");
		urb_numbers_look(&top->numbers, &top->bus, top->devices, DEVICES_MAX);
	}
	top->signals = ending_signals_open();
	while (top->left != 0 && !top->out->err && count_round(top)) {
		print(top);
		top->left -= top->left > 0;
	}
	if (top->signals >= 0)
		close(top->signals);
	if (top->has_ring)
		ring_close(&top->ring);
	return STATUS_OK;
}

static int64_t time_of(const struct usbmon_packet *packet)
{
	return (int64_t)((uint64_t)packet->ts_sec * 1000 + (uint64_t)packet->ts_usec / 1000);
}

static enum status run_file(struct top *top, const char *name)
{
	int64_t first = 0, last = 0;
	struct pcapng_event event;
	int err = capture_load(&top->reader, name);

	if (err)
		return STATUS_FAILURE;
	top->has_ring = true;
	while ((err = capture_next(&top->reader, &event)) > 0) {
		/* Requests that this tool has added are no traffic. */
		if (event.comment)
			continue;
		last = time_of(event.packet);
		first = first > 0 ? first : last;
		traffic_count(&top->counts, event.packet);
	}
	top->ms = last > first ? (unsigned long long)(last - first) : 1;
	print(top);
	capture_unload(&top->reader);
	return err < 0 ? fail("%s ends early, or is malformed", name) : STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct top *top = calloc(1, sizeof *top);
	enum status status = STATUS_FAILURE;

	if (!top)
		return fail("out of memory");
	top->opts = opts;
	top->out = out;
	top->left = option_number(opts, OPTION_COUNT, -1);
	if (bus_open(opts, &top->bus) == 0) {
		usb_ids_open(&top->ids);
		status = option_given(opts, OPTION_READ)
				 ? run_file(top, option_text(opts, OPTION_READ, 0))
				 : run_rounds(top);
		usb_ids_close(&top->ids);
		bus_close(&top->bus);
	}
	free(top);
	return status;
}

const struct command top_command = {
	.name = "top",
	.arguments = "",
	.summary = "show which devices and endpoints move how much, each second",
	.help = {"Prints the kilobytes and transfers a second of each device and of its endpoints,\n"
		 "the busiest first, with the number of errors and stalls in that second. LOAD is\n"
		 "the time that the bits take at the device's speed, without what the bus needs\n"
		 "besides. Runs until a signal ends it (Ctrl-C), or for --count seconds. --read\n"
		 "shows the whole of a capture instead.\n"
		 "\n"
		 "Needs the kernel's module usbmon and the right to read /dev/usbmon0. Without\n"
		 "them only the transfers of each device are known, from sysfs. The traffic of a\n"
		 "virtual device is that of one command: capture it by CUSB_CAPTURE, then --read.\n"
		 "\n"
		 "--json prints an object in a line for each second: seconds, lost (events), and\n"
		 "devices, an array of bus, address, name, bytes, transfers, errors, stalls, load\n"
		 "(percent, or null) and endpoints.\n"},
	.examples = "  cusb top\n"
		    "  cusb top --json --count 1\n"
		    "  cusb top --read bug.pcapng\n",
	.options = OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_COUNT) | OPTION_BIT(OPTION_READ),
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.run = run,
};
