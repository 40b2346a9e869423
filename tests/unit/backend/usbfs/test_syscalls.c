/* SPDX-License-Identifier: MIT */
/* The running kernel's table on files and pipes, and the way every call goes through the table. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "backend/usbfs/script_kernel.h"
#include "unit.h"

static char folder[] = "/tmp/cusb-syscalls-XXXXXX";
static int pipe_fds[2];

static void setup(void)
{
	strcpy(folder + strlen(folder) - 6, "XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(pipe(pipe_fds), 0);
}

static void teardown(void)
{
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	rmdir(folder);
}

static int open_folder(void)
{
	int fd = real_syscalls.openat(NULL, AT_FDCWD, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

FIXTURE(setup, teardown)

CASE(openat_gives_a_negative_errno)
{
	errno = 0;
	ck_assert_int_eq(real_syscalls.openat(NULL, AT_FDCWD, "/nonexistent/file", O_RDONLY),
			 -ENOENT);
}

CASE(openat_is_relative_to_its_directory)
{
	int dirfd = real_syscalls.openat(NULL, AT_FDCWD, "/proc/self", O_RDONLY | O_DIRECTORY);
	int fd = real_syscalls.openat(NULL, dirfd, "exe", O_RDONLY);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(real_syscalls.close(NULL, fd), 0);
	ck_assert_int_eq(real_syscalls.close(NULL, dirfd), 0);
}

CASE(close_of_nothing_is_ebadf)
{
	ck_assert_int_eq(real_syscalls.close(NULL, -1), -EBADF);
}

CASE(pread_reads_at_the_offset)
{
	int fd = real_syscalls.openat(NULL, AT_FDCWD, "/proc/self/exe", O_RDONLY);
	char bytes[4];

	ck_assert_int_eq(real_syscalls.pread(NULL, fd, bytes, 3, 1), 3);
	ck_assert_mem_eq(bytes, "ELF", 3);
	real_syscalls.close(NULL, fd);
}

CASE(pread_of_a_pipe_is_espipe)
{
	char byte;

	ck_assert_int_eq(real_syscalls.pread(NULL, pipe_fds[0], &byte, 1, 0), -ESPIPE);
}

CASE(getdents64_gives_records_and_then_nothing)
{
	int fd = open_folder();
	char buf[1024];
	uint16_t length;

	ck_assert_int_ge(real_syscalls.getdents64(NULL, fd, buf, sizeof buf), 2 * 24);
	memcpy(&length, buf + 16, sizeof length);
	ck_assert_uint_eq(length, 24);
	ck_assert_int_eq(buf[19], '.');
	ck_assert_int_eq(real_syscalls.getdents64(NULL, fd, buf, sizeof buf), 0);
	real_syscalls.close(NULL, fd);
}

CASE(getdents64_of_a_pipe_is_enotdir)
{
	char buf[256];

	ck_assert_int_eq(real_syscalls.getdents64(NULL, pipe_fds[0], buf, sizeof buf), -ENOTDIR);
}

CASE(ioctl_gives_a_negative_errno)
{
	int number = 0;

	ck_assert_int_eq(real_syscalls.ioctl(NULL, pipe_fds[0], USBDEVFS_CLAIMINTERFACE, &number),
			 -ENOTTY);
}

CASE(ppoll_tells_the_time_that_is_left)
{
	struct {
		long before[4];
		struct timespec time;
		long behind[4];
	} guarded = {{1, 2, 3, 4}, {1000, 5}, {5, 6, 7, 8}};
	struct pollfd pollfd = {pipe_fds[1], POLLOUT, 0};

	ck_assert_int_eq(real_syscalls.ppoll(NULL, &pollfd, 1, &guarded.time), 1);
	ck_assert_int_eq(pollfd.revents, POLLOUT);
	ck_assert_int_le(guarded.time.tv_sec, 1000);
	ck_assert_int_gt(guarded.time.tv_sec, 0);
	ck_assert_mem_eq(guarded.before, ((long[]){1, 2, 3, 4}), sizeof guarded.before);
	ck_assert_mem_eq(guarded.behind, ((long[]){5, 6, 7, 8}), sizeof guarded.behind);
}

CASE(ppoll_at_the_end_of_the_time_leaves_none)
{
	struct timespec time = {0, 1000000};
	struct pollfd pollfd = {pipe_fds[0], POLLIN, 0};

	ck_assert_int_eq(real_syscalls.ppoll(NULL, &pollfd, 1, &time), 0);
	ck_assert_int_eq(time.tv_sec, 0);
	ck_assert_int_eq(time.tv_nsec, 0);
}

CASE(ppoll_without_time_only_looks)
{
	struct timespec time = {0, 0};
	struct pollfd pollfd = {pipe_fds[0], POLLIN, 0};

	ck_assert_int_eq(real_syscalls.ppoll(NULL, &pollfd, 1, &time), 0);
}

static void ignore(int number)
{
	(void)number;
}

/* What ppoll of an empty pipe gives when a signal comes. */
static int poll_until_signal(struct timespec *time)
{
	const struct sigaction action = {.sa_handler = ignore};
	const struct itimerval soon = {{0, 20000}, {0, 20000}}, never = {{0, 0}, {0, 0}};
	struct pollfd pollfd = {pipe_fds[0], POLLIN, 0};
	int result;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	result = real_syscalls.ppoll(NULL, &pollfd, 1, time);
	setitimer(ITIMER_REAL, &never, NULL);
	return result;
}

CASE(ppoll_that_a_signal_interrupts_is_eintr)
{
	struct timespec time = {1000, 0};

	ck_assert_int_eq(poll_until_signal(&time), -EINTR);
	ck_assert_int_lt(time.tv_sec, 1000);
}

CASE(ppoll_without_limit_waits)
{
	ck_assert_int_eq(poll_until_signal(NULL), -EINTR);
}

static char lines[1024];

static void keep(enum cusb_log_level level, const char *line, void *user)
{
	ck_assert_int_eq(level, CUSB_LOG_DEBUG);
	ck_assert_ptr_null(user);
	strcat(lines, line);
	strcat(lines, "\n");
}

CASE(every_call_is_logged_with_its_result)
{
	static const struct sk_step steps[] = {{.call = 'P', .result = POLLOUT}};
	struct script_kernel *sk = sk_new();
	const struct usbfs *fs = usbfs_of(sk_backend(sk));
	struct timespec time = {1, 0};
	int fd, number = 2;
	char byte;

	lines[0] = '\0';
	sk_play(sk, steps, 1);
	sk_text(sk, "/file", "x");
	cusb_set_log(CUSB_LOG_DEBUG, keep, NULL);
	fd = sys_openat(fs, AT_FDCWD, "/file", O_RDONLY);
	sys_pread(fs, fd, &byte, 1, 0);
	sys_ioctl(fs, fd, USBDEVFS_CLAIMINTERFACE, &number);
	sys_ppoll(fs, fd, POLLOUT, &time);
	sys_close(fs, fd);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	ck_assert_str_eq(lines, "openat(-100, \"/file\", 0) = 1000\n"
				"pread(1000, 1 bytes at 0) = 1\n"
				"ioctl(1000, CLAIMINTERFACE, 2) = 0\n"
				"ppoll(1000, with timeout) = 1, events 0x4\n"
				"close(1000) = 0\n");
	sk_free(sk);
}
