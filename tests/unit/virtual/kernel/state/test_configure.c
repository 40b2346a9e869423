/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static struct world world;
static unsigned char data[1024];

static void setup(void)
{
	world_start(&world, "loopback");
}

static void teardown(void)
{
	world_end(&world);
}

static int configure(int value)
{
	return world_ioctl(&world, USBDEVFS_SETCONFIGURATION, &value);
}

static int set_altsetting(unsigned int interface, unsigned int altsetting)
{
	struct usbdevfs_setinterface set = {interface, altsetting};

	return world_ioctl(&world, USBDEVFS_SETINTERFACE, &set);
}

static int reset(void)
{
	return world_ioctl(&world, USBDEVFS_RESET, NULL);
}

static void submit(struct usbdevfs_urb *urb, unsigned char endpoint, int length)
{
	world_urb(urb, USBDEVFS_URB_TYPE_BULK, endpoint, data, length);
	ck_assert_int_eq(world_submit(&world, urb), 0);
}

static void expect_reaped(struct usbdevfs_urb *urb, int status)
{
	int err;

	ck_assert_ptr_eq(world_reap(&world, &err), urb);
	ck_assert_int_eq(urb->status, status);
}

static void expect(const char *attribute, const char *text)
{
	char path[128] = WORLD_SYSFS;

	strcat(path, attribute);
	ck_assert_str_eq(world_text(&world, path), text);
}

static const char *driver(void)
{
	static struct usbdevfs_getdriver get;

	get.interface = 0;
	return world_ioctl(&world, USBDEVFS_GETDRIVER, &get) ? "" : get.driver;
}

FIXTURE(setup, teardown)

CASE(configuration_is_changed)
{
	ck_assert_int_eq(configure(2), 0);
	expect("1-1/bConfigurationValue", "2\n");
	expect("1-1/bMaxPower", "500mA\n");
	expect("1-1:2.0/bInterfaceNumber", "00\n");
}

CASE(configuration_that_is_not_there_is_invalid)
{
	ck_assert_int_eq(configure(3), -EINVAL);
	expect("1-1/bConfigurationValue", "1\n");
}

CASE(configuration_below_one_unconfigures)
{
	ck_assert_int_eq(configure(-1), 0);
	expect("1-1/bConfigurationValue", "");
	ck_assert_int_eq(configure(1), 0);
	ck_assert_int_eq(configure(0), 0);
	expect("1-1/bConfigurationValue", "");
	ck_assert_int_eq(world_claim(&world, 0), -ENOENT);
}

CASE(configuration_is_busy_while_anything_is_claimed)
{
	int other = world_open(&world, WORLD_NODE, O_RDWR);
	unsigned int interface = 1;

	ck_assert_int_eq(
		virtual_syscalls.ioctl(world.kernel, other, USBDEVFS_CLAIMINTERFACE, &interface),
		0);
	ck_assert_int_eq(configure(2), -EBUSY);
	ck_assert_int_eq(configure(1), -EBUSY);
	world_close(&world, other);
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "driver"), 0);
	ck_assert_int_eq(configure(2), -EBUSY);
}

CASE(same_configuration_restarts_the_device)
{
	unsigned int interface = 0;
	struct usbdevfs_urb out, in;

	submit(&out, 0x01, 5);
	expect_reaped(&out, 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RELEASEINTERFACE, &interface), 0);
	ck_assert_int_eq(configure(1), 0);
	submit(&in, 0x81, 512);
	ck_assert_int_eq(world_poll(&world), 0);
}

CASE(same_configuration_keeps_its_directories)
{
	int fd = world_open(&world, WORLD_SYSFS "1-1:1.0/bInterfaceNumber", O_RDONLY);
	char text[8];

	ck_assert_int_eq(configure(1), 0);
	ck_assert_int_eq(virtual_syscalls.pread(world.kernel, fd, text, 8, 0), 3);
	world_close(&world, fd);
}

CASE(configuring_binds_a_detached_driver)
{
	struct usbdevfs_ioctl detach = {0, USBDEVFS_DISCONNECT, NULL};

	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "driver"), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_IOCTL, &detach), 0);
	ck_assert_int_eq(configure(1), 0);
	ck_assert_str_eq(driver(), "");
	ck_assert_int_eq(configure(2), 0);
	ck_assert_str_eq(driver(), "");
	ck_assert_int_eq(configure(1), 0);
	ck_assert_str_eq(driver(), "driver");
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

	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_CONTROL, &raw), 0);
}

CASE(raw_request_goes_past_the_kernel)
{
	configure_device_alone(2);
	expect("1-1/bConfigurationValue", "1\n");
}

CASE(device_may_vanish_at_a_request_of_the_kernel)
{
	struct cusb_virtual_model model = *cusb_virtual_model("loopback");
	struct world own;
	struct usbdevfs_setinterface set = {1, 1};
	struct usbdevfs_ctrltransfer unconfigure = {.bRequest = 9, .timeout = 100};

	model.control = vanish;
	world_start_model(&own, &model);
	ck_assert_int_eq(world_claim(&own, 1), 0);
	/* What the device would stall goes to the model, which vanishes. */
	ck_assert_int_eq(world_ioctl(&own, USBDEVFS_CONTROL, &unconfigure), 0);
	ck_assert_int_eq(world_ioctl(&own, USBDEVFS_SETINTERFACE, &set), -ESHUTDOWN);
	ck_assert_int_eq(world_open(&own, WORLD_SYSFS "1-1", O_RDONLY), -ENOENT);
	world_end(&own);
}

CASE(altsetting_is_changed_for_its_endpoints)
{
	struct usbdevfs_urb urb;

	ck_assert_int_eq(world_claim(&world, 1), 0);
	ck_assert_int_eq(set_altsetting(1, 1), 0);
	submit(&urb, 0x03, 512);
	expect_reaped(&urb, 0);
	ck_assert_int_eq(set_altsetting(1, 0), 0);
	ck_assert_int_eq(world_submit(&world, &urb), -ENOENT);
}

CASE(altsetting_that_is_not_there_is_invalid)
{
	ck_assert_int_eq(world_claim(&world, 1), 0);
	ck_assert_int_eq(set_altsetting(1, 3), -EINVAL);
	ck_assert_int_eq(set_altsetting(9, 0), -ENOENT);
}

CASE(altsetting_kills_urbs_of_the_interface)
{
	struct usbdevfs_urb urb, spared;
	int err;

	ck_assert_int_eq(world_claim(&world, 1), 0);
	ck_assert_int_eq(set_altsetting(1, 1), 0);
	submit(&urb, 0x83, 512);
	submit(&spared, 0x81, 512);
	ck_assert_int_eq(set_altsetting(1, 2), 0);
	expect_reaped(&urb, -ENOENT);
	ck_assert_ptr_null(world_reap(&world, &err));
}

CASE(altsetting_that_is_single_may_stall)
{
	configure_device_alone(0);
	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(set_altsetting(0, 0), 0);
}

CASE(altsetting_that_stalls_is_not_changed)
{
	ck_assert_int_eq(world_claim(&world, 1), 0);
	configure_device_alone(0);
	ck_assert_int_eq(set_altsetting(1, 1), -EPIPE);
	expect("1-1:1.1/bAlternateSetting", " 0\n");
}

CASE(clear_halt_needs_an_endpoint)
{
	unsigned int endpoint = 0x85;

	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_CLEAR_HALT, &endpoint), -ENOENT);
	endpoint = 0;
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_CLEAR_HALT, &endpoint), -ENOENT);
	endpoint = 0x81;
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_CLEAR_HALT, &endpoint), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_RESETEP, &endpoint), 0);
}

CASE(reset_loses_claims_settings_and_urbs)
{
	struct usbdevfs_urb urb;

	ck_assert_int_eq(world_claim(&world, 0), 0);
	ck_assert_int_eq(world_claim(&world, 1), 0);
	ck_assert_int_eq(set_altsetting(1, 1), 0);
	submit(&urb, 0x81, 512);
	ck_assert_int_eq(reset(), 0);
	expect_reaped(&urb, -ESHUTDOWN);
	ck_assert_str_eq(driver(), "");
	expect("1-1:1.1/bAlternateSetting", " 0\n");
	expect("1-1/bConfigurationValue", "1\n");
}

CASE(reset_ends_urbs_of_others_and_control_urbs)
{
	struct world own;
	unsigned char setup[8] = {0xc0, 1};
	struct usbdevfs_urb urb;
	int other, err;

	world_start(&own, "nak");
	world_urb(&urb, USBDEVFS_URB_TYPE_CONTROL, 0, setup, sizeof setup);
	ck_assert_int_eq(world_submit(&own, &urb), 0);
	other = world_open(&own, WORLD_NODE, O_RDWR);
	ck_assert_int_eq(virtual_syscalls.ioctl(own.kernel, other, USBDEVFS_RESET, NULL), 0);
	ck_assert_ptr_eq(world_reap(&own, &err), &urb);
	ck_assert_int_eq(urb.status, -ESHUTDOWN);
	world_close(&own, other);
	world_end(&own);
}

CASE(reset_powers_the_device_on)
{
	struct usbdevfs_urb urb;

	submit(&urb, 0x01, 5);
	expect_reaped(&urb, 0);
	ck_assert_int_eq(reset(), 0);
	submit(&urb, 0x81, 512);
	ck_assert_int_eq(world_poll(&world), 0);
}

CASE(reset_lets_the_kernel_driver_have_the_interface)
{
	struct usbdevfs_disconnect_claim claim = {.interface = 0};

	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "driver"), 0);
	ck_assert_int_eq(world_ioctl(&world, USBDEVFS_DISCONNECT_CLAIM, &claim), 0);
	ck_assert_int_eq(reset(), 0);
	ck_assert_str_eq(driver(), "driver");
}

CASE(reset_of_a_root_hub_is_a_directory)
{
	int hub = world_open(&world, "/dev/bus/usb/001/001", O_RDWR);

	ck_assert_int_eq(virtual_syscalls.ioctl(world.kernel, hub, USBDEVFS_RESET, NULL), -EISDIR);
	world_close(&world, hub);
}

CASE(reset_may_find_another_device)
{
	virtual_kernel_change_on_reset(world.kernel, "1-1", cusb_virtual_model("nak"));
	ck_assert_int_eq(reset(), -ENODEV);
	ck_assert_int_eq(reset(), -ENODEV);
	expect("1-1/idProduct", "0003\n");
	expect("1-1/devnum", "3\n");
}

CASE(reset_may_lose_the_device)
{
	virtual_kernel_change_on_reset(world.kernel, "1-1", NULL);
	ck_assert_int_eq(reset(), -ENODEV);
	ck_assert_int_eq(world_open(&world, WORLD_SYSFS "1-1", O_RDONLY), -ENOENT);
}
