/* SPDX-License-Identifier: MIT */
#ifndef NORMALIZE_H
#define NORMALIZE_H

/*
 * What a program printed, without what differs from run to run: the time of day becomes "(now)",
 * and the number that a device has on a bus, "(number)": a device that is
 * plugged in anew has another one. And without the version that libusb-1.0 gives of itself, which
 * is not the same: "(version)". To be freed by the caller.
 */
char *normalize(const char *text, const char *bus, const char *number);

#endif
