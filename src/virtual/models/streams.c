/* SPDX-License-Identifier: MIT */
/*
 * fffe:0016: a loopback for each of 16 bulk streams, and one for use without streams.
 */
#include "virtual/models/models.h"

#define STREAMS 16

struct streams {
	struct loopback loopback;
	struct pipe pipes[STREAMS + 1];
};

static struct pipe *pipe_of(const struct cusb_virtual_device *dev)
{
	struct streams *state = dev->state;

	return &state->pipes[dev->stream <= STREAMS ? dev->stream : 0];
}

static int streams_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		       size_t length)
{
	(void)address;
	return pipe_put(pipe_of(dev), packet, length);
}

static ssize_t streams_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
			  size_t room)
{
	(void)address;
	return pipe_get(pipe_of(dev), packet, room);
}

static void streams_restart(struct cusb_virtual_device *dev)
{
	struct streams *state = dev->state;

	loopback_restart(dev);
	for (unsigned int i = 0; i <= STREAMS; i++)
		pipe_clear(&state->pipes[i]);
}

/* MaxStreams 4: 2 to the power of it. */
static const uint8_t descriptors[] = {
	DEVICE(0x0320, 9, 0x0016, 1), CONFIGURATION(9 + 9 + 2 * (7 + 6), 1, 1, 0, 0, 14),
	INTERFACE(0, 0, 2, 0),	      BULK(0x01, 1024),
	COMPANION(3, 4, 0),	      BULK(0x81, 1024),
	COMPANION(3, 4, 0),
};

const struct cusb_virtual_model model_streams = {
	.name = "streams",
	.what = "loopback at super speed with 16 bulk streams",
	.speed = CUSB_SPEED_SUPER,
	BYTES(descriptors),
	SUPER_BOS,
	STRINGS("Streams", "0016"),
	.state_size = sizeof(struct streams),
	.control = loopback_control,
	.out = streams_out,
	.in = streams_in,
	.restart = streams_restart,
	.free = streams_restart,
};
