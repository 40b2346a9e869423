/* SPDX-License-Identifier: MIT */
/*
 * What PyUSB's own test suite asserts of a device, asserted of the loopback device: six sets of
 * data over control, bulk and interrupt, on every alternate setting that has endpoints.
 */
#define CASES_SHARE 1

#include <errno.h>
#include <string.h>

#include "world.h"

#define SETS 6

/* Ascending, descending, each as array and list, and two strings of a quarter of the length. */
static size_t data_set(int set, unsigned char *data, size_t length)
{
	if (set >= 4)
		length /= 4;
	for (size_t i = 0; i < length; i++)
		data[i] = (unsigned char)(set % 2 == 0 || set >= 4 ? i : length - i - 1);
	return length;
}

static void check_write_read(struct cusb_device *dev, unsigned int out, unsigned int in)
{
	unsigned char data[64], got[64];
	size_t length;

	for (size_t n = 8; n <= 64; n *= 8) {
		for (int set = 0; set < SETS; set++) {
			length = data_set(set, data, n);
			memset(got, 0xee, sizeof got);
			CHECK_INT(cusb_write(dev, out, data, length, CUSB_DEFAULT_TIMEOUT), length);
			CHECK_INT(cusb_read(dev, in, got, length, CUSB_DEFAULT_TIMEOUT), length);
			CHECK_BYTES(got, data, length);
			CHECK(length == 64 || got[length] == 0xee);
		}
	}
}

CASE(device_test)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;
	int timeout = cusb_default_timeout(dev);

	CHECK_OK(cusb_set_default_timeout(dev, 4321));
	CHECK_INT(cusb_default_timeout(dev), 4321);
	CHECK_OK(cusb_set_default_timeout(dev, timeout));
	CHECK_INT(cusb_set_default_timeout(dev, -1), -EINVAL);
	CHECK_INT(cusb_default_timeout(dev), timeout);
	CHECK_OK(cusb_set_configuration(dev, dev->configurations[0].bConfigurationValue));
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_INT(cfg->bConfigurationValue, dev->configurations[0].bConfigurationValue);
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_OK(cusb_set_altsetting(dev, CUSB_FIRST, CUSB_FIRST));
	check_write_read(dev, 0x01, 0x81);
	check_write_read(dev, 0x02, 0x82);
	for (int alternate = 1; alternate <= 2; alternate++) {
		CHECK_OK(cusb_set_altsetting(dev, 1, alternate));
		check_write_read(dev, 0x03, 0x83);
	}
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	cusb_device_free(dev);
}

CASE(control_loopback_test)
{
	struct cusb_device *dev = plug_loopback();
	unsigned char data[64], got[64];

	for (int set = 0; set < SETS; set++) {
		size_t length = data_set(set, data, 8);

		CHECK_INT(
			cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, data, length, CUSB_DEFAULT_TIMEOUT),
			length);
		CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, length, CUSB_DEFAULT_TIMEOUT),
			  length);
		CHECK_BYTES(got, data, length);
	}
	cusb_device_free(dev);
}

/* The order of PyUSB's backend test: configuration before the claim, then all the rest. */
CASE(backend_test)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_open(dev));
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	check_write_read(dev, 0x01, 0x81);
	CHECK_OK(cusb_release_interface(dev, 0));
	cusb_close(dev);
	cusb_device_free(dev);
}

CASE(configuration_and_interface_test)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = cusb_configuration_at(dev, 0);

	CHECK_OK(cusb_configuration_select(cfg));
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(cusb_interface_set_altsetting(cusb_interface_at(cfg, 0, 0)));
	cusb_device_free(dev);
}

CASE(endpoint_test)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	unsigned char data[64], got[64];

	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	for (int set = 0; set < SETS; set++) {
		size_t length = data_set(set, data, 8);

		CHECK_INT(cusb_endpoint_write(&intf->endpoints[0], data, length, GUARD_MS), length);
		CHECK_INT(cusb_endpoint_read(&intf->endpoints[1], got, length, GUARD_MS), length);
		CHECK_BYTES(got, data, length);
	}
	cusb_device_free(dev);
}

CASE(control_test)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(cusb_get_configuration(dev), 1);
	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 1);
	CHECK_INT(cusb_get_status(dev, cusb_to_interface(0)), 0);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 0);
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_INT(cusb_get_interface(dev, 0), 0);
	CHECK_OK(cusb_set_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x01)));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 1);
	CHECK_OK(cusb_clear_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x01)));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 0);
	cusb_device_free(dev);
}
