/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as each text from outside that has no structure of its own: a uevent, the
 * file of `cusb init`, usb.ids, names and numbers of sysfs, and words of the command line. A text
 * of a device has fuzz_text.c.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "backend/usbfs/enumerate/enumerate.h"
#include "backend/usbfs/hotplug/hotplug.h"
#include "cli/bus/device_arg.h"
#include "cli/bus/usb_ids.h"
#include "cli/input/command_file.h"
#include "cli/input/input.h"
#include "cli/options/number.h"
#include "demand.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A copy of exactly that size, so that reading past it is caught. */
static char *exact(const uint8_t *data, size_t size, bool terminated)
{
	size_t room = size + terminated;
	char *copy = malloc(room ? room : 1);

	demand(copy);
	memcpy(copy, data, size);
	if (terminated)
		copy[size] = '\0';
	return copy;
}

static void check_uevent(const uint8_t *data, size_t size)
{
	char *message = exact(data, size, false);
	struct cusb_change change;

	if (uevent_parse(message, size, &change)) {
		demand(memchr(change.name, '\0', sizeof change.name));
		demand((change.kind == CUSB_CHANGE_ANY) == (change.name[0] == '\0'));
	}
	free(message);
}

/* ---- files ----------------------------------------------------------------------------------- */

/* The file with the input, and its path. */
static int fd = -1;
static char path[32];

static void write_file(const uint8_t *data, size_t size)
{
	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		setenv("CUSB_USB_IDS", path, 1);
	}
	demand(ftruncate(fd, 0) == 0);
	demand(pwrite(fd, data, size, 0) == (ssize_t)size);
}

static void check_words(const struct command_file *file, size_t size, char **words, int count)
{
	demand(count <= WORDS_MAX && !words[count]);
	for (int i = 0; i < count; i++)
		demand(words[i] >= file->text && words[i] + strlen(words[i]) <= file->text + size);
}

static void check_command_file(size_t size)
{
	char *words[WORDS_MAX + 1];
	struct command_file file;
	unsigned int number = 0;
	int count;

	if (command_file_open(path, &file) < 0)
		return;
	while ((count = command_file_next(&file, words)) != 0) {
		demand(file.number > number && file.number <= size);
		number = file.number;
		if (count > 0)
			check_words(&file, size, words, count);
	}
	command_file_close(&file);
}

static void check_name(const char *name, size_t size)
{
	demand(memchr(name, '\0', size));
	demand(!strchr(name, '\n'));
}

static void check_usb_ids(void)
{
	static const unsigned int ids[] = {0x0000, 0x0001, 0x1d6b, 0xfffe};
	char name[200], short_name[5];
	struct usb_ids list;

	usb_ids_open(&list);
	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		usb_ids_vendor(&list, ids[i], name, sizeof name);
		check_name(name, sizeof name);
		usb_ids_product(&list, ids[i], 0x0001, short_name, sizeof short_name);
		check_name(short_name, sizeof short_name);
	}
	usb_ids_close(&list);
}

/* ---- sysfs ----------------------------------------------------------------------------------- */

/* A name that is understood names one place, which has one name. */
static void check_place(const char *text)
{
	struct cusb_candidate place, again;
	char name[NAME_SIZE], second[NAME_SIZE];

	if (!sysfs_parse_name(text, &place))
		return;
	sysfs_make_name(&place, name);
	demand(sysfs_parse_name(name, &again));
	demand(again.bus == place.bus && again.port_count == place.port_count);
	demand(memcmp(again.port_numbers, place.port_numbers, sizeof place.port_numbers) == 0);
	sysfs_make_name(&again, second);
	demand(strcmp(name, second) == 0);
}

static void check_numbers(const char *text)
{
	unsigned long long number;
	struct device_arg arg;

	demand(sysfs_number(text) >= 0 || sysfs_number(text) == -EBADMSG);
	for (uint16_t bus = 1; bus <= 3; bus++) {
		int address = sysfs_address(text, bus);

		demand(address < 0 || (address >= 1 && address <= 127));
	}
	if (parse_number(text, 0xffff, &number) == 0)
		demand(number <= 0xffff);
	demand(device_arg_parse(text, &arg) == 0 || arg.match[0].field == CUSB_FIELD_END);
}

static void check_bytes_to_send(const char *text)
{
	ssize_t count = input_count(text, true);

	demand(count == -EILSEQ || (count >= 0 && (size_t)count <= strlen(text) / 2));
	demand(input_count(text, false) == (ssize_t)strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = exact(data, size, true);

	check_uevent(data, size);
	write_file(data, size);
	check_command_file(size);
	check_usb_ids();
	check_place(text);
	check_numbers(text);
	check_bytes_to_send(text);
	free(text);
	return 0;
}
