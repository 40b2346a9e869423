/* SPDX-License-Identifier: MIT */
/*
 * Prints what was counted; exits 0 when all of it held; see stress.h:
 *
 *	stress virtual TIMES
 *	stress kernel TIMES
 *	stress host TIMES [ADDRESS NETNS ROUND_TRIP_MS]
 */
#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stress.h"

/* Plugged in this often before the start is taken: what is allocated once for all is there then. */
#define WARM_UP 3

/* What a sanitizer's allocator has given out; it takes the place of the C library's. */
__attribute__((weak)) size_t __sanitizer_get_current_allocated_bytes(void);

static long allocated_bytes(void)
{
	if (__sanitizer_get_current_allocated_bytes)
		return (long)__sanitizer_get_current_allocated_bytes();
	return (long)mallinfo2().uordblks;
}

/* The C library also counts as given out what it keeps ready for each thread. */
static long tolerated_bytes(void)
{
	return __sanitizer_get_current_allocated_bytes ? 0 : 262144;
}

static int open_fds(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (dir && readdir(dir))
		count++;
	closedir(dir);
	return count - 3; /* ".", ".." and the directory's own */
}

static long resident_kb(void)
{
	long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file || fscanf(file, "%*d %ld", &pages) != 1)
		fail("no /proc/self/statm");
	fclose(file);
	return pages * 4;
}

/* Returns when each worker has done something since, however slow the machine; the watch looks on.
 */
static void await_workers(const unsigned long *done)
{
	enter("await_workers");
	for (size_t i = 0; i < WORKERS; i++)
		while (atomic_load(&workers[i].done) == done[i])
			sleep_ms(1);
	leave();
}

static void replug(const struct cable *cable, unsigned int times)
{
	unsigned long done[WORKERS];

	start_workers();
	for (unsigned int i = 0; i < times; i++) {
		for (size_t j = 0; j < WORKERS; j++)
			done[j] = atomic_load(&workers[j].done);
		replug_device(cable);
		sleep_ms((unsigned int)cable->active_ms / 2 +
			 random_below((uint32_t)cable->active_ms));
		await_workers(done);
		unplug_device(cable);
	}
	end_devices();
	join_workers();
	restart_devices();
}

static void show_workers(void)
{
	for (size_t i = 0; i < WORKERS; i++)
		printf("%-10s %8lu calls done, %8lu in vain\n", workers[i].name, workers[i].done,
		       workers[i].failed);
}

static struct cable cable_named(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "virtual") == 0)
		return cable_virtual();
	if (argc == 3 && strcmp(argv[1], "kernel") == 0)
		return cable_kernel();
	if (argc == 3 && strcmp(argv[1], "host") == 0)
		return cable_host("127.0.0.1", NULL, 0);
	if (argc == 6 && strcmp(argv[1], "host") == 0)
		return cable_host(argv[3], argv[4], (unsigned int)atoi(argv[5]));
	fail("usage: stress virtual|kernel|host TIMES [ADDRESS NETNS ROUND_TRIP_MS]");
}

int main(int argc, char **argv)
{
	unsigned int times = argc > 2 ? (unsigned int)atoi(argv[2]) : 0;
	static char output[BUFSIZ];
	struct cable cable;
	long bytes, kb;
	int fds;

	setvbuf(stdout, output, _IOLBF, sizeof output);
	me = &main_worker;
	cable = cable_named(argc, argv);
	start_watch();
	replug(&cable, WARM_UP);
	fds = open_fds();
	bytes = allocated_bytes();
	kb = resident_kb();
	replug(&cable, times);
	show_workers();
	check_tally();
	printf("files open: %d before, %d after\n", fds, open_fds());
	printf("bytes allocated: %ld before, %ld after; KiB resident: %ld, %ld\n", bytes,
	       allocated_bytes(), kb, resident_kb());
	if (open_fds() != fds || labs(allocated_bytes() - bytes) > tolerated_bytes())
		fail("something is left over");
	end_waiting();
	cable.end();
	printf("unplugged and plugged in %u times: all calls returned, all is back\n", times);
	return 0;
}
