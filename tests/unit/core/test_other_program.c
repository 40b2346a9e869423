/* SPDX-License-Identifier: MIT */
/*
 * Another program acts on the device: what a call notices, and what it does then. The scripted
 * backend's state changes behind the back of the library, and its calls fail as the kernel's do.
 */
#include <pthread.h>
#include <stdio.h>

#include "core/core_fixture.h"

/* Interface 0 is in use, with its settings remembered. */
static void begin(void)
{
	core_begin_found();
	ck_assert_int_eq(cusb_write(dev, 0x01, NULL, 0, 0), 0);
	script_calls();
}

FIXTURE(begin, core_end)

static int write_it(void)
{
	return (int)cusb_write(dev, 0x01, NULL, 0, 0);
}

static int submit_and_reap(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x01}, *reaped;
	int err = cusb_submit(dev, &one);

	return err < 0 ? err : cusb_reap(dev, CUSB_NO_TIMEOUT, &reaped);
}

static int write_by_object(void)
{
	return (int)cusb_endpoint_write(endpoint(0, 0, 0, 0), NULL, 0, 0);
}

static int request(void)
{
	return (int)cusb_ctrl_transfer(dev, 0x21, 9, 0, 0, NULL, 0, 0);
}

static int request_to_endpoint(void)
{
	return (int)cusb_ctrl_transfer(dev, 0x22, 9, 0, 0x01, NULL, 0, 0);
}

/* The library provides the packets. */
static int read_packets(void)
{
	uint8_t byte;
	ssize_t n = cusb_read(dev, 0x86, &byte, 1, 0);

	return n < 0 ? (int)n : 0;
}

static int clear_01(void)
{
	return cusb_clear_halt(dev, 0x01);
}

/* The call, and the word of the record that it fails with. */
static const struct {
	int (*call)(void);
	const char *failing;
	bool asks; /* finds its endpoint anew */
	const char *record;
} calls[] = {
	{write_it, "submit", true, "transfer 01 bulk 0 0"},
	{submit_and_reap, "submit", true, "transfer 01 bulk 0 0"},
	{write_by_object, "submit", true, "transfer 01 bulk 0 0"},
	{read_packets, "submit", true, "transfer 86 iso 1 0"},
	{request, "control", false, "control 21 09 0000 0000 0 0"},
	{request_to_endpoint, "control", true, "control 22 09 0000 0001 0 0"},
	{clear_01, "clear_halt", true, "clear_halt 01"},
};
static const int signs[] = {-ENOENT, -EBUSY, -EHOSTUNREACH, -ENODEV};

/* Every call with every sign. */
#define PAIRS (ARRAY_SIZE(calls) * ARRAY_SIZE(signs))
#define CALL  calls[_i / ARRAY_SIZE(signs)]
#define SIGN  signs[_i % ARRAY_SIZE(signs)]

CASE_PER_NUMBER(refused_call_asks_anew_and_is_made_again, 0, PAIRS)
{
	char expected[256];

	script_fail_once(CALL.failing, SIGN);
	ck_assert_int_eq(CALL.call(), 0);
	snprintf(expected, sizeof expected, "%s, %sclaim 0, %s", CALL.record,
		 CALL.asks ? "configuration, " : "", CALL.record);
	expect_calls(expected);
	ck_assert_int_eq(CALL.call(), 0);
	expect_calls(CALL.record);
}

CASE_PER_NUMBER(call_is_made_again_once, 0, PAIRS)
{
	script_fail(CALL.failing, SIGN);
	ck_assert_int_eq(CALL.call(), SIGN);
	ck_assert_ptr_null(strstr(strstr(strstr(script_calls(), CALL.record) + 1, CALL.record) + 1,
				  CALL.record));
}

CASE_PER_NUMBER(interface_that_a_driver_has_now_is_ebusy_until_it_is_free, 0, PAIRS)
{
	script_fail_once(CALL.failing, SIGN);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(CALL.call(), -EBUSY);
	ck_assert_int_eq(CALL.call(), 0);
}

/* Only the claim tells that. */
CASE_PER_NUMBER(interface_that_is_not_authorized_is_eacces, 0, ARRAY_SIZE(calls))
{
	script_fail_once(calls[_i].failing, -ENODEV);
	script_fail_once("claim 0", -EACCES);
	ck_assert_int_eq(calls[_i].call(), -EACCES);
	ck_assert_int_eq(calls[_i].call(), 0);
}

/* Errors that say nothing of claims and settings. */
static const int others[] = {-EACCES, -ENOMEM, -EPIPE, -EINVAL, -ETIMEDOUT};

CASE_PER_NUMBER(other_error_is_told_and_nothing_forgotten, 0,
		ARRAY_SIZE(calls) * ARRAY_SIZE(others))
{
	size_t call = (size_t)_i / ARRAY_SIZE(others);

	script_fail_once(calls[call].failing, others[(size_t)_i % ARRAY_SIZE(others)]);
	ck_assert_int_eq(calls[call].call(), others[(size_t)_i % ARRAY_SIZE(others)]);
	expect_calls(calls[call].record);
	ck_assert_int_eq(calls[call].call(), 0);
	expect_calls(calls[call].record);
}

/* A URB that nobody has stopped: a reset, a driver that took the interface, a device asleep. */
static const int ends[] = {-ECANCELED, -ESHUTDOWN, -EHOSTUNREACH};

CASE_PER_ROW(transfer_that_others_ended_makes_the_next_one_ask, ends)
{
	script_fail_once("transfer", ends[_i]);
	ck_assert_int_eq(write_it(), ends[_i]);
	script_calls();
	ck_assert_int_eq(write_it(), 0);
	expect_calls("configuration, claim 0, transfer 01 bulk 0 0");
}

static const int request_ends[] = {-ECANCELED, -ESHUTDOWN};

CASE_PER_ROW(control_request_that_others_ended_is_not_made_again, request_ends)
{
	script_fail_once("control", request_ends[_i]);
	ck_assert_int_eq(request(), request_ends[_i]);
	expect_calls("control 21 09 0000 0000 0 0");
	ck_assert_int_eq(request(), 0);
	expect_calls("claim 0, control 21 09 0000 0000 0 0");
}

static int discard_too_late(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	(void)handle;
	(void)transfer;
	return -EALREADY;
}

static void cancel_one(struct cusb_transfer *transfer)
{
	ck_assert_int_eq(cusb_cancel(dev, transfer), -EALREADY);
	ck_assert_int_eq(cusb_cancel(dev, transfer), -EALREADY);
}

static void cancel_all(struct cusb_transfer *transfer)
{
	ck_assert_int_eq(cusb_cancel_all(dev, transfer->bEndpointAddress), 1);
}

static void (*const cancels[])(struct cusb_transfer *transfer) = {cancel_one, cancel_all};

/* The backend says that it had ended before. */
CASE_PER_ROW(transfer_that_others_ended_before_it_was_cancelled_is_a_sign, cancels)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x01}, *reaped;
	struct cusb_queue_operations queue = *script.backend.queue;

	queue.discard = discard_too_late;
	script.backend.queue = &queue;
	cusb_close(dev);
	ck_assert_int_eq(write_it(), 0);
	script.block = true;
	script_fail_once("transfer", -ESHUTDOWN);
	ck_assert_int_eq(cusb_submit(dev, &one), 0);
	cancels[_i](&one);
	script_unblock();
	ck_assert_int_eq(cusb_reap(dev, CUSB_NO_TIMEOUT, &reaped), 0);
	ck_assert_int_eq(one.status, -ESHUTDOWN);
	script.block = false;
	script_calls();
	ck_assert_int_eq(write_it(), 0);
	expect_calls("configuration, claim 0, transfer 01 bulk 0 0");
	cusb_close(dev);
}

CASE(transfer_that_its_program_cancelled_is_no_sign)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x01}, *reaped;

	script.block = true;
	ck_assert_int_eq(cusb_submit(dev, &one), 0);
	ck_assert_int_eq(cusb_cancel(dev, &one), 0);
	ck_assert_int_eq(cusb_reap(dev, CUSB_NO_TIMEOUT, &reaped), 0);
	ck_assert_int_eq(one.status, -ECANCELED);
	script.block = false;
	script_calls();
	ck_assert_int_eq(write_it(), 0);
	expect_calls("transfer 01 bulk 0 0");
}

CASE(driver_that_took_the_interface_is_detached_if_that_is_wanted)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("submit", -EBUSY);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(write_it(), 0);
	expect_calls("transfer 01 bulk 0 0, configuration, claim 0, detach 0, claim 0, "
		     "transfer 01 bulk 0 0");
}

CASE(setting_that_another_program_changed_is_found)
{
	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	script.altsettings[1] = 0;
	script_fail_once("submit", -ENOENT);
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), -ENOENT);
	ck_assert_int_eq(cusb_ensure_altsetting(dev, 1, 1), 1);
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
}

CASE(endpoint_that_memory_does_not_have_is_asked_for)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), -ENOENT);
	script.altsettings[1] = 1;
	script_calls();
	ck_assert_int_eq(cusb_write(dev, 0x03, NULL, 0, 0), 0);
	expect_calls("configuration, altsetting 1 1, transfer 03 bulk 0 0");
}

/* The remembered endpoint of the address is another one. */
CASE(endpoint_object_that_memory_does_not_have_is_asked_for)
{
	const struct cusb_endpoint *ep = endpoint(0, 1, 2, 0);

	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	ck_assert_int_eq(cusb_write(dev, ep->bEndpointAddress, NULL, 0, 0), 0);
	ck_assert_int_eq(cusb_endpoint_write(ep, NULL, 0, 0), -ENOENT);
	ck_assert_int_eq(cusb_endpoint_clear_halt(ep), -ENOENT);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_endpoint_clear_halt(ep), 0);
	ck_assert_int_eq(cusb_endpoint_write(ep, NULL, 0, 0), 0);
}

CASE(endpoint_object_of_a_remembered_setting_is_asked_for)
{
	const struct cusb_endpoint *in = endpoint(0, 1, 2, 1);

	ck_assert_int_eq(cusb_set_altsetting(dev, 1, 1), 0);
	script.altsettings[1] = 2;
	ck_assert_int_eq(cusb_endpoint_clear_halt(in), 0);
}

CASE(device_that_is_not_configured_any_more_says_so)
{
	script.configuration = 0;
	script_fail_once("submit", -EHOSTUNREACH);
	ck_assert_int_eq(write_it(), -EHOSTUNREACH);
	ck_assert_int_eq(write_it(), -EHOSTUNREACH);
	script.configuration = 1;
	ck_assert_int_eq(write_it(), 0);
}

/* ---- a release races a control request --------------------------------------------------------
 */

static void *request_in_thread(void *unused)
{
	(void)unused;
	ck_assert_int_eq(request(), 0);
	return NULL;
}

/* The kernel may claim the interface for the request that is under way. */
static void release_during_request(bool claim_again)
{
	pthread_t thread;

	script.block = true;
	ck_assert_int_eq(pthread_create(&thread, NULL, request_in_thread, NULL), 0);
	script_wait_inside(1);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	if (claim_again)
		ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_unblock();
	pthread_join(thread, NULL);
}

CASE(interface_released_during_a_request_is_released_again_after_it)
{
	release_during_request(false);
	expect_calls("control 21 09 0000 0000 0 0, release 0, release 0");
	ck_assert_int_eq(request(), 0);
	ck_assert_int_eq(cusb_release_interface(dev, 0), 0);
	expect_calls("claim 0, control 21 09 0000 0000 0 0, release 0");
}

CASE(interface_claimed_again_during_the_request_stays_claimed)
{
	release_during_request(true);
	expect_calls("control 21 09 0000 0000 0 0, release 0, claim 0");
}
