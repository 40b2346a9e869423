/* SPDX-License-Identifier: MIT */
/* Reading an endpoint packet by packet, without a gap: several transfers are in flight at a time. */
#ifndef CUSB_CLI_TARGET_PACKET_STREAM_H
#define CUSB_CLI_TARGET_PACKET_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include <cusb/transfer.h>

struct packet_reader {
	void *user;
	/* Takes a packet. `status` is below 0 if an isochronous packet failed. */
	void (*take)(void *user, const void *data, size_t length, int status);
	/* The packets of one transfer were taken. */
	void (*taken)(void *user);
	/* The most packets that are still wanted; 0 ends the reading. */
	uint64_t (*wanted)(void *user);
	/* The reading ends, but packets that have come are taken. */
	bool (*stopped)(void *user);
};

/*
 * Reads until no more are wanted. The packets that came before an error are taken, too. A transfer
 * has one packet, but many of an isochronous endpoint; such a transfer may bring more than are
 * wanted. Returns 0; -ETIMEDOUT: no byte came in the device's default timeout; the error of a
 * transfer's first packet, when all its packets failed; or an error of cusb_submit() and
 * cusb_reap().
 */
int packet_stream_read(struct cusb_device *dev, const struct cusb_endpoint *ep,
		       const struct packet_reader *reader);

#endif
