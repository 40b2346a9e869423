/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "core/monitor/monitor.h"
#include "core/wait/wait_set.h"

#include "core/wait/script_epoll.h"
#include "fail_alloc.h"

#define DEV_FD 77 /* of each scripted device */

static uint8_t data[8];
static atomic_bool resumes;
static struct cusb_transfer transfers[8];

static struct cusb_transfer *submit(int i)
{
	transfers[i] =
		(struct cusb_transfer){.bEndpointAddress = 0x81, .data = &data[i], .length = 1};
	ck_assert_int_eq(cusb_submit(dev, &transfers[i]), 0);
	return &transfers[i];
}

static int next(int timeout_ms, struct cusb_wait_item *item)
{
	*item = (struct cusb_wait_item){.fd = -7};
	return cusb_wait_set_next(ep_set, timeout_ms, item);
}

static void expect(enum cusb_wait_kind kind)
{
	struct cusb_wait_item item;

	ck_assert_int_eq(next(CUSB_DONT_WAIT, &item), 0);
	ck_assert_int_eq(item.kind, kind);
}

static void expect_none(void)
{
	struct cusb_wait_item item;

	ck_assert_int_eq(next(CUSB_DONT_WAIT, &item), -EAGAIN);
}

static int reap(void)
{
	struct cusb_transfer *transfer;

	return cusb_reap(dev, CUSB_DONT_WAIT, &transfer);
}

FIXTURE(ep_begin, ep_end)

/* ---- what a wait costs ----------------------------------------------------------------------- */

CASE(a_wait_asks_no_device)
{
	struct cusb_wait_item item;

	script.block = true;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	submit(0);
	ep_ready(DEV_FD, POLLOUT);
	script_calls();
	ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), 0);
	ck_assert_ptr_eq(item.dev, dev);
	ck_assert_int_eq(item.events, POLLOUT);
	expect_calls("");
	ck_assert_uint_eq(ep.waits, 1);
	ck_assert_int_eq(ep.timeout_ms, -1);
	script.block = false;
	ck_assert_int_eq(reap(), 0);
}

/* A device without a deadline has nothing to tell, but a deadline that has gone is a change. */
CASE(a_deadline_is_forgotten_with_its_transfer)
{
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	transfers[0] = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = data, .length = 1, .timeout_ms = 5000};
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
	ck_assert_int_gt(cusb_wait_set_poll_timeout(ep_set), 0);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(cusb_wait_set_poll_timeout(ep_set), -1);
}

/* The bell is for threads that sleep. */
CASE(a_thread_alone_rings_no_bell)
{
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	for (int i = 0; i < 5; i++)
		submit(i);
	cusb_close(dev);
	for (int i = 0; i < 5; i++) {
		expect(CUSB_WAIT_DEVICE);
		ck_assert_int_eq(reap(), 0);
	}
	ck_assert(!ep.bell);
	ck_assert_uint_eq(ep.reads, 0);
}

/* Sixteen events come with one call. */
CASE(events_that_come_together_need_one_call)
{
	for (int fd = 10; fd < 26; fd++) {
		ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, fd, POLLIN, NULL), 0);
		ep_ready(fd, POLLIN);
	}
	for (int fd = 10; fd < 26; fd++) {
		struct cusb_wait_item item;

		ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), 0);
		ck_assert_int_eq(item.fd, fd);
	}
	ck_assert_uint_eq(ep.waits, 1);
	for (int fd = 10; fd < 26; fd++)
		ck_assert_int_eq(cusb_wait_set_remove_fd(ep_set, fd), 0);
}

/* A device that is told again and again keeps no descriptor from its turn. */
CASE(a_busy_device_leaves_time_for_the_others)
{
	struct cusb_wait_item item;
	int told = 0;

	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, 10, POLLIN, NULL), 0);
	submit(0);
	submit(1);
	ep_ready(DEV_FD, POLLOUT);
	for (int i = 0; i < 20; i++) {
		ck_assert_int_eq(next(CUSB_DONT_WAIT, &item), 0);
		if (i == 0)
			ep_ready(10, POLLIN);
		told += item.kind == CUSB_WAIT_FD;
		if (item.kind == CUSB_WAIT_DEVICE) {
			ck_assert_int_eq(reap(), 0);
			submit(i % 2);
		}
	}
	ck_assert_int_eq(told, 1);
	while (reap() == 0)
		continue;
}

/* ---- changes during a wait ------------------------------------------------------------------- */

static void remove_10(void)
{
	ck_assert_int_eq(cusb_wait_set_remove_fd(ep_set, 10), 0);
}

static void replace_10(void)
{
	remove_10();
	ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, 11, POLLIN, NULL), 0);
}

static void (*const removals[])(void) = {remove_10, replace_10};

/* The kernel has already given its event to the thread that waits. */
CASE_PER_ROW(an_event_of_a_removed_item_is_dropped, removals)
{
	ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, 10, POLLIN, NULL), 0);
	ep_ready(10, POLLIN);
	ep.on_wait = removals[_i];
	expect_none();
}

static void submit_with_timeout(void)
{
	transfers[0] = (struct cusb_transfer){
		.bEndpointAddress = 0x81, .data = data, .length = 1, .timeout_ms = 30};
	ck_assert_int_eq(cusb_submit(dev, &transfers[0]), 0);
}

CASE(a_timeout_that_begins_during_a_wait_ends_it)
{
	struct cusb_wait_item item;

	script.block = true;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	ep.on_wait = submit_with_timeout;
	ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), 0);
	ck_assert_ptr_eq(item.dev, dev);
	ck_assert_int_gt(ep.timeout_ms, 0);
	ck_assert_int_le(ep.timeout_ms, 30);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(transfers[0].status, -ETIMEDOUT);
}

static void wake(void)
{
	cusb_wait_set_wake(ep_set);
}

CASE(a_wake_up_during_a_wait_ends_it)
{
	struct cusb_wait_item item;

	ep.on_wait = wake;
	ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), 0);
	ck_assert_int_eq(item.kind, CUSB_WAIT_WOKEN);
	expect_none();
}

static void *read_one(void *result)
{
	uint8_t byte;

	*(ssize_t *)result = cusb_read(dev, 0x82, &byte, 1, CUSB_NO_TIMEOUT);
	return NULL;
}

/* A thread waits in the backend. */
static bool is_polling(void)
{
	struct device *device = device_of(dev);
	bool polling;

	quick_lock_take(&device->lock);
	polling = device->session->polling;
	quick_lock_give(&device->lock);
	return polling;
}

/*
 * The sync call was submitted first, and ends with its own transfer. It leaves the other one in the
 * backend. The descriptor was told before.
 */
CASE(a_transfer_that_a_sync_call_left_in_the_backend_is_told)
{
	pthread_t reader;
	ssize_t result = -1;

	script.block = true;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	ck_assert_int_eq(pthread_create(&reader, NULL, read_one, &result), 0);
	script_wait_inside(1);
	submit(0);
	while (!is_polling())
		sched_yield();
	ck_assert_int_eq(reap(), -EAGAIN);
	expect_none();
	script_unblock();
	pthread_join(reader, NULL);
	ck_assert_int_eq(result, 1);
	expect(CUSB_WAIT_DEVICE);
	ck_assert_int_eq(reap(), 0);
}

static unsigned int references;

static int count_references(struct cusb_handle *handle)
{
	(void)handle;
	references = atomic_load(&device_of(dev)->references);
	return DEV_FD;
}

/* Another thread may remove the device as soon as its lock is free. */
CASE(the_set_has_its_reference_before_the_device_can_be_removed)
{
	struct cusb_queue_operations queue = *script.backend.queue;

	queue.poll_fd = count_references;
	script.backend.queue = &queue;
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	ck_assert_uint_eq(references, 2);
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), -EBUSY);
	ck_assert_uint_eq(atomic_load(&device_of(dev)->references), 2);
	ck_assert_int_eq(cusb_wait_set_remove_device(ep_set, dev), 0);
	cusb_close(dev);
}

static int hang(struct cusb_handle *handle)
{
	(void)handle;
	while (!atomic_load(&resumes))
		sched_yield();
	return 0;
}

static void *wait_for_resume(void *unused)
{
	(void)unused;
	cusb_wait_for_resume(dev);
	return NULL;
}

/* A thread inside a call that cannot be cancelled keeps the closed session. */
CASE(transfers_that_closing_has_cancelled_are_told_at_once)
{
	static const struct cusb_power_operations power = {.wait_for_resume = hang};
	pthread_t sleeper;

	script.block = true;
	script.backend.power = &power;
	atomic_store(&resumes, false);
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	submit(0);
	submit(1);
	ck_assert_int_eq(pthread_create(&sleeper, NULL, wait_for_resume, NULL), 0);
	while (atomic_load(&device_of(dev)->session->references) < 2)
		sched_yield();
	expect_none();
	cusb_close(dev);
	ck_assert_int_eq(cusb_poll_timeout(dev), 0);
	for (int i = 0; i < 2; i++) {
		expect(CUSB_WAIT_DEVICE);
		ck_assert_int_eq(reap(), 0);
	}
	ck_assert_int_eq(reap(), -ENODATA);
	expect_none();
	atomic_store(&resumes, true);
	pthread_join(sleeper, NULL);
}

/* ---- errors ---------------------------------------------------------------------------------- */

CASE(a_set_that_cannot_be_made_leaves_nothing_open)
{
	int *const errors[] = {&ep.create_err, &ep.eventfd_err, &ep.add_err};
	struct cusb_wait_set *other;

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		*errors[i] = -EMFILE;
		ck_assert_int_eq(cusb_wait_set_new(&other), -EMFILE);
		ck_assert_uint_eq(ep.open_fds, 2);
	}
	for (unsigned int nth = 1; nth <= 2; nth++) {
		int err;

		fail_alloc_start(nth);
		err = cusb_wait_set_new(&other);
		ck_assert(fail_alloc_stop());
		ck_assert_int_eq(err, -ENOMEM);
		ck_assert_uint_eq(ep.open_fds, 2);
	}
}

static int add_device(void)
{
	return cusb_wait_set_add_device(ep_set, dev, NULL);
}

static int add_fd(void)
{
	return cusb_wait_set_add_fd(ep_set, 10, POLLIN, NULL);
}

static struct cusb_monitor *monitor;

static int add_monitor(void)
{
	return cusb_wait_set_add_monitor(ep_set, monitor, NULL);
}

static int remove_device(void)
{
	return cusb_wait_set_remove_device(ep_set, dev);
}

static int remove_fd(void)
{
	return cusb_wait_set_remove_fd(ep_set, 10);
}

static int remove_monitor(void)
{
	return cusb_wait_set_remove_monitor(ep_set, monitor);
}

static const struct {
	int (*add)(void), (*remove)(void);
	bool watched;
} kinds[] = {{add_device, remove_device, true},
	     {add_fd, remove_fd, true},
	     {add_monitor, remove_monitor, false}};

/* An item, and the two arrays of the set. */
CASE_PER_ROW(an_item_that_cannot_be_added_is_not_in_the_set, kinds)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, BACKEND), NULL, &monitor), 0);
	for (unsigned int nth = 1; nth <= 3; nth++) {
		int err;

		fail_alloc_start(nth);
		err = kinds[_i].add();
		ck_assert(fail_alloc_stop());
		ck_assert_int_eq(err, -ENOMEM);
		ck_assert_int_eq(kinds[_i].remove(), -ENOENT);
	}
	if (kinds[_i].watched) {
		ep.add_err = -ENOSPC;
		ck_assert_int_eq(kinds[_i].add(), -ENOSPC);
		ck_assert_int_eq(kinds[_i].remove(), -ENOENT);
	}
	ck_assert_int_eq(kinds[_i].add(), 0);
	ck_assert_int_eq(kinds[_i].remove(), 0);
	cusb_monitor_free(monitor);
}

/* A program would have no rest from a shortage of descriptors. */
CASE(a_monitor_with_a_lasting_error_is_told_later_and_later)
{
	static const struct cusb_monitor_options options = {.interval_ms = 40};
	int64_t begun;

	ck_assert_int_eq(cusb_monitor_new(CUSB_MATCH(backend, BACKEND), &options, &monitor), 0);
	ck_assert_int_eq(cusb_wait_set_add_monitor(ep_set, monitor, NULL), 0);
	expect(CUSB_WAIT_MONITOR);
	script_fail("enumerate", -EMFILE);
	begun = monitor_now();
	for (int i = 0; i < 5; i++) {
		struct cusb_wait_item item;
		struct cusb_event event;

		do {
			ck_assert_int_eq(next(60000, &item), 0);
			ck_assert_int_eq(item.kind, CUSB_WAIT_MONITOR);
		} while (cusb_monitor_next(monitor, CUSB_DONT_WAIT, &event) == -EAGAIN);
	}
	ck_assert_int_ge(monitor_now() - begun, 10 + 20 + 40);
	cusb_monitor_free(monitor);
}

CASE(a_device_that_cannot_be_watched_when_it_is_opened_is_told_once)
{
	struct cusb_wait_item item;

	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
	ep.add_err = -ENOSPC;
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert_int_eq(cusb_wait_set_poll_timeout(ep_set), 0);
	ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), -ENOSPC);
	submit(0);
	expect_none();
	ck_assert(!ep_watches(DEV_FD));
	cusb_close(dev);
	ck_assert_int_eq(cusb_open(dev), 0);
	ck_assert(ep_watches(DEV_FD));
}

/* As in a testbed, whose nodes are regular files. */
CASE(a_device_whose_node_epoll_refuses_is_always_ready)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	for (int i = 0; i < 2; i++) {
		ep.add_err = -EPERM;
		ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
		ck_assert(ep_watches(STAND_IN));
		ck_assert(!ep_is_edge(STAND_IN));
		ep_ready(STAND_IN, POLLIN);
		expect(CUSB_WAIT_DEVICE);
		ck_assert_int_eq(cusb_wait_set_remove_device(ep_set, dev), 0);
		ck_assert(!ep_watches(STAND_IN));
		ck_assert_uint_eq(ep.open_fds, 2);
	}
	ep.add_err = -EPERM;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), 0);
}

CASE(a_node_that_nothing_can_stand_in_for_is_refused)
{
	ck_assert_int_eq(cusb_open(dev), 0);
	ep.add_err = -EPERM;
	ep.eventfd_err = -EMFILE;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), -EMFILE);
	ck_assert_int_eq(cusb_wait_set_remove_device(ep_set, dev), -ENOENT);
	ep.add_err = -EPERM;
	ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, 10, POLLIN, NULL), -EPERM);
}

CASE(a_signal_handler_ends_a_wait)
{
	struct cusb_wait_item item;

	ep.wait_err = -EINTR;
	ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), -EINTR);
	ck_assert_int_eq(item.fd, -7);
}

CASE(a_device_without_a_queue_is_refused)
{
	script.backend.queue = NULL;
	ck_assert_int_eq(cusb_wait_set_add_device(ep_set, dev, NULL), -ENOSYS);
}

CASE(a_set_has_room_for_any_number_of_items)
{
	for (int fd = 10; fd < 60; fd++)
		ck_assert_int_eq(cusb_wait_set_add_fd(ep_set, fd, POLLIN, NULL), 0);
	for (int fd = 10; fd < 60; fd++) {
		struct cusb_wait_item item;

		ep_ready(fd, POLLIN);
		ck_assert_int_eq(next(CUSB_NO_TIMEOUT, &item), 0);
		ck_assert_int_eq(item.fd, fd);
	}
}

/* ---- deadlines ------------------------------------------------------------------------------- */

static struct timespec earliest(struct item *const *items, size_t count)
{
	struct timespec first = {INT32_MAX, 0};

	for (size_t i = 0; i < count; i++)
		if (items[i]->heap_place > 0 && time_is_sooner(items[i]->deadline, first))
			first = items[i]->deadline;
	return first;
}

/* Any order of adding, changing and removing. */
CASE(the_first_deadline_is_known_at_any_time)
{
	struct item *items[32];
	unsigned int random = 1;

	for (size_t i = 0; i < ARRAY_SIZE(items); i++) {
		items[i] = item_new(
			ep_set, (struct cusb_wait_item){.kind = CUSB_WAIT_FD, .fd = 10 + (int)i});
		ck_assert_int_eq(item_add_locked(items[i]), 0);
	}
	for (int turn = 0; turn < 5000; turn++) {
		struct timespec deadline;
		size_t i;

		random = random * 1664525u + 1013904223u;
		i = random >> 8 & 31;
		deadline = (struct timespec){random >> 13 & 15, random >> 17 & 7};
		item_set_deadline_locked(items[i], random >> 30 ? &deadline : NULL);
		deadline = earliest(items, ARRAY_SIZE(items));
		if (!heap_first(ep_set)) {
			ck_assert_int_eq(deadline.tv_sec, INT32_MAX);
			continue;
		}
		ck_assert_int_eq(heap_first(ep_set)->deadline.tv_sec, deadline.tv_sec);
		ck_assert_int_eq(heap_first(ep_set)->deadline.tv_nsec, deadline.tv_nsec);
	}
}
