/* SPDX-License-Identifier: MIT */
/*
 * Reads a capture: pcapng or pcap, of link type USB_LINUX_MMAPPED (220) or USB_LINUX (189), in either
 * byte order, as of Wireshark, tcpdump and this tool.
 */
#ifndef CUSB_CLI_TRAFFIC_READ_H
#define CUSB_CLI_TRAFFIC_READ_H

#include "pcapng/pcapng.h"

#define CAPTURE_INTERFACES 32
#define CAPTURE_ISO_MAX	   1024

struct capture_reader {
	const uint8_t *bytes;
	size_t length, at;
	uint8_t *loaded; /* the bytes, if capture_load() has read them */
	bool is_pcap;	 /* not pcapng */
	bool swapped;	 /* the other byte order */
	uint16_t links[CAPTURE_INTERFACES];
	size_t link_count;
	unsigned long long skipped; /* packets that are no USB traffic */
	/* Of the last event, in the byte order of this machine. */
	struct usbmon_packet packet;
	struct usbmon_iso_packet iso[CAPTURE_ISO_MAX];
	char comment[PCAPNG_COMMENT_SIZE];
};

/* Reads a file, or standard input for "-". Returns 0 or -errno, reported. */
int capture_load(struct capture_reader *reader, const char *name);
void capture_unload(struct capture_reader *reader);

/* Begins with bytes in memory, which the reader borrows. Returns 0; -EBADMSG: no capture. */
int capture_begin_reading(struct capture_reader *reader, const uint8_t *bytes, size_t length);
/*
 * The next event, whose memory is valid until the next call. Returns 1; 0: the end; -EBADMSG: the
 * rest is malformed, or the file was cut.
 */
int capture_next(struct capture_reader *reader, struct pcapng_event *event);

#endif
