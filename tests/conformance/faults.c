/* SPDX-License-Identifier: MIT */
/*
 * Every system call and every allocation of a session fails once, at each place, with each of
 * several errors. The session must then end well or with an error, leave nothing open, and work at
 * the next attempt.
 */
#define CASES_SHARE 1
#define CASES_NEED  NEED_NATIVE

#include <errno.h>
#include <string.h>

#include "seam.h"

static struct cusb_backend *backend;

static int talk(struct cusb_device *dev)
{
	char sent[700], got[1024];
	ssize_t n;
	int err;

	fill(sent, sizeof sent, 7);
	err = cusb_set_configuration(dev, 1);
	if (!err)
		err = cusb_claim_interface(dev, 0);
	if (!err)
		err = cusb_set_altsetting(dev, 1, 1);
	if (err)
		return err;
	n = cusb_write(dev, 0x01, sent, sizeof sent, GUARD_MS);
	if (n < 0)
		return (int)n;
	CHECK_INT(n, sizeof sent);
	n = cusb_read(dev, 0x81, got, sizeof got, GUARD_MS);
	if (n < 0)
		return (int)n;
	CHECK_INT(n, sizeof sent);
	CHECK_BYTES(got, sent, sizeof sent);
	n = cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, sent, 64, GUARD_MS);
	if (n < 0)
		return (int)n;
	CHECK_INT(n, 64);
	n = cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, got, 100, GUARD_MS);
	return n < 0 ? (int)n : 0;
}

/* Finds the device, talks to it, gives everything back. */
static int session(void)
{
	struct cusb_device *dev = NULL;
	const char *text = NULL;
	int err;

	err = cusb_find(
		CUSB_MATCH(backend, backend, idVendor, 0xfffe, product, "Loopback ∞ Übungsgerät"),
		&dev);
	CHECK(err <= 0);
	if (err) {
		CHECK(!dev);
		return err;
	}
	err = cusb_device_speed(dev);
	if (err >= 0)
		err = cusb_serial_number(dev, &text);
	if (!err)
		err = talk(dev);
	CHECK(err <= 0);
	cusb_device_free(dev);
	CHECK_INT(seam_open_fds(), 0);
	return err;
}

static void begin(void)
{
	world_plug("loopback");
	backend = seam_begin();
	CHECK_OK(session());
}

CASE(every_openat_fails)
{
	static const int errors[] = {-ENOENT, -EACCES, -EMFILE, -ENOMEM, -EINTR, -ENODEV, 0};

	begin();
	seam_fail_each(VIRTUAL_OPENAT, 0, errors, session);
	seam_end();
}

CASE(every_pread_fails)
{
	static const int errors[] = {-EIO, -EINTR, -ENODEV, 0};

	begin();
	seam_fail_each(VIRTUAL_PREAD, 0, errors, session);
	seam_end();
}

CASE(every_getdents_fails)
{
	static const int errors[] = {-EIO, -ENOENT, -EINTR, 0};

	begin();
	seam_fail_each(VIRTUAL_GETDENTS64, 0, errors, session);
	seam_end();
}

CASE(every_close_fails)
{
	static const int errors[] = {-EIO, -EINTR, 0};

	begin();
	seam_fail_each(VIRTUAL_CLOSE, 0, errors, session);
	seam_end();
}

CASE(every_ioctl_that_changes_state_fails)
{
	static const unsigned long requests[] = {USBDEVFS_SETCONFIGURATION, USBDEVFS_CLAIMINTERFACE,
						 USBDEVFS_SETINTERFACE, USBDEVFS_RELEASEINTERFACE,
						 USBDEVFS_GET_CAPABILITIES};
	static const int errors[] = {-EBUSY, -ENOENT, -EINVAL, -ENODEV, -EIO, -EHOSTUNREACH, 0};

	begin();
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		seam_fail_each(VIRTUAL_IOCTL, requests[i], errors, session);
	seam_end();
}

CASE(every_transfer_ioctl_fails)
{
	static const unsigned long requests[] = {USBDEVFS_SUBMITURB, USBDEVFS_CONTROL};
	static const int errors[] = {-ENOMEM,	    -ENODEV, -EPIPE, -ESHUTDOWN,
				     -EHOSTUNREACH, -EINTR,  0};

	begin();
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		seam_fail_each(VIRTUAL_IOCTL, requests[i], errors, session);
	seam_end();
}

/* EAGAIN: another thread has reaped, or a spurious wake-up. ENODEV: before the last has come. */
CASE(every_reap_fails)
{
	static const int errors[] = {-EAGAIN, -EINTR, -ENODEV, 0};

	begin();
	seam_fail_each(VIRTUAL_IOCTL, USBDEVFS_REAPURBNDELAY, errors, session);
	seam_end();
}

/* A signal handler ran: nothing is lost and nobody notices. */
CASE(every_poll_is_interrupted)
{
	begin();
	for (unsigned int nth = 1;; nth++) {
		seam_reset();
		seam_fail(VIRTUAL_PPOLL, 0, nth, 3, -EINTR);
		CHECK_OK(session());
		if (!seam_failed())
			break;
	}
	seam_end();
}

CASE(every_allocation_fails)
{
	unsigned int failures = 0;

	begin();
	for (unsigned int nth = 1;; nth++) {
		int err;

		alloc_fail(nth);
		err = session();
		if (!alloc_failed())
			break;
		failures++;
		CHECK_EITHER(err, 0, -ENOMEM);
		alloc_reset();
		CHECK_OK(session());
	}
	alloc_reset();
	CHECK(failures > 0); /* else the program is not linked with --wrap=malloc */
	seam_end();
}

static struct cusb_device *find_on_seam(void)
{
	struct cusb_device *dev = NULL;

	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe), &dev));
	return dev;
}

/* Whether it is given up or tried again, it ends in time. */
CASE(polls_that_fail)
{
	struct cusb_device *dev;
	char buffer[512];

	begin();
	dev = find_on_seam();
	CHECK_OK(cusb_set_configuration(dev, 1));
	seam_fail(VIRTUAL_PPOLL, 0, 1, 1, -ENOMEM);
	CHECK_EITHER(cusb_read(dev, 0x81, buffer, sizeof buffer, 100), -ENOMEM, -ETIMEDOUT);
	check_loopback(dev, 0x01, 0x81, 600); /* nothing is left that would eat it */
	seam_fail(VIRTUAL_PPOLL, 0, 1, 1000000, -ENOMEM);
	CHECK_EITHER(cusb_read(dev, 0x81, buffer, sizeof buffer, 100), -ENOMEM, -ETIMEDOUT);
	seam_reset();
	check_loopback(dev, 0x01, 0x81, 600);
	seam_fail(VIRTUAL_PPOLL, 0, 1, 1000000, -EINTR);
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, 100), -ETIMEDOUT);
	seam_reset();
	check_loopback(dev, 0x01, 0x81, 600); /* nothing is left that would eat it */
	cusb_device_free(dev);
	seam_end();
}

/* The nth URB of a large transfer finds no memory: smaller ones do, and nothing is lost. */
CASE(no_memory_for_the_nth_urb)
{
	struct cusb_device *dev;

	begin();
	dev = find_on_seam();
	CHECK_OK(cusb_set_configuration(dev, 1));
	for (unsigned int nth = 1; nth < 12; nth++) {
		seam_reset();
		seam_fail(VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, nth, nth % 3 + 1, -ENOMEM);
		check_loopback(dev, 0x01, 0x81, 600000);
	}
	cusb_device_free(dev);
	seam_end();
}

CASE(no_memory_for_even_the_smallest_urb)
{
	struct cusb_device *dev;
	static char buffer[100000];
	struct cusb_transfer transfer = {.bEndpointAddress = 0x01,
					 .data = buffer,
					 .length = sizeof buffer,
					 .timeout_ms = GUARD_MS,
					 .actual_length = 9};

	begin();
	dev = find_on_seam();
	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	seam_fail(VIRTUAL_IOCTL, USBDEVFS_SUBMITURB, 1, 1000000, -ENOMEM);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -ENOMEM);
	CHECK_INT(transfer.actual_length, 0);
	seam_reset();
	CHECK_INT(cusb_read(dev, 0x81, buffer, sizeof buffer, GUARD_MS), 1);
	check_loopback(dev, 0x01, 0x81, 100000);
	cusb_device_free(dev);
	seam_end();
}
