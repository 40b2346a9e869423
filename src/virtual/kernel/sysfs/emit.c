/* SPDX-License-Identifier: MIT */
/* The text of an attribute. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "virtual/kernel/sysfs/attribute.h"

int attribute_emit(char *text, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, KERNEL_PAGE, format, args);
	va_end(args);
	return n;
}

static const char *string_at(const struct usb *dev, unsigned int index)
{
	const struct cusb_virtual_model *model = dev->device->model;
	const char *const *string = model->strings;

	if (index == 0 || !string || !model->langids)
		return NULL;
	while (*string && --index > 0)
		string++;
	return *string && **string ? *string : NULL;
}

int attribute_emit_string(const struct usb *dev, unsigned int index, char *text)
{
	const char *string = string_at(dev, index);

	return string ? attribute_emit(text, "%s\n", string) : -ENOENT;
}

int attribute_show_1(const struct usb *dev, unsigned int number, char *text)
{
	(void)dev;
	(void)number;
	return attribute_emit(text, "1\n");
}
