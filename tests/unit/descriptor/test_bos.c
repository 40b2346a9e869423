/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>

#include <cusb/descriptor.h>

#include "fail_alloc.h"
#include "hex.h"
#include "unit.h"

static int parse_fixture(const char *name, struct cusb_bos **bos)
{
	struct hex hex = hex_load(name);
	int err = cusb_bos_parse(hex.bytes, hex.length, bos);

	hex_free(&hex);
	return err;
}

CASE(bos_of_three_capabilities_is_understood)
{
	struct cusb_bos *bos;

	ck_assert_int_eq(parse_fixture("bos", &bos), 0);
	ck_assert_uint_eq(bos->bLength, 5);
	ck_assert_uint_eq(bos->bDescriptorType, CUSB_DESC_TYPE_BOS);
	ck_assert_uint_eq(bos->wTotalLength, 42);
	ck_assert_uint_eq(bos->bNumDeviceCaps, 3);
	ck_assert_uint_eq(bos->capability_count, 3);
	ck_assert_uint_eq(bos->capabilities[0].bDevCapabilityType, 2);
	ck_assert_uint_eq(bos->capabilities[1].bDevCapabilityType, 3);
	ck_assert_uint_eq(bos->capabilities[2].bDevCapabilityType, 4);
	cusb_bos_free(bos);
}

CASE(capability_has_its_header_and_the_bytes_after_it)
{
	static const uint8_t want[] = {0x00, 0x0e, 0x00, 0x01, 0x0a, 0xff, 0x07};
	const struct cusb_device_capability *capability;
	struct cusb_bos *bos;

	ck_assert_int_eq(parse_fixture("bos", &bos), 0);
	capability = &bos->capabilities[1];
	ck_assert_uint_eq(capability->bLength, 10);
	ck_assert_uint_eq(capability->bDescriptorType, CUSB_DESC_TYPE_DEVICE_CAPABILITY);
	ck_assert_uint_eq(capability->data_length, sizeof want);
	ck_assert_mem_eq(capability->data, want, sizeof want);
	cusb_bos_free(bos);
}

static const struct {
	const char *fixture;
	size_t capabilities;
} partly[] = {
	{"bos-cut", 2},	    /* the last one is cut short */
	{"bos-counts", 1},  /* claims 255 */
	{"bos-lengths", 1}, /* bLength 2 is stepped over, 0 ends it */
	{"bos-other", 1},
};

CASE_PER_ROW(bos_with_faults_keeps_the_good_capabilities, partly)
{
	struct cusb_bos *bos;

	ck_assert_int_eq(parse_fixture(partly[_i].fixture, &bos), 0);
	ck_assert_uint_eq(bos->capability_count, partly[_i].capabilities);
	ck_assert_uint_eq(bos->capabilities[0].bDevCapabilityType, 2);
	cusb_bos_free(bos);
}

static const char *const headerless[] = {"empty",	 "bos-short", "bos-length",
					 "bos-past-end", "bos-type",  "keyboard"};

CASE_PER_ROW(bos_without_header_is_a_bad_message, headerless)
{
	struct cusb_bos *bos = NULL;

	ck_assert_int_eq(parse_fixture(headerless[_i], &bos), -EBADMSG);
	ck_assert_ptr_null(bos);
}

CASE(bos_cut_at_every_byte_is_never_read_past_the_end)
{
	struct hex hex = hex_load("bos");

	for (size_t length = 0; length < hex.length; length++) {
		struct hex cut = hex_copy(hex.bytes, length);
		struct cusb_bos *bos = NULL;
		int err = cusb_bos_parse(cut.bytes, length, &bos);

		ck_assert_int_eq(err, length < CUSB_BOS_DESC_SIZE ? -EBADMSG : 0);
		if (bos)
			ck_assert_uint_eq(bos->capability_count,
					  (size_t)(length >= 12) + (length >= 22));
		cusb_bos_free(bos);
		hex_free(&cut);
	}
	hex_free(&hex);
}

CASE(bos_longer_than_it_can_be_is_cut)
{
	size_t length = 0x20000;
	uint8_t *bytes = calloc(1, length);
	struct cusb_bos *bos;

	ck_assert_ptr_nonnull(bytes);
	bytes[0] = 5;
	bytes[1] = CUSB_DESC_TYPE_BOS;
	for (size_t at = 5; at + 4 <= length; at += 4) {
		bytes[at] = 4;
		bytes[at + 1] = CUSB_DESC_TYPE_DEVICE_CAPABILITY;
	}
	ck_assert_int_eq(cusb_bos_parse(bytes, length, &bos), 0);
	ck_assert_uint_eq(bos->capability_count, (65535 - 5) / 4);
	cusb_bos_free(bos);
	free(bytes);
}

CASE(bos_without_memory_is_enomem)
{
	struct hex hex = hex_load("bos");
	struct cusb_bos *bos = NULL;
	int err;

	fail_alloc_start(1);
	err = cusb_bos_parse(hex.bytes, hex.length, &bos);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_ptr_null(bos);
	hex_free(&hex);
}

CASE(freeing_no_bos_is_allowed)
{
	cusb_bos_free(NULL);
}
