/* SPDX-License-Identifier: MIT */
/*
 * getdents64(2). C libraries do not all declare struct linux_dirent64: d_ino at 0, d_off at 8,
 * d_reclen at 16, d_type at 18, d_name at 19, the record padded to 8 bytes.
 */
#include <errno.h>
#include <string.h>

#include "virtual/kernel/usbfs/usbfs.h"
#include "virtual/kernel/state/file.h"

#define NAME_OFFSET 19

static size_t record_length(const struct entry *entry)
{
	return (NAME_OFFSET + strlen(entry->name) + 1 + 7) & ~(size_t)7;
}

static void put_record(uint8_t *record, const struct entry *entry)
{
	size_t length = record_length(entry);
	uint64_t ino = entry->cookie;
	uint16_t reclen = (uint16_t)length;

	memset(record, 0, length);
	memcpy(record, &ino, sizeof ino);
	memcpy(record + 8, &entry->cookie, sizeof entry->cookie);
	memcpy(record + 16, &reclen, sizeof reclen);
	record[18] = entry->type;
	memcpy(record + NAME_OFFSET, entry->name, strlen(entry->name));
}

ssize_t kernel_getdents(struct file *file, void *buf, size_t size)
{
	struct entry entry;
	size_t used = 0;

	if (file->place.kind > PLACE_INTERFACE)
		return -ENOTDIR;
	if (kernel_place_gone(&file->place))
		return -ENOENT;
	while (kernel_next_entry(file->kernel, &file->place, file->position, &entry)) {
		size_t length = record_length(&entry);

		if (length > size - used)
			return used > 0 ? (ssize_t)used : -EINVAL;
		put_record((uint8_t *)buf + used, &entry);
		used += length;
		file->position = entry.cookie;
	}
	return (ssize_t)used;
}
