/* SPDX-License-Identifier: MIT */
/*
 * Devices that report by themselves, as keyboards and sensors do: each has something to read from
 * its interrupt endpoint at times of its own, so that seldom two have it at once.
 */
#ifndef REPORTER_H
#define REPORTER_H

#include <cusb/virtual.h>

/* One of BENCH_MANY_MAX; every other one is a SuperSpeed device. NULL, after a line on stderr. */
const struct cusb_virtual_model *reporter(unsigned int index);

#endif
