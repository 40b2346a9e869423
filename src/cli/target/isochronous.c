/* SPDX-License-Identifier: MIT */
/* Kernel fact: a URB has at most 128 packets, and all URBs together at most 16 MiB of memory. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "isochronous.h"

#define TRANSFERS   4
#define PACKETS_MAX 128
#define BYTES_MAX   (256U << 10) /* of a transfer */

struct stream {
	struct cusb_device *dev;
	const struct cusb_endpoint *ep;
	isochronous_take_fn take;
	void *user;
	struct cusb_transfer *transfers[TRANSFERS];
	struct timespec last; /* when the last byte came */
	bool enough;
};

static int prepare(struct stream *stream, unsigned long long hint)
{
	size_t packet = cusb_iso_packet_size(stream->ep), count = PACKETS_MAX;

	if (packet == 0)
		return -EMSGSIZE;
	if (count > BYTES_MAX / packet)
		count = packet < BYTES_MAX ? BYTES_MAX / packet : 1;
	if (count > hint / packet)
		count = (size_t)(hint / packet) + 1;
	for (size_t i = 0; i < TRANSFERS; i++) {
		struct cusb_transfer *transfer = cusb_transfer_new((unsigned int)count);

		if (!transfer)
			return -ENOMEM;
		stream->transfers[i] = transfer;
		transfer->bEndpointAddress = stream->ep->bEndpointAddress;
		transfer->length = count * packet;
		transfer->data = malloc(transfer->length);
		if (!transfer->data)
			return -ENOMEM;
		cusb_transfer_fill_packets(transfer, packet);
	}
	return 0;
}

static void free_all(struct stream *stream)
{
	for (size_t i = 0; i < TRANSFERS && stream->transfers[i]; i++) {
		free(stream->transfers[i]->data);
		cusb_transfer_free(stream->transfers[i]);
	}
}

/* A silent device sends empty packets for ever. */
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

static int take_transfer(struct stream *stream, struct cusb_transfer *done)
{
	size_t length = cusb_transfer_compact(done);

	if (!stream->enough)
		stream->enough = !stream->take(stream->user, done->data, length);
	if (done->status < 0)
		return done->status;
	if (done->error_count == done->packet_count)
		return cusb_transfer_packet(done, 0)->status;
	return check_silence(stream, length);
}

/* The transfers that are still in flight. The data that they brought counts. */
static void drain(struct stream *stream)
{
	struct cusb_transfer *done;

	cusb_cancel_all(stream->dev, stream->ep->bEndpointAddress);
	while (cusb_reap(stream->dev, CUSB_NO_TIMEOUT, &done) == 0)
		take_transfer(stream, done);
}

static int run(struct stream *stream)
{
	struct cusb_transfer *done;
	int err = 0;

	for (size_t i = 0; i < TRANSFERS && err == 0; i++)
		err = cusb_submit(stream->dev, stream->transfers[i]);
	clock_gettime(CLOCK_MONOTONIC, &stream->last);
	while (err == 0) {
		err = cusb_reap(stream->dev, CUSB_DEFAULT_TIMEOUT, &done);
		if (err == 0)
			err = take_transfer(stream, done);
		if (stream->enough)
			break;
		if (err == 0)
			err = cusb_submit(stream->dev, done);
	}
	drain(stream);
	return stream->enough ? 0 : err;
}

int isochronous_read(struct cusb_device *dev, const struct cusb_endpoint *ep,
		     unsigned long long hint, isochronous_take_fn take, void *user)
{
	struct stream stream = {.dev = dev, .ep = ep, .take = take, .user = user};
	int err = prepare(&stream, hint);

	if (err == 0)
		err = run(&stream);
	free_all(&stream);
	return err;
}
