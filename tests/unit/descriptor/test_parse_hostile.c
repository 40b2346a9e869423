/* SPDX-License-Identifier: MIT */
/* parse.c: bytes that no device should send. Worth the most under the sanitizers. */
#include "descriptor_tree.h"
#include "unit.h"

static const char *const cut[] = {"keyboard",	"webcam",	"audio",
				  "uas",	"composite",	"interleaved",
				  "companions", "associations", "two-configurations"};

/* Sanitizers see a read past the bytes and a write past the memory asked for. */
CASE_PER_ROW(tree_of_bytes_cut_anywhere_stays_within_them, cut)
{
	struct hex hex = hex_load(cut[_i]);

	for (size_t length = 0; length <= hex.length; length++) {
		struct tree *tree = tree_build(hex.bytes, length);

		ck_assert_uint_le(tree->end, length);
		ck_assert_uint_le(length - tree->end, 0xff);
		tree_free(tree);
	}
	hex_free(&hex);
}

CASE_PER_ROW(tree_of_bytes_with_any_one_changed_stays_within_them, cut)
{
	static const uint8_t values[] = {0, 1, 2, 4, 5, 9, 0x0b, 0x30, 0x80, 0xff};
	struct hex hex = hex_load(cut[_i]);

	for (size_t at = 18; at < hex.length; at++) {
		uint8_t good = hex.bytes[at];

		for (size_t i = 0; i < sizeof values; i++) {
			hex.bytes[at] = values[i];
			tree_free(tree_build(hex.bytes, hex.length));
		}
		hex.bytes[at] = good;
	}
	hex_free(&hex);
}
