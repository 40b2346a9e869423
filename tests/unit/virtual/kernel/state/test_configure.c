/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static unsigned char data[1024];

static void setup(void)
{
	world_start("loopback");
}

FIXTURE(setup, world_end)

CASE(configuration_that_is_not_there_is_invalid)
{
	ck_assert_int_eq(world_configure(3), -EINVAL);
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(configuration_is_busy_while_anything_is_claimed)
{
	int other = world_open(WORLD_NODE, O_RDWR);

	ck_assert_int_eq(world_claim_by(other, 1), 0);
	ck_assert_int_eq(world_configure(2), -EBUSY);
	ck_assert_int_eq(world_configure(1), -EBUSY);
	world_close(other);
	world_bind(0, "driver");
	ck_assert_int_eq(world_configure(2), -EBUSY);
}

CASE(same_configuration_keeps_its_directories)
{
	int fd = world_open(WORLD_SYSFS "1-1:1.0/bInterfaceNumber", O_RDONLY);
	char text[8];

	ck_assert_int_eq(world_configure(1), 0);
	ck_assert_int_eq(CALL(pread, fd, text, 8, 0), 3);
	world_close(fd);
}

CASE(configuring_binds_a_detached_driver)
{
	world_bind(0, "driver");
	ck_assert_int_eq(world_driver_ioctl(0, USBDEVFS_DISCONNECT), 0);
	ck_assert_int_eq(world_configure(1), 0);
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(world_configure(2), 0);
	ck_assert_str_eq(world_driver(0), "");
	ck_assert_int_eq(world_configure(1), 0);
	ck_assert_str_eq(world_driver(0), "driver");
}

static ssize_t vanish(struct cusb_virtual_device *dev, const struct cusb_setup *packet,
		      uint8_t *bytes)
{
	(void)dev;
	(void)packet;
	(void)bytes;
	return -ENODEV;
}

/* SET_CONFIGURATION as a control transfer. */
static void configure_device_alone(unsigned int value)
{
	struct usbdevfs_ctrltransfer raw = {
		.bRequest = 9,
		.wValue = (unsigned short)value,
		.timeout = 100,
	};

	ck_assert_int_eq(world_ioctl(USBDEVFS_CONTROL, &raw), 0);
}

CASE(raw_request_goes_past_the_kernel)
{
	configure_device_alone(2);
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(device_may_vanish_at_a_request_of_the_kernel)
{
	static struct cusb_virtual_model model;
	struct usbdevfs_ctrltransfer unconfigure = {.bRequest = 9, .timeout = 100};

	model = *cusb_virtual_find_model("loopback");
	model.control = vanish;
	world_end();
	world_start_model(&model);
	ck_assert_int_eq(world_claim(1), 0);
	/* What the device would stall goes to the model, which vanishes. */
	ck_assert_int_eq(world_ioctl(USBDEVFS_CONTROL, &unconfigure), 0);
	ck_assert_int_eq(world_set_altsetting(1, 1), -ESHUTDOWN);
	ck_assert(!world_exists(WORLD_SYSFS "1-1"));
}

CASE(altsetting_that_is_not_there_is_invalid)
{
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_set_altsetting(1, 3), -EINVAL);
	ck_assert_int_eq(world_set_altsetting(9, 0), -ENOENT);
}

CASE(altsetting_kills_urbs_of_the_interface)
{
	struct usbdevfs_urb urb, spared;
	int err;

	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
	world_submit_bulk(&urb, 0x83, data, 512);
	world_submit_bulk(&spared, 0x81, data, 512);
	ck_assert_int_eq(world_set_altsetting(1, 2), 0);
	world_expect_reaped(&urb, -ENOENT);
	ck_assert_ptr_null(world_reap(&err));
}

CASE(altsetting_that_is_single_may_stall)
{
	configure_device_alone(0);
	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_set_altsetting(0, 0), 0);
}

CASE(altsetting_that_stalls_is_not_changed)
{
	ck_assert_int_eq(world_claim(1), 0);
	configure_device_alone(0);
	ck_assert_int_eq(world_set_altsetting(1, 1), -EPIPE);
	world_expect("1-1:1.1/bAlternateSetting", " 0\n");
}

CASE(clear_halt_needs_an_endpoint)
{
	unsigned int endpoint = 0x85;

	ck_assert_int_eq(world_ioctl(USBDEVFS_CLEAR_HALT, &endpoint), -ENOENT);
	endpoint = 0;
	ck_assert_int_eq(world_ioctl(USBDEVFS_CLEAR_HALT, &endpoint), -ENOENT);
	endpoint = 0x81;
	ck_assert_int_eq(world_ioctl(USBDEVFS_CLEAR_HALT, &endpoint), 0);
	ck_assert_int_eq(world_ioctl(USBDEVFS_RESETEP, &endpoint), 0);
}

CASE(reset_loses_claims_settings_and_urbs)
{
	struct usbdevfs_urb urb;

	ck_assert_int_eq(world_claim(0), 0);
	ck_assert_int_eq(world_claim(1), 0);
	ck_assert_int_eq(world_set_altsetting(1, 1), 0);
	world_submit_bulk(&urb, 0x81, data, 512);
	ck_assert_int_eq(world_reset(), 0);
	world_expect_reaped(&urb, -ESHUTDOWN);
	ck_assert_str_eq(world_driver(0), "");
	world_expect("1-1:1.1/bAlternateSetting", " 0\n");
	world_expect("1-1/bConfigurationValue", "1\n");
}

CASE(reset_ends_urbs_of_others_and_control_urbs)
{
	unsigned char setup[8] = {0xc0, 1};
	struct usbdevfs_urb urb;
	int other;

	world_end();
	world_start("nak");
	world_urb(&urb, USBDEVFS_URB_TYPE_CONTROL, 0, setup, sizeof setup);
	ck_assert_int_eq(world_submit(&urb), 0);
	other = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_eq(CALL(ioctl, other, USBDEVFS_RESET, NULL), 0);
	world_expect_reaped(&urb, -ESHUTDOWN);
	world_close(other);
}

CASE(reset_lets_the_kernel_driver_have_the_interface)
{
	struct usbdevfs_disconnect_claim claim = {.interface = 0};

	world_bind(0, "driver");
	ck_assert_int_eq(world_ioctl(USBDEVFS_DISCONNECT_CLAIM, &claim), 0);
	ck_assert_int_eq(world_reset(), 0);
	ck_assert_str_eq(world_driver(0), "driver");
}

CASE(reset_may_find_another_device)
{
	virtual_kernel_change_on_reset(world.kernel, "1-1", cusb_virtual_find_model("nak"));
	ck_assert_int_eq(world_reset(), -ENODEV);
	ck_assert_int_eq(world_reset(), -ENODEV);
	world_expect("1-1/idProduct", "0003\n");
	world_expect("1-1/devnum", "3\n");
}

CASE(reset_may_lose_the_device)
{
	virtual_kernel_change_on_reset(world.kernel, "1-1", NULL);
	ck_assert_int_eq(world_reset(), -ENODEV);
	ck_assert_int_eq(world_open(WORLD_SYSFS "1-1", O_RDONLY), -ENOENT);
}
