/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/virtual.h>

#include "fail_alloc.h"
#include "unit.h"

#define LAMP FIXTURES "/devices/lamp.device"
#define MIB  (1024 * 1024)

static char path[] = "/tmp/cusb-text-XXXXXX";
static char why[128];
static struct cusb_virtual_model *model;

static void setup(void)
{
	int fd;

	strcpy(path, "/tmp/cusb-text-XXXXXX");
	fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void teardown(void)
{
	unlink(path);
	cusb_virtual_model_free(model);
	model = NULL;
}

/* `comment` bytes of a comment behind a text. */
static void fill(const char *text, size_t length, size_t comment)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	while (comment-- > 0)
		ck_assert_int_ne(fputc('#', file), EOF);
	ck_assert_int_eq(fclose(file), 0);
}

static int load(const char *from)
{
	return cusb_virtual_load(from, why, sizeof why, &model);
}

FIXTURE(setup, teardown)

CASE(a_model_has_the_name_of_its_file)
{
	ck_assert_int_eq(load(LAMP), 0);
	ck_assert_str_eq(model->name, "lamp.device");
	ck_assert_str_eq(model->strings[1], "Lamp #1");
	ck_assert_str_eq(why, "");
}

CASE(a_path_without_folders_is_the_name)
{
	char *before = getcwd(NULL, 0);

	ck_assert_int_eq(chdir(FIXTURES "/devices"), 0);
	ck_assert_int_eq(load("lamp.device"), 0);
	ck_assert_int_eq(chdir(before), 0);
	free(before);
	ck_assert_str_eq(model->name, "lamp.device");
}

CASE(a_file_that_is_not_there_is_told_by_its_error)
{
	strcpy(why, "old");
	ck_assert_int_eq(load("/nonexistent/lamp.device"), -ENOENT);
	ck_assert_str_eq(why, "");
	ck_assert_int_eq(load("/"), -EISDIR);
}

CASE(a_mistake_in_a_file_is_told_with_its_line)
{
	fill("\nspeed zz", 9, 0);
	ck_assert_int_eq(load(path), -EINVAL);
	ck_assert_str_eq(why, "line 2: 'zz' is not low, full, high, super, super-plus or "
			      "super-plus-x2");
}

CASE(a_nul_in_a_file_is_told_with_its_line)
{
	fill("speed low\n\n \0", 13, 0);
	ck_assert_int_eq(load(path), -EINVAL);
	ck_assert_str_eq(why, "line 3: a NUL character");
}

CASE(a_file_may_have_1_mib)
{
	static const char text[] =
		"descriptors 12 01 00 02 00 00 00 40 fe ff 42 00 00 01 01 02 05 01\n";

	fill(text, sizeof text - 1, MIB - (sizeof text - 1));
	ck_assert_int_eq(load(path), 0);
}

CASE(a_larger_file_is_refused)
{
	fill("", 0, MIB + 1);
	ck_assert_int_eq(load(path), -EFBIG);
}

CASE(a_file_without_memory_is_no_mistake)
{
	unsigned int nth = 0;
	int err;

	for (;;) {
		fail_alloc_start(++nth);
		err = load(LAMP);
		if (!fail_alloc_stop())
			break;
		ck_assert_int_eq(err, -ENOMEM);
	}
	ck_assert_int_eq(err, 0);
	ck_assert_uint_ge(nth, 5);
}
