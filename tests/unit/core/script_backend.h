/* SPDX-License-Identifier: MIT */
/*
 * A backend that does as it is told and remembers what it was asked. Its devices are data; every
 * entry succeeds unless a test says otherwise; every call is recorded as text with its arguments:
 *
 *	script_fail_once("claim 0", -EBUSY);
 *	ck_assert_int_eq(cusb_claim_interface(dev, 0), -EBUSY);
 *	expect_calls("open, claim 0");
 */
#ifndef SCRIPT_BACKEND_H
#define SCRIPT_BACKEND_H

#include <stdbool.h>

#include <cusb/backend.h>

#define SCRIPT_DEVICES_MAX 8

struct script_device {
	const char *name;
	uint16_t bus;
	int address;
	uint8_t port_count;
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX];
	const uint8_t *descriptors;
	size_t length;
	int speed;
	uint64_t id;
	bool provisional_name;
	const char *strings[3]; /* by enum cusb_device_string */
};

struct script {
	struct cusb_backend backend; /* first; a test may set entries to NULL */
	struct cusb_driver_operations drivers; /* the backend's */
	struct script_device devices[SCRIPT_DEVICES_MAX];
	size_t device_count;
	/* The state that the first device is in; setting them changes it. */
	int configuration;
	int altsettings[256];
	/* What the data transfers answer. */
	ssize_t moved; /* bytes; -1: as many as were asked for */
	bool block;    /* they do not end before script_unblock(), or being discarded */
	bool stubborn; /* discarding does nothing */
	struct cusb_handle *handle; /* the one opened last */
};

extern struct script script;

/*
 * Interface 0: bulk 01 81, interrupt 82, control 84, isochronous 86. Interface 1: setting 0
 * without endpoints, 1 with bulk 03 83, 2 with interrupt 03 83. Interface 2: a printer, setting 0
 * with bulk 07, 1 with bulk 08. Configuration 2: interface 0 with bulk 01 81.
 */
extern const struct script_device script_composite;
/*
 * Interface 0: settings 1 with bulk 04, 2 with bulk 84; none is 0. Interface 1: setting 0 without
 * endpoints, 1 with bulk 01. Interface 2: bulk 01 as well, and an endpoint 91.
 * Interface 3: setting 5 alone. A second configuration has the value 0.
 */
extern const struct script_device script_odd;

/* Starts anew with the composite device, configured with value 1. */
void script_begin(void);
/* Instead of the one device: root hub usb1, hub 1-2, the composite 1-2.3, the odd one 2-1. */
void script_plug_hubs(void);
/* Fails the test when a handle is open still. */
void script_end(void);
/* The first device, with the calls of finding it left out of the record. */
struct cusb_device *script_find(void);

/*
 * Calls that are recorded as `call`, or begin with that word, return `err` (0 or above as well):
 * from now on, or the next one only.
 */
void script_fail(const char *call, int err);
void script_fail_once(const char *call, int err);

/* The calls since the last time, separated by ", ". */
const char *script_calls(void);
#define expect_calls(text) ck_assert_str_eq(script_calls(), text)

/* For tests with threads: waits until so many data transfers are inside the backend. */
void script_wait_inside(unsigned int count);
void script_unblock(void);
unsigned int script_open_handles(void);

#endif
