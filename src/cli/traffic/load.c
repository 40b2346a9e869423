/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output/message.h"
#include "cli/traffic/read.h"

#define FILE_MAX (256U << 20)

/* Reads all; *bytes is allocated. Returns the length or -errno. */
static ssize_t read_all(int fd, uint8_t **bytes)
{
	size_t room = 0, length = 0;
	ssize_t n = 1;

	while (n != 0) {
		if (length == room) {
			uint8_t *grown = realloc(*bytes, room = room ? 2 * room : 65536);

			if (!grown)
				return -ENOMEM;
			*bytes = grown;
		}
		n = read(fd, *bytes + length, room - length);
		if (n < 0 && errno != EINTR)
			return -errno;
		length += n > 0 ? (size_t)n : 0;
		if (length > FILE_MAX)
			return -EFBIG;
	}
	return (ssize_t)length;
}

int capture_load(struct capture_reader *reader, const char *name)
{
	int fd = strcmp(name, "-") == 0 ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	uint8_t *bytes = NULL;
	ssize_t length = fd < 0 ? -errno : read_all(fd, &bytes);
	int err = length < 0 ? (int)length : capture_begin_reading(reader, bytes, (size_t)length);

	if (fd > STDIN_FILENO)
		close(fd);
	if (err == -EBADMSG)
		fail("%s is not a pcapng or pcap file", name);
	else if (err)
		fail("cannot read %s: %s", name, strerror(-err));
	if (err)
		free(bytes);
	else
		reader->loaded = bytes;
	return err;
}

void capture_unload(struct capture_reader *reader)
{
	free(reader->loaded);
}
