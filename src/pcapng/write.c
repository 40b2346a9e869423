/* SPDX-License-Identifier: MIT */
/*
 * The format: draft-ietf-opsawg-pcapng. A block has its type, its length, its body in words of 32
 * bits, and its length again; all in the byte order of the machine that writes.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/uio.h>

#include "pcapng/pcapng.h"

#define LINKTYPE_USB_LINUX_MMAPPED 220

#define BLOCK_INTERFACE	 1
#define BLOCK_STATISTICS 5
#define BLOCK_PACKET	 6
#define OPTION_COMMENT	 1
#define SECTION_USERAPPL 4
#define INTERFACE_NAME	 2
#define PACKET_DROPS	 4
#define STATISTICS_RECV	 4
#define STATISTICS_DROP	 7 /* by the operating system */

#define TEXT_SIZE  64
#define PARTS	   6
#define AT_ONCE	   4096 /* a write costs less than a copy of so many bytes */
#define WORD_ALIGN 4

struct packet_head {
	uint32_t type, length;
	uint32_t interface, time_high, time_low, captured, original;
};

/* The padding of the data, the options, and the length: at most. */
#define TAIL_SIZE (3 + 4 + PCAPNG_COMMENT_SIZE + 12 + 4 + 4)

/* A part of a block that is put together in memory. */
struct bytes {
	uint8_t *at;
	size_t used;
};

static void add(struct bytes *bytes, const void *from, size_t length)
{
	memcpy(bytes->at + bytes->used, from, length);
	bytes->used += length;
}

static void add_word(struct bytes *bytes, uint32_t word)
{
	add(bytes, &word, sizeof word);
}

static void pad(struct bytes *bytes, size_t length)
{
	static const uint8_t zeros[WORD_ALIGN];

	add(bytes, zeros, -length % WORD_ALIGN);
}

static void add_option(struct bytes *bytes, uint16_t code, const void *value, size_t length)
{
	const uint16_t head[] = {code, (uint16_t)length};

	add(bytes, head, sizeof head);
	add(bytes, value, length);
	pad(bytes, length);
}

static void end_options(struct bytes *bytes)
{
	add_word(bytes, 0);
}

void pcapng_open(struct pcapng_writer *writer, int fd, void *buffer, size_t size)
{
	*writer = (struct pcapng_writer){.fd = fd, .next_id = 1, .buffer = buffer, .size = size};
}

/* Moves past bytes that were written; returns how many parts are done. */
static int skip(struct iovec *parts, int count, size_t written)
{
	int done = 0;

	while (done < count && written >= parts[done].iov_len)
		written -= parts[done++].iov_len;
	if (done < count) {
		parts[done].iov_base = (uint8_t *)parts[done].iov_base + written;
		parts[done].iov_len -= written;
	}
	return done;
}

/* The file may be a pipe that another process has made non-blocking. */
static void write_parts(struct pcapng_writer *writer, struct iovec *parts, int count)
{
	struct pollfd writable = {writer->fd, POLLOUT, 0};

	while (count > 0 && !writer->err) {
		ssize_t n = writev(writer->fd, parts, count);
		int done = n < 0 ? 0 : skip(parts, count, (size_t)n);

		if (n < 0 && errno == EAGAIN)
			poll(&writable, 1, -1);
		else if (n < 0 && errno != EINTR)
			writer->err = -errno;
		parts += done;
		count -= done;
	}
}

void pcapng_flush(struct pcapng_writer *writer)
{
	struct iovec all = {writer->buffer, writer->used};

	if (writer->used)
		write_parts(writer, &all, 1);
	writer->used = 0;
}

/*
 * Writes a block of these parts: later with others, or at once if it is large. parts[0] is left for
 * the blocks that wait.
 */
static void put_parts(struct pcapng_writer *writer, struct iovec *parts, int count, size_t length)
{
	if (length >= AT_ONCE || length > writer->size - writer->used) {
		parts[0] = (struct iovec){writer->buffer, writer->used};
		writer->used = 0;
		write_parts(writer, parts, count);
		return;
	}
	for (int i = 1; i < count; i++) {
		if (parts[i].iov_len)
			memcpy(writer->buffer + writer->used, parts[i].iov_base, parts[i].iov_len);
		writer->used += parts[i].iov_len;
	}
}

/* Sets both lengths of a block that begins with its type and room for the length. */
static void put_block(struct pcapng_writer *writer, struct bytes *block)
{
	uint32_t length = (uint32_t)block->used + WORD_ALIGN;
	struct iovec parts[] = {{0}, {block->at, length}};

	add_word(block, length);
	memcpy(block->at + WORD_ALIGN, &length, sizeof length);
	put_parts(writer, parts, 2, length);
}

void pcapng_begin(struct pcapng_writer *writer, const char *application, const char *interface)
{
	static const uint32_t section[] = {PCAPNG_SECTION, 0, PCAPNG_MAGIC};
	static const uint16_t version[] = {1, 0};
	static const uint16_t link[] = {LINKTYPE_USB_LINUX_MMAPPED, 0};
	static const int64_t unknown_length = -1;
	uint8_t room[48 + TEXT_SIZE];
	struct bytes block = {room, 0};

	add(&block, section, sizeof section);
	add(&block, version, sizeof version);
	add(&block, &unknown_length, sizeof unknown_length);
	add_option(&block, SECTION_USERAPPL, application, strnlen(application, TEXT_SIZE));
	end_options(&block);
	put_block(writer, &block);

	block.used = 0;
	add_word(&block, BLOCK_INTERFACE);
	add_word(&block, 0);
	add(&block, link, sizeof link);
	add_word(&block, PCAPNG_PACKET_MAX);
	add_option(&block, INTERFACE_NAME, interface, strnlen(interface, TEXT_SIZE));
	end_options(&block);
	put_block(writer, &block);
}

static void add_time(struct bytes *block, int64_t seconds, int64_t microseconds)
{
	uint64_t time = (uint64_t)seconds * 1000000 + (uint64_t)microseconds;

	add_word(block, (uint32_t)(time >> 32));
	add_word(block, (uint32_t)time);
}

/* The bytes behind the data: padding, options, and the length, which comes later. */
static void make_tail(struct pcapng_writer *writer, const char *comment, struct bytes *tail)
{
	uint64_t lost = writer->lost - writer->lost_told;

	if (comment)
		add_option(tail, OPTION_COMMENT, comment, strnlen(comment, PCAPNG_COMMENT_SIZE));
	if (lost)
		add_option(tail, PACKET_DROPS, &lost, sizeof lost);
	if (comment || lost)
		end_options(tail);
	writer->lost_told = writer->lost;
}

static size_t original_length(const struct pcapng_event *event, size_t iso)
{
	size_t data = event->length;

	if (!event->packet->flag_data && event->packet->len_urb > data)
		data = event->packet->len_urb;
	return sizeof *event->packet + iso + data;
}

void pcapng_put(struct pcapng_writer *writer, const struct pcapng_event *event)
{
	const struct usbmon_packet *packet = event->packet;
	size_t iso = packet->ndesc * sizeof *event->iso;
	size_t most = PCAPNG_PACKET_MAX - sizeof *packet - iso;
	size_t length = event->length < most ? event->length : most;
	size_t captured = sizeof *packet + iso + length;
	uint8_t head_room[sizeof(struct packet_head)], tail_room[TAIL_SIZE];
	struct bytes head = {head_room, 0}, tail = {tail_room, 0};
	size_t whole;

	pad(&tail, captured);
	make_tail(writer, event->comment, &tail);
	whole = sizeof(struct packet_head) + captured + tail.used + WORD_ALIGN;
	add_word(&tail, (uint32_t)whole);
	add_word(&head, BLOCK_PACKET);
	add_word(&head, (uint32_t)whole);
	add_word(&head, 0); /* the interface */
	add_time(&head, packet->ts_sec, packet->ts_usec);
	add_word(&head, (uint32_t)captured);
	add_word(&head, (uint32_t)original_length(event, iso));
	put_parts(writer,
		  (struct iovec[PARTS]){{0},
					{head.at, head.used},
					{(void *)(uintptr_t)packet, sizeof *packet},
					{(void *)(uintptr_t)event->iso, iso},
					{(void *)(uintptr_t)event->data, length},
					{tail.at, tail.used}},
		  PARTS, whole);
	writer->written++;
}

void pcapng_end(struct pcapng_writer *writer, const struct timespec *now)
{
	uint8_t room[64];
	struct bytes block = {room, 0};
	uint64_t received = writer->written + writer->lost;

	add_word(&block, BLOCK_STATISTICS);
	add_word(&block, 0);
	add_word(&block, 0); /* the interface */
	add_time(&block, now->tv_sec, now->tv_nsec / 1000);
	add_option(&block, STATISTICS_RECV, &received, sizeof received);
	add_option(&block, STATISTICS_DROP, &writer->lost, sizeof writer->lost);
	end_options(&block);
	put_block(writer, &block);
	pcapng_flush(writer);
}
