/* SPDX-License-Identifier: MIT */
/* A child of fork(2) closes its descriptor, and leaves everything else to its parent. */
#include "core/core_fixture.h"
#include "child.h"

static uint8_t byte;
static struct cusb_transfer transfer;

static void claim_port(void)
{
	ck_assert_int_eq(cusb_claim_port(dev, 3), 0);
	script_calls();
}

static void submit(void)
{
	transfer = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = &byte, .length = 1, .timeout_ms = 60000};
	script.block = true;
	ck_assert_int_eq(cusb_submit(dev, &transfer), 0);
	script_calls();
}

/* The kernel may have claimed an interface itself. */
static void open_by_hand(void)
{
	cusb_set_automatic(dev, false);
	ck_assert_int_eq(cusb_open(dev), 0);
	script_calls();
}

static void close_it(void)
{
	cusb_close(dev);
}

static void dispose_it(void)
{
	cusb_dispose_resources(dev);
}

static void free_it(void)
{
	cusb_device_free(dev);
}

static void release_interface(void)
{
	cusb_release_interface(dev, 0);
}

static void release_then_close(void)
{
	cusb_release_interface(dev, 0);
	cusb_close(dev);
}

static void release_port(void)
{
	cusb_release_port(dev, 3);
}

static void close_then_claim(void)
{
	cusb_close(dev);
	cusb_claim_interface(dev, 0);
}

/* The transfer belongs to the parent. */
static void close_then_cancel(void)
{
	cusb_close(dev);
	if (cusb_cancel(dev, &transfer) != -ENOENT)
		script_calls();
}

/* The transfer is in the heap of deadlines of the session that the child has dropped. */
static void open_anew_then_cancel(void)
{
	cusb_close(dev);
	cusb_open(dev);
	if (cusb_cancel(dev, &transfer) != -ENOENT || cusb_submit(dev, &transfer) != -EBUSY)
		script_calls();
}

static const struct {
	void (*before)(void);
	void (*act)(void); /* the child */
	const char *child, *parent;
} rows[] = {
	{submit, close_then_cancel, "close", "discard 81, release 0, close"},
	{submit, open_anew_then_cancel, "close, open", "discard 81, release 0, close"},
	{claim_two, close_it, "close", "release 0, release 1, close"},
	{claim_two, dispose_it, "close", "release 0, release 1, close"},
	{claim_two, free_it, "close", "release 0, release 1, close"},
	{claim_two, release_interface, "", "release 0, release 1, close"},
	{claim_two, close_then_claim, "close, open, claim 0", "release 0, release 1, close"},
	{claim_from_driver, close_it, "close", "release 0, attach 0, close"},
	{claim_from_driver, release_interface, "", "release 0, attach 0, close"},
	{claim_from_driver, release_then_close, "close", "release 0, attach 0, close"},
	{claim_port, close_it, "close", "release_port 3, close"},
	{claim_port, release_port, "", "release_port 3, close"},
	{open_by_hand, release_interface, "", "close"},
	{submit, close_it, "close", "discard 81, release 0, close"},
	{submit, free_it, "close", "discard 81, release 0, close"},
};

FIXTURE(core_begin_hub, core_end)

static bool act_in_child(void *row)
{
	rows[*(int *)row].act();
	return child_text_is(script_calls(), rows[*(int *)row].child);
}

CASE_PER_ROW(child_leaves_all_to_the_parent, rows)
{
	rows[_i].before();
	ck_assert(in_child(act_in_child, &_i));
	expect_calls("");
	cusb_close(dev);
	expect_calls(rows[_i].parent);
}

static bool transfer_is_not_here(void *user)
{
	struct cusb_transfer *reaped;

	(void)user;
	cusb_close(dev);
	return cusb_in_flight(dev) == 0 && cusb_reap(dev, 0, &reaped) == -ENODATA &&
	       cusb_poll_timeout(dev) == -1;
}

CASE(transfer_in_flight_comes_back_in_the_parent)
{
	struct cusb_transfer *reaped;

	submit();
	ck_assert(in_child(transfer_is_not_here, NULL));
	script_unblock();
	ck_assert_int_eq(cusb_reap(dev, 0, &reaped), 0);
	ck_assert_ptr_eq(reaped, &transfer);
}

static bool reap_in_child(void *user)
{
	struct cusb_transfer *reaped;

	(void)user;
	cusb_close(dev);
	return cusb_reap(dev, 0, &reaped) == 0 && reaped == &transfer;
}

/* It is in the memory of both. */
CASE(transfer_that_has_completed_is_reaped_by_both)
{
	submit();
	cusb_close(dev);
	ck_assert(in_child(reap_in_child, NULL));
	ck_assert(reap_in_child(NULL));
}

static bool free_inherited_buffer(void *memory)
{
	cusb_buffer_free(dev, memory);
	cusb_device_free(dev);
	return true;
}

CASE(buffer_is_freed_by_both)
{
	void *memory = NULL;

	ck_assert_int_ge(cusb_buffer_alloc(dev, 100, &memory), 0);
	ck_assert(in_child(free_inherited_buffer, memory));
	cusb_buffer_free(dev, memory);
}
