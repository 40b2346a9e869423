/* SPDX-License-Identifier: MIT */
/*
 * Two programs with one device. The first program is under test. The second program acts on the
 * device by system calls of its own. Afterwards each operation of the first program works if it
 * can, or returns the right error: at once, and when it is repeated. The act makes only transfers
 * in flight fail.
 *
 * second_acts.c has the acts with their effects on the kernel. second_operations.c has the
 * operations with their conditions. second_program.c has a case for each pair of an act and an
 * operation.
 */
#ifndef CONFORMANCE_SECOND_PROGRAM_H
#define CONFORMANCE_SECOND_PROGRAM_H

#include "other_program.h"

/* The state of the first program when the second program acts. */
enum first_state {
	HOLDS, /* both interfaces claimed, interface 1 in alternate setting 1 */
	IDLE   /* the device open, configuration 1 set by itself, and nothing claimed */
};

struct act {
	const char *name;
	enum first_state before;
	/* `fd` is the second program's. Returns the result of the system call that counts. */
	int (*run)(const struct cusb_device *dev, int fd);
	int result;

	/* The state of the device that results. */
	bool gone;
	bool unauthorized;   /* the device */
	int configuration;   /* bConfigurationValue; 0: it is not configured */
	int altsetting;	     /* of interface 1 */
	unsigned int taken;  /* a bit for each interface that the first program cannot have */
	int taken_err;	     /* and the error for that */
	bool unconfigures;   /* on the way to that */
	bool lasts;	     /* the case undoes what it did */
};

/* The conditions of an operation: bits. */
enum operation_need {
	DEVICE = 0x1,
	CONFIGURED = 0x2,
	CLAIM_0 = 0x4,	   /* of interface 0 */
	CLAIM_1 = 0x8,
	INTERFACE_1 = 0x10,
	SETTING_1 = 0x20,  /* of interface 1 */
	CONFIGURES = 0x40, /* the right to set a configuration */
	UNCLAIMED = 0x80   /* no other program has an interface */
};

struct operation {
	const char *name;
	unsigned int needs;
	/* Before the act; NULL: nothing. */
	void (*begin)(struct cusb_device *dev);
	/* Returns >= 0, or its error. */
	ssize_t (*run)(struct cusb_device *dev, const struct act *act);
};

extern const struct act second_acts[];
extern const size_t second_act_count;
extern const struct operation first_operations[];
extern const size_t first_operation_count;

/* Whether a result is right for an operation after an act. */
bool is_true(const struct act *act, unsigned int needs, ssize_t result);
/* How transfers end that are in flight at the act; 0: they go on. */
int end_of_transfers(const struct act *act);

#endif
