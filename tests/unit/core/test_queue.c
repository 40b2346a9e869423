/* SPDX-License-Identifier: MIT */
/* core/queue.c; the native backend's queue.c has test_queue.c. */
#include "core/core_fixture.h"

static uint8_t data[64];
static struct cusb_transfer transfer, *reaped;

static void begin(void)
{
	core_begin_found();
	memset(data, 0, sizeof data);
	transfer = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 64};
	reaped = NULL;
}

/* In flight, with what that took left out of the record. */
static void submit(void)
{
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	script_calls();
}

FIXTURE(begin, core_end)

CASE(submit_opens_and_claims)
{
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	expect_calls("configuration, open, claim 0, transfer 81 bulk 64 0");
}

CASE(submit_takes_the_devices_default_timeout)
{
	submit();
	cusb_reap(dev, 0, &reaped);
	script_calls();
	transfer.timeout_ms = CUSB_DEFAULT_TIMEOUT;
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	expect_calls("transfer 81 bulk 64 1000");
	ck_assert_int_eq(transfer.timeout_ms, CUSB_DEFAULT_TIMEOUT);
}

CASE(reap_gives_the_transfer_back_idle)
{
	submit();
	ck_assert_uint_eq(cusb_in_flight(dev), 1);
	ck_assert_int_eq(cusb_reap(dev, 250, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfer);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
}

CASE(reap_with_nothing_in_flight_asks_nobody)
{
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), -ENODATA);
	submit();
	cusb_reap(dev, 0, &reaped);
	script_calls();
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), -ENODATA);
	expect_calls("");
}

CASE(transfer_in_flight_is_ebusy)
{
	submit();
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EBUSY);
	ck_assert_int_eq(cusb_transfer_run(dev, &transfer), -EBUSY);
	ck_assert_uint_eq(cusb_in_flight(dev), 1);
	expect_calls("");
}

CASE(submit_that_fails_leaves_it_idle)
{
	script_fail_once("submit", -ENOSPC);
	ck_assert_int_eq(cusb_submit(dev, &transfer), -ENOSPC);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
	ck_assert_int_eq(cusb_cancel(dev, &transfer), -ENOENT);
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
}

CASE(claim_that_fails_leaves_it_idle)
{
	script_fail_once("claim", -EBUSY);
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EBUSY);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
}

CASE(arguments_are_checked_without_calls)
{
	transfer.timeout_ms = -2;
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EINVAL);
	transfer.timeout_ms = 0;
	transfer.flags = 0x10;
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EINVAL);
	transfer.flags = 0;
	transfer.bEndpointAddress = 0x80;
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EINVAL);
	ck_assert_int_eq(cusb_reap(dev, -3, &reaped), -EINVAL);
	expect_calls("");
}

/* SETUP packets of GET_DESCRIPTOR with as many bytes after them. */
static const struct {
	unsigned int wLength;
	size_t length;
	int result;
} setups[] = {{56, 64, 0}, {55, 64, 0}, {57, 64, -EINVAL}, {0, 8, 0}, {0, 7, -EINVAL}};

CASE_PER_ROW(control_transfer_needs_room_for_what_it_asks, setups)
{
	transfer.bEndpointAddress = 0;
	transfer.length = setups[_i].length;
	cusb_fill_setup(data, 0x80, 6, 0x100, 0, setups[_i].wLength);
	ck_assert_int_eq(cusb_submit(dev, &transfer), setups[_i].result);
}

CASE(control_transfer_claims_its_recipient)
{
	transfer.bEndpointAddress = 0;
	transfer.length = 8;
	cusb_fill_setup(data, 0x21, 9, 0, 1, 0);
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	expect_calls("open, claim 1, transfer 00 control 8 0");
}

/* The kernel does not look into requests: what the endpoint is must be asked for again. */
static void check_setting_is_asked_for(int (*run)(void))
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_read(dev, 0x83, data, 64, 0), 64);
	transfer.bEndpointAddress = 0;
	transfer.length = 8;
	cusb_fill_setup(data, 0x01, 11, 2, 1, 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(run(), 0);
	script_calls();
	ck_assert_int_eq(cusb_read(dev, 0x83, data, 64, 0), 64);
	ck_assert_ptr_nonnull(strstr(script_calls(), "transfer 83 interrupt 64 0"));
}

static int run_queued(void)
{
	submit();
	return cusb_reap(dev, 0, &reaped);
}

static int run_sync(void)
{
	return cusb_transfer_run(dev, &transfer);
}

CASE(control_transfer_that_selects_a_setting_makes_it_be_asked_for)
{
	check_setting_is_asked_for(run_queued);
}

CASE(sync_control_transfer_that_selects_a_setting_too)
{
	check_setting_is_asked_for(run_sync);
}

CASE(closing_keeps_transfers_for_reap)
{
	script.block = true;
	submit();
	cusb_close(dev);
	expect_calls("discard 81, release 0, close");
	ck_assert_uint_eq(cusb_in_flight(dev), 1);
	ck_assert_int_eq(cusb_poll_timeout(dev), 0);
	ck_assert_int_eq(cusb_submit(dev, &transfer), -EBUSY);
	ck_assert_int_eq(cusb_cancel(dev, &transfer), -EALREADY);
	ck_assert_int_eq(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfer);
	ck_assert_int_eq(reaped->status, -ECANCELED);
	ck_assert_int_eq(cusb_reap(dev, CUSB_DONT_WAIT, &reaped), -ENODATA);
	ck_assert(!cusb_is_open(dev));
	expect_calls("");
}

CASE(signals_do_not_keep_closing_from_collecting)
{
	submit();
	script_fail_once("reap", -EAGAIN);
	script_fail_once("wait", -EINTR);
	cusb_close(dev);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
}

CASE(what_was_closed_is_reaped_before_what_is_open)
{
	struct cusb_transfer second = {.bEndpointAddress = 0x81, .data = data, .length = 1};

	submit();
	cusb_close(dev);
	ck_assert_int_eq(cusb_submit(dev, &second), 0);
	ck_assert_uint_eq(cusb_in_flight(dev), 2);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfer);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_ptr_eq(reaped, &second);
}

CASE(several_are_those_that_were_closed_and_those_that_are_open)
{
	struct cusb_transfer second = {.bEndpointAddress = 0x81, .data = data, .length = 1};
	struct cusb_transfer *done[3];

	submit();
	cusb_close(dev);
	ck_assert_int_eq(cusb_submit(dev, &second), 0);
	ck_assert_int_eq(cusb_reap_several(dev, done, 3), 2);
	ck_assert_ptr_eq(done[0], &transfer);
	ck_assert_ptr_eq(done[1], &second);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
	ck_assert_int_eq(cusb_reap_several(dev, done, 3), -ENODATA);
}

CASE(several_are_all_that_have_completed)
{
	struct cusb_transfer second = {.bEndpointAddress = 0x81, .data = data, .length = 1};
	struct cusb_transfer *done[2];

	submit();
	ck_assert_int_eq(cusb_submit(dev, &second), 0);
	ck_assert_int_eq(cusb_reap_several(dev, done, 2), 2);
	ck_assert_ptr_eq(done[0], &transfer);
	ck_assert_ptr_eq(done[1], &second);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
}

CASE(several_are_at_most_so_many)
{
	struct cusb_transfer second = {.bEndpointAddress = 0x81, .data = data, .length = 1};
	struct cusb_transfer *done[1];

	submit();
	ck_assert_int_eq(cusb_submit(dev, &second), 0);
	ck_assert_int_eq(cusb_reap_several(dev, done, 0), -EINVAL);
	ck_assert_int_eq(cusb_reap_several(dev, done, 1), 1);
	ck_assert_ptr_eq(done[0], &transfer);
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	ck_assert_int_eq(cusb_reap_several(dev, done, 1), 1);
	ck_assert_ptr_eq(done[0], &second);
	ck_assert_uint_eq(cusb_in_flight(dev), 1);
}

CASE(freeing_the_device_makes_transfers_idle)
{
	submit();
	cusb_device_free(dev);
	dev = script_find();
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
}

static void note(struct cusb_device *device, struct cusb_transfer *done)
{
	ck_assert_ptr_eq(device, dev);
	ck_assert_uint_eq(cusb_in_flight(dev), 0);
	*(int *)done->user += 1;
}

CASE(function_is_called_in_place_of_handing_out)
{
	int calls = 0;

	transfer.complete = note;
	transfer.user = &calls;
	reaped = &transfer;
	submit();
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_ptr_null(reaped);
	ck_assert_int_eq(calls, 1);
}

CASE(function_is_not_called_for_several)
{
	struct cusb_transfer *done[2];
	int calls = 0;

	transfer.complete = note;
	transfer.user = &calls;
	submit();
	ck_assert_int_eq(cusb_reap_several(dev, done, 2), 1);
	ck_assert_ptr_eq(done[0], &transfer);
	ck_assert_int_eq(calls, 0);
}

CASE(cancel_reaches_the_backend_for_its_own_alone)
{
	struct cusb_transfer idle = {.bEndpointAddress = 0x81};

	submit();
	ck_assert_int_eq(cusb_cancel(dev, &idle), -ENOENT);
	expect_calls("");
	ck_assert_int_eq(cusb_cancel(dev, &transfer), 0);
	expect_calls("discard 81");
	ck_assert_int_eq(cusb_cancel(dev, &transfer), -EALREADY);
	ck_assert_int_eq(cusb_cancel_all(dev, 0x81), 1);
	ck_assert_int_eq(cusb_cancel_all(dev, 0x01), 0);
	expect_calls("");
}

CASE(cancel_all_of_a_closed_device_is_none)
{
	ck_assert_int_eq(cusb_cancel_all(dev, 0x81), 0);
	expect_calls("");
}

CASE(poll_fd_opens_the_device)
{
	ck_assert_int_eq(cusb_poll_fd(dev), 77);
	expect_calls("open, poll_fd");
	cusb_close(dev);
	script_fail("open", -EACCES);
	ck_assert_int_eq(cusb_poll_fd(dev), -EACCES);
	ck_assert_int_eq(cusb_poll_timeout(dev), -1);
}

CASE(backend_without_a_queue_is_enosys)
{
	script.backend.queue = NULL;
	ck_assert_int_eq(cusb_submit(dev, &transfer), -ENOSYS);
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), -ENOSYS);
	ck_assert_int_eq(cusb_poll_fd(dev), -ENOSYS);
	expect_calls("");
}
