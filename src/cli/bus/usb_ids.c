/* SPDX-License-Identifier: MIT */
/*
 * The format of usb.ids: "vvvv vendor", below it "\tpppp product", below that "\t\tii interface".
 * Other lists follow, whose lines begin with letters and a single space. Without such a file, the
 * names are in udev's database.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hwdb.h"
#include "usb_ids.h"

#define FILE_SIZE_MAX (64 << 20)

static const char *const places[] = {"/usr/share/hwdata/usb.ids", "/usr/share/misc/usb.ids",
				     "/var/lib/usbutils/usb.ids", "/usr/share/usb.ids",
				     "/etc/udev/hwdb.bin",	  "/usr/lib/udev/hwdb.bin",
				     "/lib/udev/hwdb.bin"};

static void read_text(struct usb_ids *ids, int fd, size_t size)
{
	ssize_t n = 1;

	ids->text = malloc(size);
	while (ids->text && n > 0 && ids->length < size) {
		n = read(fd, ids->text + ids->length, size - ids->length);
		ids->length += n > 0 ? (size_t)n : 0;
	}
}

/* The file is not mapped: if another process shortens a mapped file, a reader dies. */
static void read_file(struct usb_ids *ids, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat status;

	if (fd < 0)
		return;
	if (fstat(fd, &status) == 0 && status.st_size > 0 && status.st_size <= FILE_SIZE_MAX)
		read_text(ids, fd, (size_t)status.st_size);
	close(fd);
}

void usb_ids_open(struct usb_ids *ids)
{
	const char *path = secure_getenv("CUSB_USB_IDS");

	ids->text = NULL;
	ids->length = 0;
	if (path)
		read_file(ids, path);
	for (size_t i = 0; !path && !ids->text && i < sizeof places / sizeof places[0]; i++)
		read_file(ids, places[i]);
}

void usb_ids_close(struct usb_ids *ids)
{
	free(ids->text);
}

static const char *line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

/*
 * Looks from `at` for the line "<indent>id name", and stops at a line that is indented less than
 * `indent`. Returns the beginning of the name, or NULL.
 */
static const char *find_line(const char *at, const char *end, size_t indent, unsigned int id)
{
	char wanted[8];
	size_t length = (size_t)snprintf(wanted, sizeof wanted, "%s%04x  ", indent ? "\t" : "", id);

	while (at < end) {
		const char *next = line_end(at, end);

		if (indent && *at != '\t' && *at != '#' && *at != '\n')
			return NULL;
		if ((size_t)(next - at) > length && memcmp(at, wanted, length) == 0)
			return at + length;
		at = next < end ? next + 1 : end;
	}
	return NULL;
}

static void copy_name(const char *from, const char *end, char *name, size_t size)
{
	size_t length = from ? (size_t)(line_end(from, end) - from) : 0;

	if (length > 0 && from[length - 1] == '\r')
		length--;
	if (length >= size)
		length = size - 1;
	if (from)
		memcpy(name, from, length);
	name[length] = '\0';
}

static void copy_value(const struct usb_ids *ids, const char *key, const char *property, char *name,
		       size_t size)
{
	const char *value = hwdb_find(ids->text, ids->length, key, property);

	snprintf(name, size, "%s", value ? value : "");
}

void usb_ids_vendor(const struct usb_ids *ids, unsigned int vendor, char *name, size_t size)
{
	const char *end;
	char key[24];

	name[0] = '\0';
	if (!ids->text)
		return;
	if (hwdb_is(ids->text, ids->length)) {
		snprintf(key, sizeof key, "usb:v%04X*", vendor);
		copy_value(ids, key, "ID_VENDOR_FROM_DATABASE", name, size);
		return;
	}
	end = ids->text + ids->length;
	copy_name(find_line(ids->text, end, 0, vendor), end, name, size);
}

void usb_ids_product(const struct usb_ids *ids, unsigned int vendor, unsigned int product,
		     char *name, size_t size)
{
	const char *end, *at;
	char key[24];

	name[0] = '\0';
	if (!ids->text)
		return;
	if (hwdb_is(ids->text, ids->length)) {
		snprintf(key, sizeof key, "usb:v%04Xp%04X*", vendor, product);
		copy_value(ids, key, "ID_MODEL_FROM_DATABASE", name, size);
		return;
	}
	end = ids->text + ids->length;
	at = find_line(ids->text, end, 0, vendor);
	if (!at)
		return;
	at = line_end(at, end);
	copy_name(find_line(at < end ? at + 1 : end, end, 1, product), end, name, size);
}
