/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "stderr_text.h"
#include "unit.h"

static FILE *file;
static int kept;

void stderr_begin(void)
{
	file = tmpfile();
	ck_assert_ptr_nonnull(file);
	fflush(stderr);
	kept = dup(STDERR_FILENO);
	ck_assert_int_ge(kept, 0);
	ck_assert_int_ge(dup2(fileno(file), STDERR_FILENO), 0);
}

const char *stderr_end(void)
{
	static char text[4096];
	size_t length;

	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	length = fread(text, 1, sizeof text - 1, file);
	text[length] = '\0';
	fclose(file);
	return text;
}
