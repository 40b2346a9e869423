/* SPDX-License-Identifier: MIT */
/*
 * Runtime suspend. A real kernel suspends a device only when its power/control says so, and after a
 * delay of its own.
 */
#define CASES_NEED NEED_POWER

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "queue_case.h"
#include "seam.h"

static void write_attribute(const char *name, const char *attribute, const char *text)
{
	char path[128];
	int fd;

	snprintf(path, sizeof path, "/sys/bus/usb/devices/%s/power/%s", name, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	CHECK_INT(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static struct cusb_device *begin(void)
{
	struct cusb_device *dev = plug_loopback();

	if (world.kind == WORLD_KERNEL) {
		write_attribute(dev->name, "autosuspend_delay_ms", "0");
		write_attribute(dev->name, "control", "auto");
	}
	check_loopback(dev, 0x01, 0x81, 10);
	return dev;
}

/* As a device does that wakes the host, or another program that opens it. */
static void resume(const struct cusb_device *dev)
{
	if (world.kernel)
		CHECK_OK(cusb_virtual_resume(world.kernel, dev->name));
	else
		write_attribute(dev->name, "control", "on");
}

static ssize_t request(struct cusb_device *dev)
{
	return cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, GUARD_MS);
}

static void await_suspend(struct cusb_device *dev)
{
	CHECK_OK(cusb_allow_suspend(dev));
	for (int ms = 0; ms < GUARD_MS && request(dev) == 0; ms += 20)
		sleep_ms(20);
	CHECK_INT(request(dev), -EHOSTUNREACH);
}

CASE(open_device_stays_awake)
{
	struct cusb_device *dev = begin();

	sleep_ms(world.kernel ? 1 : 300);
	CHECK_INT(request(dev), 0);
	cusb_device_free(dev);
}

CASE(allowed_device_is_suspended)
{
	struct cusb_device *dev = begin();

	await_suspend(dev);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -EHOSTUNREACH);
	CHECK_INT(cusb_clear_halt(dev, 0x01), -EHOSTUNREACH);
	CHECK_INT(cusb_set_altsetting(dev, 1, 1), -EHOSTUNREACH);
	cusb_device_free(dev);
}

CASE(read_ends_when_the_device_falls_asleep)
{
	struct cusb_device *dev = begin();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);

	await_suspend(dev);
	CHECK_REAPED(dev, in, -EHOSTUNREACH, 0);
	CHECK_OK(cusb_forbid_suspend(dev));
	check_loopback(dev, 0x01, 0x81, 100);
	transfer_end(in);
	cusb_device_free(dev);
}

CASE(forbidding_wakes)
{
	struct cusb_device *dev = begin();

	await_suspend(dev);
	CHECK_OK(cusb_forbid_suspend(dev));
	check_loopback(dev, 0x01, 0x81, 100);
	CHECK_OK(cusb_forbid_suspend(dev));
	sleep_ms(world.kernel ? 1 : 300);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE(opening_wakes_and_claims_are_kept)
{
	struct cusb_device *dev = begin(), *other = find_again(dev);

	await_suspend(dev);
	CHECK_OK(cusb_open(other));
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(other);
	cusb_device_free(dev);
}

CASE(closing_ends_what_was_allowed)
{
	struct cusb_device *dev = begin();

	await_suspend(dev);
	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE(waiting_without_having_allowed)
{
	struct cusb_device *dev = begin();

	CHECK_OK(cusb_wait_for_resume(dev));
	CHECK_INT(request(dev), 0);
	cusb_device_free(dev);
}

static int waited;

static void *wait_in_thread(void *dev)
{
	waited = cusb_wait_for_resume(dev);
	return NULL;
}

CASE(waiting_ends_with_a_resume)
{
	struct cusb_device *dev = begin();
	pthread_t thread;

	await_suspend(dev);
	CHECK_OK(pthread_create(&thread, NULL, wait_in_thread, dev));
	sleep_ms(50);
	/* Other calls go on meanwhile. */
	CHECK(cusb_is_open(dev));
	CHECK_INT(request(dev), -EHOSTUNREACH);
	resume(dev);
	pthread_join(thread, NULL);
	CHECK_OK(waited);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

CASE(waiting_ends_with_an_unplug)
{
	struct cusb_device *dev = begin();
	pthread_t thread;

	await_suspend(dev);
	CHECK_OK(pthread_create(&thread, NULL, wait_in_thread, dev));
	sleep_ms(50);
	world_unplug(dev->name);
	pthread_join(thread, NULL);
	CHECK_INT(waited, -ENODEV);
	cusb_device_free(dev);
}

CASE(kernel_without_these)
{
	struct cusb_backend *backend = seam_begin();
	struct cusb_device *dev = NULL;

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_ALLOW_SUSPEND, 1, 1, -ENOTTY);
	CHECK_INT(cusb_allow_suspend(dev), -ENOSYS);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_FORBID_SUSPEND, 1, 1, -ENOTTY);
	CHECK_INT(cusb_forbid_suspend(dev), -ENOSYS);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_WAIT_FOR_RESUME, 1, 1, -ENOTTY);
	CHECK_INT(cusb_wait_for_resume(dev), -ENOSYS);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_WAIT_FOR_RESUME, 1, 1, -EINTR);
	CHECK_INT(cusb_wait_for_resume(dev), -EINTR);
	cusb_device_free(dev);
	seam_end();
}
