/* SPDX-License-Identifier: MIT */
/* A miniature kernel that is freed too early: before what was found on it. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define CASE_VIRTUAL(name) CASE_ONLY(name, WORLD_VIRTUAL, "the running kernel is not freed")

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

static struct cusb_device *begin(const char *model)
{
	struct cusb_device *dev;

	CHECK_OK(cusb_virtual_kernel_new(&kernel));
	CHECK_OK(cusb_virtual_kernel_backend(kernel, &backend));
	CHECK_OK(cusb_virtual_plug(kernel, cusb_virtual_find_model(model), "1-1"));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	return dev;
}

CASE_VIRTUAL(device_object_outlives_its_kernel)
{
	struct cusb_device *dev = begin("nak");
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81}, *done;
	char data[64];

	transfer.data = data;
	transfer.length = sizeof data;
	CHECK_OK(cusb_submit(dev, &transfer));
	cusb_virtual_kernel_free(kernel);
	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK_INT(transfer.status, -ENODEV);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENODEV);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 1, GUARD_MS), -ENODEV);
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
}

CASE_VIRTUAL(second_object_is_usable_until_freed)
{
	struct cusb_device *dev = begin("nak"), *other;
	char data[64];

	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &other));
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 1, 1), -ETIMEDOUT);
	CHECK_INT(cusb_ctrl_transfer(other, 0xc0, 1, 0, 0, data, 1, 1), -ETIMEDOUT);
	cusb_virtual_kernel_free(kernel);
	cusb_device_free(dev);
	CHECK_INT(cusb_ctrl_transfer(other, 0xc0, 1, 0, 0, data, 1, GUARD_MS), -ENODEV);
	cusb_device_free(other);
	cusb_usbfs_free(backend);
}

static void *read_for_ever(void *dev)
{
	static char data[64];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, CUSB_NO_TIMEOUT), -ENODEV);
	return NULL;
}

CASE_VIRTUAL(blocked_reader_is_woken_when_the_kernel_is_freed)
{
	struct cusb_device *dev = begin("nak");
	pthread_t thread;

	CHECK_OK(cusb_open(dev)); /* so that the kernel stays until the reader is done */
	CHECK_OK(pthread_create(&thread, NULL, read_for_ever, dev));
	sleep_ms(30); /* it usually sleeps by then; the result is the same if not */
	cusb_virtual_kernel_free(kernel);
	pthread_join(thread, NULL);
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
}

static char lines[8192];

static void keep_line(enum cusb_log_level level, const char *line, void *user)
{
	size_t used = strlen(lines);

	(void)level;
	(void)user;
	snprintf(lines + used, sizeof lines - used, "%s\n", line);
}

CASE_VIRTUAL(log_tells_that_the_device_is_gone)
{
	struct cusb_device *dev = begin("nak");
	char data[64];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, 1), -ETIMEDOUT);
	cusb_virtual_kernel_free(kernel);
	cusb_set_log(CUSB_LOG_DEBUG, keep_line, NULL);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENODEV);
	cusb_set_log(CUSB_LOG_SILENT, NULL, NULL);
	CHECK(strstr(lines, "SUBMITURB") && strstr(lines, "= -19"));
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
}

CASE_VIRTUAL(monitor_outlives_its_kernel)
{
	struct cusb_device *dev = begin("nak");
	struct cusb_monitor *monitor;
	struct cusb_event event;
	int err;

	cusb_device_free(dev);
	CHECK_OK(cusb_monitor_new(CUSB_MATCH(backend, backend), NULL, &monitor));
	cusb_virtual_kernel_free(kernel);
	while ((err = cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event)) == 0)
		cusb_device_free(event.dev);
	CHECK(err < 0);
	cusb_monitor_free(monitor);
	cusb_usbfs_free(backend);
}
