/* SPDX-License-Identifier: MIT */
/*
 * Stand-ins for hardware: virtual devices that a program takes for the ones it is made for. One
 * file of devices/ each, named after the program.
 */
#ifndef STAND_IN_H
#define STAND_IN_H

#include <cusb/virtual.h>

struct stand_in {
	const char *program;
	const char *job; /* "switched outlet 2 on and read it back" */
	const struct cusb_virtual_model *model;
	const char *driver; /* the kernel's that takes it when it is plugged in, or NULL */
	bool takes;	    /* the program takes it from there, and leaves it without a driver */
	/* It asks again what takes long, as all does on a busy machine: once is enough. */
	bool repeats;
	/*
	 * The program sets only the first bytes of the data of a request, as many as this. The
	 * other bytes are what its stack had. 0: it sets all.
	 */
	size_t sets;
	/* Judges the device's state after the end: what of the job is not done, or NULL. */
	const char *(*missing)(const void *state);
};

extern const struct stand_in stand_in_avrdude, stand_in_cycfx2prog, stand_in_karma_helper,
	stand_in_lomoco, stand_in_nfc_list, stand_in_sispmctl, stand_in_t2n, stand_in_te923con,
	stand_in_teensy_loader_cli, stand_in_x52output;

#endif
