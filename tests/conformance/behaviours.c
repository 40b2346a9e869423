/* SPDX-License-Identifier: MIT */
/* Devices that behave as some that people have: each a text in fixtures/devices. */
#include <errno.h>
#include <string.h>

#include "fixture.h"

/* It is silent after that report, which must not be lost. */
CASE(a_report_that_fills_its_packet)
{
	struct cusb_device *dev = plug_fixture("report");
	char data[64];

	LONGER (ms, 50) {
		ssize_t n = cusb_read(dev, 0x81, data, sizeof data, ms);

		if (n == -ETIMEDOUT)
			continue;
		CHECK_INT(n, 8);
		break;
	}
	CHECK_BYTES(data, "\1\2\3\4\5\6\7\10", 8);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, 50), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(requests_of_odd_lengths)
{
	struct cusb_device *dev = plug_fixture("odd");
	char data[128];

	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x77, 0, 0, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x77, 0, 0, data, sizeof data, GUARD_MS), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x78, 0, 0, data, sizeof data, GUARD_MS), 64);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x78, 0, 0, data, 64, GUARD_MS), 64);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x78, 0, 0, data, 63, GUARD_MS), 63);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 0x78, 0, 0, NULL, 0, GUARD_MS), 0);
	check_loopback(dev, 0x01, 0x81, 63);
	cusb_device_free(dev);
}

/* It goes before the status stage, so that nobody can tell this from a pulled cable. */
CASE(a_request_that_makes_the_device_leave)
{
	struct cusb_device *dev = plug_fixture("leave");
	const char *name = dev->name;

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0x7d, 0, 0, NULL, 0, GUARD_MS), -ENODEV);
	world_await_gone(name);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0x7d, 0, 0, NULL, 0, GUARD_MS), -ENODEV);
	cusb_device_free(dev);
}

/* Any ten packets in a row are nine of 176 bytes and one of 180. */
CASE_NEEDS(isochronous_packets_of_uneven_length, NEED_ISOCHRONOUS)
{
	struct cusb_device *dev = plug_fixture("tone");
	struct cusb_transfer *transfer = cusb_transfer_new(20);
	static char data[20 * 192];
	unsigned int long_ones = 0;

	CHECK_INT(cusb_read(dev, 0x81, data, 10 * 192, GUARD_MS), 9 * 176 + 180);
	CHECK(transfer);
	transfer->bEndpointAddress = 0x81;
	transfer->data = data;
	transfer->length = sizeof data;
	transfer->timeout_ms = GUARD_MS;
	CHECK_OK(cusb_transfer_fill_packets(transfer, 192));
	CHECK_OK(cusb_transfer_run(dev, transfer));
	for (unsigned int i = 0; i < 20; i++) {
		const struct cusb_iso_packet *packet = cusb_transfer_packet(transfer, i);

		CHECK_OK(packet->status);
		CHECK_EITHER(packet->actual_length, 176, 180);
		long_ones += packet->actual_length == 180;
	}
	CHECK_INT(long_ones, 2);
	CHECK_INT(transfer->actual_length, 18 * 176 + 2 * 180);
	cusb_transfer_free(transfer);
	cusb_device_free(dev);
}

/* Linux looks for the endpoint of a request in all settings, check_ctrlrecip(). */
CASE_NEEDS(a_class_request_to_an_endpoint_of_another_setting, NEED_NATIVE)
{
	static const uint8_t rate[3] = {0x80, 0xbb, 0};
	struct cusb_device *dev = plug_fixture("uac"), *other = find_again(dev);
	uint8_t answer[3] = {0};

	CHECK_INT(cusb_altsetting(dev, 0), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xa2, 0x81, 0x0100, 0x81, answer, 3, GUARD_MS), 3);
	CHECK_BYTES(answer, "\x44\xac\0", 3);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x22, 1, 0x0100, 0x81, (void *)(uintptr_t)rate, 3,
				     GUARD_MS),
		  3);
	CHECK_INT(cusb_claim_interface(other, 0), -EBUSY);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x22, 1, 0x0100, 0x05, NULL, 0, GUARD_MS), -ENOENT);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* Linux drops the later descriptor, config_endpoint_is_duplicate(). */
CASE_NEEDS(an_endpoint_address_in_two_interfaces, NEED_NATIVE)
{
	struct cusb_device *dev = plug_fixture("dup"), *other = find_again(dev);
	char data[512];

	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENOENT);
	CHECK_OK(cusb_claim_interface(other, 1));
	CHECK_OK(cusb_set_altsetting(dev, 0, 1));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 4);
	CHECK_INT(cusb_clear_halt(dev, 0x81), 0);
	cusb_device_free(other);
	cusb_device_free(dev);
}

/* The driver has its interface again whether or not there was anything to read. */
CASE_NEEDS(reports_behind_the_back_of_a_driver, NEED_NATIVE | NEED_DRIVERS)
{
	struct cusb_device *dev = plug_fixture("hidsource"), *other = find_again(dev);
	char data[8], driver[32] = "";

	if (world.kernel)
		CHECK_OK(cusb_virtual_bind_driver(world.kernel, dev->name, 0, "usbhid"));
	CHECK_OK(cusb_kernel_driver(dev, 0, driver, sizeof driver));
	CHECK_STR(driver, "usbhid");
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -EBUSY);
	cusb_set_auto_detach(dev, true);
	for (int i = 0; i < 3; i++)
		CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), 8);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 0);
	cusb_close(dev);
	CHECK_INT(cusb_is_kernel_driver_active(other, 0), 1);
	cusb_device_free(other);
	cusb_device_free(dev);
}
