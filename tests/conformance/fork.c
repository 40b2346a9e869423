/* SPDX-License-Identifier: MIT */
/* What a child of fork(2) does with the parent's device happens to the child alone. */
#define CASES_NEED NEED_NATIVE

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hotplug.h"
#include "queue_case.h"

static void in_child(void (*function)(void *user), void *user)
{
	pid_t child = fork();
	int status = -1;

	CHECK(child >= 0);
	if (child == 0) {
		function(user);
		_exit(0);
	}
	CHECK_INT(waitpid(child, &status, 0), child);
	CHECK_INT(status, 0);
}

static void close_it(void *dev)
{
	cusb_close(dev);
}

static void dispose_it(void *dev)
{
	cusb_dispose_resources(dev);
}

static void free_it(void *dev)
{
	cusb_device_free(dev);
}

static void release_it(void *dev)
{
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_release_interface(dev, 1));
}

/* The kernel itself would let it. */
static void free_after_release(void *dev)
{
	release_it(dev);
	free_it(dev);
}

static void (*const ends[])(void *dev) = {close_it, dispose_it, free_it, release_it,
					  free_after_release};

CASE(claims_and_settings_stay_the_parents)
{
	struct cusb_device *dev = plug_altsetting(1, 1), *other = find_again(dev);

	CHECK_OK(cusb_claim_interface(dev, 0));
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		in_child(ends[i], dev);
		CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
		CHECK_INT(cusb_claim_interface(other, 1), -EBUSY);
		CHECK_INT(cusb_altsetting(other, 1), 1);
		check_loopback(dev, 0x01, 0x81, 100);
	}
	cusb_close(dev);
	CHECK_OK(cusb_claim_interface(other, 0));
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* Where a leak checker finds it in the child, which has closed the device. */
static struct cusb_transfer *volatile in;

CASE(transfers_in_flight_stay_the_parents)
{
	struct cusb_device *dev = plug_loopback();

	in = submit(dev, 0x81, 512, 0);
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		in_child(ends[i], dev);
	CHECK_INT(cusb_write(dev, 0x01, "parent", 6, GUARD_MS), 6);
	CHECK_REAPED(dev, in, 0, 6);
	CHECK_BYTES(in->data, "parent", 6);
	transfer_end(in);
	cusb_device_free(dev);
}

static void open_again(void *dev)
{
	cusb_close(dev);
	CHECK_OK(cusb_open(dev));
	CHECK_INT(cusb_claim_interface(dev, 0), world.kernel ? 0 : -EBUSY);
}

/* In the virtual world the child has a kernel of its own. */
CASE(after_closing_it_the_child_opens_the_device_for_itself)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_claim_interface(dev, 0));
	in_child(open_again, dev);
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
}

static void free_monitor(void *monitor)
{
	cusb_monitor_free(monitor);
}

CASE(monitor_stays_the_parents)
{
	struct cusb_monitor *monitor = watch_ours(world.backend, NULL);
	const char *name;

	in_child(free_monitor, monitor);
	name = world_plug("loopback");
	cusb_device_free(expect_event(monitor, CUSB_ARRIVED, name));
	cusb_monitor_free(monitor);
}
