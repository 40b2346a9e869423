/* SPDX-License-Identifier: MIT */
#include "descriptor/walk.h"
#include "hex.h"
#include "unit.h"

#define KINDS_MAX 64

/* A walk over a fixture: a letter for each descriptor, and where it ended. */
struct walked {
	char kinds[KINDS_MAX + 1]; /* configuration, interface, endpoint, association, other */
	size_t end;
	size_t length;
};

static struct walked walk_fixture(const char *name)
{
	static const char letters[] = {[WALK_CONFIGURATION] = 'c',
				       [WALK_INTERFACE] = 'i',
				       [WALK_ENDPOINT] = 'e',
				       [WALK_ASSOCIATION] = 'a',
				       [WALK_OTHER] = 'o'};
	struct hex hex = hex_load(name);
	struct walked walked = {.length = hex.length};
	const uint8_t *desc;
	struct descriptor_walk walk;
	enum walk_kind kind;

	walk_start(&walk, hex.bytes, hex.length);
	for (size_t i = 0; (kind = walk_next(&walk, &desc)) != WALK_END; i++) {
		ck_assert_uint_lt(i, KINDS_MAX);
		walked.kinds[i] = letters[kind];
	}
	walked.end = walk.offset;
	hex_free(&hex);
	return walked;
}

static const struct {
	const char *fixture;
	const char *kinds;
} whole[] = {
	{"empty", ""},
	{"device-short", ""},
	{"device-alone", ""},
	{"device-length", "cie"},
	{"keyboard", "cioe"},
	{"storage", "ciee"},
	{"hub", "cieie"},
	{"webcam", "caioooeoioooieie"},
	{"audio", "cioooiiooeoe"},
	{"uas", "cieoeoieooeooeooeoo"},
	{"composite", "cioeaiooooeiee"},
	{"two-configurations", "cieciie"},
	{"total-length-small", "cie"},
	{"total-length-large", "cie"},
	{"total-length-inside", "ciecie"},
	{"configuration-short", "ooo"},
	{"interface-short", "cioooooooe"},
	{"endpoint-short", "cieoooooe"},
	{"associations", "caaioea"},
	{"endpoint-first", "cooie"},
	{"stray-before", "ooocie"},
	{"device-again", "cioe"},
	{"long-standard", "cie"},
	{"interleaved", "cieiieeieio"},
};

CASE_PER_ROW(walk_without_fault_sees_every_descriptor, whole)
{
	struct walked walked = walk_fixture(whole[_i].fixture);

	ck_assert_str_eq(walked.kinds, whole[_i].kinds);
	ck_assert_uint_eq(walked.end, walked.length);
}

static const struct {
	const char *fixture;
	const char *kinds;
	size_t end;
} faulty[] = {
	{"length-zero", "cie", 43},
	{"length-one", "cie", 43},
	{"length-past-end", "cie", 43},
	{"byte-left-over", "cie", 43},
};

CASE_PER_ROW(walk_into_a_fault_stops_at_its_offset, faulty)
{
	struct walked walked = walk_fixture(faulty[_i].fixture);

	ck_assert_str_eq(walked.kinds, faulty[_i].kinds);
	ck_assert_uint_eq(walked.end, faulty[_i].end);
	ck_assert_uint_lt(walked.end, walked.length);
}
