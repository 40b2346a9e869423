/* SPDX-License-Identifier: MIT */
/*
 * Finding and watching many devices, on the null kernel.
 *
 *	enumerate WHAT DEVICES     does it once, for instructions.sh to count
 *	enumerate                  prints for table.awk:
 *
 *	calls WHAT NUMBER                 system calls for one device more
 *	allocated WHAT DEVICES NUMBER     allocations of the library
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

#include "null_kernel.h"

static unsigned long allocations;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

void *__wrap_malloc(size_t size)
{
	allocations++;
	return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	allocations++;
	return __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	allocations++;
	return __real_realloc(memory, size);
}

static int list_all(void)
{
	struct cusb_device **list;
	ssize_t count = cusb_find_all(NULL, &list);

	if (count >= 0)
		cusb_free_list(list);
	return count == (ssize_t)null_devices ? 0 : -EIO;
}

static int match_serial(void)
{
	struct cusb_device *device;

	return cusb_find(CUSB_MATCH(serial_number, "none"), &device) == -ENODEV ? 0 : -EIO;
}

static int start_monitor(void)
{
	struct cusb_monitor *monitor;
	int err = cusb_monitor_new(NULL, NULL, &monitor);

	if (err == 0)
		cusb_monitor_free(monitor);
	return err;
}

static const struct work {
	const char *name;
	int (*run)(void);
} works[] = {{"list", list_all}, {"serial", match_serial}, {"monitor", start_monitor}};

static int count_with(const struct work *work, unsigned int devices, unsigned long *calls)
{
	unsigned long calls_before = null_calls, allocations_before = allocations;
	int err;

	null_devices = devices;
	err = work->run();
	*calls = null_calls - calls_before;
	printf("allocated %s %u %lu\n", work->name, devices, allocations - allocations_before);
	return err;
}

static int count(const struct work *work)
{
	unsigned long calls, more = 0;
	int err = count_with(work, 100, &calls);

	if (err == 0)
		err = count_with(work, 200, &more);
	printf("calls %s %.2f\n", work->name, (double)(more - calls) / 100);
	return err;
}

static int run_one(const char *name, unsigned int devices)
{
	null_devices = devices;
	for (size_t i = 0; i < sizeof works / sizeof *works; i++)
		if (strcmp(works[i].name, name) == 0)
			return works[i].run();
	return -EINVAL;
}

static int count_all(void)
{
	int err = 0;

	for (size_t i = 0; i < sizeof works / sizeof *works && err == 0; i++)
		err = count(&works[i]);
	return err;
}

int main(int argc, char **argv)
{
	int err = argc > 2 ? run_one(argv[1], (unsigned int)atoi(argv[2])) : count_all();

	if (err < 0)
		fprintf(stderr, "enumerate: %s\n", cusb_strerror(err));
	return err < 0;
}
