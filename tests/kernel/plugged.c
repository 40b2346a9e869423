/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "plugged.h"

#define PATIENCE_MS 600000
#define STEP_MS	    10

ssize_t plugged_read(const struct plugged *device, const char *attribute, void *buf, size_t size)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/%s", cusb_vhci_name(device->vhci),
		 attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, buf, size);
	if (n < 0)
		n = -errno;
	close(fd);
	return n;
}

void plugged_line(const struct plugged *device, const char *attribute, char *line, size_t size)
{
	ssize_t n = plugged_read(device, attribute, line, size - 1);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

/* A device that is not configured has an empty bConfigurationValue. */
static bool configured(const struct plugged *device)
{
	char value[8];

	plugged_line(device, "bConfigurationValue", value, sizeof value);
	return value[0] >= '1';
}

/*
 * Kernel fact (vhci_hcd of 6.1): its thread vhci_rx gives a URB back only after it has read the
 * answer. A processor that takes the endpoint away meanwhile spins with interrupts disabled. If
 * vhci_rx has to give way to a task that waits for this processor, as for any munmap(), the machine
 * hangs. It gives way to none.
 */
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
		perror("plugged: sched_setscheduler");
	close(fd);
}

static void hasten_receivers(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			hasten(entry->d_name);
	if (dir)
		closedir(dir);
}

static void *serve(void *device)
{
	cusb_vhci_serve(((struct plugged *)device)->vhci);
	return NULL;
}

int plug(const struct cusb_virtual_model *model, struct plugged *device)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};
	int err;

	device->model = model;
	err = cusb_vhci_attach(model, &device->vhci);
	if (err)
		return err;
	hasten_receivers();
	err = -pthread_create(&device->thread, NULL, serve, device);
	if (err) {
		cusb_vhci_detach(device->vhci);
		return err;
	}
	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		if (configured(device))
			return 0;
		nanosleep(&step, NULL);
	}
	unplug(device);
	return -ETIMEDOUT;
}

void unplug(struct plugged *device)
{
	cusb_vhci_unplug(device->vhci);
	pthread_join(device->thread, NULL);
	cusb_vhci_detach(device->vhci);
}
