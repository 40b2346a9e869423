/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vhci_rx.h"

static void hasten(const char *pid)
{
	char path[300], name[16] = "";
	int fd;

	snprintf(path, sizeof path, "/proc/%s/comm", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* musl's sched_setscheduler() is not there. */
	if (read(fd, name, sizeof name - 1) > 0 && strcmp(name, "vhci_rx\n") == 0 &&
	    syscall(SYS_sched_setscheduler, atoi(pid), SCHED_FIFO,
		    &(struct sched_param){.sched_priority = 1}) != 0)
		perror("vhci_rx: sched_setscheduler");
	close(fd);
}

void hasten_vhci_rx(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			hasten(entry->d_name);
	if (dir)
		closedir(dir);
}
