/* SPDX-License-Identifier: MIT */
/*
 * A backend whose devices come and go as a test says, and whose watch says what the test wants it
 * to say, true or not. Changes, events and calls are text:
 *
 *	sw_plug("1-1", 5, 100);
 *	sw_say("added 1-1, bound 1-1@5");
 *	sw_expect("arrived 1-1, bound 1-1");
 *	ck_assert_str_eq(sw_calls(), "look 1-1, open 1-1, close");
 */
#ifndef SCRIPT_WATCH_H
#define SCRIPT_WATCH_H

#include <cusb/cusb.h>

struct sw_device {
	const char *name;
	int address; /* or what address() fails with */
	uint64_t id;
	uint8_t idProduct;
	bool node; /* its candidate has the address; a name with a slash is provisional */
	int configuration;
	bool has_configuration_0;
	int open_err; /* of the next open_failures opens */
	unsigned int open_failures;
	bool malformed;
};

struct script_watch {
	struct cusb_backend backend; /* first; a test may set entries to NULL */
	struct sw_device devices[8];
	size_t device_count;
	struct cusb_change changes[32];
	size_t change_count;
	const char
		*restless; /* the device of that name changes whenever there is no other change */
	int list_err;	   /* of the next look */
	int watch_err;	   /* of watch() */
	int next_err;	   /* of watch_next() when there is no change */
	int wait_err;	   /* of watch_wait() */
	void (*on_wait)(void); /* called by the next watch_wait() */
	int waited_ms;	       /* what the last watch_wait() was asked for */
	int open_handles, watches;
};

extern struct script_watch sw;
/* The one that the functions below use. */
extern struct cusb_monitor *sw_monitor;

/* Starts anew, without devices. */
void sw_begin(void);
/* Frees the monitor, and fails the test when anything is open still. */
void sw_end(void);
/* Begins to watch for all devices, and forgets the calls so far. */
void sw_watch(const struct cusb_monitor_options *options);
void sw_watch_for(const struct cusb_match *match, const struct cusb_monitor_options *options);

/* A configured device; another of the name goes. */
struct sw_device *sw_plug(const char *name, int address, uint64_t id);
void sw_unplug(const char *name);
/*
 * "added", "bound", "unbound", "changed" or "removed" and a name, with the address if it is said,
 * or "any"; separated by ", ".
 */
void sw_say(const char *changes);
const char *sw_calls(void);
void sw_forget(void);

/* The next event without waiting, which must be this one; its device, with the reference. */
struct cusb_device *sw_take(enum cusb_event_type type, const char *name);
/*
 * The next events: "arrived", "openable", "bound", "changed" or "left" and a name; separated by
 * ", ".
 */
void sw_expect(const char *events);
/* The same, and there is no other event now. */
void sw_expect_only(const char *events);
void sw_expect_none(void);
/* Without waiting. */
int sw_next(struct cusb_event *event);

#endif
