/* SPDX-License-Identifier: MIT */
/*
 * Reads sysfs trees from text; kernel.h describes the form.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

struct fixture_line {
	char kind;
	const char *name; /* not terminated */
	size_t name_length;
	const char *value;
	size_t value_length;
};

static const struct {
	const char *name;
	int err;
} errors[] = {
	{"EACCES", EACCES}, {"EAGAIN", EAGAIN}, {"EINTR", EINTR},   {"EINVAL", EINVAL},
	{"EIO", EIO},	    {"EMFILE", EMFILE}, {"ENODEV", ENODEV}, {"ENOENT", ENOENT},
	{"ENOMEM", ENOMEM}, {"EPERM", EPERM},
};

static int split(const char *text, size_t length, struct fixture_line *line)
{
	const char *equals;

	if (length < 3 || text[1] != ' ')
		return -EINVAL;
	line->kind = text[0];
	line->name = text + 2;
	line->name_length = length - 2;
	if (line->kind == 'D')
		return 0;
	equals = memchr(line->name, '=', line->name_length);
	if (!equals || equals == line->name)
		return -EINVAL;
	line->value = equals + 1;
	line->value_length = (size_t)(text + length - line->value);
	line->name_length = (size_t)(equals - line->name);
	return 0;
}

static int set_text(struct stored *stored, const struct fixture_line *line)
{
	stored->bytes = malloc(line->value_length + 1);
	if (!stored->bytes)
		return -ENOMEM;
	memcpy(stored->bytes, line->value, line->value_length);
	stored->bytes[line->value_length] = '\n';
	stored->length = line->value_length + 1;
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int set_bytes(struct stored *stored, const struct fixture_line *line)
{
	const char *at = line->value, *end = at + line->value_length;

	stored->bytes = malloc(line->value_length / 2 + 1);
	if (!stored->bytes)
		return -ENOMEM;
	for (;; at += 2) {
		while (at < end && *at == ' ')
			at++;
		if (at == end)
			return 0;
		if (end - at < 2 || hex_digit(at[0]) < 0 || hex_digit(at[1]) < 0)
			return -EINVAL;
		stored->bytes[stored->length++] =
			(uint8_t)(hex_digit(at[0]) << 4 | hex_digit(at[1]));
	}
}

static int set_error(int *err, const struct fixture_line *line)
{
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		if (strlen(errors[i].name) == line->value_length &&
		    memcmp(errors[i].name, line->value, line->value_length) == 0) {
			*err = -errors[i].err;
			return 0;
		}
	}
	return -EINVAL;
}

static int set_value(struct stored *stored, const struct fixture_line *line)
{
	switch (line->kind) {
	case 'A':
		return set_text(stored, line);
	case 'H':
		return set_bytes(stored, line);
	case 'R':
		return set_error(&stored->read_err, line);
	case 'O':
		return set_error(&stored->open_err, line);
	default:
		return -EINVAL;
	}
}

static void reserve(struct usb *dev, const struct stored *stored)
{
	unsigned int bus = kernel_bus_of(dev->name);
	unsigned long devnum = strtoul((const char *)stored->bytes, NULL, 10);

	if (strcmp(stored->name, "devnum") == 0 && bus > 0 && devnum > 0 && devnum < 128)
		kernel_reserve_devnum(&dev->kernel->buses[bus], (unsigned int)devnum);
}

static int add_attribute(struct usb *dev, const struct fixture_line *line)
{
	struct stored **end = &dev->stored;
	struct stored *stored = calloc(1, sizeof *stored);
	int err;

	if (!stored)
		return -ENOMEM;
	while (*end)
		end = &(*end)->next;
	*end = stored;
	stored->name = strndup(line->name, line->name_length);
	err = stored->name ? set_value(stored, line) : -ENOMEM;
	if (err == 0 && line->kind == 'A')
		reserve(dev, stored);
	return err;
}

static int add_directory(struct cusb_virtual_kernel *kernel, const struct fixture_line *line,
			 struct usb **dev)
{
	char name[NAME_SIZE];

	if (line->name_length >= sizeof name || memchr(line->name, '/', line->name_length))
		return -EINVAL;
	memcpy(name, line->name, line->name_length);
	name[line->name_length] = '\0';
	if (kernel_find(kernel, name))
		return -EBUSY;
	*dev = kernel_add(kernel, name);
	return *dev ? 0 : -ENOMEM;
}

static int load_line(struct cusb_virtual_kernel *kernel, const char *text, size_t length,
		     struct usb **dev)
{
	struct fixture_line line;
	int err;

	if (length == 0 || text[0] == '#')
		return 0;
	err = split(text, length, &line);
	if (err)
		return err;
	if (line.kind == 'D')
		return add_directory(kernel, &line, dev);
	return *dev ? add_attribute(*dev, &line) : -EINVAL;
}

static void remove_from(struct cusb_virtual_kernel *kernel, uint64_t first)
{
	struct usb *dev = kernel->devices;

	while (dev) {
		bool is_new = dev->id >= first;

		if (is_new)
			kernel_disconnect(dev);
		dev = is_new ? kernel->devices : dev->next;
	}
}

int kernel_load_fixture(struct cusb_virtual_kernel *kernel, const char *text)
{
	struct usb *dev = NULL;
	uint64_t first = kernel->next_id;
	int err = 0;

	while (*text && !err) {
		size_t length = strcspn(text, "\n");

		err = load_line(kernel, text, length, &dev);
		text += length + (text[length] == '\n');
	}
	if (err)
		remove_from(kernel, first);
	return err;
}
