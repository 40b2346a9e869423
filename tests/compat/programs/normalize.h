/* SPDX-License-Identifier: MIT */
#ifndef NORMALIZE_H
#define NORMALIZE_H

/*
 * What a program printed, without what differs from run to run:
 *   (now)      the time of day
 *   (number)   the number of a device on its bus; a device that is plugged in anew has another one
 *   (version)  the version that libusb-1.0 gives of itself, which the original and ours do not share
 * To be freed by the caller.
 */
char *normalize(const char *text, const char *bus, const char *number);

#endif
