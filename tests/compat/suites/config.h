/* SPDX-License-Identifier: MIT */
/* In the place of the file that the original's configure writes: as much as its tests take from it. */
#ifndef COMPAT_SUITES_CONFIG_H
#define COMPAT_SUITES_CONFIG_H

#define PLATFORM_POSIX 1
#define NULL_PATH      "/dev/null"
#define PRINTF_FORMAT(format_place, values_place)                                                  \
	__attribute__((format(printf, format_place, values_place)))

#endif
