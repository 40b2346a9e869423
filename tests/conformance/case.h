/* SPDX-License-Identifier: MIT */
/*
 * A conformance case: CASE(name) { ... } registers itself, and main.c runs each in a process of its
 * own. The first check that does not hold ends the case. Checks may be made in any thread.
 *
 * The suite has a runner of its own, and does not use libcheck as the unit tests do, because it must
 * also be built with musl and for 32 bits, where no libcheck is at hand.
 */
#ifndef CONFORMANCE_CASE_H
#define CONFORMANCE_CASE_H

#include <stdbool.h>
#include <stddef.h>

enum world_kind {
	WORLD_VIRTUAL = 1,
	WORLD_KERNEL = 2,
	WORLD_USBIP = 4,
	WORLD_SHARE = 8,
	WORLD_NATIVE = WORLD_VIRTUAL | WORLD_KERNEL, /* with the native backend */
	WORLD_REMOTE = WORLD_USBIP | WORLD_SHARE, /* with the backend for USB/IP */
	WORLD_ANY = 15
};

/*
 * What a case needs of its world but for devices that are found, opened and talked to. world.c has
 * a text for each.
 */
enum need {
	NEED_NATIVE = 0x01,   /* that the backend is the native one */
	NEED_STRINGS = 0x02,  /* without asking the device */
	NEED_SETTINGS = 0x04, /* configuration and alternate settings, likewise */
	NEED_DRIVERS = 0x08,  /* of the kernel */
	NEED_RESET = 0x10,
	NEED_ISOCHRONOUS = 0x20,
	NEED_STREAMS = 0x40,
	NEED_POWER = 0x80,    /* runtime suspend */
	NEED_HUBS = 0x100,    /* root hubs, and ports to claim */
	NEED_ALL = 0x1ff
};

struct test_case {
	const char *name;
	const char *file;
	int line;
	enum world_kind worlds;
	const char *reason; /* why it does not run in the other native one */
	unsigned int needs;
	bool shares;
	void (*run)(void);
	struct test_case *next;
	const void *row; /* of a table of cases; NULL: none */
};

void case_register(struct test_case *test);

/* The row of the case that runs. */
extern const void *case_row;

/* Files that a case leaves open on purpose, set by it; 0 at first. */
extern int case_fds_kept;

/* A file in which every case needs something defines this before it includes anything. */
#ifndef CASES_NEED
#define CASES_NEED 0
#endif

/*
 * So does a file whose cases may take a loopback device that was plugged in before they began, with 1:
 * on a real kernel that saves half a second a case. It is in its first configuration, as after
 * plugging in; what a case does to it, unplugging included, is undone before the next. A case that
 * watches devices come, counts them, or looks for one by what all have in common needs its own.
 */
#ifndef CASES_SHARE
#define CASES_SHARE 0
#endif

#define CASE_IN_(function, in, why, need)                                                          \
	static void case_##function(void);                                                         \
	__attribute__((constructor)) static void register_##function(void)                         \
	{                                                                                          \
		static struct test_case test = {                                                   \
			#function,	     __FILE__,	  __LINE__,	   in,  why,               \
			CASES_NEED | (need), CASES_SHARE, case_##function, NULL, NULL};            \
                                                                                                   \
		case_register(&test);                                                              \
	}                                                                                          \
	static void case_##function(void)

/*
 * A case for every world; for those that have what it needs; for all but one; and for one of the
 * native worlds. With the reason why not for the other.
 */
#define CASE(name) CASE_IN_(name, WORLD_ANY, NULL, 0)
#define CASE_NEEDS(name, needs) CASE_IN_(name, WORLD_ANY, NULL, needs)
#define CASE_EXCEPT(name, world, reason) CASE_IN_(name, WORLD_ANY & ~(world), reason, 0)
#define CASE_ONLY(name, world, reason) CASE_IN_(name, world, reason, NEED_NATIVE)

/*
 * A case for each row of a table, whose first member is the row's name. `case_row` is the row.
 */
#define CASE_PER_ROW(function, table, in, why, need)                                               \
	static void case_##function(void);                                                         \
	__attribute__((constructor)) static void register_##function(void)                         \
	{                                                                                          \
		static struct test_case tests[sizeof(table) / sizeof(table)[0]];                   \
                                                                                                   \
		for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {                      \
			tests[i] = (struct test_case){(table)[i].name, __FILE__,                   \
						      __LINE__,	       in,                         \
						      why,	       CASES_NEED | (need),        \
						      CASES_SHARE,     case_##function,            \
						      NULL,	       &(table)[i]};               \
			case_register(&tests[i]);                                                  \
		}                                                                                  \
	}                                                                                          \
	static void case_##function(void)

/* The checks, as functions: they print what is wrong and end the case. */
void check_failed(const char *file, int line, const char *what) __attribute__((noreturn));
void check_int(const char *file, int line, const char *what, long long got, long long want);
void check_either(const char *file, int line, const char *what, long long got, long long want1,
		  long long want2);
void check_str(const char *file, int line, const char *what, const char *got, const char *want);
void check_bytes(const char *file, int line, const char *what, const void *got, const void *want,
		 size_t length);

#define CHECK(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))
/* Numbers; of negative ones the message also gives the error's meaning. */
#define CHECK_INT(got, want) check_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define CHECK_EITHER(got, want1, want2) check_either(__FILE__, __LINE__, #got, got, want1, want2)
#define CHECK_OK(got) CHECK_INT(got, 0)
#define CHECK_STR(got, want) check_str(__FILE__, __LINE__, #got, got, want)
#define CHECK_BYTES(got, want, length) check_bytes(__FILE__, __LINE__, #got, got, want, length)

#endif
