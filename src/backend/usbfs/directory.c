/* SPDX-License-Identifier: MIT */
/* The entries of a directory. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

/* struct linux_dirent64: inode and offset of 8 bytes each, length of 2, type of 1, the name. */
static int each_entry(const char *buf, size_t size, entry_fn each, void *user)
{
	const size_t length_at = 16, name_at = 19;

	for (size_t at = 0; at + name_at < size;) {
		uint64_t id;
		uint16_t length;
		int err;

		memcpy(&length, buf + at + length_at, sizeof length);
		if (length <= name_at || length > size - at)
			return -EIO;
		memcpy(&id, buf + at, sizeof id);
		err = each(buf + at + name_at, id, user);
		if (err != 0)
			return err;
		at += length;
	}
	return 0;
}

int directory_list(const struct usbfs *fs, int dirfd, void *buffer, size_t size, entry_fn each,
		   void *user)
{
	for (;;) {
		ssize_t n = sys_getdents64(fs, dirfd, buffer, size);
		int err = n > 0 ? each_entry(buffer, (size_t)n, each, user) : (int)n;

		if (n <= 0 || err != 0)
			return err;
	}
}
