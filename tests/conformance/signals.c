/* SPDX-License-Identifier: MIT */
/* A signal handler runs every few milliseconds. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "iso.h"

static volatile sig_atomic_t handled;
static timer_t timer;

static void handle(int number)
{
	(void)number;
	handled = 1;
}

/* From the given time on. */
static void signals_begin_in(int ms, int flags)
{
	const struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
	const struct itimerspec often = {{0, 5000000}, {ms / 1000, ms % 1000 * 1000000L}};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};

	CHECK_OK(sigaction(SIGUSR1, &action, NULL));
	CHECK_OK(timer_create(CLOCK_MONOTONIC, &event, &timer));
	CHECK_OK(timer_settime(timer, 0, &often, NULL));
}

static void signals_begin(void)
{
	signals_begin_in(5, 0);
}

static void signals_end(void)
{
	CHECK_OK(timer_delete(timer));
	CHECK(handled);
}

CASE(sync_calls_last_until_their_timeout)
{
	struct cusb_device *dev = plug("nak");
	char data[512] = {0};
	int64_t start;

	CHECK_OK(cusb_claim_interface(dev, 0));
	start = now_ms();
	signals_begin();
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, 100), -ETIMEDOUT);
	CHECK_INT(cusb_write(dev, 0x01, data, sizeof data, 100), -ETIMEDOUT);
	signals_end();
	CHECK(now_ms() - start >= 200);
	cusb_device_free(dev);
}

CASE(sync_calls_lose_nothing)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_claim_interface(dev, 0));
	signals_begin();
	while (!handled)
		check_loopback(dev, 0x01, 0x81, 4000);
	signals_end();
	cusb_device_free(dev);
}

CASE(reaping_ends_and_the_transfer_goes_on)
{
	struct cusb_device *dev = plug("nak");
	char data[512] = {0};
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data};
	struct cusb_transfer *done = NULL;

	CHECK_OK(cusb_submit(dev, &transfer));
	signals_begin();
	CHECK_INT(cusb_reap(dev, CUSB_NO_TIMEOUT, &done), -EINTR);
	CHECK_INT(cusb_reap(dev, GUARD_MS, &done), -EINTR);
	signals_end();
	CHECK_INT(cusb_in_flight(dev), 1);
	CHECK_OK(cusb_cancel(dev, &transfer));
	CHECK_OK(cusb_reap(dev, GUARD_MS, &done));
	CHECK(done == &transfer);
	CHECK_INT(transfer.status, -ECANCELED);
	cusb_device_free(dev);
}

/* ---- cusb_set_interruptible() ---------------------------------------------------------------- */

static const struct handler {
	const char *name;
	int flags;
} handlers[] = {
	{"interruptible_calls_end", 0},
	{"interruptible_calls_end_also_with_sa_restart", SA_RESTART},
};

CASE_PER_ROW(interruptible_calls_end, handlers, WORLD_ANY, NULL, 0)
{
	const struct handler *handler = case_row;
	struct cusb_device *dev = plug("nak");
	static char data[100000];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data, .actual_length = 99};

	cusb_set_interruptible(dev, true);
	signals_begin_in(5, handler->flags);
	CHECK_INT(cusb_read(dev, 0x81, data, 512, CUSB_NO_TIMEOUT), -EINTR);
	CHECK_INT(cusb_read(dev, 0x82, data, 64, GUARD_MS), -EINTR);
	CHECK_INT(cusb_write(dev, 0x01, data, sizeof data, CUSB_NO_TIMEOUT), -EINTR);
	CHECK_INT(cusb_transfer_run(dev, &transfer), -EINTR);
	CHECK_INT(transfer.actual_length, 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 64, GUARD_MS), -EINTR);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, data, 64, CUSB_NO_TIMEOUT), -EINTR);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, NULL, 0, GUARD_MS), -EINTR);
	signals_end();
	CHECK_INT(cusb_get_configuration(dev), 1);
	cusb_device_free(dev);
}

/* The model lets some packets pass; the first signal is to come after them. */
static void interrupt_after(struct cusb_device *dev, struct cusb_transfer *transfer,
			    unsigned int packets, size_t count)
{
	cusb_set_interruptible(dev, true);
	LONGER (ms, 100) {
		set_count(dev, packets);
		signals_begin_in(ms, 0);
		CHECK_INT(cusb_transfer_run(dev, transfer), -EINTR);
		signals_end();
		if (transfer->actual_length == count)
			break;
	}
	CHECK_INT(transfer->actual_length, count);
}

CASE(interrupted_transfers_have_their_count)
{
	struct cusb_device *dev = plug("partial");
	static unsigned char data[100000];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x81, .data = data, .length = sizeof data};

	interrupt_after(dev, &transfer, 150, 150 * 512);
	for (size_t i = 0; i < 150 * 512; i++)
		CHECK_INT(data[i], i & 0xff);
	transfer.bEndpointAddress = 0x01;
	interrupt_after(dev, &transfer, 150, 150 * 512);
	cusb_device_free(dev);
}

CASE_NEEDS(interrupted_isochronous_rounds_have_their_count, NEED_ISOCHRONOUS)
{
	struct cusb_device *dev = plug_iso("iso", 1);
	static unsigned char data[300 * 1024];
	struct cusb_transfer transfer = {
		.bEndpointAddress = 0x01, .data = data, .length = sizeof data};

	fill_packet_data(data, sizeof data, 1);
	interrupt_after(dev, &transfer, 130, 130 * 1024);
	transfer.bEndpointAddress = 0x81;
	interrupt_after(dev, &transfer, 0, 0);
	cusb_device_free(dev);
}

/* Returns after `length` bytes; the signals end some of the calls. */
static void move_all(struct cusb_device *dev, unsigned int bEndpointAddress, unsigned char *data,
		     size_t length)
{
	size_t moved = 0;

	while (moved < length) {
		struct cusb_transfer transfer = {.bEndpointAddress = bEndpointAddress,
						 .data = data + moved,
						 .length = length - moved};
		int err = cusb_transfer_run(dev, &transfer);

		if (err != 0)
			CHECK_INT(err, -EINTR);
		moved += transfer.actual_length;
	}
}

CASE(interrupted_calls_lose_nothing)
{
	struct cusb_device *dev = plug_loopback();
	static unsigned char sent[16 * 512], got[16 * 512];

	cusb_set_interruptible(dev, true);
	CHECK_OK(cusb_claim_interface(dev, 0));
	signals_begin();
	for (unsigned int round = 0; round < 50 || !handled; round++) {
		fill(sent, sizeof sent, round);
		memset(got, 0, sizeof got);
		move_all(dev, 0x01, sent, sizeof sent);
		move_all(dev, 0x81, got, sizeof got);
		CHECK_BYTES(got, sent, sizeof sent);
	}
	signals_end();
	cusb_device_free(dev);
}
