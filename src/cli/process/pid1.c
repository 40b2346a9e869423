/* SPDX-License-Identifier: MIT */
/*
 * Kernel facts: mounting a file system a second time in its place gives -EBUSY. The first process
 * gets no open files when the initramfs has no /dev/console. When it ends, the kernel panics.
 * Processes whose parents have ended become its children.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "cli/input/command_file.h"
#include "cli/output/message.h"
#include "pid1.h"

#define PARAMETERS_SIZE 1024

static const struct {
	const char *word;
	int how;
} ends[] = {
	{"poweroff", RB_POWER_OFF},
	{"reboot", RB_AUTOBOOT},
	{"halt", RB_HALT_SYSTEM},
};

static void mount_one(const char *type, const char *where)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) < 0 && errno != EBUSY)
		fail("cannot mount %s at %s: %s", type, where, strerror(errno));
}

/* main() has opened the closed ones with O_PATH, which allows no reading or writing. */
static void open_console(void)
{
	int flags = fcntl(STDERR_FILENO, F_GETFL);
	int fd;

	if (flags >= 0 && !(flags & O_PATH))
		return;
	fd = open("/dev/console", O_RDWR);
	for (int i = STDIN_FILENO; fd >= 0 && i <= STDERR_FILENO; i++)
		dup2(fd, i);
	if (fd > STDERR_FILENO)
		close(fd);
}

void pid1_mount(void)
{
	mount_one("devtmpfs", "/dev");
	open_console();
	mount_one("sysfs", "/sys");
	mount_one("proc", "/proc");
}

/* In the kernel's form: separated by blanks. */
static int join(char **words, char *text, size_t room)
{
	size_t used = 0;

	for (; *words; words++) {
		size_t length = strlen(*words);

		if (used + length + 2 > room)
			return -E2BIG;
		memcpy(text + used, *words, length);
		used += length;
		text[used++] = ' ';
	}
	text[used] = '\0';
	return 0;
}

static int load(char **words)
{
	char parameters[PARAMETERS_SIZE];
	int err = join(words + 1, parameters, sizeof parameters);
	int fd;

	if (err < 0)
		return err;
	fd = open(words[0], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, parameters, 0) < 0 && errno != EEXIST)
		err = -errno;
	close(fd);
	return err;
}

void pid1_load_modules(const char *path)
{
	char *words[WORDS_MAX + 1];
	struct command_file file;
	int count, err = command_file_open(path, &file);

	if (err < 0 && err != -ENOENT)
		fail("%s: %s", path, strerror(-err));
	if (err < 0)
		return;
	while ((count = command_file_next(&file, words)) != 0) {
		err = count < 0 ? count : load(words);
		if (err < 0)
			fail("%s, line %u: cannot load %s: %s", path, file.number,
			     count < 0 ? "it" : words[0], strerror(-err));
	}
	command_file_close(&file);
}

int pid1_run(char **words)
{
	int wait_status = 0;
	pid_t child, ended;
	sigset_t mask;
	int err;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	err = child_start(words, &(struct child_options){.mask = &mask}, &child);
	if (err < 0)
		return err;
	do
		ended = waitpid(-1, &wait_status, 0);
	while (ended != child && (ended > 0 || errno == EINTR));
	return ended == child ? (int)child_status(wait_status) : -errno;
}

int pid1_end_named(const char *word)
{
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (strcmp(ends[i].word, word) == 0)
			return ends[i].how;
	return 0;
}

void pid1_end(int how)
{
	sync();
	reboot(how);
	fail("the kernel refuses to reboot or to power off: %s", strerror(errno));
}

void pid1_become(char **words)
{
	signal(SIGPIPE, SIG_DFL);
	execvp(words[0], words);
	fail("cannot run %s: %s", words[0], strerror(errno));
}

_Noreturn void pid1_stay(void)
{
	/*
	 * A process that entered the PID namespace from outside may leave an orphan while this one
	 * has no children and sleeps: then the kernel reaps it.
	 */
	signal(SIGCHLD, SIG_IGN);
	for (;;)
		if (waitpid(-1, NULL, 0) < 0)
			pause();
}
