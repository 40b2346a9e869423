/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pcapng/pcapng.h"
#include "unit.h"

#define BLOCK_PACKET	 6
#define BLOCK_STATISTICS 5

static int file;
static uint8_t buffer[512];
static uint8_t bytes[1 << 20];
static size_t length;
static struct pcapng_writer writer;

static void setup(void)
{
	char name[] = "/tmp/pcapng-XXXXXX";

	file = mkstemp(name);
	ck_assert_int_ge(file, 0);
	unlink(name);
	pcapng_open(&writer, file, buffer, sizeof buffer);
}

static void teardown(void)
{
	close(file);
}

static void put(size_t data, const char *comment)
{
	static const uint8_t zeros[400000];
	const struct usbmon_packet packet = {
		.id = 7, .type = USBMON_COMPLETE, .len_urb = (uint32_t)data};

	pcapng_put(&writer,
		   &(struct pcapng_event){
			   .packet = &packet, .data = zeros, .length = data, .comment = comment});
}

static void load(void)
{
	ssize_t n = pread(file, bytes, sizeof bytes, 0);

	ck_assert_int_ge(n, 0);
	length = (size_t)n;
}

static uint32_t word(size_t at)
{
	uint32_t value;

	ck_assert_uint_le(at + sizeof value, length);
	memcpy(&value, bytes + at, sizeof value);
	return value;
}

/* The place of the nth block of a type; each block has its length twice. */
static size_t block(uint32_t type, unsigned int nth)
{
	for (size_t at = 0; at < length; at += word(at + 4)) {
		ck_assert_uint_eq(word(at + 4) % 4, 0);
		ck_assert_uint_eq(word(at + word(at + 4) - 4), word(at + 4));
		if (word(at) == type && nth-- == 0)
			return at;
	}
	ck_abort_msg("there is no such block");
}

static void check_option(size_t at, uint16_t code, uint16_t size)
{
	const uint16_t head[] = {code, size};

	ck_assert_mem_eq(bytes + at, head, sizeof head);
}

FIXTURE(setup, teardown)

CASE(blocks_wait_until_they_are_flushed_or_have_no_more_room)
{
	pcapng_begin(&writer, "a program", "an interface");
	load();
	ck_assert_uint_eq(length, 0);
	for (unsigned int i = 0; i < 4; i++)
		put(100, NULL);
	load();
	ck_assert_uint_eq(word(0), PCAPNG_SECTION);
	block(BLOCK_PACKET, 0);
	pcapng_flush(&writer);
	load();
	block(BLOCK_PACKET, 3);
}

CASE(a_block_that_is_larger_than_the_buffer_is_whole)
{
	put(1, NULL);
	put(100001, NULL);
	put(2, NULL);
	pcapng_flush(&writer);
	load();
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 1) + 20), 64 + 100001);
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 2) + 20), 64 + 2);
}

/* There would be room for its copy. */
CASE(a_large_block_is_written_at_once_behind_the_blocks_that_wait)
{
	static uint8_t large[16384];

	pcapng_open(&writer, file, large, sizeof large);
	put(1, NULL);
	put(2, NULL);
	load();
	ck_assert_uint_eq(length, 0);
	put(6000, NULL);
	load();
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 0) + 20), 64 + 1);
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 1) + 20), 64 + 2);
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 2) + 20), 64 + 6000);
	ck_assert_uint_eq(writer.used, 0);
}

CASE(what_other_readers_refuse_is_cut_and_its_length_is_told)
{
	size_t at;

	put(400000, NULL);
	pcapng_flush(&writer);
	load();
	at = block(BLOCK_PACKET, 0);
	ck_assert_uint_eq(word(at + 20), PCAPNG_PACKET_MAX);
	ck_assert_uint_eq(word(at + 24), 64 + 400000);
}

CASE(a_comment_is_an_option)
{
	size_t at;

	put(1, "hello");
	pcapng_flush(&writer);
	load();
	at = block(BLOCK_PACKET, 0) + 28 + 64 + 4;
	check_option(at, 1, 5);
	ck_assert_mem_eq(bytes + at + 4, "hello\0\0\0", 8);
	ck_assert_uint_eq(word(at + 12), 0);
}

CASE(losses_are_told_with_the_next_packet_and_at_the_end)
{
	const struct timespec now = {1, 0};
	const uint64_t three = 3, five = 5;
	size_t at;

	put(4, NULL);
	writer.lost = 3;
	put(4, NULL);
	put(4, NULL);
	writer.lost = 5;
	pcapng_end(&writer, &now);
	load();
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 0) + 4), 28 + 64 + 4 + 4);
	at = block(BLOCK_PACKET, 1) + 28 + 64 + 4;
	check_option(at, 4, 8);
	ck_assert_mem_eq(bytes + at + 4, &three, 8);
	ck_assert_uint_eq(word(block(BLOCK_PACKET, 2) + 4), 28 + 64 + 4 + 4);
	at = block(BLOCK_STATISTICS, 0) + 20 + 12;
	check_option(at, 7, 8);
	ck_assert_mem_eq(bytes + at + 4, &five, 8);
}

CASE(after_an_error_nothing_is_written)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	close(ends[1]);
	pcapng_open(&writer, ends[1], buffer, sizeof buffer);
	put(1, NULL);
	pcapng_flush(&writer);
	ck_assert_int_eq(writer.err, -EBADF);
	pcapng_open(&writer, file, buffer, sizeof buffer);
	writer.err = -ENOSPC;
	put(1000, NULL);
	pcapng_flush(&writer);
	load();
	ck_assert_uint_eq(length, 0);
	close(ends[0]);
}
