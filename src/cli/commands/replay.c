/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/bus/device_arg.h"
#include "cli/replay/replay.h"

#define SEEN_MAX 64

/* A device in the capture. */
struct seen {
	uint16_t busnum;
	uint8_t devnum;
	uint8_t device[CUSB_DEVICE_DESC_SIZE]; /* its descriptor; [0] is 0 if not captured */
	unsigned long long events;	       /* on the bus */
};

struct replayed {
	struct capture_reader reader;
	struct seen seen[SEEN_MAX];
	size_t count;
};

static struct seen *seen_of(struct replayed *replayed, const struct usbmon_packet *packet)
{
	size_t i = 0;

	while (i < replayed->count && (replayed->seen[i].busnum != packet->busnum ||
				       replayed->seen[i].devnum != packet->devnum))
		i++;
	if (i == SEEN_MAX)
		return NULL;
	if (i == replayed->count)
		replayed->seen[replayed->count++] =
			(struct seen){.busnum = packet->busnum, .devnum = packet->devnum};
	return &replayed->seen[i];
}

static bool is_device_descriptor(const struct pcapng_event *event)
{
	const uint8_t *bytes = event->data;

	return event->packet->type == USBMON_COMPLETE &&
	       event->packet->xfer_type == USBMON_CONTROL &&
	       event->packet->epnum == CUSB_ENDPOINT_IN && event->length >= CUSB_DEVICE_DESC_SIZE &&
	       bytes[0] == CUSB_DEVICE_DESC_SIZE && bytes[1] == CUSB_DESC_TYPE_DEVICE;
}

/* Requests that this tool has added, and a device without an address, are no traffic. */
static void look_at(struct replayed *replayed)
{
	struct pcapng_event event;

	while (capture_next(&replayed->reader, &event) > 0) {
		struct seen *seen = event.packet->devnum ? seen_of(replayed, event.packet) : NULL;

		if (seen && is_device_descriptor(&event))
			memcpy(seen->device, event.data, sizeof seen->device);
		if (seen && !event.comment)
			seen->events++;
	}
}

static uint64_t number_of(const struct seen *seen, enum cusb_field field)
{
	switch (field) {
	case CUSB_FIELD_idVendor:
		return seen->device[8] | (uint64_t)seen->device[9] << 8;
	case CUSB_FIELD_idProduct:
		return seen->device[10] | (uint64_t)seen->device[11] << 8;
	case CUSB_FIELD_bus:
		return seen->busnum;
	case CUSB_FIELD_address:
		return seen->devnum;
	default:
		return UINT64_MAX;
	}
}

static bool fits(const struct seen *seen, const struct device_arg *arg, bool any)
{
	if (!seen->device[0])
		return false;
	if (any)
		return seen->device[4] != CUSB_CLASS_HUB;
	for (size_t i = 0; arg->match[i].field != CUSB_FIELD_END; i++)
		if (number_of(seen, arg->match[i].field) != arg->match[i].is.number)
			return false;
	return true;
}

static void report_several(const struct replayed *replayed, const struct device_arg *arg, bool any)
{
	struct error_message message = {0};

	message_add(&message, "cusb: the capture has several devices; name one as DEV:");
	for (size_t i = 0; i < replayed->count; i++) {
		const struct seen *seen = &replayed->seen[i];

		if (fits(seen, arg, any))
			message_add(&message, "\n  %03u:%03u  %02x%02x:%02x%02x, %llu events",
				    seen->busnum, seen->devnum, seen->device[9], seen->device[8],
				    seen->device[11], seen->device[10], seen->events);
	}
	message_print(&message);
}

/* The only device that fits; of several, the only one with traffic. NULL: reported. */
static const struct seen *choose(const struct replayed *replayed, const struct device_arg *arg,
				 bool any)
{
	const struct seen *fitting = NULL, *busy = NULL;
	size_t fit = 0, active = 0;

	for (size_t i = 0; i < replayed->count; i++) {
		const struct seen *seen = &replayed->seen[i];

		if (!fits(seen, arg, any))
			continue;
		fitting = seen;
		fit++;
		if (seen->events == 0)
			continue;
		busy = seen;
		active++;
	}
	if (fit == 0)
		fail("the capture has no such device, or not its device descriptor");
	else if (fit > 1 && active != 1)
		report_several(replayed, arg, any);
	return fit == 1 ? fitting : active == 1 ? busy : NULL;
}

static int record(struct replayed *replayed, const struct seen *seen, struct recording *recording)
{
	struct capture_reader *reader = &replayed->reader;
	struct pcapng_event event;
	int err = 0;

	recording->busnum = seen->busnum;
	recording->devnum = seen->devnum;
	capture_begin_reading(reader, reader->bytes, reader->length);
	while (!err && capture_next(reader, &event) > 0)
		if (event.packet->busnum == seen->busnum && event.packet->devnum == seen->devnum)
			err = recording_take(recording, &event);
	capture_begin_reading(reader, reader->bytes, reader->length);
	return err;
}

static enum status print(struct replayed *replayed, const struct seen *seen, const char *name,
			 struct output *out)
{
	struct recording recording = {0};
	int err = record(replayed, seen, &recording);

	if (!err && (recording.device.length == 0 || recording.configurations[0].length == 0)) {
		recording_free(&recording);
		return fail("%s does not have the configuration descriptors of %03u:%03u", name,
			    seen->busnum, seen->devnum);
	}
	if (!err)
		err = replay_print(&recording, &replayed->reader, out);
	recording_free(&recording);
	if (err == -EBADMSG)
		return fail("%s ends early, or is malformed", name);
	return err ? fail("out of memory") : STATUS_OK;
}

static enum status replay_file(struct replayed *replayed, const struct options *opts,
			       const struct device_arg *arg, struct output *out)
{
	const char *name = opts->arguments[1];
	uint8_t *loaded;
	const struct seen *seen;
	enum status status = STATUS_FAILURE;

	if (capture_load(&replayed->reader, name) < 0)
		return STATUS_FAILURE;
	loaded = replayed->reader.loaded;
	look_at(replayed);
	seen = choose(replayed, arg, opts->argument_count < 3);
	if (seen)
		status = print(replayed, seen, name, out);
	replayed->reader.loaded = loaded;
	capture_unload(&replayed->reader);
	return status;
}

/* The file takes the place of standard output. */
static enum status redirect(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0 || dup2(fd, STDOUT_FILENO) < 0)
		return fail("cannot write %s: %s", name, strerror(errno));
	close(fd);
	return STATUS_OK;
}

static enum status run(const struct options *opts, struct output *out)
{
	const char *file = option_text(opts, OPTION_OUTPUT, 0);
	struct replayed *replayed;
	struct device_arg arg;
	enum status status;

	if (device_arg_parse(opts->arguments[2], &arg) < 0)
		return usage_error(&replay_command, "'%s' names no device", opts->arguments[2]);
	if (file && redirect(file) != STATUS_OK)
		return STATUS_FAILURE;
	replayed = calloc(1, sizeof *replayed);
	if (!replayed)
		return fail("out of memory");
	status = replay_file(replayed, opts, &arg, out);
	free(replayed);
	return status;
}

const struct command replay_command = {
	.name = "replay",
	.arguments = "FILE [DEV]",
	.summary = "make a virtual device of a capture",
	.help = {"Reads a pcapng or pcap file of this tool, Wireshark or tcpdump ('-': standard\n"
		 "input), and prints a device in it as the text that --virtual and emulate read:\n"
		 "its descriptors, its answers to each request in their order, and the packets of\n"
		 "its IN endpoints, each after the OUT packets that came before it. DEV is VID:PID\n"
		 "or BUS:DEV. It may be missing if only one device has traffic; hubs do not count.\n"
		 "The capture must have the descriptors of the device: either it began before the\n"
		 "device was plugged in, or cusb made it. Only cusb's captures tell the speed; for\n"
		 "others it is guessed.\n"},
	.examples = "  cusb replay bug.pcapng > bug.device\n"
		    "  cusb read --virtual bug.device fffe:0001 0x81 64\n"
		    "  cusb replay -o bug.device bug.pcapng fffe:0001; cusb emulate bug.device\n",
	.options = OPTION_BIT(OPTION_OUTPUT),
	.without = OPTION_BIT(OPTION_VIRTUAL) | OPTION_BIT(OPTION_HOST),
	.min_arguments = 1,
	.max_arguments = 2,
	.run = run,
};
