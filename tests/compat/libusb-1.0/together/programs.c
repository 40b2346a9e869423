/* SPDX-License-Identifier: MIT */
/* Two programs at once: one has the interface of libusb 1.0, the other one the core of cusb. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "../case.h"
#include "both.h"

/* ---- the other program ----------------------------------------------------------------------- */

static int other;

/* Returns when both programs have got here. */
static void meet(void)
{
	char byte = 0;

	CHECK_INT(write(other, &byte, 1), 1);
	CHECK_INT(read(other, &byte, 1), 1);
}

/* Before this program has called a library. */
static pid_t start(void (*program)(void))
{
	int ends[2];
	pid_t child;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	child = fork();
	CHECK(child >= 0);
	other = ends[child == 0];
	close(ends[child != 0]);
	if (child == 0) {
		program();
		_exit(0);
	}
	return child;
}

static void await(pid_t program)
{
	int status;

	CHECK_INT(waitpid(program, &status, 0), program);
	CHECK_OK(status);
}

/* ---- a device each --------------------------------------------------------------------------- */

#define ROUNDS 200

static void use_the_other_device(void)
{
	libusb_device_handle *handle = libusb_of(SUPER);

	CHECK_OK(libusb_claim_interface(handle, 0));
	meet();
	for (int i = 0; i < ROUNDS; i++)
		libusb_round_trip(handle, 0x01, 0x81);
	meet();
	libusb_close(handle);
	libusb_exit(NULL);
}

CASE(programs_have_a_device_each)
{
	pid_t program = start(use_the_other_device);
	struct cusb_device *dev = cusb_of(LOOPBACK);

	meet();
	for (int i = 0; i < ROUNDS; i++)
		cusb_round_trip(dev, 0x01, 0x81);
	meet();
	cusb_device_free(dev);
	await(program);
}

/* ---- one device ------------------------------------------------------------------------------ */

static void share_with_cusb(void)
{
	libusb_device_handle *handle = libusb_of(LOOPBACK);

	meet(); /* the other program has interface 0 */
	CHECK_ERROR(libusb_claim_interface(handle, 0), BUSY);
	CHECK_OK(libusb_claim_interface(handle, 1));
	CHECK_ERROR(libusb_set_configuration(handle, 1), BUSY);
	libusb_store(handle, "libusb");
	meet(); /* this one has interface 1 */
	meet(); /* the other program has stored its name */
	libusb_check_stored(handle, "cusb");
	for (int i = 0; i < ROUNDS; i++)
		libusb_check_stored(handle, "cusb");
	meet(); /* interface 0 is free */
	CHECK_OK(libusb_claim_interface(handle, 0));
	libusb_round_trip(handle, 0x01, 0x81);
	libusb_close(handle);
	libusb_exit(NULL);
}

CASE(programs_share_a_device)
{
	pid_t program = start(share_with_cusb);
	struct cusb_device *dev = cusb_of(LOOPBACK);

	CHECK_OK(cusb_claim_interface(dev, 0));
	meet();
	meet();
	CHECK_INT(cusb_claim_interface(dev, 1), -EBUSY);
	CHECK_INT(cusb_set_configuration(dev, 1), -EBUSY);
	cusb_check_stored(dev, "libusb");
	cusb_store(dev, "cusb");
	meet();
	for (int i = 0; i < ROUNDS; i++)
		cusb_round_trip(dev, 0x01, 0x81);
	CHECK_OK(cusb_release_interface(dev, 0));
	meet();
	await(program);
	CHECK_OK(cusb_claim_interface(dev, 1));
	cusb_device_free(dev);
}

/* ---- a reset --------------------------------------------------------------------------------- */

static void reset_by_libusb(void)
{
	libusb_device_handle *handle = libusb_of(LOOPBACK);

	meet(); /* a transfer of the other program is in flight */
	CHECK_OK(libusb_reset_device(handle));
	meet();
	libusb_close(handle);
	libusb_exit(NULL);
}

/* The transfer in flight ends, as core.h says, and all goes on. */
CASE(cusb_goes_on_after_the_reset_of_another_program)
{
	static unsigned char data[64];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data};
	pid_t program = start(reset_by_libusb);
	struct cusb_device *dev = cusb_of(LOOPBACK);
	struct cusb_transfer *done;

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_submit(dev, &transfer));
	meet();
	meet();
	CHECK_OK(cusb_reap(dev, CUSB_NO_TIMEOUT, &done));
	CHECK_INT(done->status, -ESHUTDOWN);
	cusb_round_trip(dev, 0x01, 0x81);
	CHECK_OK(cusb_claim_interface(dev, 0));
	cusb_device_free(dev);
	await(program);
}

static void reset_by_cusb(void)
{
	struct cusb_device *dev = cusb_of(LOOPBACK);

	meet(); /* a transfer of the other program is in flight */
	CHECK_OK(cusb_reset(dev));
	meet();
	cusb_device_free(dev);
}

/* The transfer in flight is empty, and all goes on. */
CASE(libusb_goes_on_after_the_reset_of_another_program)
{
	static unsigned char data[64];
	pid_t program = start(reset_by_cusb);
	libusb_device_handle *handle = libusb_of(LOOPBACK);
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);

	CHECK_OK(libusb_claim_interface(handle, 0));
	CHECK_OK(libusb_submit_transfer(transfer));
	meet();
	meet();
	handle_until(&calls, 1);
	CHECK_INT(transfer->status, LIBUSB_TRANSFER_COMPLETED);
	CHECK_INT(transfer->actual_length, 0);
	libusb_round_trip(handle, 0x01, 0x81);
	libusb_free_transfer(transfer);
	libusb_close(handle);
	await(program);
}
