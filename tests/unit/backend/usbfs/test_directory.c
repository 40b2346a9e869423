/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "backend/usbfs/enumerate/enumerate_fixture.h"
#include "unit.h"

#define ROOT "/some"

static char names[256];
static int answer;

static void begin(void)
{
	enumerate_begin();
	names[0] = '\0';
	answer = 0;
}

static int note_entry(const char *name, uint64_t id, void *user)
{
	ck_assert_ptr_eq(user, names);
	(void)id;
	strcat(strcat(names, name), ";");
	return answer;
}

static int list(void)
{
	const struct usbfs *fs = usbfs_of(backend);
	int fd = sys_openat(fs, AT_FDCWD, ROOT, O_RDONLY | O_DIRECTORY);
	char buffer[1024];
	int err = directory_list(fs, fd, buffer, sizeof buffer, note_entry, names);

	sys_close(fs, fd);
	return err;
}

FIXTURE(begin, usbfs_end)

CASE(every_entry_is_visited)
{
	sk_directory(sk, ROOT, ". .. 1-2 a-longer-name usb1");
	ck_assert_int_eq(list(), 0);
	ck_assert_str_eq(names, ".;..;1-2;a-longer-name;usb1;");
}

CASE(listing_goes_on_until_nothing_comes)
{
	sk_directory(sk, ROOT, "a b c");
	sk_limit_getdents(sk, 1);
	ck_assert_int_eq(list(), 0);
	ck_assert_str_eq(names, "a;b;c;");
	ck_assert_str_eq(sk_trace(sk), "oggggc");
}

static const int answers[] = {-ENOMEM, 1};

CASE_PER_ROW(visit_ends_the_listing, answers)
{
	sk_directory(sk, ROOT, "a b");
	answer = answers[_i];
	ck_assert_int_eq(list(), answers[_i]);
	ck_assert_str_eq(names, "a;");
}

CASE(directory_that_cannot_be_read_is_told)
{
	sk_directory(sk, ROOT, "a");
	sk_fail(sk, 'g', 1, 1, -EIO);
	ck_assert_int_eq(list(), -EIO);
}
