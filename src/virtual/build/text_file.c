/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cusb/log.h>

#include "virtual/build/text.h"

#define FILE_MAX (1U << 20)

/* Returns the bytes read, at most `size`, or -errno. */
static ssize_t read_file(const char *path, char *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = 0, n = fd;

	while (n >= 0 && (size_t)length < size) {
		n = read(fd, bytes + length, size - (size_t)length);
		if (n == 0)
			break;
		if (n > 0)
			length += n;
		else if (errno == EINTR)
			n = 0;
	}
	if (n < 0)
		length = -errno;
	if (fd >= 0)
		close(fd);
	return length;
}

/* A NUL would hide the text after it. */
static int refuse_nul(const char *text, char *why, size_t size)
{
	char reason[REASON_SIZE];
	unsigned int line = 1;

	for (; *text; text++)
		line += *text == '\n';
	snprintf(reason, sizeof reason, "line %u: a NUL character", line);
	text_tell(why, size, reason);
	return cusb_refuse(-EINVAL, "%s", reason);
}

static int parse_named(const char *bytes, const char *path, char *why, size_t size,
		       struct cusb_virtual_model **model)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	struct cusb_virtual_model *fresh;
	struct text_model *text;
	int err = cusb_virtual_parse(bytes, why, size, &fresh);

	if (err)
		return err;
	text = (struct text_model *)(void *)fresh;
	text->name = malloc(strlen(name) + 1);
	if (!text->name) {
		cusb_virtual_model_free(fresh);
		return -ENOMEM;
	}
	fresh->name = strcpy(text->name, name);
	*model = fresh;
	return 0;
}

int cusb_virtual_load(const char *path, char *why, size_t size, struct cusb_virtual_model **model)
{
	char *bytes = malloc(FILE_MAX + 2);
	ssize_t length;
	int err;

	cusb_refuse(0, NULL);
	text_tell(why, size, "");
	if (!bytes)
		return -ENOMEM;
	length = read_file(path, bytes, FILE_MAX + 1);
	if (length >= 0)
		bytes[length] = '\0';
	if (length < 0)
		err = cusb_refuse((int)length, "cannot read %s: %s", path, strerror((int)-length));
	else if (length > (ssize_t)FILE_MAX)
		err = cusb_refuse(-EFBIG, "%s has more than 1 MiB", path);
	else if (strlen(bytes) < (size_t)length)
		err = refuse_nul(bytes, why, size);
	else
		err = parse_named(bytes, path, why, size, model);
	free(bytes);
	return err;
}
