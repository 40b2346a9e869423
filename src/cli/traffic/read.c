/* SPDX-License-Identifier: MIT */
/*
 * The pseudo headers have the byte order of the machine that captured, which is also that of the
 * file. No length in a file is trusted.
 */
#include <errno.h>
#include <string.h>

#include "cli/traffic/read.h"

#define PCAP_MAGIC	0xa1b2c3d4U
#define PCAP_MAGIC_NANO 0xa1b23c4dU
#define PCAP_HEADER	24
#define PCAP_RECORD	16

#define BLOCK_INTERFACE	 1
#define BLOCK_OLD_PACKET 2
#define BLOCK_PACKET	 6
#define BLOCK_HEAD	 8
#define BLOCK_MIN	 12
#define PACKET_HEAD	 28 /* of a block with a packet */
#define OPTION_COMMENT	 1

#define LINK_USB	 189
#define LINK_USB_MMAPPED 220
#define SHORT_HEADER	 48  /* of LINK_USB: without the members after `setup` */
#define ISO_SHORT_MAX	 128 /* descriptors that the kernel captures */

static uint16_t read_16(const struct capture_reader *reader, const uint8_t *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof value);
	return reader->swapped ? __builtin_bswap16(value) : value;
}

static uint32_t read_32(const struct capture_reader *reader, const uint8_t *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof value);
	return reader->swapped ? __builtin_bswap32(value) : value;
}

static void swap_32(void *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof value);
	value = __builtin_bswap32(value);
	memcpy(at, &value, sizeof value);
}

static void swap_64(void *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof value);
	value = __builtin_bswap64(value);
	memcpy(at, &value, sizeof value);
}

/* ---- one packet ------------------------------------------------------------------------------ */

static void swap_packet(struct usbmon_packet *packet)
{
	swap_64(&packet->id);
	packet->busnum = __builtin_bswap16(packet->busnum);
	swap_64(&packet->ts_sec);
	swap_32(&packet->ts_usec);
	swap_32(&packet->status);
	swap_32(&packet->len_urb);
	swap_32(&packet->len_cap);
	if (packet->xfer_type == USBMON_ISO) {
		swap_32(&packet->iso.error_count);
		swap_32(&packet->iso.numdesc);
	}
	swap_32(&packet->interval);
	swap_32(&packet->start_frame);
	swap_32(&packet->xfer_flags);
	swap_32(&packet->ndesc);
}

/* The short header does not tell how many descriptors follow. */
static uint32_t iso_count(const struct usbmon_packet *packet, uint16_t link, size_t left)
{
	size_t most = left / sizeof(struct usbmon_iso_packet);
	uint32_t count = packet->ndesc;

	if (link == LINK_USB) {
		bool has = packet->xfer_type == USBMON_ISO && packet->iso.numdesc > 0;

		count = has ? (uint32_t)packet->iso.numdesc : 0;
		count = count < ISO_SHORT_MAX ? count : ISO_SHORT_MAX;
	}
	count = count < CAPTURE_ISO_MAX ? count : CAPTURE_ISO_MAX;
	return count < most ? count : (uint32_t)most;
}

/* False: these bytes are no USB event. */
static bool take_packet(struct capture_reader *reader, uint16_t link, const uint8_t *bytes,
			size_t length, struct pcapng_event *event)
{
	size_t header = link == LINK_USB ? SHORT_HEADER : sizeof reader->packet, iso;
	struct usbmon_packet *packet = &reader->packet;

	if ((link != LINK_USB && link != LINK_USB_MMAPPED) || length < header)
		return false;
	memset(packet, 0, sizeof *packet);
	memcpy(packet, bytes, header);
	if (reader->swapped)
		swap_packet(packet);
	packet->ndesc = iso_count(packet, link, length - header);
	iso = packet->ndesc * sizeof reader->iso[0];
	memcpy(reader->iso, bytes + header, iso);
	for (size_t i = 0; i < iso && reader->swapped; i += sizeof(uint32_t))
		swap_32((uint8_t *)reader->iso + i);
	*event = (struct pcapng_event){packet, reader->iso, bytes + header + iso,
				       length - header - iso,
				       reader->comment[0] ? reader->comment : NULL};
	return packet->type == USBMON_SUBMIT || packet->type == USBMON_COMPLETE ||
	       packet->type == USBMON_ERROR;
}

/* ---- pcapng ---------------------------------------------------------------------------------- */

static void take_comment(struct capture_reader *reader, const uint8_t *at, const uint8_t *end)
{
	while (end - at >= 4) {
		size_t code = read_16(reader, at), length = read_16(reader, at + 2);

		at += 4;
		if (code == 0 || length > (size_t)(end - at))
			return;
		if (code == OPTION_COMMENT && length < sizeof reader->comment) {
			memcpy(reader->comment, at, length);
			reader->comment[length] = '\0';
		}
		length = (length + 3) & ~(size_t)3;
		at += length < (size_t)(end - at) ? length : (size_t)(end - at);
	}
}

static bool take_block(struct capture_reader *reader, const uint8_t *block, uint32_t type,
		       size_t length, struct pcapng_event *event)
{
	size_t interface, captured, body;
	const uint8_t *packet = block + PACKET_HEAD;

	if ((type != BLOCK_PACKET && type != BLOCK_OLD_PACKET) || length < PACKET_HEAD + 4)
		return false;
	interface = type == BLOCK_PACKET ? read_32(reader, block + 8) : read_16(reader, block + 8);
	captured = read_32(reader, block + 20);
	body = length - PACKET_HEAD - 4;
	if (interface >= reader->link_count || captured > body)
		return false;
	reader->comment[0] = '\0';
	if (captured + 3 < body)
		take_comment(reader, packet + ((captured + 3) & ~(size_t)3), packet + body);
	if (take_packet(reader, reader->links[interface], packet, captured, event))
		return true;
	reader->skipped++;
	return false;
}

/* A section may have another byte order, and has its own interfaces. */
static bool begin_section(struct capture_reader *reader, const uint8_t *block)
{
	uint32_t magic;

	memcpy(&magic, block + BLOCK_HEAD, sizeof magic);
	reader->swapped = magic == __builtin_bswap32(PCAPNG_MAGIC);
	reader->link_count = 0;
	return reader->swapped || magic == PCAPNG_MAGIC;
}

/* Returns the type of the block at hand and its length; a length of 0: malformed or cut. */
static uint32_t look_at_block(struct capture_reader *reader, size_t *length)
{
	const uint8_t *block = reader->bytes + reader->at;
	size_t left = reader->length - reader->at;
	uint32_t type;

	*length = 0;
	if (left < BLOCK_MIN)
		return 0;
	type = read_32(reader, block);
	/* The number of a section is the same in both byte orders. */
	if (type == PCAPNG_SECTION && (left < 28 || !begin_section(reader, block)))
		return 0;
	*length = read_32(reader, block + 4);
	if (*length < BLOCK_MIN || *length % 4 || *length > left)
		*length = 0;
	return type;
}

static int next_of_pcapng(struct capture_reader *reader, struct pcapng_event *event)
{
	while (reader->at < reader->length) {
		const uint8_t *block = reader->bytes + reader->at;
		size_t length;
		uint32_t type = look_at_block(reader, &length);

		if (length == 0)
			return -EBADMSG;
		reader->at += length;
		if (type == BLOCK_INTERFACE && length >= 20 &&
		    reader->link_count < CAPTURE_INTERFACES)
			reader->links[reader->link_count++] = read_16(reader, block + 8);
		else if (take_block(reader, block, type, length, event))
			return 1;
	}
	return 0;
}

/* ---- pcap ------------------------------------------------------------------------------------ */

static int next_of_pcap(struct capture_reader *reader, struct pcapng_event *event)
{
	while (reader->at < reader->length) {
		const uint8_t *record = reader->bytes + reader->at;
		size_t left = reader->length - reader->at, captured;

		if (left < PCAP_RECORD)
			return -EBADMSG;
		captured = read_32(reader, record + 8);
		if (captured > left - PCAP_RECORD)
			return -EBADMSG;
		reader->at += PCAP_RECORD + captured;
		if (take_packet(reader, reader->links[0], record + PCAP_RECORD, captured, event))
			return 1;
		reader->skipped++;
	}
	return 0;
}

static bool begin_pcap(struct capture_reader *reader, uint32_t magic)
{
	reader->swapped = magic == __builtin_bswap32(PCAP_MAGIC) ||
			  magic == __builtin_bswap32(PCAP_MAGIC_NANO);
	if (reader->length < PCAP_HEADER ||
	    (!reader->swapped && magic != PCAP_MAGIC && magic != PCAP_MAGIC_NANO))
		return false;
	reader->is_pcap = true;
	reader->links[0] = (uint16_t)read_32(reader, reader->bytes + 20);
	reader->at = PCAP_HEADER;
	return true;
}

int capture_begin_reading(struct capture_reader *reader, const uint8_t *bytes, size_t length)
{
	uint32_t magic;

	memset(reader, 0, sizeof *reader);
	reader->bytes = bytes;
	reader->length = length;
	if (length < BLOCK_MIN)
		return -EBADMSG;
	memcpy(&magic, bytes, sizeof magic);
	return magic == PCAPNG_SECTION || begin_pcap(reader, magic) ? 0 : -EBADMSG;
}

int capture_next(struct capture_reader *reader, struct pcapng_event *event)
{
	return reader->is_pcap ? next_of_pcap(reader, event) : next_of_pcapng(reader, event);
}
