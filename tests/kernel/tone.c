/* SPDX-License-Identifier: MIT */
/*
 * Plays the tone of tone_wave.h on the first USB audio device (Audio 1.0) that takes 16 bits stereo
 * at 48 kHz: first with several isochronous transfers in flight, then by one long cusb_write().
 *
 *	tone [HOST]
 *
 * The device is one of this machine, or of the USB/IP server HOST.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cusb/cusb.h>
#include <cusb/usbip.h>

#include "tone_wave.h"

/* Audio 1.0: tables. */
#define SUBCLASS_CONTROL   1
#define SUBCLASS_STREAMING 2
#define AC_FEATURE_UNIT	   6
#define AS_FORMAT_TYPE	   2
#define SET_CUR		   0x01
#define GET_MAX		   0x83
#define MUTE_CONTROL	   1
#define VOLUME_CONTROL	   2

#define FRAME_BYTES  (TONE_CHANNELS * 2)
#define PACKET_BYTES (TONE_RATE / 1000 * FRAME_BYTES)
#define IN_FLIGHT    4
#define PACKETS	     25 /* of each transfer */
#define TIMEOUT_MS   600000
/* The device plays from a buffer of its own, which is to run dry before it is switched off. */
#define DRAIN_S 4

struct sink {
	struct cusb_device *dev;
	const struct cusb_interface *control, *streaming;
	const struct cusb_endpoint *ep;
};

static uint8_t samples[TONE_FRAMES * FRAME_BYTES];

static void expect(const char *what, long long got, long long want)
{
	if (got == want)
		return;
	printf("tone: %s: %lld (%s), not %lld\n", what, got,
	       got < 0 ? cusb_strerror((int)got) : "a number", want);
	exit(1);
}

/* The class-specific descriptor of that subtype among an interface's, or NULL. */
static const uint8_t *class_descriptor(const struct cusb_interface *intf, unsigned int subtype,
				       size_t min_length)
{
	const uint8_t *at = intf->extra, *end = at + intf->extra_length;

	for (; end - at >= 3 && at[0] >= 3 && at[0] <= end - at; at += at[0])
		if (at[1] == CUSB_DESC_TYPE_CS_INTERFACE && at[2] == subtype && at[0] >= min_length)
			return at;
	return NULL;
}

/* Whether a setting takes the tone as it is: two channels of 2 bytes, 16 bits, at 48 kHz. */
static int takes_tone(const struct cusb_interface *intf, void *user)
{
	static const uint8_t format[] = {1, TONE_CHANNELS, 2, 16, 1, 0x80, 0xbb, 0x00};
	const uint8_t *type = class_descriptor(intf, AS_FORMAT_TYPE, 3 + sizeof format);

	(void)user;
	return type && memcmp(type + 3, format, sizeof format) == 0;
}

static int is_sink(struct cusb_device *dev, void *user)
{
	struct sink *sink = user;
	const struct cusb_configuration *cfg = dev->configurations;

	return dev->configuration_count > 0 &&
	       cusb_find_interface(cfg,
				   CUSB_MATCH(bInterfaceClass, CUSB_CLASS_AUDIO, bInterfaceSubClass,
					      SUBCLASS_CONTROL),
				   &sink->control) == 0 &&
	       cusb_find_interface(cfg,
				   CUSB_MATCH(bInterfaceClass, CUSB_CLASS_AUDIO, bInterfaceSubClass,
					      SUBCLASS_STREAMING, custom_interface, takes_tone),
				   &sink->streaming) == 0 &&
	       cusb_find_endpoint(sink->streaming,
				  CUSB_MATCH(direction, CUSB_ENDPOINT_OUT, transfer_type,
					     CUSB_ENDPOINT_TYPE_ISO),
				  &sink->ep) == 0;
}

/* A request to the feature unit for one control of one channel. */
static ssize_t feature(const struct sink *sink, unsigned int bRequest, unsigned int control,
		       unsigned int channel, uint8_t *data, size_t length)
{
	const uint8_t *unit = class_descriptor(sink->control, AC_FEATURE_UNIT, 7);
	unsigned int direction = bRequest & 0x80;

	expect("a feature unit", unit != NULL, 1);
	return cusb_ctrl_transfer(sink->dev,
				  direction | CUSB_CTRL_TYPE_CLASS | CUSB_CTRL_RECIPIENT_INTERFACE,
				  bRequest, control << 8 | channel,
				  (unsigned int)unit[3] << 8 | sink->control->bInterfaceNumber,
				  data, length, TIMEOUT_MS);
}

/* At its loudest the device leaves the samples as they are. */
static void turn_up(const struct sink *sink)
{
	uint8_t value[2] = {0, 0};

	expect("unmuting", feature(sink, SET_CUR, MUTE_CONTROL, 0, value, 1), 1);
	for (unsigned int channel = 1; channel <= TONE_CHANNELS; channel++) {
		expect("loudest", feature(sink, GET_MAX, VOLUME_CONTROL, channel, value, 2), 2);
		expect("volume", feature(sink, SET_CUR, VOLUME_CONTROL, channel, value, 2), 2);
	}
}

static void make_samples(void)
{
	uint8_t *at = samples;

	for (uint32_t frame = 0; frame < TONE_FRAMES; frame++) {
		for (unsigned int channel = 0; channel < TONE_CHANNELS; channel++) {
			uint16_t sample = (uint16_t)tone_sample(channel, frame);

			*at++ = (uint8_t)sample;
			*at++ = (uint8_t)(sample >> 8);
		}
	}
}

static void check_packets(struct cusb_transfer *transfer)
{
	expect("transfer's status", transfer->status, 0);
	expect("transfer's bytes", (long long)transfer->actual_length, PACKETS * PACKET_BYTES);
	expect("failed packets", transfer->error_count, 0);
	for (unsigned int i = 0; i < PACKETS; i++) {
		expect("packet's status", cusb_transfer_packet(transfer, i)->status, 0);
		expect("packet's bytes", cusb_transfer_packet(transfer, i)->actual_length,
		       PACKET_BYTES);
	}
}

static void submit(const struct sink *sink, struct cusb_transfer *transfer, size_t at)
{
	transfer->data = samples + at;
	expect("submit", cusb_submit(sink->dev, transfer), 0);
}

/* In the order of submission: transfers of one endpoint end in it. */
static void play_queued(const struct sink *sink)
{
	const size_t length = PACKETS * PACKET_BYTES, end = TONE_QUEUED * FRAME_BYTES;
	struct cusb_transfer *transfers[IN_FLIGHT], *done;
	size_t next = 0, played = 0;

	for (unsigned int i = 0; i < IN_FLIGHT; i++, next += length) {
		transfers[i] = cusb_transfer_new(PACKETS);
		expect("memory", transfers[i] != NULL, 1);
		transfers[i]->bEndpointAddress = sink->ep->bEndpointAddress;
		transfers[i]->length = length;
		transfers[i]->timeout_ms = TIMEOUT_MS;
		expect("fill", cusb_transfer_fill_packets(transfers[i], PACKET_BYTES), 0);
		submit(sink, transfers[i], next);
	}
	for (; played < end; played += length) {
		expect("reap", cusb_reap(sink->dev, TIMEOUT_MS, &done), 0);
		expect("order", (uint8_t *)done->data - samples, (long long)played);
		check_packets(done);
		if (next < end) {
			submit(sink, done, next);
			next += length;
		}
	}
	expect("reap at the end", cusb_reap(sink->dev, TIMEOUT_MS, &done), -ENODATA);
	for (unsigned int i = 0; i < IN_FLIGHT; i++)
		cusb_transfer_free(transfers[i]);
}

int main(int argc, char **argv)
{
	struct cusb_backend *backend = cusb_usbfs_default();
	struct sink sink = {.dev = NULL};

	if (argc > 1)
		expect("server",
		       cusb_usbip_new(&(struct cusb_usbip_options){.host = argv[1]}, &backend), 0);
	expect("a USB audio device",
	       cusb_find(CUSB_MATCH(backend, backend, custom_device, is_sink, user, &sink),
			 &sink.dev),
	       0);
	cusb_set_auto_detach(sink.dev, true);
	expect("bytes of a packet", (long long)cusb_iso_packet_size(sink.ep), PACKET_BYTES);
	make_samples();
	turn_up(&sink);
	expect("altsetting", cusb_interface_set_altsetting(sink.streaming), 0);
	play_queued(&sink);
	expect("write",
	       cusb_write(sink.dev, sink.ep->bEndpointAddress, samples + TONE_QUEUED * FRAME_BYTES,
			  TONE_WRITTEN * FRAME_BYTES, TIMEOUT_MS),
	       TONE_WRITTEN * FRAME_BYTES);
	nanosleep(&(struct timespec){.tv_sec = DRAIN_S}, NULL);
	expect("silent altsetting",
	       cusb_set_altsetting(sink.dev, sink.streaming->bInterfaceNumber, 0), 0);
	cusb_device_free(sink.dev);
	if (argc > 1)
		cusb_usbip_free(backend);
	printf("played %d frames\n", TONE_FRAMES);
	return 0;
}
