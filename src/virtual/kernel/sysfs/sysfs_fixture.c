/* SPDX-License-Identifier: MIT */
/*
 * Reads sysfs trees from text; kernel.h describes the form.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/sysfs/sysfs.h"

static const struct {
	const char *name;
	int err;
} errors[] = {
	{"EACCES", EACCES}, {"EAGAIN", EAGAIN}, {"EINTR", EINTR},   {"EINVAL", EINVAL},
	{"EIO", EIO},	    {"EMFILE", EMFILE}, {"ENODEV", ENODEV}, {"ENOENT", ENOENT},
	{"ENOMEM", ENOMEM}, {"EPERM", EPERM},
};

static int set_text(struct stored *stored, const char *value)
{
	stored->length = strlen(value) + 1;
	stored->bytes = malloc(stored->length);
	if (!stored->bytes)
		return -ENOMEM;
	memcpy(stored->bytes, value, stored->length);
	stored->bytes[stored->length - 1] = '\n';
	return 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int set_bytes(struct stored *stored, const char *value)
{
	stored->bytes = malloc(strlen(value) / 2 + 1);
	if (!stored->bytes)
		return -ENOMEM;
	for (value += strspn(value, " "); *value; value += strspn(value, " ")) {
		int high = hex_digit(value[0]), low = hex_digit(value[1]);

		if (high < 0 || low < 0)
			return -EINVAL;
		stored->bytes[stored->length++] = (uint8_t)(high << 4 | low);
		value += 2;
	}
	return 0;
}

static int set_error(int *err, const char *value)
{
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		if (strcmp(errors[i].name, value) == 0) {
			*err = -errors[i].err;
			return 0;
		}
	}
	return -EINVAL;
}

static int set_value(struct stored *stored, char kind, const char *value)
{
	switch (kind) {
	case 'A':
		return set_text(stored, value);
	case 'H':
		return set_bytes(stored, value);
	case 'R':
		return set_error(&stored->read_err, value);
	case 'O':
		return set_error(&stored->open_err, value);
	default:
		return -EINVAL;
	}
}

static void reserve_devnum(struct usb *dev, const char *value)
{
	unsigned int bus = kernel_bus_of(dev->name);
	unsigned long devnum = strtoul(value, NULL, 10);

	if (bus > 0 && devnum > 0 && devnum < 128)
		kernel_reserve_devnum(&dev->kernel->buses[bus], (unsigned int)devnum);
}

static int add_attribute(struct usb *dev, char kind, char *name)
{
	struct stored **end = &dev->stored;
	char *equals = strchr(name, '=');

	if (!equals || equals == name)
		return -EINVAL;
	*equals = '\0';
	while (*end)
		end = &(*end)->next;
	*end = calloc(1, sizeof **end);
	if (!*end)
		return -ENOMEM;
	(*end)->name = strdup(name);
	if (!(*end)->name)
		return -ENOMEM;
	if (kind == 'A' && strcmp(name, "devnum") == 0)
		reserve_devnum(dev, equals + 1);
	return set_value(*end, kind, equals + 1);
}

static int load_line(struct cusb_virtual_kernel *kernel, char *line, struct usb **dev)
{
	char *name = line + 2;

	if (line[0] == '\0' || line[0] == '#')
		return 0;
	if (line[1] != ' ' || *name == '\0')
		return -EINVAL;
	if (line[0] != 'D')
		return *dev ? add_attribute(*dev, line[0], name) : -EINVAL;
	if (strlen(name) >= NAME_SIZE || strchr(name, '/'))
		return -EINVAL;
	if (kernel_find(kernel, name))
		return -EBUSY;
	*dev = kernel_add(kernel, name);
	return *dev ? 0 : -ENOMEM;
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
	uint64_t first = kernel->next_id;
	char *copy = strdup(text), *line = copy, *end;
	struct usb *dev = NULL;
	int err = copy ? 0 : -ENOMEM;

	for (; !err && *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		err = load_line(kernel, line, &dev);
	}
	free(copy);
	if (err)
		remove_from(kernel, first);
	return err;
}
