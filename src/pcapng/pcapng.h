/* SPDX-License-Identifier: MIT */
/*
 * Writes USB traffic as a pcapng file, which Wireshark reads.
 *
 *	write.c          blocks
 *	conversation.c   the requests that tell a reader about a device
 *
 * Each block goes to the file by one write as a whole, so several writers may append to one file.
 * The functions do not lock.
 */
#ifndef CUSB_PCAPNG_PCAPNG_H
#define CUSB_PCAPNG_PCAPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "pcapng/usbmon.h"

/* The first bytes of a file that pcapng_begin() has begun on a machine of this byte order. */
#define PCAPNG_SECTION	    0x0a0d0d0aU
#define PCAPNG_MAGIC	    0x1a2b3c4dU
#define PCAPNG_PACKET_MAX   262144 /* more is cut off: other readers refuse it */
#define PCAPNG_COMMENT_SIZE 96

struct pcapng_writer {
	int fd;
	int err;	    /* the first error of writing; afterwards nothing is written */
	uint64_t next_id;   /* for the URBs of pcapng_device() and the like */
	uint64_t written;   /* events */
	uint64_t lost;	    /* events that the source has lost */
	uint64_t lost_told; /* of them, with a packet */
	uint8_t *buffer;    /* the caller's: blocks wait here */
	size_t size, used;
};

struct pcapng_event {
	const struct usbmon_packet *packet;
	const struct usbmon_iso_packet *iso; /* packet->ndesc of them */
	const void *data;
	size_t length;
	const char *comment; /* shorter than PCAPNG_COMMENT_SIZE; or NULL */
};

/*
 * Sets the writer up, and nothing else: `buffer` has room for `size` bytes. For a file that has its
 * beginning already.
 */
void pcapng_open(struct pcapng_writer *writer, int fd, void *buffer, size_t size);
/* Writes the beginning of a file, or of a further section. Both texts are shorter than 64 bytes. */
void pcapng_begin(struct pcapng_writer *writer, const char *application, const char *interface);
void pcapng_put(struct pcapng_writer *writer, const struct pcapng_event *event);
/* Writes the numbers of the events that were written and lost. */
void pcapng_end(struct pcapng_writer *writer, const struct timespec *now);
/* Writes the blocks that wait. */
void pcapng_flush(struct pcapng_writer *writer);

/* ---- what a reader must know of a device ------------------------------------------------------ */

struct pcapng_device {
	struct timespec time; /* of all its events, since 1970 */
	uint16_t busnum;
	uint8_t devnum;
	int speed; /* enum cusb_speed; below 0: not known */
};

/*
 * The comment at each of these events begins so. "; speed high" follows if the speed is known, with
 * the word of a text device (virtual.h).
 */
#define PCAPNG_KNOWN "known before; not on the bus"
#define PCAPNG_SPEED "; speed "


/*
 * Writes the requests for the device descriptor and for all configurations, with their answers. The
 * active configuration comes last, because a reader takes the last one. `bytes` are as in sysfs.
 */
void pcapng_descriptors(struct pcapng_writer *writer, const struct pcapng_device *device,
			const uint8_t *bytes, size_t length, int bConfigurationValue);
/* Writes a SET_INTERFACE request. */
void pcapng_setting(struct pcapng_writer *writer, const struct pcapng_device *device,
		    uint8_t bInterfaceNumber, uint8_t bAlternateSetting);
/* Writes the request for a HID report descriptor, with its answer. */
void pcapng_report(struct pcapng_writer *writer, const struct pcapng_device *device,
		   uint8_t bInterfaceNumber, const uint8_t *bytes, size_t length);

#endif
