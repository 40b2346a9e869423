/* SPDX-License-Identifier: MIT */
/*
 * The text of the last error. Each thread has its own, where 0.1.12 has one for all. From debug
 * level 2, errors are printed too.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "compat/libusb-0.1/internal.h"

int usb_debug;
static _Thread_local char text[256] = "No error";

void usb_set_debug(int level)
{
	if (usb_debug || level)
		fprintf(stderr, "usb_set_debug: level %d\n", level);
	usb_debug = level;
}

static void __attribute__((format(printf, 2, 0)))
remember(int err, const char *format, va_list args)
{
	int length = vsnprintf(text, sizeof text, format, args);

	if (length >= 0 && (size_t)length < sizeof text)
		snprintf(text + length, sizeof text - (size_t)length, ": %s", strerror(-err));
	if (usb_debug >= 2)
		fprintf(stderr, "USB error: %s\n", text);
}

int keep_error(int err, const char *format, ...)
{
	va_list args;

	if (err >= 0)
		return err;
	va_start(args, format);
	remember(err, format, args);
	va_end(args);
	return err;
}

char *usb_strerror(void)
{
	return text;
}
