/* SPDX-License-Identifier: MIT */
/* The last error, in words. Each thread has its own, where 0.1.12 has one for all. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "compat/libusb-0.1/internal.h"

static _Thread_local char text[256] = "No error";

static void __attribute__((format(printf, 2, 0)))
remember(int err, const char *format, va_list args)
{
	int length = vsnprintf(text, sizeof text, format, args);

	if (length >= 0 && (size_t)length < sizeof text)
		snprintf(text + length, sizeof text - (size_t)length, ": %s", strerror(-err));
	if (usb_debug >= 2)
		fprintf(stderr, "USB error: %s\n", text);
}

int legacy_result(int err, const char *format, ...)
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
