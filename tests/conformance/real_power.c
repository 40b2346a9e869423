/* SPDX-License-Identifier: MIT */
/*
 * QEMU's keyboard, asleep. The kernel suspends an idle device that power/control allows it to.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define IN_THE_GUEST "only the guest has this keyboard"
#define PATIENCE_MS  GUARD_MS

static void power_path(const struct cusb_device *dev, const char *file, char *path, size_t size)
{
	snprintf(path, size, "/sys/bus/usb/devices/%s/power/%s", dev->name, file);
}

static void power_write(const struct cusb_device *dev, const char *file, const char *text)
{
	char path[128];
	FILE *stream;

	power_path(dev, file, path, sizeof path);
	stream = fopen(path, "we");
	CHECK(stream);
	CHECK(fputs(text, stream) >= 0);
	CHECK_OK(fclose(stream));
}

static bool power_is(const struct cusb_device *dev, const char *status)
{
	char path[128], line[32] = "";
	FILE *stream;

	power_path(dev, "runtime_status", path, sizeof path);
	stream = fopen(path, "re");
	CHECK(stream && fgets(line, sizeof line, stream));
	fclose(stream);
	line[strcspn(line, "\n")] = '\0';
	return strcmp(line, status) == 0;
}

static void await_power(const struct cusb_device *dev, const char *status)
{
	for (int ms = 0; ms < PATIENCE_MS && !power_is(dev, status); ms += 10)
		sleep_ms(10);
	CHECK(power_is(dev, status));
}

static int is_keyboard(struct cusb_device *dev, void *user)
{
	const struct cusb_interface *intf = NULL;

	(void)user;
	return dev->configuration_count > 0 &&
	       cusb_find_interface(
		       dev->configurations,
		       CUSB_MATCH(bInterfaceClass, CUSB_CLASS_HID, bInterfaceProtocol, 1),
		       &intf) == 0;
}

/* Open, claimed in place of its driver, and about to be suspended as soon as that is allowed. */
static struct cusb_device *sleepy_keyboard(void)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(idVendor, 0x0627, custom_device, is_keyboard), &dev));
	cusb_set_auto_detach(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	power_write(dev, "autosuspend_delay_ms", "0");
	power_write(dev, "control", "auto");
	return dev;
}

static void wake_for_good(struct cusb_device *dev)
{
	power_write(dev, "control", "on");
	power_write(dev, "autosuspend_delay_ms", "2000");
	cusb_device_free(dev);
}

CASE_ONLY(an_open_device_stays_awake_unless_allowed, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = sleepy_keyboard();
	char keys[8];

	sleep_ms(300);
	CHECK(power_is(dev, "active"));
	CHECK_OK(cusb_allow_suspend(dev));
	await_power(dev, "suspended");
	CHECK_INT(cusb_read(dev, 0x81, keys, sizeof keys, GUARD_MS), -EHOSTUNREACH);
	CHECK_OK(cusb_forbid_suspend(dev));
	CHECK(power_is(dev, "active"));
	CHECK_INT(cusb_read(dev, 0x81, keys, sizeof keys, 100), -ETIMEDOUT);
	CHECK_INT(cusb_get_configuration(dev), 1);
	wake_for_good(dev);
}

struct waiter {
	struct cusb_device *dev;
	atomic_int result;
};

static void *wait_for_resume(void *data)
{
	struct waiter *waiter = data;

	waiter->result = cusb_wait_for_resume(waiter->dev);
	return NULL;
}

CASE_ONLY(a_resume_is_waited_for, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *dev = sleepy_keyboard();
	struct waiter waiter = {dev, 1};
	pthread_t thread;
	char keys[8];

	CHECK_OK(cusb_wait_for_resume(dev)); /* nothing allowed it to sleep */
	CHECK_OK(cusb_allow_suspend(dev));
	await_power(dev, "suspended");
	CHECK_OK(pthread_create(&thread, NULL, wait_for_resume, &waiter));
	sleep_ms(200);
	CHECK_INT(waiter.result, 1);
	power_write(dev, "control", "on"); /* another hand wakes it */
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_OK(waiter.result);
	power_write(dev, "control", "auto");
	sleep_ms(300);
	CHECK(power_is(dev, "active"));
	CHECK_INT(cusb_read(dev, 0x81, keys, sizeof keys, 100), -ETIMEDOUT);
	wake_for_good(dev);
}
