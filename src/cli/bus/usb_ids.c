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

static const char *text_end(const struct usb_ids *ids)
{
	return ids->text ? ids->text + ids->length : NULL;
}

static const char *line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

/*
 * Looks from `at` for the line that begins with `id` and two blanks behind `indent` tabs, and stops
 * at a line that is indented less. Returns the beginning of the name, or NULL.
 */
static const char *find_line(const char *at, const char *end, size_t indent, const char *id)
{
	size_t length = strlen(id);

	while (at < end) {
		const char *next = line_end(at, end);
		size_t tabs = 0;

		while (tabs < indent && at + tabs < next && at[tabs] == '\t')
			tabs++;
		if (tabs < indent && *at != '#' && *at != '\n')
			return NULL;
		if (tabs == indent && (size_t)(next - at) > indent + length + 2 &&
		    memcmp(at + indent, id, length) == 0 &&
		    memcmp(at + indent + length, "  ", 2) == 0)
			return at + indent + length + 2;
		at = next < end ? next + 1 : end;
	}
	return NULL;
}

/* The same below the line in which `name` is; NULL gives NULL. */
static const char *find_below(const char *name, const char *end, size_t indent, const char *id)
{
	const char *at = name ? line_end(name, end) : end;

	return at < end ? find_line(at + 1, end, indent, id) : NULL;
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
	const char *end = text_end(ids);
	char id[24];

	if (hwdb_is(ids->text, ids->length)) {
		snprintf(id, sizeof id, "usb:v%04X*", vendor);
		copy_value(ids, id, "ID_VENDOR_FROM_DATABASE", name, size);
		return;
	}
	snprintf(id, sizeof id, "%04x", vendor);
	copy_name(ids->text ? find_line(ids->text, end, 0, id) : NULL, end, name, size);
}

void usb_ids_product(const struct usb_ids *ids, unsigned int vendor, unsigned int product,
		     char *name, size_t size)
{
	const char *end = text_end(ids), *found = NULL;
	char id[24];

	if (hwdb_is(ids->text, ids->length)) {
		snprintf(id, sizeof id, "usb:v%04Xp%04X*", vendor, product);
		copy_value(ids, id, "ID_MODEL_FROM_DATABASE", name, size);
		return;
	}
	snprintf(id, sizeof id, "%04x", vendor);
	if (ids->text)
		found = find_line(ids->text, end, 0, id);
	snprintf(id, sizeof id, "%04x", product);
	copy_name(find_below(found, end, 1, id), end, name, size);
}

void usb_ids_class(const struct usb_ids *ids, const int codes[3], char *name, size_t size)
{
	const char *end = text_end(ids), *found = NULL;
	char id[16];

	snprintf(id, sizeof id, "C %02x", (unsigned int)codes[0]);
	if (ids->text && !hwdb_is(ids->text, ids->length))
		found = find_line(ids->text, end, 0, id);
	for (size_t i = 1; i < 3 && codes[i] >= 0; i++) {
		snprintf(id, sizeof id, "%02x", (unsigned int)codes[i]);
		found = find_below(found, end, i, id);
	}
	copy_name(found, end, name, size);
}
