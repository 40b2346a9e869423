/* SPDX-License-Identifier: MIT */
/*
 * What runs in the guest: plugs virtual devices in, and has every stack do the same work on them.
 *
 *	guest transfers ROUNDS [WORKLOAD]  all workloads on devices, or one
 *	guest list ROUNDS DEVICES          listing, with so many devices there in all
 *	guest many ROUNDS DEVICES          serving so many at once
 *
 * Stacks take turns in each round. The guest has one processor, whose clock counts instructions
 * (bench.qemu), so that a slow or busy machine changes no processor time. Prints, for
 * tests/bench/table.awk:
 *
 *	figure WORKLOAD STACK OPERATIONS CPU_US
 *	allocations WORKLOAD STACK OPERATIONS COUNT
 *	syscalls WORKLOAD STACK OPERATIONS COUNT
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "kernel/plugged.h"
#include "reporter.h"

#define DEVICES	     "/sys/bus/usb/devices"
#define TRACE	     "/tmp/trace"
#define DEVICES_MAX  BENCH_MANY_MAX
#define PER_HOST     32 /* 15 high-speed and 15 SuperSpeed ports, and two root hubs */
#define TRACED_SHARE 5	/* strace takes its time: a share of the operations is enough */
#define PRELOAD	     "LD_PRELOAD=/lib/allocations.so"

static const char *const stacks[] = {"bare", "cusb", "libusb", "libusb-without-udev", "drop-in"};
#define STACKS (sizeof stacks / sizeof *stacks)

static struct plugged devices[DEVICES_MAX];
static unsigned int plugged_count;

/*
 * Where several transfers are queued, the kernel's threads and the devices' server do not wait for
 * the program: as if they had a processor of their own. Else it would be woken for each one.
 */
static void let_others_go_first(void)
{
	const struct sched_param none = {0};

	/* musl's function does nothing. */
	syscall(SYS_sched_setscheduler, 0, SCHED_IDLE, &none);
}

/* How a measurement is made. */
enum mode { PLAIN, PRELOADED, TRACED };

/* Ends this child in the program. */
static void become(const char *program, const struct workload *work, const char *count,
		   enum mode mode)
{
	char *const environment[] = {mode == PRELOADED ? (char[]){PRELOAD} : NULL, NULL};

	if (work->depth > 1)
		let_others_go_first();
	if (mode == TRACED)
		execle("/bin/strace", "strace", "-f", "-c", "-U", "calls,name", "-o", TRACE,
		       program, work->name, count, NULL, environment);
	else
		execle(program, program, work->name, count, NULL, environment);
	_exit(127);
}

/* Takes the output of a child, up to `size` - 1 bytes. Its exit status. */
static int await(pid_t child, int fd, char *output, size_t size)
{
	size_t length = 0;
	int status = -1;
	ssize_t n;

	while ((n = read(fd, output + length, size - 1 - length)) > 0)
		length += (size_t)n;
	output[length] = '\0';
	close(fd);
	waitpid(child, &status, 0);
	return status;
}

static int run(const char *stack, const struct workload *work, unsigned int count, enum mode mode,
	       char *output, size_t size)
{
	char program[64], number[16];
	int ends[2];
	pid_t child;

	snprintf(program, sizeof program, "/bin/bench-%s", stack);
	snprintf(number, sizeof number, "%u", count);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -1;
	fflush(stdout);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		become(program, work, number, mode);
	}
	close(ends[1]);
	return await(child, ends[0], output, size);
}

struct figures {
	unsigned int operations;
	long cpu_us, allocations;
};

static bool measure(const struct workload *work, const char *stack, unsigned int count,
		    enum mode mode, struct figures *figures)
{
	char output[256];

	if (run(stack, work, count, mode, output, sizeof output) == 0 &&
	    sscanf(output, "%u %ld %ld", &figures->operations, &figures->cpu_us,
		   &figures->allocations) == 3)
		return true;
	printf("failed %s %s\n", work->name, stack);
	return false;
}

static bool present(const char *stack)
{
	char program[64];

	snprintf(program, sizeof program, "/bin/bench-%s", stack);
	return access(program, X_OK) == 0;
}

static bool time_rounds(const struct workload *work, const char *name, unsigned int rounds)
{
	struct figures figures;
	bool good = true;

	for (unsigned int round = 0; round < rounds; round++) {
		for (size_t i = 0; i < STACKS; i++) {
			const char *stack = stacks[(round + i) % STACKS];

			if (!present(stack))
				continue;
			if (measure(work, stack, work->count, PLAIN, &figures))
				printf("figure %s %s %u %ld\n", name, stack, figures.operations,
				       figures.cpu_us);
			else
				good = false;
		}
	}
	return good;
}

static bool count_allocations(const struct workload *work, const char *name, const char *stack)
{
	struct figures figures;

	if (!measure(work, stack, work->count, PRELOADED, &figures))
		return false;
	printf("allocations %s %s %u %ld\n", name, stack, figures.operations, figures.allocations);
	return true;
}

/* The last line of what strace wrote. */
static unsigned long traced_total(void)
{
	char line[128];
	unsigned long calls = 0;
	FILE *file = fopen(TRACE, "re");

	while (file && fgets(line, sizeof line, file)) {
		if (strstr(line, " total"))
			calls = strtoul(line, NULL, 10);
	}
	if (file)
		fclose(file);
	return calls;
}

/* What twice the work takes more than once is the work's own. */
static bool count_syscalls(const struct workload *work, const char *name, const char *stack)
{
	const unsigned int count = (work->count + TRACED_SHARE - 1) / TRACED_SHARE;
	unsigned long once, twice;
	struct figures figures;

	if (!measure(work, stack, count, TRACED, &figures))
		return false;
	once = traced_total();
	if (!measure(work, stack, 2 * count, TRACED, &figures))
		return false;
	twice = traced_total();
	printf("syscalls %s %s %u %ld\n", name, stack, count, (long)(twice - once));
	return true;
}

static bool run_workload(const struct workload *work, const char *name, unsigned int rounds)
{
	bool good = time_rounds(work, name, rounds);

	for (size_t i = 0; i < STACKS; i++) {
		if (present(stacks[i])) {
			good = count_allocations(work, name, stacks[i]) && good;
			good = count_syscalls(work, name, stacks[i]) && good;
		}
	}
	return good;
}

static bool plug_model(const struct cusb_virtual_model *model)
{
	int err = plugged_count < DEVICES_MAX ? plug(model, &devices[plugged_count]) : -ENOSPC;

	if (err) {
		fprintf(stderr, "bench: %s: %s\n", model->name, strerror(-err));
		return false;
	}
	plugged_count++;
	return true;
}

static bool plug_in(const char *name)
{
	const struct cusb_virtual_model *model = cusb_virtual_find_model(name);

	if (!model)
		fprintf(stderr, "bench: no device %s\n", name);
	return model && plug_model(model);
}

static void unplug_all(void)
{
	while (plugged_count > 0)
		unplug(&devices[--plugged_count]);
}

static bool is_transfer(const struct workload *work)
{
	return work->kind != BENCH_LIST && work->kind != BENCH_MANY && !work->remote;
}

static bool bench_transfers(unsigned int rounds, const char *only)
{
	bool plugged = plug_in("loopback") && plug_in("partial") && plug_in("iso");
	bool good = plugged;

	for (const struct workload *work = workloads; plugged && work->name; work++) {
		if (is_transfer(work) && (!only || strcmp(work->name, only) == 0))
			good = run_workload(work, work->name, rounds) && good;
	}
	unplug_all();
	return good;
}

static unsigned int count_devices(void)
{
	struct dirent *entry;
	DIR *dir = opendir(DEVICES);
	unsigned int count = 0;

	while (dir && (entry = readdir(dir)))
		count += entry->d_name[0] != '.' && !strchr(entry->d_name, ':');
	if (dir)
		closedir(dir);
	return count;
}

static void unbind(const char *controller)
{
	char path[PATH_MAX + 16];
	const char *name = strrchr(controller, '/') + 1;
	int fd;

	snprintf(path, sizeof path, "%s/driver/unbind", controller);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	/* Its other root hub may have been the first to be found. */
	if (fd < 0)
		return;
	if (write(fd, name, strlen(name)) < 0)
		fprintf(stderr, "bench: %s is still bound\n", name);
	close(fd);
}

/* Takes away all host controllers but the first so many of vhci_hcd's, and their devices. */
static void keep_hosts(unsigned int keep)
{
	char path[PATH_MAX], controller[PATH_MAX];
	unsigned int number;

	for (unsigned int bus = 1; bus < 64; bus++) {
		const char *virtual;

		snprintf(path, sizeof path, DEVICES "/usb%u/..", bus);
		if (!realpath(path, controller))
			continue;
		virtual = strstr(controller, "/vhci_hcd.");
		if (virtual && sscanf(virtual, "/vhci_hcd.%u", &number) == 1 && number < keep)
			continue;
		unbind(controller);
	}
}

static bool fill_up(unsigned int total)
{
	unsigned int missing;
	bool good = true;

	keep_hosts((total + PER_HOST - 1) / PER_HOST);
	missing = total - count_devices();
	for (unsigned int i = 0; good && i < missing; i++)
		good = plug_in(i % 2 ? "super" : "loopback");
	if (good && count_devices() != total) {
		fprintf(stderr, "bench: %u devices instead of %u\n", count_devices(), total);
		good = false;
	}
	return good;
}

/* Its name tells the number of devices. */
static bool run_with(enum bench_kind kind, unsigned int rounds, unsigned int total)
{
	const struct workload *work = workloads;
	char name[32];

	while (work->kind != kind)
		work++;
	snprintf(name, sizeof name, "%s-%u", work->name, total);
	return run_workload(work, name, rounds);
}

static bool bench_list(unsigned int rounds, unsigned int total)
{
	bool good = fill_up(total) && run_with(BENCH_LIST, rounds, total);

	unplug_all();
	return good;
}

static bool bench_many(unsigned int rounds, unsigned int total)
{
	bool good = total <= BENCH_MANY_MAX;

	for (unsigned int i = 0; good && i < total; i++) {
		const struct cusb_virtual_model *model = reporter(i);

		good = model && plug_model(model);
	}
	good = good && run_with(BENCH_MANY, rounds, total);
	unplug_all();
	return good;
}

int main(int argc, char **argv)
{
	unsigned int rounds = argc > 2 ? (unsigned int)atoi(argv[2]) : 0;
	bool good;

	if (rounds > 0 && strcmp(argv[1], "transfers") == 0) {
		good = bench_transfers(rounds, argv[3]);
	} else if (rounds > 0 && argc > 3 && strcmp(argv[1], "list") == 0) {
		good = bench_list(rounds, (unsigned int)atoi(argv[3]));
	} else if (rounds > 0 && argc > 3 && strcmp(argv[1], "many") == 0) {
		good = bench_many(rounds, (unsigned int)atoi(argv[3]));
	} else {
		fprintf(stderr,
			"usage: guest transfers ROUNDS [WORKLOAD] | guest list|many ROUNDS DEVICES\n");
		return 2;
	}
	return good ? 0 : 1;
}
