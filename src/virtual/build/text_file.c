/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "virtual/build/text.h"

#define FILE_MAX (1U << 20)

/* Returns the bytes read, at most `size`, or -errno. */
static ssize_t read_all(int fd, char *bytes, size_t size)
{
	size_t length = 0;
	ssize_t n;

	do {
		n = read(fd, bytes + length, size - length);
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0)
			length += (size_t)n;
	} while (n != 0 && length < size);
	return (ssize_t)length;
}

static ssize_t read_file(const char *path, char *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -errno;
	n = read_all(fd, bytes, size);
	close(fd);
	return n;
}

/* A NUL would hide what follows. */
static int refuse_nul(const char *text, char *why, size_t size)
{
	unsigned int line = 1;

	for (; *text; text++)
		line += *text == '\n';
	if (why && size > 0)
		snprintf(why, size, "line %u: a NUL character", line);
	return -EINVAL;
}

static int name_model(struct cusb_virtual_model *model, const char *path)
{
	struct text_model *text = (struct text_model *)(void *)model;
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	text->name = malloc(strlen(name) + 1);
	if (!text->name)
		return -ENOMEM;
	model->name = strcpy(text->name, name);
	return 0;
}

static int parse_named(const char *bytes, const char *path, char *why, size_t size,
		       struct cusb_virtual_model **model)
{
	struct cusb_virtual_model *fresh;
	int err = cusb_virtual_parse(bytes, why, size, &fresh);

	if (err)
		return err;
	err = name_model(fresh, path);
	if (err)
		cusb_virtual_model_free(fresh);
	else
		*model = fresh;
	return err;
}

int cusb_virtual_load(const char *path, char *why, size_t size, struct cusb_virtual_model **model)
{
	char *bytes = malloc(FILE_MAX + 2);
	ssize_t length;
	int err;

	if (why && size > 0)
		why[0] = '\0';
	if (!bytes)
		return -ENOMEM;
	length = read_file(path, bytes, FILE_MAX + 1);
	if (length >= 0)
		bytes[length] = '\0';
	if (length < 0)
		err = (int)length;
	else if (length > (ssize_t)FILE_MAX)
		err = -EFBIG;
	else if (strlen(bytes) < (size_t)length)
		err = refuse_nul(bytes, why, size);
	else
		err = parse_named(bytes, path, why, size, model);
	free(bytes);
	return err;
}
