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

ssize_t plugged_read(struct plugged *device, const char *attribute, void *buf, size_t size)
{
	char path[128];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/%s", plugged_name(device), attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, buf, size);
	if (n < 0)
		n = -errno;
	close(fd);
	return n;
}

void plugged_line(struct plugged *device, const char *attribute, char *line, size_t size)
{
	ssize_t n = plugged_read(device, attribute, line, size - 1);

	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

/* A device that is not configured has an empty bConfigurationValue. */
static bool configured(struct plugged *device)
{
	char value[8];

	plugged_line(device, "bConfigurationValue", value, sizeof value);
	return value[0] >= '1';
}

/* Lets a device come back that left by itself. False: it is gone for good. */
static bool come_back(struct plugged *device)
{
	const struct cusb_virtual_model *model = device->other;
	bool back = false;

	pthread_mutex_lock(&device->lock);
	if (model && !device->pulled) {
		cusb_vhci_detach(device->vhci);
		device->other = device->model;
		device->model = model;
		back = cusb_vhci_attach(model, &device->vhci) == 0;
		if (!back)
			device->vhci = NULL;
		hasten_vhci_rx();
	}
	pthread_mutex_unlock(&device->lock);
	return back;
}

static void *serve(void *arg)
{
	struct plugged *device = arg;

	do
		cusb_vhci_serve(device->vhci);
	while (come_back(device));
	return NULL;
}

static int await_configuration(struct plugged *device)
{
	const struct timespec step = {.tv_nsec = STEP_MS * 1000000L};

	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		if (configured(device))
			return 0;
		nanosleep(&step, NULL);
	}
	unplug(device);
	return -ETIMEDOUT;
}

int plug_changing(const struct cusb_virtual_model *model, const struct cusb_virtual_model *other,
		  struct plugged *device)
{
	int err;

	*device =
		(struct plugged){.model = model, .other = other, .lock = PTHREAD_MUTEX_INITIALIZER};
	err = cusb_vhci_attach(model, &device->vhci);
	if (err)
		return err;
	hasten_vhci_rx();
	err = -pthread_create(&device->thread, NULL, serve, device);
	if (err) {
		cusb_vhci_detach(device->vhci);
		return err;
	}
	return await_configuration(device);
}

int plug(const struct cusb_virtual_model *model, struct plugged *device)
{
	return plug_changing(model, NULL, device);
}

void unplug(struct plugged *device)
{
	pthread_mutex_lock(&device->lock);
	device->pulled = true;
	if (device->vhci)
		cusb_vhci_unplug(device->vhci);
	pthread_mutex_unlock(&device->lock);
	pthread_join(device->thread, NULL);
	cusb_vhci_detach(device->vhci);
}

const char *plugged_name(struct plugged *device)
{
	const char *name;

	pthread_mutex_lock(&device->lock);
	name = device->vhci ? cusb_vhci_name(device->vhci) : "";
	pthread_mutex_unlock(&device->lock);
	return name;
}
