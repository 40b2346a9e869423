/* SPDX-License-Identifier: MIT */
/* The entries of a directory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define LISTING_SIZE 32768

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

int directory_list(const struct usbfs *fs, int dirfd, entry_fn each, void *user)
{
	char *buf = malloc(LISTING_SIZE);
	int err = buf ? 0 : -ENOMEM;

	while (err == 0) {
		ssize_t n = sys_getdents64(fs, dirfd, buf, LISTING_SIZE);

		if (n <= 0) {
			err = (int)n;
			break;
		}
		err = each_entry(buf, (size_t)n, each, user);
	}
	free(buf);
	return err;
}
