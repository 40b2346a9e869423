/* SPDX-License-Identifier: MIT */
/* Listings, as struct linux_dirent64. */
#include <string.h>

#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

#define NAME_AT	    19 /* the offset of d_name */
#define NAME_MAX    64
#define ENTRIES_MAX 7

static void take_name(char name[NAME_MAX + 1], bool nodes)
{
	static const char *const devices[] = {"usb1",	 "1-1", "1-1.2", "1-0:1.0",
					      "1-1:1.0", "2-1", "usb2",	 "1-2"};
	static const char *const numbers[] = {"001", "002", "003", "127",
					      "128", "999", "000", "abc"};
	uint8_t which = input_byte();
	size_t length;

	if (which < 0xe0) {
		strcpy(name, (nodes ? numbers : devices)[which & 7]);
		return;
	}
	length = input_byte() % (NAME_MAX + 1);
	input_fill(name, length);
	name[length] = '\0';
}

/* Returns the size of the record, or 0 when there is no room for it. */
static uint16_t put_entry(uint8_t *record, size_t room, const char *name, uint64_t inode)
{
	uint16_t size = (uint16_t)((NAME_AT + strlen(name) + 1 + 7) & ~(size_t)7);

	if (size > room)
		return 0;
	memset(record, 0, size);
	memcpy(record, &inode, sizeof inode);
	memcpy(record + 16, &size, sizeof size);
	strcpy((char *)record + NAME_AT, name);
	return size;
}

ssize_t hostile_getdents64(void *user, int fd, void *buf, size_t size)
{
	struct hostile *kernel = user;
	struct hostile_file *file = hostile_file(kernel, fd);
	int err = hostile_trouble(kernel);
	size_t used = 0;

	demand(file->kind == HOSTILE_DEVICES || file->kind == HOSTILE_NODES);
	if (err)
		return err;
	if (file->listed && !input_says(32))
		return 0;
	file->listed = true;
	for (unsigned int i = input_byte() % (ENTRIES_MAX + 1); i > 0; i--) {
		char name[NAME_MAX + 1];
		uint16_t taken;

		take_name(name, file->kind == HOSTILE_NODES);
		taken = put_entry((uint8_t *)buf + used, size - used, name, input_byte() & 15);
		if (!taken)
			break;
		used += taken;
	}
	return (ssize_t)used;
}
