/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compat/openusb/internal.h"

/*
 * The lines of this layer begin with `openusb`, and cusb_refuse() would keep their text as the text
 * of an errno. So this layer reads the environment itself.
 */
static bool errors_are_logged(void)
{
	static const char *const levels[] = {"error", "warning", "info", "debug"};
	const char *level = secure_getenv("CUSB_DEBUG");

	for (size_t i = 0; level && i < sizeof levels / sizeof levels[0]; i++)
		if (strcmp(level, levels[i]) == 0)
			return true;
	return false;
}

int32_t refuse_call(int32_t code, const char *format, ...)
{
	const char *filename = secure_getenv("CUSB_LOG_FILENAME");
	FILE *file = NULL;
	char line[256];
	va_list args;

	if (!errors_are_logged())
		return code;
	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	if (filename && *filename)
		file = fopen(filename, "ae");
	fprintf(file ? file : stderr, "openusb: error: %s\n", line);
	if (file)
		fclose(file);
	return code;
}
