/* SPDX-License-Identifier: MIT */
/*
 * Bulk streams on QEMU's usb-uas, which no driver has in the guest: SCSI commands by USB Attached
 * SCSI, each with a tag that is also the stream of its data and its status.
 */
#include <errno.h>
#include <string.h>

#include "world.h"

#define IN_THE_GUEST "only the guest has such a device"

#define PROTOCOL_UAS	 0x62
#define PIPE_USAGE	 0x24 /* UAS: type of the descriptor behind each endpoint's */
#define COMMAND_IU	 0x01
#define SENSE_IU	 0x03
#define SCSI_INQUIRY	 0x12
#define COMMAND_LENGTH	 32
#define SENSE_MIN_LENGTH 8

/* Pipes by their ids; [0] is none. */
struct uas {
	struct cusb_device *dev;
	unsigned int command, status, in, out;
	unsigned int streams_max;
};

/* A command of one tag, with the transfers of all its pipes. */
struct command {
	struct cusb_transfer command, in, status;
	unsigned char sent[COMMAND_LENGTH], data[512], sense[512];
};

static int is_uas(const struct cusb_interface *intf, void *user)
{
	(void)user;
	return intf->bInterfaceProtocol == PROTOCOL_UAS && intf->endpoint_count == 4;
}

static int has_uas(struct cusb_device *dev, void *user)
{
	return dev->configuration_count > 0 &&
	       cusb_find_interface(dev->configurations,
				   CUSB_MATCH(bInterfaceClass, CUSB_CLASS_MASS_STORAGE,
					      custom_interface, is_uas),
				   user) == 0;
}

/* Which pipe an endpoint is, told by the descriptor that follows it. */
static unsigned int pipe_id(const struct cusb_endpoint *ep)
{
	const uint8_t *at = ep->extra, *end = at + ep->extra_length;

	for (; end - at >= 3 && at[0] >= 3; at += at[0])
		if (at[1] == PIPE_USAGE)
			return at[2];
	return 0;
}

static struct uas find_uas(void)
{
	const struct cusb_interface *intf = NULL;
	struct uas uas = {.dev = NULL};
	unsigned int pipes[256] = {0};

	CHECK_OK(cusb_find(CUSB_MATCH(custom_device, has_uas, user, &intf), &uas.dev));
	CHECK_OK(cusb_set_default_timeout(uas.dev, GUARD_MS));
	CHECK_INT(cusb_device_speed(uas.dev), CUSB_SPEED_SUPER);
	for (size_t i = 0; i < intf->endpoint_count; i++) {
		const struct cusb_endpoint *ep = &intf->endpoints[i];

		pipes[pipe_id(ep)] = ep->bEndpointAddress;
		if (pipe_id(ep) != 1)
			uas.streams_max = cusb_streams_max(ep);
	}
	CHECK_INT(pipes[0], 0);
	uas.command = pipes[1];
	uas.status = pipes[2];
	uas.in = pipes[3];
	uas.out = pipes[4];
	return uas;
}

static void prepare(struct command *c, const struct uas *uas, unsigned int tag, unsigned int page)
{
	memset(c, 0, sizeof *c);
	c->sent[0] = COMMAND_IU;
	c->sent[3] = (unsigned char)tag;
	c->sent[16] = SCSI_INQUIRY;
	c->sent[17] = page != 0; /* vital product data */
	c->sent[18] = (unsigned char)page;
	c->sent[20] = 255;
	c->command = (struct cusb_transfer){.bEndpointAddress = uas->command,
					    .data = c->sent,
					    .length = COMMAND_LENGTH,
					    .timeout_ms = GUARD_MS};
	c->in = (struct cusb_transfer){.bEndpointAddress = uas->in,
				       .data = c->data,
				       .length = 255,
				       .timeout_ms = GUARD_MS,
				       .stream_id = tag};
	c->status = (struct cusb_transfer){.bEndpointAddress = uas->status,
					   .data = c->sense,
					   .length = sizeof c->sense,
					   .timeout_ms = GUARD_MS,
					   .stream_id = tag};
}

static void reap_all(struct cusb_device *dev, unsigned int count)
{
	struct cusb_transfer *done = NULL;

	for (unsigned int i = 0; i < count; i++) {
		CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
		CHECK_OK(done->status);
	}
	CHECK_INT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -ENODATA);
}

static void check_good(const struct command *c, unsigned int tag)
{
	CHECK_INT(c->command.actual_length, COMMAND_LENGTH);
	CHECK(c->status.actual_length >= SENSE_MIN_LENGTH);
	CHECK_INT(c->sense[0], SENSE_IU);
	CHECK_INT(c->sense[3], tag);
	CHECK_INT(c->sense[6], 0); /* GOOD */
}

CASE_ONLY(a_scsi_command_by_streams, WORLD_KERNEL, IN_THE_GUEST)
{
	struct uas uas = find_uas();
	const uint8_t pipes[] = {(uint8_t)uas.status, (uint8_t)uas.in, (uint8_t)uas.out};
	struct command c;

	CHECK_INT(uas.streams_max, 16);
	CHECK(cusb_streams_alloc(uas.dev, 16, pipes, 3) >= 2);
	prepare(&c, &uas, 1, 0);
	CHECK_OK(cusb_submit(uas.dev, &c.status));
	CHECK_OK(cusb_submit(uas.dev, &c.in));
	CHECK_OK(cusb_submit(uas.dev, &c.command));
	reap_all(uas.dev, 3);
	check_good(&c, 1);
	CHECK(c.in.actual_length >= 36);
	CHECK_INT(c.data[0], 0); /* a disk */
	CHECK_BYTES(c.data + 8, "QEMU    QEMU HARDDISK   ", 24);
	CHECK_OK(cusb_streams_free(uas.dev, pipes, 3));
	cusb_device_free(uas.dev);
}

/* What comes first is asked for last: each stream gets its own all the same. */
CASE_ONLY(streams_are_apart, WORLD_KERNEL, IN_THE_GUEST)
{
	struct uas uas = find_uas();
	const uint8_t pipes[] = {(uint8_t)uas.status, (uint8_t)uas.in, (uint8_t)uas.out};
	struct command standard, pages;

	CHECK(cusb_streams_alloc(uas.dev, 16, pipes, 3) >= 7);
	prepare(&standard, &uas, 3, 0);
	prepare(&pages, &uas, 7, 0x83);
	CHECK_OK(cusb_submit(uas.dev, &pages.status));
	CHECK_OK(cusb_submit(uas.dev, &pages.in));
	CHECK_OK(cusb_submit(uas.dev, &standard.status));
	CHECK_OK(cusb_submit(uas.dev, &standard.in));
	CHECK_OK(cusb_submit(uas.dev, &standard.command));
	CHECK_OK(cusb_submit(uas.dev, &pages.command));
	reap_all(uas.dev, 6);
	check_good(&standard, 3);
	check_good(&pages, 7);
	CHECK_BYTES(standard.data + 8, "QEMU    ", 8);
	CHECK_INT(pages.data[1], 0x83); /* the page's own code */
	CHECK_OK(cusb_streams_free(uas.dev, pipes, 3));
	cusb_device_free(uas.dev);
}

CASE_ONLY(a_cancelled_stream_leaves_the_others, WORLD_KERNEL, IN_THE_GUEST)
{
	struct uas uas = find_uas();
	const uint8_t pipes[] = {(uint8_t)uas.status, (uint8_t)uas.in, (uint8_t)uas.out};
	struct cusb_transfer *done = NULL;
	struct command c, idle;

	CHECK(cusb_streams_alloc(uas.dev, 16, pipes, 3) >= 2);
	prepare(&idle, &uas, 2, 0);
	prepare(&c, &uas, 1, 0);
	CHECK_OK(cusb_submit(uas.dev, &idle.status));
	CHECK_OK(cusb_submit(uas.dev, &c.status));
	CHECK_OK(cusb_cancel(uas.dev, &idle.status));
	CHECK_OK(cusb_reap(uas.dev, GUARD_MS, &done));
	CHECK(done == &idle.status);
	CHECK_INT(done->status, -ECANCELED);
	CHECK_OK(cusb_submit(uas.dev, &c.in));
	CHECK_OK(cusb_submit(uas.dev, &c.command));
	reap_all(uas.dev, 3);
	check_good(&c, 1);
	CHECK_OK(cusb_streams_free(uas.dev, pipes, 3));
	cusb_device_free(uas.dev);
}

CASE_ONLY(streams_where_there_are_none, WORLD_KERNEL, IN_THE_GUEST)
{
	struct uas uas = find_uas();
	const uint8_t command = (uint8_t)uas.command, in = (uint8_t)uas.in, nowhere = 0x8f;

	CHECK_INT(cusb_streams_alloc(uas.dev, 16, &command, 1), -EINVAL);
	CHECK_INT(cusb_streams_alloc(uas.dev, 16, &nowhere, 1), -ENOENT);
	CHECK_INT(cusb_streams_free(uas.dev, &in, 1), -EINVAL);
	CHECK(cusb_streams_alloc(uas.dev, 4, &in, 1) >= 2);
	CHECK_OK(cusb_streams_free(uas.dev, &in, 1));
	CHECK_INT(cusb_streams_free(uas.dev, &in, 1), -EINVAL);
	cusb_device_free(uas.dev);
}
