/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/traffic/read.h"
#include "unit.h"

/* The records of this machine's byte order are made, and may be swapped. */
static uint8_t file[1024];
static size_t length;
static struct capture_reader *reader;
static struct pcapng_event event;

static void setup(void)
{
	length = 0;
	reader = malloc(sizeof *reader);
}

static void teardown(void)
{
	free(reader);
}

static void add(const void *bytes, size_t size)
{
	memcpy(file + length, bytes, size);
	length += size;
}

static void add_word(uint32_t value, bool swapped)
{
	value = swapped ? __builtin_bswap32(value) : value;
	add(&value, sizeof value);
}

static void add_pcap(uint32_t link, bool swapped)
{
	const uint32_t head[] = {0xa1b2c3d4U, 2 | 4 << 16, 0, 0, 65535, link};

	for (size_t i = 0; i < 6; i++)
		add_word(head[i], swapped);
}

/* A completed isochronous transfer of one packet. */
static void add_iso(size_t header, bool swapped)
{
	const uint32_t iso[] = {0, 0, 3, 0};
	const uint16_t busnum = swapped ? 0x0100 : 0x0001;

	add_word(1, swapped);
	add_word(2, swapped);
	add_word((uint32_t)header + 16 + 3, swapped);
	add_word((uint32_t)header + 16 + 3, swapped);
	add("\0\0\0\0\0\0\0\0C\0\x81\5", 12);
	add(&busnum, sizeof busnum);
	add("-\0", 2);
	for (size_t i = 16; i < 32; i += 4)
		add_word(0, swapped);
	add_word(3, swapped);	   /* len_urb */
	add_word(16 + 3, swapped); /* len_cap */
	add_word(2, swapped);	   /* error_count */
	add_word(1, swapped);	   /* numdesc */
	for (size_t i = 48; i < header; i += 4)
		add_word(i == 60 ? 1 : 0, swapped); /* ndesc */
	for (size_t i = 0; i < 4; i++)
		add_word(iso[i], swapped);
	add("abc", 3);
}

static const struct {
	uint32_t link;
	size_t header;
	bool swapped;
} forms[] = {{220, 64, false}, {220, 64, true}, {189, 48, false}, {189, 48, true}};

FIXTURE(setup, teardown)

CASE_PER_ROW(an_isochronous_event_is_the_same_in_each_form, forms)
{
	add_pcap(forms[_i].link, forms[_i].swapped);
	add_iso(forms[_i].header, forms[_i].swapped);
	ck_assert_int_eq(capture_begin_reading(reader, file, length), 0);
	ck_assert_int_eq(capture_next(reader, &event), 1);
	ck_assert_uint_eq(event.packet->busnum, 1);
	ck_assert_uint_eq(event.packet->devnum, 5);
	ck_assert_int_eq(event.packet->iso.error_count, 2);
	ck_assert_uint_eq(event.packet->ndesc, 1);
	ck_assert_uint_eq(event.iso[0].length, 3);
	ck_assert_uint_eq(event.length, 3);
	ck_assert_mem_eq(event.data, "abc", 3);
	ck_assert_int_eq(capture_next(reader, &event), 0);
}

CASE(a_file_that_was_cut_is_read_up_to_there)
{
	add_pcap(220, false);
	add_iso(64, false);
	add_iso(64, false);
	ck_assert_int_eq(capture_begin_reading(reader, file, length - 1), 0);
	ck_assert_int_eq(capture_next(reader, &event), 1);
	ck_assert_int_eq(capture_next(reader, &event), -EBADMSG);
}

CASE(packets_of_other_networks_are_skipped)
{
	add_pcap(1, false);
	add_iso(64, false);
	ck_assert_int_eq(capture_begin_reading(reader, file, length), 0);
	ck_assert_int_eq(capture_next(reader, &event), 0);
	ck_assert_uint_eq(reader->skipped, 1);
}

CASE(something_else_is_no_capture)
{
	ck_assert_int_eq(capture_begin_reading(reader, (const uint8_t *)"#!/bin/sh and more", 18),
			 -EBADMSG);
	ck_assert_int_eq(capture_begin_reading(reader, file, 0), -EBADMSG);
}
