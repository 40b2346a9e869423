/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "plugged.h"
#include "vhci_rx.h"

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
	hasten_vhci_rx();
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
