/* SPDX-License-Identifier: MIT */
/*
 * Plugs each virtual model into the running kernel, one after another, and compares what sysfs says
 * of it with the model: attach [MODEL...]
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugged.h"

/* As in the `speed` file of sysfs. */
static const char *const speeds[] = {"unknown", "1.5", "12", "480", "5000"};

static bool complain(struct plugged *device, const char *what)
{
	printf("%s: %s\n", device->model->name, what);
	return false;
}

/* The kernel cuts each configuration at its first descriptor that cannot be. */
static size_t sound_part(const unsigned char *configuration, size_t length)
{
	size_t at = 0;

	while (at + 2 <= length && configuration[at] >= 2 && configuration[at] <= length - at)
		at += configuration[at];
	return at;
}

static size_t expect_descriptors(const struct cusb_virtual_model *model, unsigned char *bytes)
{
	size_t at = 18, length = 18;

	memcpy(bytes, model->descriptors, 18);
	while (at + 4 <= model->descriptors_length) {
		const unsigned char *configuration = model->descriptors + at;
		size_t total = (size_t)(configuration[2] | configuration[3] << 8);
		size_t sound = sound_part(configuration, total);

		memcpy(bytes + length, configuration, sound);
		length += sound;
		at += total;
	}
	return length;
}

static bool same_descriptors(struct plugged *device)
{
	static unsigned char bytes[65536], expected[65536];
	ssize_t n = plugged_read(device, "descriptors", bytes, sizeof bytes);
	size_t length = expect_descriptors(device->model, expected);

	if (n < 0 || (size_t)n != length || memcmp(bytes, expected, length) != 0)
		return complain(device, "sysfs has other descriptors");
	return true;
}

static bool same_bos(struct plugged *device)
{
	unsigned char bytes[4096];
	ssize_t n = plugged_read(device, "bos_descriptors", bytes, sizeof bytes);

	/* Kernels before 6.10 have no such file. */
	if (n == -ENOENT || !device->model->bos)
		return true;
	if ((size_t)n != device->model->bos_length ||
	    memcmp(bytes, device->model->bos, (size_t)n) != 0)
		return complain(device, "sysfs has another BOS");
	return true;
}

static bool same_string(struct plugged *device, const char *attribute, unsigned int index)
{
	char line[512];

	if (index == 0 || !device->model->strings)
		return true;
	plugged_line(device, attribute, line, sizeof line);
	if (strcmp(line, device->model->strings[index - 1]) != 0)
		return complain(device, attribute);
	return true;
}

static bool same_speed(struct plugged *device)
{
	char line[32];

	plugged_line(device, "speed", line, sizeof line);
	if (strcmp(line, speeds[device->model->speed]) != 0)
		return complain(device, "sysfs has another speed");
	return true;
}

static bool gone(const char *name)
{
	char path[128];

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s", name);
	return access(path, F_OK) != 0;
}

static bool check(const struct cusb_virtual_model *model)
{
	const unsigned char *descriptor = model->descriptors;
	struct plugged device;
	char name[64];
	int err = plug(model, &device);
	bool good;

	if (err) {
		printf("%s: %s\n", model->name, strerror(-err));
		return false;
	}
	good = same_descriptors(&device);
	good = same_bos(&device) && good;
	good = same_speed(&device) && good;
	good = same_string(&device, "manufacturer", descriptor[14]) && good;
	good = same_string(&device, "product", descriptor[15]) && good;
	good = same_string(&device, "serial", descriptor[16]) && good;
	snprintf(name, sizeof name, "%s", cusb_vhci_name(device.vhci));
	unplug(&device);
	if (!gone(name)) {
		printf("%s: still in sysfs after unplugging\n", model->name);
		good = false;
	}
	printf("%s: %s\n", model->name, good ? "good" : "bad");
	return good;
}

int main(int argc, char **argv)
{
	bool good = true;

	for (int i = 1; i < argc; i++) {
		if (!cusb_virtual_find_model(argv[i])) {
			printf("%s: no such model\n", argv[i]);
			return 2;
		}
		good = check(cusb_virtual_find_model(argv[i])) && good;
	}
	for (int i = 0; argc == 1 && cusb_virtual_models()[i]; i++)
		good = check(cusb_virtual_models()[i]) && good;
	return !good;
}
