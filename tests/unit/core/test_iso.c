/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/transfer.h>

#include "fail_alloc.h"
#include "unit.h"

#define PLUS "\x08\x31\0\0\x00\x00\x01\x00" /* 65536 bytes an interval */

static const struct {
	uint16_t wMaxPacketSize, wBytesPerInterval;
	const char *extra;
	size_t extra_length, size;
} endpoints[] = {
	{64, 0, "", 0, 64},
	{1023, 0, "", 0, 1023},
	{0x0000 | 1024, 0, "", 0, 1024},
	{0x0800 | 1024, 0, "", 0, 2048},
	{0x1000 | 1024, 0, "", 0, 3072},
	{0, 0, "", 0, 0},
	{1024, 5000, "", 0, 5000},
	{1024, 1, PLUS, 8, 65536},
	{1024, 1, "\x04\x25\0\0" PLUS, 12, 65536},
	{1024, 9, PLUS, 7, 9},		       /* cut off */
	{1024, 9, "\x00\x31", 2, 9},	       /* no length */
	{1024, 9, "\x07\x31\0\0\0\0\1", 7, 9}, /* too short to be one */
	{1024, 9, "\x08", 1, 9},
};

CASE_PER_ROW(packet_size_is_what_one_interval_moves, endpoints)
{
	struct cusb_endpoint ep = {.wMaxPacketSize = endpoints[_i].wMaxPacketSize};

	ep.ss_companion.bLength = 6;
	ep.ss_companion.wBytesPerInterval = endpoints[_i].wBytesPerInterval;
	ep.extra = (const uint8_t *)endpoints[_i].extra;
	ep.extra_length = endpoints[_i].extra_length;
	ck_assert_uint_eq(cusb_iso_packet_size(&ep), endpoints[_i].size);
}

CASE(packets_follow_the_transfer_in_rows_of_128_behind_room_for_the_backend)
{
	struct cusb_transfer *transfer = cusb_transfer_new(257);
	char *row = (char *)(transfer + 1);

	ck_assert_uint_eq(transfer->packet_count, 257);
	ck_assert_ptr_eq(cusb_transfer_packet(transfer, 0), row + 64);
	ck_assert_ptr_eq(cusb_transfer_packet(transfer, 127), row + 64 + 127 * 12);
	row += 64 + 128 * 12;
	ck_assert_ptr_eq(cusb_transfer_packet(transfer, 128), row + 64);
	ck_assert_ptr_eq(cusb_transfer_packet(transfer, 256), row + 64 + 128 * 12 + 64);
	cusb_transfer_free(transfer);
}

static const unsigned int counts[] = {1, 127, 128, 129, 255, 256, 257, 384, 385, 10000};

CASE_PER_ROW(size_is_up_to_the_last_packet, counts)
{
	struct cusb_transfer *transfer = cusb_transfer_new(counts[_i]);

	ck_assert_ptr_eq((char *)(cusb_transfer_packet(transfer, counts[_i] - 1) + 1),
			 (char *)transfer + cusb_transfer_size(counts[_i]));
	cusb_transfer_free(transfer);
}

CASE(size_without_packets_is_that_of_the_struct)
{
	ck_assert_uint_eq(cusb_transfer_size(0), sizeof(struct cusb_transfer));
}

/* On 32 bits the product would wrap. */
static const unsigned int too_many[] = {(1U << 24) + 1, 360000000, UINT_MAX - 127, UINT_MAX};

CASE_PER_ROW(size_of_too_many_packets_is_more_than_all_memory, too_many)
{
	ck_assert_uint_eq(cusb_transfer_size(too_many[_i]), SIZE_MAX);
	ck_assert_ptr_null(cusb_transfer_new(too_many[_i]));
}

CASE(size_of_the_most_packets_fits_32_bits)
{
	ck_assert_uint_lt(cusb_transfer_size(1U << 24), INT32_MAX);
}

CASE(transfer_that_finds_no_memory_is_null)
{
	struct cusb_transfer *transfer;

	fail_alloc_start(1);
	transfer = cusb_transfer_new(1);
	ck_assert(fail_alloc_stop());
	ck_assert_ptr_null(transfer);
	ck_assert_ptr_null(cusb_transfer_new(4000000000U));
	cusb_transfer_free(NULL);
}

CASE(filling_cuts_the_length_and_leaves_the_rest_empty)
{
	struct cusb_transfer *transfer = cusb_transfer_new(4);

	transfer->length = 25;
	cusb_transfer_packet(transfer, 3)->length = 99;
	ck_assert_int_eq(cusb_transfer_fill_packets(transfer, 10), 0);
	ck_assert_uint_eq(cusb_transfer_packet(transfer, 1)->length, 10);
	ck_assert_uint_eq(cusb_transfer_packet(transfer, 2)->length, 5);
	ck_assert_uint_eq(cusb_transfer_packet(transfer, 3)->length, 0);
	transfer->length = 40;
	ck_assert_int_eq(cusb_transfer_fill_packets(transfer, 10), 0);
	transfer->length = 41;
	ck_assert_int_eq(cusb_transfer_fill_packets(transfer, 10), -EINVAL);
	ck_assert_int_eq(cusb_transfer_fill_packets(transfer, 0), -EINVAL);
	cusb_transfer_free(transfer);
}

CASE(compacting_closes_the_gaps)
{
	char data[] = "aa..bbbb....c...";
	struct cusb_transfer *transfer = cusb_transfer_new(4);

	transfer->data = data;
	transfer->length = 16;
	cusb_transfer_fill_packets(transfer, 4);
	cusb_transfer_packet(transfer, 0)->actual_length = 2;
	cusb_transfer_packet(transfer, 1)->actual_length = 4;
	cusb_transfer_packet(transfer, 3)->actual_length = 1;
	ck_assert_uint_eq(cusb_transfer_compact(transfer), 7);
	ck_assert_uint_eq(transfer->actual_length, 7);
	ck_assert_mem_eq(data, "aabbbbc", 7);
	cusb_transfer_free(transfer);
}

/* As no kernel should tell it. */
CASE(packet_that_claims_more_than_its_length_has_failed)
{
	char data[] = "aabb";
	struct cusb_transfer *transfer = cusb_transfer_new(2);

	transfer->data = data;
	transfer->length = 4;
	cusb_transfer_fill_packets(transfer, 2);
	cusb_transfer_packet(transfer, 0)->actual_length = 99;
	cusb_transfer_packet(transfer, 1)->actual_length = 2;
	ck_assert_uint_eq(cusb_transfer_compact(transfer), 2);
	ck_assert_mem_eq(data, "bb", 2);
	ck_assert_uint_eq(cusb_transfer_packet(transfer, 0)->actual_length, 0);
	ck_assert_int_eq(cusb_transfer_packet(transfer, 0)->status, -EPROTO);
	cusb_transfer_free(transfer);
}
