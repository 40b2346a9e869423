/* SPDX-License-Identifier: MIT */
/* Kernel fact: a URB has at most 128 packets, and all URBs together at most 16 MiB of memory. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include <cusb/util.h>

#include "packet_stream.h"

#define TRANSFERS	8
#define ISO_TRANSFERS	4
#define ISO_PACKETS_MAX 128
#define ISO_BYTES_MAX	(256U << 10) /* of a transfer */

struct stream {
	struct cusb_device *dev;
	const struct cusb_endpoint *ep;
	const struct packet_reader *reader;
	struct cusb_transfer *idle[TRANSFERS]; /* the transfers that are not in flight */
	size_t idle_count, in_flight;
	unsigned int packets; /* of a transfer; 0: it is not isochronous */
	size_t packet;	      /* bytes */
	struct timespec last; /* when the last byte came */
};

static unsigned int iso_packets(const struct stream *stream)
{
	uint64_t count = ISO_PACKETS_MAX, wanted = stream->reader->wanted(stream->reader->user);

	if (count > ISO_BYTES_MAX / stream->packet)
		count = stream->packet < ISO_BYTES_MAX ? ISO_BYTES_MAX / stream->packet : 1;
	return (unsigned int)(count < wanted ? count : wanted);
}

static struct cusb_transfer *new_transfer(const struct stream *stream)
{
	struct cusb_transfer *transfer = cusb_transfer_new(stream->packets);

	if (!transfer)
		return NULL;
	transfer->bEndpointAddress = stream->ep->bEndpointAddress;
	transfer->length = stream->packet * (stream->packets ? stream->packets : 1);
	transfer->data = malloc(transfer->length);
	if (!transfer->data) {
		cusb_transfer_free(transfer);
		return NULL;
	}
	if (stream->packets)
		cusb_transfer_fill_packets(transfer, stream->packet);
	return transfer;
}

static int prepare(struct stream *stream)
{
	bool iso = cusb_endpoint_type(stream->ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO;
	size_t count = iso ? ISO_TRANSFERS : TRANSFERS;

	stream->packet = cusb_iso_packet_size(stream->ep);
	if (stream->packet == 0)
		return -EMSGSIZE;
	stream->packets = iso ? iso_packets(stream) : 0;
	while (stream->idle_count < count) {
		struct cusb_transfer *transfer = new_transfer(stream);

		if (!transfer)
			return -ENOMEM;
		stream->idle[stream->idle_count++] = transfer;
	}
	return 0;
}

static void free_all(struct stream *stream)
{
	while (stream->idle_count > 0) {
		struct cusb_transfer *transfer = stream->idle[--stream->idle_count];

		free(transfer->data);
		cusb_transfer_free(transfer);
	}
}

static bool is_wanted(const struct stream *stream)
{
	return stream->reader->wanted(stream->reader->user) > 0;
}

/* Without isochronous packets, no more than are wanted: a packet that is read is gone. */
static int submit(struct stream *stream)
{
	uint64_t wanted = stream->reader->wanted(stream->reader->user);
	int err = 0;

	while (!err && stream->idle_count > 0 && (stream->packets || stream->in_flight < wanted)) {
		struct cusb_transfer *transfer = stream->idle[stream->idle_count - 1];

		err = cusb_submit(stream->dev, transfer);
		if (!err) {
			stream->idle_count--;
			stream->in_flight++;
		}
	}
	return err;
}

/* A silent device sends empty isochronous packets for ever. */
static int check_silence(struct stream *stream, size_t length)
{
	int timeout_ms = cusb_default_timeout(stream->dev);
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (length > 0)
		stream->last = now;
	if (timeout_ms == 0 || (now.tv_sec - stream->last.tv_sec) * 1000LL +
					       (now.tv_nsec - stream->last.tv_nsec) / 1000000 <
				       timeout_ms)
		return 0;
	return -ETIMEDOUT;
}

/* Returns the number of bytes. */
static size_t take_packets(struct stream *stream, struct cusb_transfer *done)
{
	const struct packet_reader *reader = stream->reader;
	const uint8_t *data = done->data;
	size_t length = 0;

	for (unsigned int i = 0; i < done->packet_count && is_wanted(stream); i++) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(done, i);

		reader->take(reader->user, data, packet->actual_length, packet->status);
		data += packet->length;
		length += packet->actual_length;
	}
	return length;
}

/* An ended transfer without data has no packet, but a good one has an empty packet. */
static int take_transfer(struct stream *stream, struct cusb_transfer *done)
{
	const struct packet_reader *reader = stream->reader;
	size_t length = done->actual_length;

	stream->idle[stream->idle_count++] = done;
	stream->in_flight--;
	if (stream->packets)
		length = take_packets(stream, done);
	else if (is_wanted(stream) && (done->status == 0 || length > 0))
		reader->take(reader->user, done->data, length, 0);
	reader->taken(reader->user);
	if (done->status < 0)
		return done->status;
	if (!stream->packets)
		return 0;
	if (done->error_count == done->packet_count)
		return cusb_transfer_packet(done, 0)->status;
	return check_silence(stream, length);
}

/* The transfers that are still in flight. The data that they brought counts. */
static void drain(struct stream *stream)
{
	struct cusb_transfer *done;

	cusb_cancel_all(stream->dev, stream->ep->bEndpointAddress);
	while (stream->in_flight > 0 && cusb_reap(stream->dev, CUSB_NO_TIMEOUT, &done) == 0)
		take_transfer(stream, done);
}

static int run(struct stream *stream)
{
	struct cusb_transfer *done;
	int err = 0;

	clock_gettime(CLOCK_MONOTONIC, &stream->last);
	while (!err && is_wanted(stream) && !stream->reader->stopped(stream->reader->user)) {
		err = submit(stream);
		if (!err)
			err = cusb_reap(stream->dev, CUSB_DEFAULT_TIMEOUT, &done);
		if (!err)
			err = take_transfer(stream, done);
	}
	drain(stream);
	return is_wanted(stream) ? err : 0;
}

int packet_stream_read(struct cusb_device *dev, const struct cusb_endpoint *ep,
		       const struct packet_reader *reader)
{
	struct stream stream = {.dev = dev, .ep = ep, .reader = reader};
	int err = prepare(&stream);

	if (err == 0)
		err = run(&stream);
	free_all(&stream);
	return err;
}
