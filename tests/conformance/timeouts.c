/* SPDX-License-Identifier: MIT */
/* Timeouts: with nothing moved, with part of it, for ever, by default. */
#define CASES_SHARE 1

#include <errno.h>
#include <limits.h>

#include "world.h"

CASE(a_read_with_nothing_to_read)
{
	struct cusb_device *dev = plug("nak");
	char buffer[512];
	int64_t start = now_ms();

	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 60), -ETIMEDOUT);
	CHECK(now_ms() - start >= 59);
	CHECK_INT(cusb_read(dev, 0x82, buffer, 64, 20), -ETIMEDOUT);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 1), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(a_write_that_is_not_taken)
{
	struct cusb_device *dev = plug("nak");
	static char buffer[100000];

	CHECK_INT(cusb_write(dev, 0x01, buffer, 512, 40), -ETIMEDOUT);
	CHECK_INT(cusb_write(dev, 0x01, buffer, sizeof buffer, 40), -ETIMEDOUT);
	CHECK_INT(cusb_write(dev, 0x01, NULL, 0, 40), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(a_timeout_moves_nothing_and_says_so)
{
	struct cusb_device *dev = plug("nak");
	char buffer[512] = {0};
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = sizeof buffer,
					 .timeout_ms = 40,
					 .actual_length = 99};

	CHECK_INT(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
	CHECK_INT(transfer.actual_length, 0);
	transfer.bEndpointAddress = 0x01;
	transfer.actual_length = 99;
	CHECK_INT(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
	CHECK_INT(transfer.actual_length, 0);
	cusb_device_free(dev);
}

CASE(a_read_that_timed_out_loses_nothing)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[512];

	for (int i = 0; i < 5; i++) {
		CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 10), -ETIMEDOUT);
		check_loopback(dev, 0x01, 0x81, 300);
	}
	cusb_device_free(dev);
}

CASE(a_read_of_which_part_came)
{
	struct cusb_device *dev = plug("partial");
	unsigned char buffer[2048];
	ssize_t n = 0;

	LONGER (ms, 100) {
		n = cusb_read(dev, 0x81, buffer, sizeof buffer, ms);
		if (n != -ETIMEDOUT)
			break;
	}
	CHECK_INT(n, 512);
	for (size_t i = 0; i < 512; i++)
		CHECK_INT(buffer[i], i & 0xff);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 50), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(a_transfer_of_which_part_came)
{
	struct cusb_device *dev = plug("partial");
	unsigned char buffer[4096];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x81, .data = buffer, .length = sizeof buffer};

	LONGER (ms, 100) {
		set_count(dev, 3);
		transfer.timeout_ms = ms;
		CHECK_INT(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
		if (transfer.actual_length == 1536)
			break;
	}
	CHECK_INT(transfer.actual_length, 1536);
	for (size_t i = 0; i < 1536; i++)
		CHECK_INT(buffer[i], i & 0xff);
	cusb_device_free(dev);
}

CASE(a_write_of_which_part_was_taken)
{
	struct cusb_device *dev = plug("partial");
	static char buffer[100000];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x01, .data = buffer, .length = sizeof buffer};
	ssize_t n = 0;

	LONGER (ms, 100) {
		n = cusb_write(dev, 0x01, buffer, 2048, ms);
		if (n != -ETIMEDOUT)
			break;
	}
	CHECK_INT(n, 512);
	LONGER (ms, 100) {
		set_count(dev, 150);
		transfer.timeout_ms = ms;
		CHECK_INT(cusb_transfer_run(dev, &transfer), -ETIMEDOUT);
		if (transfer.actual_length == 150 * 512)
			break;
	}
	CHECK_INT(transfer.actual_length, 150 * 512);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 2048, 30), -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(a_large_read_of_which_part_came)
{
	struct cusb_device *dev = plug("partial");
	static unsigned char buffer[4 * 1024 * 1024];
	ssize_t n = 0;

	LONGER (ms, 300) {
		set_count(dev, 200);
		n = cusb_read(dev, 0x81, buffer, sizeof buffer, ms);
		if (n == 200 * 512)
			break;
	}
	CHECK_INT(n, 200 * 512);
	for (size_t i = 0; i < 200 * 512; i++)
		CHECK_INT(buffer[i], i & 0xff);
	cusb_device_free(dev);
}

/* What was asked for has come: no timeout, although no short packet ends it. */
CASE(a_read_that_is_full_does_not_wait)
{
	struct cusb_device *dev = plug("partial");
	unsigned char buffer[1024];

	set_count(dev, 2);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, CUSB_NO_TIMEOUT), 1024);
	set_count(dev, 2);
	CHECK_INT(cusb_write(dev, 0x01, buffer, sizeof buffer, CUSB_NO_TIMEOUT), 1024);
	cusb_device_free(dev);
}

CASE(no_timeout_with_data)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[64];

	CHECK_INT(cusb_write(dev, 0x01, "waits for ever", 14, CUSB_NO_TIMEOUT), 14);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 64, CUSB_NO_TIMEOUT), 14);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 14, CUSB_NO_TIMEOUT), 14);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 64, CUSB_NO_TIMEOUT), 14);
	cusb_device_free(dev);
}

CASE(the_default_timeout)
{
	const char *name = world_plug("nak");
	struct cusb_device *dev = NULL;
	char buffer[512];
	int64_t start;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, world.backend, name, name), &dev));
	CHECK_INT(cusb_default_timeout(dev), 1000);
	CHECK_OK(cusb_set_default_timeout(dev, 70));
	CHECK_INT(cusb_default_timeout(dev), 70);
	start = now_ms();
	CHECK_INT(cusb_read(dev, 0x81, buffer, 512, CUSB_DEFAULT_TIMEOUT), -ETIMEDOUT);
	CHECK(now_ms() - start >= 69);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 8, CUSB_DEFAULT_TIMEOUT),
		  -ETIMEDOUT);
	cusb_device_free(dev);
}

CASE(a_negative_default_timeout_is_refused)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_set_default_timeout(dev, 123));
	CHECK_INT(cusb_set_default_timeout(dev, -1), -EINVAL);
	CHECK_INT(cusb_set_default_timeout(dev, INT_MIN), -EINVAL);
	CHECK_INT(cusb_default_timeout(dev), 123);
	CHECK_OK(cusb_set_default_timeout(dev, 0));
	CHECK_INT(cusb_default_timeout(dev), 0);
	CHECK_OK(cusb_set_default_timeout(dev, INT_MAX));
	check_loopback(dev, 0x01, 0x81, 10);
	cusb_device_free(dev);
}

CASE(negative_timeouts_are_refused)
{
	struct cusb_device *dev = plug("nak");
	char buffer[8] = "";
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = buffer,
					 .length = 8,
					 .timeout_ms = -2,
					 .actual_length = 9};

	CHECK_INT(cusb_read(dev, 0x81, buffer, 8, -2), -EINVAL);
	CHECK_INT(cusb_write(dev, 0x01, buffer, 8, INT_MIN), -EINVAL);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 8, -2), -EINVAL);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -EINVAL);
	CHECK_INT(transfer.actual_length, 0);
	cusb_device_free(dev);
}

CASE(a_control_request_that_is_not_answered)
{
	struct cusb_device *dev = plug("nak");
	static char buffer[8192];

	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, 64, 60), -ETIMEDOUT);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 64, 60), -ETIMEDOUT);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, 60), -ETIMEDOUT);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, buffer, sizeof buffer, 60), -ETIMEDOUT);
	CHECK_INT(cusb_get_configuration(dev), 1); /* it still answers the others */
	cusb_device_free(dev);
}

CASE(the_longest_timeouts)
{
	struct cusb_device *dev = plug_loopback();
	char buffer[8] = "";

	CHECK_INT(cusb_write(dev, 0x01, buffer, 8, INT_MAX), 8);
	CHECK_INT(cusb_read(dev, 0x81, buffer, 8, INT_MAX), 8);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, buffer, 8, INT_MAX), 8);
	cusb_device_free(dev);
}
