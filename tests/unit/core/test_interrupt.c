/* SPDX-License-Identifier: MIT */
/* cusb_set_interruptible(): a signal handler ends the transfer of a sync call. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

#include "core/device.h"

#include "core/core_fixture.h"

#define ISO_PACKET 64
#define ROUND	   (4096 * ISO_PACKET) /* the bytes of a full round in iso_rounds.c */

static uint8_t data[4 * ROUND];
static struct cusb_transfer transfer;

static void begin(void)
{
	core_begin_found();
	cusb_set_interruptible(dev, true);
	transfer = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 64};
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 64);
	script_calls();
}

/* A handler ends the next wait, in which no transfer completes. */
static void interrupt_next_wait(ssize_t moved)
{
	script.block = true;
	script.moved = moved;
	script_fail_once("wait", -EINTR);
}

FIXTURE(begin, core_end)

CASE(read_without_a_byte_is_eintr)
{
	interrupt_next_wait(0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), -EINTR);
	expect_calls("transfer 81 bulk 64 0, discard 81");
}

CASE(write_without_a_byte_is_eintr)
{
	interrupt_next_wait(0);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, CUSB_NO_TIMEOUT), -EINTR);
	expect_calls("transfer 01 bulk 64 0, discard 01");
}

CASE(bytes_moved_before_are_counted)
{
	interrupt_next_wait(7);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 7);
	interrupt_next_wait(8);
	ck_assert_int_eq(cusb_write(dev, 0x01, data, 64, CUSB_NO_TIMEOUT), 8);
	interrupt_next_wait(9);
	ck_assert_int_eq(cusb_endpoint_read(endpoint(0, 0, 0, 1), data, 64, 1000000), 9);
	interrupt_next_wait(10);
	ck_assert_int_eq(cusb_endpoint_write(endpoint(0, 0, 0, 0), data, 64, 1000000), 10);
}

CASE(transfer_is_eintr_with_its_count)
{
	interrupt_next_wait(7);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EINTR);
	ck_assert_int_eq(transfer.status, -EINTR);
	ck_assert_uint_eq(transfer.actual_length, 7);
	script_unblock();
	script.moved = -1;
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	ck_assert_uint_eq(transfer.actual_length, 64);
}

/* As when another one of its endpoint goes in parts. */
CASE(transfer_that_has_not_begun_ends)
{
	script_fail("submit", 1);
	interrupt_next_wait(0);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EINTR);
	ck_assert_uint_eq(transfer.actual_length, 0);
}

/* Discarding comes too late. */
CASE(transfer_that_completes_meanwhile_has_its_own_result)
{
	script.stubborn = true;
	script_fail_once("wait", -EINTR);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 64);
	script_fail_once("wait", -EINTR);
	script_fail("transfer", -EPIPE);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), -EPIPE);
}

CASE(second_handler_changes_nothing)
{
	interrupt_next_wait(7);
	script_fail_once("reap", -EAGAIN);
	script_fail_once("wait", -EINTR);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EINTR);
	ck_assert_uint_eq(transfer.actual_length, 7);
	expect_calls("transfer 81 bulk 64 0, discard 81");
}

CASE(handler_ends_nothing_when_it_is_off)
{
	cusb_set_interruptible(dev, false);
	script_fail_once("wait", -EINTR);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), 64);
	expect_calls("transfer 81 bulk 64 0");
}

CASE(it_is_off_at_first_and_stays_on)
{
	cusb_device_free(dev);
	dev = script_find();
	script_fail_once("wait", -EINTR);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
	cusb_set_interruptible(dev, true);
	cusb_close(dev);
	interrupt_next_wait(0);
	ck_assert_int_eq(cusb_read(dev, 0x81, data, 64, CUSB_NO_TIMEOUT), -EINTR);
}

/* ---- control --------------------------------------------------------------------------------- */

static ssize_t control_read(void)
{
	return cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 4, 250);
}

CASE(control_request_is_a_transfer_that_ends)
{
	ck_assert_int_eq(control_read(), 4);
	interrupt_next_wait(2);
	ck_assert_int_eq(control_read(), -EINTR);
	expect_calls("transfer 00 control 12 250, transfer 00 control 12 250, discard 00");
}

CASE(control_request_is_one_call_when_it_is_off)
{
	cusb_set_interruptible(dev, false);
	ck_assert_int_eq(control_read(), 4);
	expect_calls("control c0 01 0000 0000 4 250");
}

CASE(control_request_before_the_device_is_open_is_a_transfer)
{
	cusb_close(dev);
	script_calls();
	ck_assert_int_eq(control_read(), 4);
	expect_calls("open, transfer 00 control 12 250");
}

CASE(control_request_that_the_queue_does_not_take_is_one_call)
{
	script_fail("submit", -ENOSYS);
	ck_assert_int_eq(control_read(), 4);
	expect_calls("transfer 00 control 12 250, control c0 01 0000 0000 4 250");
}

CASE(control_request_without_a_queue_is_one_call)
{
	cusb_close(dev);
	script.backend.queue = NULL;
	script_calls();
	ck_assert_int_eq(control_read(), 4);
	expect_calls("open, control c0 01 0000 0000 4 250");
}

/* ---- isochronous rounds ---------------------------------------------------------------------- */

CASE(both_rounds_in_flight_end)
{
	interrupt_next_wait(0);
	ck_assert_int_eq(cusb_read(dev, 0x86, data, sizeof data, CUSB_NO_TIMEOUT), -EINTR);
	expect_calls("transfer 86 iso 262144 0, transfer 86 iso 262144 0, "
		     "discard 86, discard 86");
}

CASE(no_round_follows_one_that_completes_meanwhile)
{
	script.stubborn = true;
	script_fail_once("wait", -EINTR);
	ck_assert_int_eq(cusb_read(dev, 0x86, data, sizeof data, CUSB_NO_TIMEOUT), -EINTR);
	expect_calls("transfer 86 iso 262144 0, transfer 86 iso 262144 0, "
		     "discard 86, discard 86");
}

CASE(last_round_that_completes_meanwhile_is_no_error)
{
	script.stubborn = true;
	script_fail_once("wait", -EINTR);
	transfer.bEndpointAddress = 0x86;
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), 0);
}

/* ---- threads --------------------------------------------------------------------------------- */

struct call {
	pthread_t thread;
	unsigned int address;
	atomic_bool done;
	ssize_t result;
};

static void *read_for(void *argument)
{
	struct call *call = argument;
	uint8_t byte;

	call->result = cusb_read(dev, call->address, &byte, 1, CUSB_NO_TIMEOUT);
	atomic_store(&call->done, true);
	return NULL;
}

static void start(struct call *call)
{
	ck_assert_int_eq(pthread_create(&call->thread, NULL, read_for, call), 0);
}

static size_t sleeping_calls(void)
{
	struct device *device = device_of(dev);
	size_t count = 0;

	quick_lock_take(&device->lock);
	for (struct waiter *w = device->session->callers.first; w; w = w->next)
		count++;
	quick_lock_give(&device->lock);
	return count;
}

static void start_to_sleep(struct call *call, size_t sleeping)
{
	start(call);
	while (sleeping_calls() < sleeping)
		sched_yield();
}

static void on_signal(int number)
{
	(void)number;
}

/* A signal may come before the sleep; so there are many. */
static void interrupt_until_done(struct call *call)
{
	while (!atomic_load(&call->done)) {
		pthread_kill(call->thread, SIGUSR1);
		usleep(1000);
	}
	pthread_join(call->thread, NULL);
}

static const int handler_flags[] = {0, SA_RESTART};

/* One thread waits in the backend for all; of the two that sleep, one gets the signals. */
CASE_PER_ROW(handler_ends_the_sleeping_call_of_its_own_thread, handler_flags)
{
	struct sigaction action = {.sa_handler = on_signal, .sa_flags = handler_flags[_i]};
	struct call leader = {.address = 0x82}, first = {.address = 0x81}, second = first;

	sigaction(SIGUSR1, &action, NULL);
	script.block = true;
	script.moved = 0;
	start(&leader);
	script_wait_inside(1);
	start_to_sleep(&first, 1);
	start_to_sleep(&second, 2);
	interrupt_until_done(&first);
	ck_assert_int_eq(first.result, -EINTR);
	ck_assert_uint_eq(sleeping_calls(), 1);
	ck_assert(!atomic_load(&leader.done) && !atomic_load(&second.done));
	script_unblock();
	pthread_join(leader.thread, NULL);
	pthread_join(second.thread, NULL);
	ck_assert_int_eq(leader.result, 0);
	ck_assert_int_eq(second.result, 0);
}
