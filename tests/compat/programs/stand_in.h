/* SPDX-License-Identifier: MIT */
/*
 * Stand-ins for hardware: virtual devices that a program takes for the ones it is made for. One
 * file of devices/ each, named after the program, with
 *
 *	STAND_IN(sispmctl) = {
 *		.program = "sispmctl",
 *		...
 *	};
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <cusb/virtual.h>

struct stand_in {
	const char *program; /* the first argument of stand_in */
	const char *job;     /* "switched outlet 2 on and read it back" */
	/* What the program has to load; NULL: libusb-1.0.so.0. */
	const char *library;
	const struct cusb_virtual_model *model;
	/*
	 * When the device leaves the bus by itself (-ENODEV), it comes back as this model, and the
	 * next time as `model` again; its state, which is of one kind, goes along. NULL: it stays
	 * away.
	 */
	const struct cusb_virtual_model *other_model;
	/*
	 * Whether the device leaves the bus instead of answering a request, standard ones included:
	 * a virtual device sees a reset by the requests that follow. NULL: no.
	 */
	bool (*leaves)(void *state, const struct cusb_setup *setup);
	/*
	 * Further devices that are plugged in before it, in this order: included models by their
	 * names, or files with a '/'. Ends with NULL. Without `model` they are all.
	 */
	const char *const *others;
	const char *driver; /* the kernel's that takes it when it is plugged in, or NULL */
	bool takes;	    /* the program takes it from there, and leaves it without a driver */
	/* It asks again what takes long, as all does on a busy machine: once is enough. */
	bool repeats;
	/* It gives a request no more than 100 ms: on a busy machine it may give up. */
	bool hurries;
	/*
	 * The program sets only the first bytes of the data of a request, as many as this. The
	 * other bytes are what its stack had. 0: it sets all.
	 */
	size_t sets;
	/* Judges the device's state after the end: what of the job is not done, or NULL. */
	const char *(*missing)(const void *state);
};

/* Called by STAND_IN alone. */
void stand_in_register(const struct stand_in *stand_in);

#define STAND_IN(name)                                                                             \
	static const struct stand_in stand_in_##name;                                              \
	__attribute__((constructor)) static void register_##name(void)                             \
	{                                                                                          \
		stand_in_register(&stand_in_##name);                                               \
	}                                                                                          \
	static const struct stand_in stand_in_##name

#endif
