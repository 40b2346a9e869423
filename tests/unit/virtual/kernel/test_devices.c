/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <time.h>

#include "unit.h"
#include "virtual/virtual_world.h"

#define UNPLUG 0xff

/* A key that can be pressed, and one that makes the device vanish. */
static ssize_t key_in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		      size_t room)
{
	uint8_t *key = cusb_virtual_state(dev);

	(void)bEndpointAddress;
	if (!*key || room == 0)
		return -EAGAIN;
	if (*key == UNPLUG)
		return -ENODEV;
	packet[0] = *key;
	*key = 0;
	return 1;
}

static const uint8_t descriptors[] = {
	18, 1, 0,    2, 0, 0,	 0, 64,	  0xfe, 0xff, 0xff, 0, 0, 1, 0, 0, 0, 1, /**/
	9,  2, 25,   0, 1, 1,	 0, 0x80, 50,					 /**/
	9,  4, 0,    0, 1, 0xff, 0, 0,	  0,					 /**/
	7,  5, 0x81, 3, 8, 0,	 4,
};

static const struct cusb_virtual_model model = {
	.name = "key",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.state_size = 1,
	.in = key_in,
};

static struct usbdevfs_urb urb;
static uint8_t data[8];

static void setup(void)
{
	world_start_model(&model);
	world_urb(&urb, USBDEVFS_URB_TYPE_INTERRUPT, 0x81, data, sizeof data);
	ck_assert_int_eq(world_submit(&urb), 0);
}

static int press(struct cusb_virtual_device *dev, void *user)
{
	uint8_t *key = cusb_virtual_state(dev);

	*key = *(const uint8_t *)user;
	return 42;
}

static int press_key(const char *name, uint8_t key)
{
	return cusb_virtual_call(world.kernel, name, press, &key);
}

static int press_a(const char *name)
{
	return press_key(name, 'a');
}

FIXTURE(setup, world_end)

CASE(result_is_that_of_the_function)
{
	ck_assert_int_eq(press_a("1-1"), 42);
}

CASE(what_was_nakked_is_asked_for_again)
{
	ck_assert_int_eq(world_poll(), 0);
	press_a("1-1");
	world_expect_reaped(&urb, 0);
	ck_assert_int_eq(urb.actual_length, 1);
	ck_assert_uint_eq(data[0], 'a');
}

static void *press_later(void *arg)
{
	struct timespec moment = {0, 20000000};

	(void)arg;
	nanosleep(&moment, NULL);
	press_a("1-1");
	return NULL;
}

CASE(reader_that_sleeps_is_woken)
{
	pthread_t thread;
	void *reaped = NULL;

	ck_assert_int_eq(pthread_create(&thread, NULL, press_later, NULL), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &reaped), 0);
	pthread_join(thread, NULL);
	ck_assert_ptr_eq(reaped, &urb);
}

static const char *const no_devices[] = {"1-2", "", NULL};

CASE_PER_NUMBER(names_that_are_no_devices_are_not_called, 0, 3)
{
	ck_assert_int_eq(press_a(no_devices[_i]), -ENODEV);
}

CASE(fixture_has_no_device_to_call)
{
	ck_assert_int_eq(virtual_kernel_load_tree(world.kernel, "D 3-1\nA serial=1\n"), 0);
	ck_assert_int_eq(press_a("3-1"), -ENODEV);
}

CASE(device_that_vanishes_when_called_is_unplugged)
{
	ck_assert_int_eq(press_key("1-1", UNPLUG), 42);
	ck_assert_int_eq(cusb_virtual_unplug(world.kernel, "1-1"), -ENODEV);
}

CASE(unplugged_device_is_not_called)
{
	world_unplug("1-1");
	ck_assert_int_eq(press_a("1-1"), -ENODEV);
}
