/* SPDX-License-Identifier: MIT */
/* A signal handler runs every few milliseconds, and without SA_RESTART. */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "world.h"

static volatile sig_atomic_t handled;
static timer_t timer;

static void handle(int number)
{
	(void)number;
	handled = 1;
}

static void signals_begin(void)
{
	static const struct sigaction action = {.sa_handler = handle};
	static const struct itimerspec often = {{0, 5000000}, {0, 5000000}};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1};

	CHECK_OK(sigaction(SIGUSR1, &action, NULL));
	CHECK_OK(timer_create(CLOCK_MONOTONIC, &event, &timer));
	CHECK_OK(timer_settime(timer, 0, &often, NULL));
}

static void signals_end(void)
{
	CHECK_OK(timer_delete(timer));
	CHECK(handled);
}

CASE(sync_calls_last_until_their_timeout)
{
	struct cusb_device *dev = plug("nak");
	char data[512];
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
	char data[512];
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
