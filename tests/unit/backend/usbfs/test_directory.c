/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

#define ROOT "/some"

static struct script_kernel *sk;
static char seen[256];
static int answer;

static void setup(void)
{
	sk = sk_new();
	seen[0] = '\0';
	answer = 0;
}

static void teardown(void)
{
	sk_free(sk);
}

static int note(const char *name, uint64_t id, void *user)
{
	ck_assert_ptr_eq(user, seen);
	(void)id;
	strcat(strcat(seen, name), ";");
	return answer;
}

static int list(void)
{
	const struct usbfs *fs = usbfs_of(sk_backend(sk));
	int fd = sys_openat(fs, AT_FDCWD, ROOT, O_RDONLY | O_DIRECTORY);
	char buffer[1024];
	int err = directory_list(fs, fd, buffer, sizeof buffer, note, seen);

	sys_close(fs, fd);
	return err;
}

FIXTURE(setup, teardown)

CASE(every_entry_is_visited)
{
	sk_directory(sk, ROOT, ". .. 1-2 a-longer-name usb1");
	ck_assert_int_eq(list(), 0);
	ck_assert_str_eq(seen, ".;..;1-2;a-longer-name;usb1;");
}

CASE(listing_goes_on_until_nothing_comes)
{
	sk_directory(sk, ROOT, "a b c");
	sk_limit_getdents(sk, 1);
	ck_assert_int_eq(list(), 0);
	ck_assert_str_eq(seen, "a;b;c;");
	ck_assert_str_eq(sk_trace(sk), "oggggc");
}

static const int answers[] = {-ENOMEM, 1};

CASE_PER_ROW(visit_ends_the_listing, answers)
{
	sk_directory(sk, ROOT, "a b");
	answer = answers[_i];
	ck_assert_int_eq(list(), answers[_i]);
	ck_assert_str_eq(seen, "a;");
}

CASE(directory_that_cannot_be_read_is_told)
{
	sk_directory(sk, ROOT, "a");
	sk_fail(sk, 'g', 1, 1, -EIO);
	ck_assert_int_eq(list(), -EIO);
}
