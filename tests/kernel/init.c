/* SPDX-License-Identifier: MIT */
/*
 * The guest's only program of its own: loads the modules of /modules, runs the steps of /steps one
 * by one, reports, and switches the machine off.
 *
 * Three channels lead out. The kernel's messages go to the first serial port. What steps print goes
 * to the second. Results go to QEMU's debug console at I/O port 0xe9, which needs no driver and
 * which nothing else writes to: "begin NAME", "pass NAME SECONDS" or "fail NAME REASON", and at
 * last "end PASSED FAILED".
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define DEBUG_CONSOLE 0xe9
#define WORDS_MAX     64
/* How long a killed step may take to go: usbfs waits for its URBs. */
#define KILL_LIMIT 300

static unsigned int passed, failed;

__attribute__((format(printf, 1, 2))) static void report(const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	for (const char *c = line; *c; c++)
		outb((unsigned char)*c, DEBUG_CONSOLE);
	outb('\n', DEBUG_CONSOLE);
}

/* Marks the place in the kernel's log and in the output of steps. */
static void mark(const char *name)
{
	char line[128];
	int fd = open("/dev/kmsg", O_WRONLY | O_CLOEXEC);

	snprintf(line, sizeof line, "<4>guest: step %s\n", name);
	if (fd < 0 || write(fd, line, strlen(line)) < 0)
		report("fail %s cannot mark the kernel's log", name);
	if (fd >= 0)
		close(fd);
	printf("=== %s\n", name);
	fflush(stdout);
}

__attribute__((format(printf, 2, 3))) static void conclude(const char *name, const char *format,
							   ...)
{
	char reason[256];
	va_list args;

	va_start(args, format);
	vsnprintf(reason, sizeof reason, format, args);
	va_end(args);
	failed++;
	report("fail %s %s", name, reason);
}

static long now_ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000L + time.tv_nsec / 1000000L;
}

/* Splits a line at white space, in place; quotes of both kinds group. False: too many, or open. */
static bool split(char *line, char **words, size_t room)
{
	size_t count = 0;
	char *out = line;
	char quote = 0;

	while (*line) {
		while (isspace((unsigned char)*line))
			line++;
		if (*line == '\0')
			break;
		if (count + 1 == room)
			return false;
		words[count++] = out;
		for (; *line && (quote || !isspace((unsigned char)*line)); line++) {
			if (quote ? *line == quote : *line == '\'' || *line == '"')
				quote = quote ? 0 : *line;
			else
				*out++ = *line;
		}
		if (*line)
			line++;
		*out++ = '\0';
	}
	words[count] = NULL;
	return quote == 0;
}

/* Ends this child in the program. */
static void become(char **words)
{
	char path[256];
	sigset_t none;
	int null = open("/dev/null", O_RDONLY);

	snprintf(path, sizeof path, "%s%s", strchr(words[0], '/') ? "" : "/bin/", words[0]);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	dup2(null, STDIN_FILENO);
	execv(path, words);
	printf("%s: %s\n", path, strerror(errno));
	fflush(stdout);
	_exit(127);
}

/* Reaps whatever ends until `child` does (0: until none is left) or the time is up. */
static bool await(pid_t child, long deadline_ms, int *status)
{
	sigset_t chld;
	pid_t pid;
	int ended;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	for (;;) {
		long left = deadline_ms - now_ms();
		struct timespec rest = {left / 1000, left % 1000 * 1000000L};

		while ((pid = waitpid(-1, &ended, WNOHANG)) > 0) {
			if (pid != child)
				continue;
			*status = ended;
			return true;
		}
		if (pid < 0)
			return child == 0;
		if (left <= 0)
			return false;
		sigtimedwait(&chld, NULL, &rest);
	}
}

static void judge(const char *name, int status, long took_ms)
{
	if (WIFSIGNALED(status)) {
		conclude(name, "killed by signal %d", WTERMSIG(status));
	} else if (WEXITSTATUS(status) != 0) {
		conclude(name, "exit status %d", WEXITSTATUS(status));
	} else {
		passed++;
		report("pass %s %ld.%ld", name, took_ms / 1000, took_ms % 1000 / 100);
	}
}

static void run(const char *name, int limit, char **words)
{
	long begin = now_ms();
	int status = 0;
	bool ended, clean;
	pid_t child;

	report("begin %s", name);
	mark(name);
	child = fork();
	if (child == 0)
		become(words);
	ended = child > 0 && await(child, begin + limit * 1000L, &status);
	kill(-1, SIGKILL);
	clean = await(0, now_ms() + KILL_LIMIT * 1000L, &status);
	if (child < 0)
		conclude(name, "no process for it");
	else if (!ended)
		conclude(name, "not done after %d s", limit);
	else if (!clean)
		conclude(name, "what it left running cannot be killed");
	else
		judge(name, status, now_ms() - begin);
}

/* Calls `each` for the words of each line of a file that is neither empty nor a comment. */
static void for_each_line(const char *path, void (*each)(char **words))
{
	char line[1024];
	char *words[WORDS_MAX];
	FILE *file = fopen(path, "re");

	if (!file) {
		conclude(path, "%s", strerror(errno));
		return;
	}
	while (fgets(line, sizeof line, file)) {
		if (line[0] == '#')
			continue;
		if (!split(line, words, WORDS_MAX))
			conclude(path, "bad line %s", line);
		else if (words[0])
			each(words);
	}
	fclose(file);
}

static void run_step(char **words)
{
	int limit = words[1] ? atoi(words[1]) : 0;

	if (limit <= 0 || !words[2])
		conclude(words[0], "its line in /steps has no limit or no command");
	else
		run(words[0], limit, words + 2);
}

static void load_module(char **words)
{
	char parameters[256] = "";
	int fd = open(words[0], O_RDONLY | O_CLOEXEC);

	for (size_t i = 1; words[i]; i++)
		snprintf(parameters + strlen(parameters), sizeof parameters - strlen(parameters),
			 "%s ", words[i]);
	if (fd < 0 || (syscall(SYS_finit_module, fd, parameters, 0) != 0 && errno != EEXIST))
		conclude(words[0], "cannot be loaded: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void mount_one(const char *type, const char *where)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) != 0)
		conclude(where, "cannot mount %s: %s", type, strerror(errno));
}

/* For clients and servers in this machine. */
static void bring_loopback_up(void)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) != 0)
		conclude("lo", "cannot be brought up: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
}

static void open_output(void)
{
	struct termios raw;
	int fd = open("/dev/ttyS1", O_RDWR | O_NOCTTY);

	if (fd < 0 || tcgetattr(fd, &raw) != 0) {
		conclude("/dev/ttyS1", "%s", strerror(errno));
		return;
	}
	cfmakeraw(&raw);
	tcsetattr(fd, TCSANOW, &raw);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int main(void)
{
	sigset_t chld;

	ioperm(DEBUG_CONSOLE, 1, 1);
	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	mount_one("proc", "/proc");
	mount_one("sysfs", "/sys");
	mount_one("devtmpfs", "/dev");
	mount_one("tmpfs", "/tmp");
	open_output();
	for_each_line("/modules", load_module);
	mount_one("configfs", "/sys/kernel/config");
	mount_one("debugfs", "/sys/kernel/debug");
	bring_loopback_up();
	setenv("PATH", "/bin", 1);
	for_each_line("/steps", run_step);
	report("end %u %u", passed, failed);
	sync();
	reboot(RB_POWER_OFF);
	return 0;
}
