/* SPDX-License-Identifier: MIT */
/*
 * Runs a program that may not open any USB device, though it is root:
 *
 *	forbid nodev|cgroup COMMAND...
 *
 * nodev: in a mount namespace where the file system of the device nodes is mounted with nodev.
 * cgroup: in a control group whose list of devices has no USB device.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define NODES "/dev/bus/usb"
#define GROUP "/tmp/cgroup/forbidden"

static int mount_nodev(void)
{
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount(NODES, NODES, NULL, MS_BIND, NULL) < 0)
		return -1;
	return mount(NULL, NODES, NULL, MS_REMOUNT | MS_BIND | MS_NODEV, NULL);
}

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

static int enter_group(void)
{
	mkdir("/tmp/cgroup", 0755);
	if (mount("cgroup", "/tmp/cgroup", "cgroup", 0, "devices") < 0 && errno != EBUSY)
		return -1;
	mkdir(GROUP, 0755);
	if (write_text(GROUP "/devices.deny", "c 189:* rwm") < 0)
		return -1;
	return write_text(GROUP "/cgroup.procs", "0");
}

int main(int argc, char **argv)
{
	int err = -1;

	if (argc > 2 && strcmp(argv[1], "nodev") == 0)
		err = mount_nodev();
	else if (argc > 2 && strcmp(argv[1], "cgroup") == 0)
		err = enter_group();
	if (err == 0)
		execvp(argv[2], argv + 2);
	perror("forbid");
	return 1;
}
