/* SPDX-License-Identifier: MIT */
/*
 * The names of each speed. SPEEDS(SPEED) is a list of SPEED(enumerator, Mbit/s as in sysfs, word in
 * a device's text, name for people). Each user takes the column that it needs.
 */
#ifndef CUSB_DESCRIPTOR_SPEED_H
#define CUSB_DESCRIPTOR_SPEED_H

#define SPEEDS(SPEED)                                                                              \
	SPEED(CUSB_SPEED_LOW, "1.5", "low", "low speed")                                           \
	SPEED(CUSB_SPEED_FULL, "12", "full", "full speed")                                         \
	SPEED(CUSB_SPEED_HIGH, "480", "high", "high speed")                                        \
	SPEED(CUSB_SPEED_SUPER, "5000", "super", "5 Gbit/s")                                       \
	SPEED(CUSB_SPEED_SUPER_PLUS, "10000", "super-plus", "10 Gbit/s")                           \
	SPEED(CUSB_SPEED_SUPER_PLUS_X2, "20000", "super-plus-x2", "20 Gbit/s")

#define SPEED_MBIT(speed, mbit, word, name) [speed] = mbit,
#define SPEED_WORD(speed, mbit, word, name) [speed] = word,
#define SPEED_NAME(speed, mbit, word, name) [speed] = name,

#endif
