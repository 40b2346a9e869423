/* SPDX-License-Identifier: MIT */
/* Transfers that fail: wrong endpoints, stalls, babble; and what errors are called. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

CASE(reading_and_writing_in_the_wrong_direction)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8] = "";

	CHECK_INT(cusb_write(dev, 0x81, buffer, 8, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_read(dev, 0x01, buffer, 8, GUARD_MS), -EINVAL);
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}

CASE(endpoint_objects_in_the_wrong_direction)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	char buffer[8] = "";

	CHECK_INT(cusb_endpoint_write(&intf->endpoints[1], buffer, 8, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_endpoint_read(&intf->endpoints[0], buffer, 8, GUARD_MS), -EINVAL);
	cusb_device_free(dev);
}

CASE(the_control_endpoint_is_not_for_read_and_write)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8] = "";

	CHECK_INT(cusb_write(dev, 0x00, buffer, 8, GUARD_MS), -EINVAL);
	CHECK_INT(cusb_read(dev, 0x80, buffer, 8, GUARD_MS), -EINVAL);
	CHECK_EITHER(cusb_clear_halt(dev, 0x00), -EINVAL, -ENOENT);
	CHECK_EITHER(cusb_clear_halt(dev, 0x80), -EINVAL, -ENOENT);
	cusb_device_free(dev);
}

CASE(endpoints_that_are_not_there)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8] = "";

	CHECK_INT(cusb_write(dev, 0x05, buffer, 8, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_read(dev, 0x8f, buffer, 8, GUARD_MS), -ENOENT);
	CHECK_INT(cusb_clear_halt(dev, 0x04), -ENOENT);
	cusb_device_free(dev);
}

/* A number that only fits when bits are dropped names no endpoint. */
CASE(endpoint_addresses_out_of_range)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8] = "";

	CHECK_EITHER(cusb_write(dev, 0x101, buffer, 8, GUARD_MS), -EINVAL, -ENOENT);
	CHECK_EITHER(cusb_read(dev, 0x181, buffer, 8, GUARD_MS), -EINVAL, -ENOENT);
	CHECK_EITHER(cusb_write(dev, 0x11, buffer, 8, GUARD_MS), -EINVAL, -ENOENT);
	CHECK_EITHER(cusb_clear_halt(dev, 0x181), -EINVAL, -ENOENT);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 8, 30), -ETIMEDOUT); /* nothing was written */
	cusb_device_free(dev);
}

CASE(a_halted_endpoint_stalls_until_it_is_cleared)
{
	struct cusb_device *dev = plug("stall");
	char buffer[512] = "";

	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 1);
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	CHECK_INT(cusb_get_status(dev, cusb_to_endpoint(0x01)), 0);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 300, GUARD_MS), 300);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), 300);
	check_loopback(dev, 0x01, 0x81, 2000);
	cusb_device_free(dev);
}

CASE(a_stalled_transfer_tells_that_nothing_was_moved)
{
	struct cusb_device *dev = plug("stall");
	char buffer[1024] = "";
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = sizeof buffer,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 99};

	CHECK_INT(cusb_transfer_run(dev, &transfer), -EPIPE);
	CHECK_INT(transfer.actual_length, 0);
	cusb_device_free(dev);
}

CASE(clear_halt_by_endpoint_object)
{
	struct cusb_device *dev = plug("stall");
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	const struct cusb_endpoint *out = NULL;

	CHECK_OK(cusb_find_endpoint(intf, CUSB_MATCH(direction, CUSB_ENDPOINT_OUT), &out));
	CHECK_INT(cusb_endpoint_write(out, "x", 1, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_endpoint_clear_halt(out));
	CHECK_INT(cusb_endpoint_write(out, "x", 1, GUARD_MS), 1);
	cusb_device_free(dev);
}

CASE(clear_halt_of_an_endpoint_that_is_not_halted)
{
	struct cusb_device *dev = plug_loopback();

	check_loopback(dev, 0x01, 0x81, 700);
	CHECK_OK(cusb_clear_halt(dev, 0x01));
	CHECK_OK(cusb_clear_halt(dev, 0x81));
	check_loopback(dev, 0x01, 0x81, 700);
	cusb_device_free(dev);
}

CASE(a_halt_set_by_request)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8];

	check_loopback(dev, 0x01, 0x81, 8);
	CHECK_OK(cusb_set_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x81)));
	CHECK_INT(cusb_read(dev, 0x81, buffer, 8, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_clear_feature(dev, CUSB_ENDPOINT_HALT, cusb_to_endpoint(0x81)));
	check_loopback(dev, 0x01, 0x81, 8);
	cusb_device_free(dev);
}

CASE(a_stalled_control_request)
{
	struct cusb_device *dev = plug("stall");
	static char buffer[8192];

	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 64, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 64, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, sizeof buffer, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_get_configuration(dev), 1);
	cusb_device_free(dev);
}

CASE(more_than_there_is_room_for)
{
	struct cusb_device *dev = plug("babble");
	char buffer[512];
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = 100,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 0};

	CHECK_INT(cusb_read(dev, 0x81, buffer, 100, GUARD_MS), -EOVERFLOW);
	memset(buffer, 0x5a, sizeof buffer);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -EOVERFLOW);
	CHECK_INT(transfer.actual_length, 100);
	for (size_t i = 100; i < sizeof buffer; i++)
		CHECK_INT(buffer[i], 0x5a);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, GUARD_MS), 512);
	cusb_device_free(dev);
}

CASE(babble_after_full_packets)
{
	struct cusb_device *dev = plug("babble");
	char buffer[1124];
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = sizeof buffer,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 0};

	CHECK_INT(cusb_transfer_run(dev, &transfer), -EOVERFLOW);
	CHECK_INT(transfer.actual_length, sizeof buffer);
	cusb_device_free(dev);
}

CASE(errors_have_names)
{
	static const int errors[] = {EPIPE,  ETIMEDOUT, ENODEV,	   EOVERFLOW,	 EBUSY,	 EACCES,
				     EPROTO, EILSEQ,	ECANCELED, EHOSTUNREACH, ENOMEM, ENOENT};

	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		CHECK(*cusb_strerror(-errors[i]));
		CHECK_STR(cusb_strerror(errors[i]), cusb_strerror(-errors[i]));
		for (size_t j = 0; j < i; j++)
			CHECK(strcmp(cusb_strerror(-errors[i]), cusb_strerror(-errors[j])) != 0);
	}
	CHECK(strstr(cusb_strerror(-EPIPE), "stalled by the device"));
	CHECK(cusb_strerror(0) && cusb_strerror(-99999) && cusb_strerror(-2147483647 - 1));
}

#define CHECK_TEXT(call, err, text)                                                                \
	do {                                                                                       \
		CHECK_INT(call, err);                                                              \
		CHECK_STR(cusb_error_text(err), text);                                             \
	} while (0)

CASE(the_text_says_what_happened)
{
	struct cusb_device *dev = plug("stall");
	struct cusb_transfer *done, idle = {.bEndpointAddress = 0x81};
	char buffer[64] = "";

	CHECK_TEXT(cusb_read(dev, 0x01, buffer, 8, GUARD_MS), -EINVAL, "0x01 is an OUT endpoint");
	CHECK_TEXT(cusb_read(dev, 0x81, buffer, 8, -5), -EINVAL, "timeout_ms -5 is below 0");
	CHECK_TEXT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 64, GUARD_MS), -EPIPE,
		   "the device does not support the request");
	CHECK_TEXT(cusb_write(dev, 0x01, buffer, 8, GUARD_MS), -EPIPE,
		   "the endpoint is halted: the device has stalled");
	CHECK_TEXT(cusb_reap(dev, CUSB_DONT_WAIT, &done), -ENODATA, "no transfer is in flight");
	CHECK_TEXT(cusb_cancel(dev, &idle), -ENOENT,
		   "the transfer is not in flight on this device");
	CHECK_TEXT(cusb_get_string(dev, 0, CUSB_DEFAULT_LANGID, buffer, sizeof buffer), -ENODATA,
		   "index 0 means that there is no string");
	cusb_device_free(dev);
	CHECK_STR(cusb_error_text(-ENODATA), "index 0 means that there is no string");
}

/* The kernel has one errno where the library knows which of its meanings it is. */
CASE_NEEDS(the_text_says_what_the_kernel_means, NEED_NATIVE)
{
	struct cusb_device *dev = plug_loopback();
	char name[32], wanted[64];

	snprintf(wanted, sizeof wanted, "%s: there is no interface 9 now", dev->name);
	CHECK_TEXT(cusb_claim_interface(dev, 9), -ENOENT, wanted);
	CHECK_TEXT(cusb_detach_kernel_driver(dev, 0), -ENODATA, "no kernel driver is bound");
	CHECK_TEXT(cusb_attach_kernel_driver(dev, 0), -ENODATA,
		   "no kernel driver accepts the interface");
	CHECK_TEXT(cusb_kernel_driver(dev, 0, name, sizeof name), -ENODATA,
		   "no kernel driver is bound");
	snprintf(wanted, sizeof wanted, "%s: there is no interface 9 now", dev->name);
	CHECK_TEXT(cusb_detach_kernel_driver(dev, 9), -EINVAL, wanted);
	cusb_device_free(dev);
}

CASE_NEEDS(the_text_of_a_descriptor_that_is_not_open, NEED_NATIVE)
{
	struct cusb_device *dev;

	CHECK_TEXT(cusb_device_from_fd(0x7fffffff, &dev), -EBADF,
		   "descriptor 2147483647 is not open, or is not a device node");
}
