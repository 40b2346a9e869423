/* SPDX-License-Identifier: MIT */
/*
 * The entries of a directory.
 *
 * Kernel fact: a directory that was removed while it is open gives -ENOENT (iterate_dir).
 */
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
	ssize_t n;
	int err = 0;

	do {
		n = sys_getdents64(fs, dirfd, buffer, size);
		if (n > 0)
			err = each_entry(buffer, (size_t)n, each, user);
	} while (n > 0 && err == 0);
	return n < 0 && n != -ENOENT ? (int)n : err;
}
