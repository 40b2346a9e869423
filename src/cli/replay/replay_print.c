/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "cli/replay/replay.h"

#define BYTES_PER_LINE 16

static void print_bytes(struct output *out, const struct recorded_bytes *bytes)
{
	for (size_t i = 0; i < bytes->length; i++)
		output_format(out, "%s%02x", i % BYTES_PER_LINE ? " " : "\n    ", bytes->bytes[i]);
}

/* The largest wMaxPacketSize of the endpoints of a type; 0: there are none. */
static unsigned int largest_packet(const struct recording *recording, unsigned int type)
{
	unsigned int largest = 0;

	for (size_t i = 0; i < RECORDED_CONFIGURATIONS; i++) {
		const struct recorded_bytes *cfg = &recording->configurations[i];
		const uint8_t *desc;

		for (size_t at = 0; at + 2 <= cfg->length && cfg->bytes[at] >= 2; at += desc[0]) {
			unsigned int size;

			desc = cfg->bytes + at;
			if (desc[0] > cfg->length - at)
				break;
			if (desc[1] != CUSB_DESC_TYPE_ENDPOINT || desc[0] < 7 ||
			    (desc[3] & CUSB_ENDPOINT_TYPE_MASK) != type)
				continue;
			size = (desc[4] | (unsigned int)desc[5] << 8) & 0x7ff;
			largest = size > largest ? size : largest;
		}
	}
	return largest;
}

/* USB 2.0 5.5.3 to 5.8.3: the packet sizes that a speed allows. A capture does not tell the speed.
 */
static const char *guess_speed(const struct recording *recording)
{
	const uint8_t *device = recording->device.bytes;
	unsigned int bulk = largest_packet(recording, CUSB_ENDPOINT_TYPE_BULK);
	unsigned int interrupt = largest_packet(recording, CUSB_ENDPOINT_TYPE_INTR);
	unsigned int iso = largest_packet(recording, CUSB_ENDPOINT_TYPE_ISO);

	if (device[3] >= 0x03 && device[7] == 9)
		return "super";
	if (bulk >= 512 || interrupt > 64 || iso > 1023)
		return "high";
	if (bulk || iso || device[7] > 8 || interrupt > 8)
		return device[7] == 64 && !bulk && device[3] >= 2 ? "high" : "full";
	return "low";
}

/* Returns how many configurations there are; they stand one behind the other. */
static size_t count_configurations(const struct recording *recording)
{
	size_t count = 0;

	while (count < RECORDED_CONFIGURATIONS && recording->configurations[count].length > 0)
		count++;
	return count;
}

int replay_print(const struct recording *recording, struct capture_reader *reader,
		 struct output *out)
{
	const uint8_t *device = recording->device.bytes;
	size_t count = count_configurations(recording);

	if (recording->device.length < CUSB_DEVICE_DESC_SIZE || count == 0)
		return -EBADMSG;
	output_format(out, "# %02x%02x:%02x%02x, device %03u:%03u of a capture\n", device[9],
		      device[8], device[11], device[10], recording->busnum, recording->devnum);
	if (recording->speed[0])
		output_format(out, "speed %s\ndescriptors", recording->speed);
	else
		output_format(out, "speed %s  # guessed by the sizes of packets\ndescriptors",
			      guess_speed(recording));
	print_bytes(out, &recording->device);
	if (device[17] > count)
		output_format(out, "  # %u of %u configurations are in the capture",
			      (unsigned int)count, device[17]);
	for (size_t i = 0; i < count; i++)
		print_bytes(out, &recording->configurations[i]);
	if (recording->bos.length) {
		output_text(out, "\nbos");
		print_bytes(out, &recording->bos);
	}
	output_text(out, "\n\nkeep\n");
	replay_print_requests(recording, out);
	return replay_print_endpoints(recording, reader, out);
}
