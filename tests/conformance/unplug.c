/* SPDX-License-Identifier: MIT */
/* Devices that go: between operations, in the middle of one, and others that come in their place.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "world.h"

/* Every operation on a device that is gone. None may hang, none may succeed. */
static void check_gone(struct cusb_device *dev)
{
	const struct cusb_configuration *cfg = NULL;
	struct cusb_transfer transfer;
	char buffer[512] = "";

	transfer = (struct cusb_transfer){.bEndpointAddress = 0x81,
					  .data = buffer,
					  .length = sizeof buffer,
					  .actual_length = 7};
	CHECK_INT(cusb_transfer_run(dev, &transfer), -ENODEV);
	CHECK_INT(transfer.actual_length, 0);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, CUSB_NO_TIMEOUT), -ENODEV);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, CUSB_NO_TIMEOUT), -ENODEV);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 0, GUARD_MS), -ENODEV);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 8, CUSB_NO_TIMEOUT), -ENODEV);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 512, GUARD_MS), -ENODEV);
	CHECK_INT(cusb_get_configuration(dev), -ENODEV);
	CHECK_INT(cusb_active_configuration(dev, &cfg), -ENODEV);
	CHECK_INT(cusb_set_configuration(dev, CUSB_FIRST), -ENODEV);
	CHECK_INT(cusb_altsetting(dev, 0), -ENODEV);
	CHECK_INT(cusb_set_altsetting(dev, 0, 0), -ENODEV);
	CHECK_INT(cusb_clear_halt(dev, 0x81), -ENODEV);
	CHECK_INT(cusb_is_kernel_driver_active(dev, 0),
		  world_has(NEED_DRIVERS) ? -ENODEV : -ENOSYS);
	CHECK_INT(cusb_detach_kernel_driver(dev, 0), world_has(NEED_DRIVERS) ? -ENODEV : -ENOSYS);
	CHECK_INT(cusb_attach_kernel_driver(dev, 0), world_has(NEED_DRIVERS) ? -ENODEV : -ENOSYS);
	CHECK_INT(cusb_reset(dev), world_has(NEED_RESET) ? -ENODEV : -ENOSYS);
}

static void check_gone_when_closed(struct cusb_device *dev)
{
	const char *text = NULL;
	char buffer[CUSB_STRING_SIZE];

	cusb_dispose_resources(dev);
	CHECK(!cusb_is_open(dev));
	CHECK_INT(cusb_open(dev), -ENODEV);
	CHECK_INT(cusb_claim_interface(dev, 0), -ENODEV);
	CHECK_INT(cusb_product(dev, &text), -ENODEV);
	CHECK_INT(cusb_get_string(dev, 1, CUSB_DEFAULT_LANGID, buffer, sizeof buffer), -ENODEV);
	check_gone(dev);
	CHECK(!cusb_is_open(dev));
}

CASE(unplugged_while_open)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);

	CHECK_OK(cusb_claim_interface(dev, 0));
	world_unplug(name);
	check_gone(dev);
	CHECK_INT(cusb_claim_interface(dev, 1), -ENODEV);
	cusb_release_interface(dev, 0);
	check_gone_when_closed(dev);
	cusb_device_free(dev);
}

CASE(unplugged_after_find)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name), *parent = NULL;

	world_unplug(name);
	CHECK_EITHER(cusb_device_speed(dev), CUSB_SPEED_HIGH, -ENODEV); /* told when it was found */
	CHECK_EITHER(cusb_parent(dev, &parent), 0, -ENODEV);
	cusb_device_free(parent);
	check_gone_when_closed(dev);
	CHECK_INT(dev->idVendor, 0xfffe); /* the snapshot stays */
	CHECK_INT(dev->configurations[0].bConfigurationValue, 1);
	cusb_device_free(dev);
}

/* Reads until the device vanishes at its nth packet. */
CASE(vanishing_during_transfers)
{
	struct cusb_device *dev = plug("dropout");
	char buffer[512] = "";
	ssize_t n;

	set_count(dev, 6);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), 512);
		CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), 512);
	}
	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), 512);
	n = cusb_read(dev, 0x81, buffer, 512, GUARD_MS);
	CHECK_INT(n, -ENODEV);
	world_await_gone(dev->name);
	check_gone(dev);
	check_gone_when_closed(dev);
	cusb_device_free(dev);
}

CASE(vanishing_in_the_middle_of_a_large_write)
{
	struct cusb_device *dev = plug("dropout");
	size_t length = 1024 * 1024;
	char *buffer = calloc(1, length);
	struct cusb_transfer transfer = {.bEndpointAddress = 0x01,
					 .data = buffer,
					 .length = length,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 0};

	CHECK(buffer);
	set_count(dev, 100);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -ENODEV);
	CHECK(transfer.actual_length <= 100 * 512);
	world_await_gone(dev->name);
	check_gone(dev);
	free(buffer);
	cusb_device_free(dev);
}

struct reader {
	struct cusb_device *dev;
	unsigned int bEndpointAddress;
	ssize_t result;
};

static void *read_for_ever(void *data)
{
	struct reader *reader = data;
	char buffer[512];

	reader->result = cusb_read(reader->dev, reader->bEndpointAddress, buffer, sizeof buffer,
				   CUSB_NO_TIMEOUT);
	return NULL;
}

CASE(unplugged_during_blocked_reads)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name);
	struct reader readers[3] = {{dev, 0x81, 0}, {dev, 0x82, 0}, {dev, 0x83, 0}};
	pthread_t threads[3];

	CHECK_OK(cusb_set_altsetting(dev, 1, 1));
	for (int i = 0; i < 3; i++)
		CHECK_OK(pthread_create(&threads[i], NULL, read_for_ever, &readers[i]));
	sleep_ms(50);
	world_unplug(name);
	for (int i = 0; i < 3; i++) {
		CHECK_OK(pthread_join(threads[i], NULL));
		CHECK_INT(readers[i].result, -ENODEV);
	}
	check_gone(dev);
	cusb_device_free(dev);
}

static void *control_for_ever(void *data)
{
	struct reader *reader = data;
	char buffer[64];

	reader->result = cusb_ctrl_transfer(reader->dev, 0xc0, 1, 0, 0, buffer, sizeof buffer,
					    CUSB_NO_TIMEOUT);
	return NULL;
}

CASE(unplugged_during_a_blocked_control_transfer)
{
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);
	struct reader reader = {dev, 0, 0};
	pthread_t thread;

	CHECK_OK(cusb_open(dev));
	CHECK_OK(pthread_create(&thread, NULL, control_for_ever, &reader));
	sleep_ms(50);
	world_unplug(name);
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(reader.result, -ENODEV);
	cusb_device_free(dev);
}

/* The same device, plugged in again, is another one: it got another address. */
CASE(plugged_in_again)
{
	const char *name = world_plug("loopback"), *again;
	struct cusb_device *dev = find_name(name), *new;

	CHECK_OK(cusb_open(dev));
	world_unplug(name);
	again = world_plug("loopback");
	new = find_name(again);
	CHECK(!cusb_same_device(dev, new));
	check_loopback(new, 0x01, 0x81, 600);
	check_gone(dev);
	check_gone_when_closed(dev);
	check_loopback(new, 0x01, 0x81, 600);
	cusb_device_free(new);
	cusb_device_free(dev);
}

/* Under the same name: the old object must not open the new device. */
CASE(another_device_in_the_same_port)
{
	const char *first = world_plug("loopback"), *second = NULL;
	struct cusb_device *dev = find_name(first), *new;

	world_unplug(first);
	if (world.kind == WORLD_VIRTUAL)
		CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("nak"), first));
	else
		second = world_plug("nak"); /* in the first free port */
	CHECK_STR(second ? second : first, first);
	new = find_name(first);
	CHECK(!cusb_same_device(dev, new));
	CHECK_EITHER(cusb_device_speed(dev), CUSB_SPEED_HIGH, -ENODEV); /* told when it was found */
	check_gone_when_closed(dev);
	CHECK_INT(new->idProduct, 3);
	CHECK_OK(cusb_open(new));
	cusb_device_free(new);
	cusb_device_free(dev);
}

CASE(unplugging_one_leaves_the_others)
{
	const char *name = world_plug("loopback");
	struct cusb_device *dev = find_name(name), *other = plug_loopback();

	check_loopback(dev, 0x01, 0x81, 10);
	check_loopback(other, 0x01, 0x81, 10);
	world_unplug(name);
	check_loopback(other, 0x01, 0x81, 10);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), -ENODEV);
	check_loopback(other, 0x01, 0x81, 10);
	cusb_device_free(dev);
	cusb_device_free(other);
}
