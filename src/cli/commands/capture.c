/* SPDX-License-Identifier: MIT */
/*
 * The ring is emptied, and then left alone for a moment in which it fills by a sixth at most, so
 * that one call fetches many events.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "cli/bus/hid_report.h"
#include "cli/print/device_bytes.h"
#include "cli/target/signal_guard.h"
#include "cli/traffic/event_print.h"
#include "cli/traffic/filter.h"
#include "cli/traffic/read.h"
#include "cli/traffic/ring.h"

#define RING_SIZE   (64U << 20)
#define BUFFER_SIZE (256U << 10)
#define REPORT_MAX  4096

struct capture {
	const struct options *opts;
	struct cli_bus bus;
	struct filter filter;
	struct usbmon_ring ring;
	struct capture_reader reader; /* of --read */
	int signals;
	int left; /* events left to take; -1: no limit */
	/* The traffic goes to a file or to lines on standard output. */
	bool to_file;
	struct pcapng_writer writer;
	struct event_printer printer;
};

static void take(void *user, const struct pcapng_event *event)
{
	struct capture *capture = user;

	if (capture->left == 0)
		return;
	if (capture->left > 0)
		capture->left--;
	if (capture->to_file)
		pcapng_put(&capture->writer, event);
	else
		event_print(&capture->printer, event);
}

static int *error_of(struct capture *capture)
{
	return capture->to_file ? &capture->writer.err : &capture->printer.out->err;
}

static void flush(struct capture *capture)
{
	if (capture->to_file)
		pcapng_flush(&capture->writer);
	else
		output_flush(capture->printer.out);
}

/* ---- the beginning of a file ----------------------------------------------------------------- */

static void tell_interfaces(struct capture *capture, const struct pcapng_device *known,
			    struct cusb_device *dev)
{
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf;
	uint8_t bytes[REPORT_MAX];

	if (cusb_active_configuration(dev, &cfg) < 0)
		return;
	cusb_for_each_interface (cfg, intf) {
		int setting = cusb_altsetting(dev, intf->bInterfaceNumber);
		ssize_t n = 0;

		if (intf->alternate_index > 0)
			continue;
		if (setting > 0)
			pcapng_setting(&capture->writer, known, intf->bInterfaceNumber,
				       (uint8_t)setting);
		if (intf->bInterfaceClass == CUSB_CLASS_HID)
			n = hid_report_read(&capture->bus, intf, bytes, sizeof bytes);
		if (n > 0)
			pcapng_report(&capture->writer, known, intf->bInterfaceNumber, bytes,
				      (size_t)n);
	}
}

/* Opens no device: the kernel knows all of this. */
static void tell_device(struct capture *capture, struct cusb_device *dev)
{
	const struct cusb_configuration *cfg = NULL;
	struct pcapng_device known = {
		.busnum = dev->bus, .devnum = dev->address, .speed = cusb_device_speed(dev)};
	struct device_bytes raw = {0};
	int not_open = -EACCES;

	clock_gettime(CLOCK_REALTIME, &known.time);
	if (device_bytes_read(&capture->bus, dev, &raw, &not_open) < 0)
		return;
	cusb_active_configuration(dev, &cfg);
	pcapng_descriptors(&capture->writer, &known, raw.bytes, raw.length,
			   cfg ? cfg->bConfigurationValue : -1);
	device_bytes_free(&raw);
	tell_interfaces(capture, &known, dev);
}

static void tell_devices(struct capture *capture)
{
	struct device_arg any;
	struct cusb_device **list;
	ssize_t count;

	device_arg_parse(NULL, &any);
	count = device_arg_find(&any, &capture->bus, &list);
	for (ssize_t i = 0; i < count; i++)
		if (filter_wants(&capture->filter, list[i]))
			tell_device(capture, list[i]);
	if (count >= 0)
		cusb_free_list(list);
	pcapng_flush(&capture->writer);
}

/* ---- the events ------------------------------------------------------------------------------ */

/* Returns whether there may be more events now. */
static bool take_batch(struct capture *capture)
{
	int count = ring_fetch(&capture->ring);

	for (int i = 0; i < count; i++) {
		struct pcapng_event event;

		if (ring_event(&capture->ring, (size_t)i, &event))
			filter_put(&capture->filter, &event);
	}
	ring_flush(&capture->ring);
	return count == RING_BATCH;
}

static void take_all(struct capture *capture)
{
	while (take_batch(capture) && !*error_of(capture))
		;
	capture->writer.lost += ring_lost(&capture->ring);
	flush(capture);
}

static bool is_done(struct capture *capture)
{
	return capture->left == 0 || *error_of(capture) != 0;
}

static void watch(struct capture *capture)
{
	/* Without events, nothing else tells that the reader of a pipe has gone. */
	struct pollfd fds[] = {
		{capture->signals, POLLIN, 0},
		{capture->to_file ? capture->writer.fd : STDOUT_FILENO, 0, 0},
		{-1, POLLIN, 0},
		{capture->ring.fd, POLLIN, 0},
	};

	while (!is_done(capture)) {
		fds[2].fd = filter_poll_fd(&capture->filter);
		poll(fds, 4, filter_poll_timeout(&capture->filter));
		filter_look(&capture->filter);
		take_all(capture);
		if (fds[0].revents)
			return;
		if (fds[1].revents)
			*error_of(capture) = fds[1].revents & POLLNVAL ? -EBADF : -EPIPE;
		/* All but traffic ends the nap. */
		poll(fds, 3, ring_nap_ms(&capture->ring));
	}
}

static void report_losses(const struct capture *capture)
{
	if (capture->writer.lost)
		fail("%llu events were lost: they came faster than they could be written",
		     (unsigned long long)capture->writer.lost);
}

static enum status run_capture(struct capture *capture)
{
	struct timespec now;
	int err;

	if (capture->to_file)
		pcapng_begin(&capture->writer, "cusb " CUSB_VERSION, "usbmon0");
	if (capture->to_file)
		tell_devices(capture);
	if (!capture->bus.kernel)
		watch(capture);
	capture->writer.lost += capture->filter.overflowed;
	clock_gettime(CLOCK_REALTIME, &now);
	if (capture->to_file)
		pcapng_end(&capture->writer, &now);
	report_losses(capture);
	err = capture->to_file ? capture->writer.err : 0;
	if (err && err != -EPIPE)
		return fail("cannot write the capture: %s", strerror(-err));
	return STATUS_OK;
}

/* A capture has each key that is pressed on a keyboard. So only the owner may read the file. */
static int open_file(const char *name)
{
	int fd = strcmp(name, "-") == 0
			 ? STDOUT_FILENO
			 : open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0)
		fail("cannot write %s: %s", name, strerror(errno));
	return fd;
}

static enum status capture_to(struct capture *capture, const char *name)
{
	void *buffer = malloc(BUFFER_SIZE);
	int fd = buffer && name ? open_file(name) : -1;
	enum status status = STATUS_FAILURE;

	capture->to_file = name != NULL;
	pcapng_open(&capture->writer, fd, buffer, BUFFER_SIZE);
	if (!buffer)
		fail("out of memory");
	else if (fd >= 0 || !name)
		status = run_capture(capture);
	if (fd > STDOUT_FILENO)
		close(fd);
	free(buffer);
	return status;
}

static enum status capture_bus(struct capture *capture, struct device_arg *wanted, size_t count)
{
	const char *name = option_text(capture->opts, OPTION_WRITE, 0);
	enum status status = STATUS_FAILURE;
	int err = capture->bus.kernel ? 0 : ring_open(&capture->ring, RING_SIZE);

	if (err < 0)
		return ring_report(err);
	capture->filter.take = take;
	capture->filter.user = capture;
	capture->signals = ending_signals_open();
	if (filter_begin(&capture->filter, &capture->bus, wanted, count) >= 0)
		status = capture_to(capture, name);
	filter_end(&capture->filter);
	if (capture->signals >= 0)
		close(capture->signals);
	if (!capture->bus.kernel)
		ring_close(&capture->ring);
	return status;
}

/* The events of a file take the place of the ring's. */
static enum status print_file(struct capture *capture, const char *name)
{
	struct pcapng_event event;
	int err = capture_load(&capture->reader, name);

	if (err)
		return STATUS_FAILURE;
	while (!is_done(capture) && (err = capture_next(&capture->reader, &event)) > 0)
		take(capture, &event);
	capture_unload(&capture->reader);
	return err < 0 ? fail("%s ends early, or is malformed", name) : STATUS_OK;
}

static enum status parse(const struct options *opts, struct device_arg *wanted)
{
	bool reads = option_given(opts, OPTION_READ);

	if (reads && (opts->argument_count > 1 || option_given(opts, OPTION_WRITE)))
		return usage_error(&capture_command, "--read prints all of the file");
	if (option_given(opts, OPTION_VIRTUAL) && !option_given(opts, OPTION_WRITE))
		return usage_error(&capture_command,
				   "nobody uses these virtual devices; "
				   "set CUSB_CAPTURE=FILE for the command that does");
	for (int i = 1; i < opts->argument_count; i++)
		if (device_arg_parse(opts->arguments[i], &wanted[i - 1]) < 0)
			return usage_error(&capture_command, "'%s' names no device",
					   opts->arguments[i]);
	return STATUS_OK;
}

static enum status run_parsed(struct capture *capture, struct device_arg *wanted)
{
	const struct options *opts = capture->opts;
	enum status status;

	if (option_given(opts, OPTION_READ))
		return print_file(capture, option_text(opts, OPTION_READ, 0));
	if (bus_open(opts, &capture->bus) < 0)
		return STATUS_FAILURE;
	status = capture_bus(capture, wanted, (size_t)opts->argument_count - 1);
	bus_close(&capture->bus);
	return status;
}

static enum status run(const struct options *opts, struct output *out)
{
	struct device_arg *wanted = calloc((size_t)opts->argument_count, sizeof *wanted);
	struct capture *capture = calloc(1, sizeof *capture);
	enum status status;

	if (wanted && capture) {
		capture->opts = opts;
		capture->left = option_number(opts, OPTION_COUNT, -1);
		capture->printer.out = out;
		capture->printer.json = option_given(opts, OPTION_JSON);
		status = parse(opts, wanted);
		if (status == STATUS_OK)
			status = run_parsed(capture, wanted);
	} else {
		status = fail("out of memory");
	}
	free(capture);
	free(wanted);
	return status;
}

const struct command capture_command = {
	.name = "capture",
	.arguments = "[DEV]...",
	.summary = "capture the traffic of all buses, or of devices",
	.help = {"Prints the traffic, or with --write writes it as pcapng, which Wireshark reads:\n"
		 "  cusb capture -w - | wireshark -k -i -\n"
		 "The file begins with the descriptors of the devices, so that Wireshark knows\n"
		 "their classes. With DEV, only the traffic of these devices is captured, also of\n"
		 "a device that arrives later. Runs until a signal ends it (Ctrl-C), or for\n"
		 "--count events. Lost events are counted, reported, and noted in the file. --read\n"
		 "prints the traffic in a file of this tool, Wireshark or tcpdump.\n"
		 "\n"
		 "Needs the kernel's module usbmon ('modprobe usbmon' loads it) and the right to\n"
		 "read /dev/usbmon0. Without both, CUSB_CAPTURE=FILE captures the traffic of one\n"
		 "program. So it is with --virtual: the devices are those of one command alone.\n"
		 "capture --virtual -w FILE writes their descriptors.\n"
		 "There is no --host: USB/IP does not tell the traffic of the other machine's bus.\n"
		 "Run this command there: ssh lab cusb capture -w - | wireshark -k -i -\n"
		 "\n",
		 device_arg_help, "\n", event_text_help, event_json_help},
	.examples = "  cusb capture fffe:0001\n"
		    "  cusb capture -w bug.pcapng\n"
		    "  CUSB_CAPTURE=lamp.pcapng cusb control --virtual lamp.device fffe:0041 ...\n"
		    "  cusb capture -r lamp.pcapng\n",
	.options = OPTION_BIT(OPTION_WRITE) | OPTION_BIT(OPTION_READ) | OPTION_BIT(OPTION_JSON) |
		   OPTION_BIT(OPTION_COUNT),
	.max_arguments = INT_MAX,
	.without = OPTION_BIT(OPTION_HOST),
	.run = run,
};
