/* SPDX-License-Identifier: MIT */
/* One wait for many devices. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "wait_case.h"

CASE(an_empty_set_waits_for_the_timeout)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_wait_item item;
	int64_t start = now_ms();

	CHECK_INT(cusb_wait_set_next(set, CUSB_DONT_WAIT, &item), -EAGAIN);
	CHECK_INT(cusb_wait_set_next(set, 30, &item), -ETIMEDOUT);
	CHECK(now_ms() - start >= 29);
	CHECK_INT(cusb_wait_set_next(set, -7, &item), -EINVAL);
	CHECK_INT(cusb_wait_set_poll_timeout(set), -1);
	cusb_wait_set_free(set);
}

CASE(the_device_with_a_completed_transfer_is_told)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *devs[3], *told;
	struct cusb_transfer *in[3];

	for (int i = 0; i < 3; i++) {
		devs[i] = plug("loopback");
		in[i] = submit(devs[i], 0x81, 512, 0);
		CHECK_OK(cusb_wait_set_add_device(set, devs[i], &in[i]));
	}
	CHECK_INT(wait_count_left(set), 0);
	for (int i = 2; i >= 0; i--) {
		CHECK_INT(cusb_write(devs[i], 0x01, "x", 1, GUARD_MS), 1);
		CHECK(wait_reap(set, &told) == in[i]);
		CHECK(told == devs[i]);
		CHECK_OK(in[i]->status);
		wait_expect_quiet(set, devs[i]);
	}
	cusb_wait_set_free(set);
	for (int i = 0; i < 3; i++) {
		transfer_end(in[i]);
		cusb_device_free(devs[i]);
	}
}

CASE(an_item_has_the_callers_pointer_and_the_descriptors_events)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = submit(dev, 0x01, 64, 0);
	struct cusb_wait_item item;

	CHECK_OK(cusb_wait_set_add_device(set, dev, set));
	item = wait_next(set, CUSB_WAIT_DEVICE);
	CHECK(item.dev == dev);
	CHECK(item.user == set);
	CHECK(!item.monitor);
	CHECK_INT(item.fd, -1);
	CHECK(item.events & (POLLOUT | POLLIN));
	CHECK(reap(dev) == out);
	cusb_wait_set_free(set);
	transfer_end(out);
	cusb_device_free(dev);
}

/* Also by a program that reaps one for each time that it is told. */
CASE(no_completed_transfer_is_forgotten)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in[5];

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	for (int i = 0; i < 5; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	for (int i = 0; i < 5; i++)
		CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	for (int i = 0; i < 5; i++) {
		CHECK(wait_reap(set, NULL) == in[i]);
		transfer_end(in[i]);
	}
	wait_expect_quiet(set, dev);
	cusb_wait_set_free(set);
	cusb_device_free(dev);
}

CASE(a_device_that_is_not_reaped_is_told_once)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *out;

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	out = submit(dev, 0x01, 64, 0);
	await_device(dev);
	CHECK(wait_count_left(set) < 10);
	CHECK_INT(wait_count_left(set), 0);
	reap(dev);
	reap(dev);
	cusb_wait_set_free(set);
	transfer_end(in);
	transfer_end(out);
	cusb_device_free(dev);
}

CASE(timeouts_of_all_devices_are_kept)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *devs[3];
	struct cusb_transfer *in[3];
	int64_t start = now_ms();

	for (int i = 0; i < 3; i++) {
		devs[i] = plug("nak");
		CHECK_OK(cusb_wait_set_add_device(set, devs[i], NULL));
		in[i] = transfer_begin(0x81, 512, 0);
	}
	start = now_ms();
	for (int i = 2; i >= 0; i--) {
		in[i]->timeout_ms = patience(30 * (i + 1));
		CHECK_OK(cusb_submit(devs[i], in[i]));
	}
	for (int i = 0; i < 3; i++) {
		CHECK(cusb_wait_set_poll_timeout(set) <= patience(30 * (i + 1)));
		CHECK(wait_reap(set, NULL) == in[i]);
		CHECK_INT(in[i]->status, -ETIMEDOUT);
		CHECK(now_ms() - start >= patience(30 * (i + 1)) - 1);
	}
	CHECK_INT(cusb_wait_set_poll_timeout(set), -1);
	cusb_wait_set_free(set);
	for (int i = 0; i < 3; i++) {
		transfer_end(in[i]);
		cusb_device_free(devs[i]);
	}
}

CASE(a_device_takes_part_while_it_is_open)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in;

	cusb_close(dev);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK(!cusb_is_open(dev));
	for (int i = 0; i < 3; i++) {
		in = submit(dev, 0x81, 512, 0);
		CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
		CHECK(wait_reap(set, NULL) == in);
		CHECK_OK(in->status);
		transfer_end(in);
		cusb_close(dev);
	}
	cusb_wait_set_free(set);
	cusb_device_free(dev);
}

/* In the kernel a closed descriptor stays in an epoll set as long as its memory is mapped. */
CASE(a_closed_device_is_told_for_its_cancelled_transfers)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug("nak");
	struct cusb_transfer *in[2];
	void *memory = NULL;

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	cusb_open(dev);
	cusb_buffer_alloc(dev, 4096, &memory);
	for (int i = 0; i < 2; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	cusb_close(dev);
	for (int i = 0; i < 2; i++) {
		CHECK(wait_reap(set, NULL));
		CHECK_INT(in[i]->status, -ECANCELED);
	}
	wait_expect_quiet(set, dev);
	cusb_wait_set_free(set);
	for (int i = 0; i < 2; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

CASE(an_unplugged_device_is_told_and_then_quiet)
{
	struct cusb_wait_set *set = wait_begin();
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);
	struct cusb_transfer *in[3];

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	for (int i = 0; i < 3; i++)
		in[i] = submit(dev, 0x81, 512, 0);
	world_unplug(name);
	for (int i = 0; i < 3; i++) {
		struct cusb_transfer *reaped = wait_reap(set, NULL);

		CHECK(reaped);
		CHECK_INT(reaped->status, -ENODEV);
	}
	wait_expect_quiet(set, dev);
	cusb_wait_set_free(set);
	for (int i = 0; i < 3; i++)
		transfer_end(in[i]);
	cusb_device_free(dev);
}

CASE_NEEDS(unplugging_shows_without_a_transfer_in_flight, NEED_NATIVE)
{
	struct cusb_wait_set *set = wait_begin();
	const char *name = world_plug("nak");
	struct cusb_device *dev = find_name(name);

	CHECK_OK(cusb_open(dev));
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_INT(wait_count_left(set), 0);
	world_unplug(name);
	CHECK(wait_next(set, CUSB_WAIT_DEVICE).events & POLLHUP);
	wait_expect_quiet(set, dev);
	cusb_wait_set_free(set);
	cusb_device_free(dev);
}

CASE(a_removed_device_is_no_longer_told)
{
	struct cusb_wait_set *set = wait_begin(), *other = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);

	CHECK_INT(cusb_wait_set_remove_device(set, dev), -ENOENT);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_INT(cusb_wait_set_add_device(set, dev, NULL), -EBUSY);
	CHECK_INT(cusb_wait_set_add_device(other, dev, NULL), -EBUSY);
	CHECK_INT(cusb_wait_set_remove_device(other, dev), -ENOENT);
	CHECK_OK(cusb_wait_set_remove_device(set, dev));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK_INT(wait_count_left(set), 0);
	CHECK_OK(cusb_wait_set_add_device(other, dev, NULL));
	CHECK(wait_reap(other, NULL) == in);
	cusb_wait_set_free(set);
	cusb_wait_set_free(other);
	transfer_end(in);
	cusb_device_free(dev);
}

/* The set has a reference. */
CASE(a_device_in_a_set_lives_on)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);

	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	cusb_device_free(dev);
	CHECK(wait_reap(set, NULL) == in);
	cusb_wait_set_free(set);
	transfer_end(in);
}

static void close_and_remove(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	cusb_close(dev);
	CHECK_OK(cusb_wait_set_remove_device(transfer->user, dev));
	cusb_device_free(dev);
	transfer->user = NULL;
}

CASE(a_function_of_a_transfer_may_end_its_device)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *out = transfer_begin(0x01, 64, 0);

	out->user = set;
	out->complete = close_and_remove;
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_OK(cusb_submit(dev, out));
	CHECK(!wait_reap(set, NULL));
	CHECK(!out->user);
	CHECK_INT(wait_count_left(set), 0);
	cusb_wait_set_free(set);
	transfer_end(out);
}

/* ---- other descriptors ----------------------------------------------------------------------- */

CASE(descriptors_of_the_program_are_told_as_long_as_they_are_ready)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_wait_item item;
	char byte;
	int fds[2];

	CHECK_OK(pipe(fds));
	CHECK_OK(cusb_wait_set_add_fd(set, fds[0], POLLIN, fds));
	CHECK_INT(wait_count_left(set), 0);
	CHECK_INT(write(fds[1], "x", 1), 1);
	for (int i = 0; i < 3; i++) {
		item = wait_next(set, CUSB_WAIT_FD);
		CHECK_INT(item.fd, fds[0]);
		CHECK_INT(item.events, POLLIN);
		CHECK(item.user == fds);
		CHECK(!item.dev);
	}
	CHECK_INT(read(fds[0], &byte, 1), 1);
	CHECK_INT(wait_count_left(set), 0);
	CHECK_OK(close(fds[1]));
	CHECK_INT(wait_next(set, CUSB_WAIT_FD).events, POLLHUP);
	CHECK_OK(cusb_wait_set_remove_fd(set, fds[0]));
	CHECK_INT(wait_count_left(set), 0);
	CHECK_INT(cusb_wait_set_remove_fd(set, fds[0]), -ENOENT);
	CHECK_OK(close(fds[0]));
	cusb_wait_set_free(set);
}

CASE(the_events_of_a_descriptor_can_be_changed)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_wait_item item;
	int fds[2];

	CHECK_OK(pipe(fds));
	CHECK_OK(cusb_wait_set_add_fd(set, fds[1], 0, NULL));
	CHECK_INT(wait_count_left(set), 0);
	CHECK_OK(cusb_wait_set_add_fd(set, fds[1], POLLOUT, set));
	item = wait_next(set, CUSB_WAIT_FD);
	CHECK_INT(item.events, POLLOUT);
	CHECK(item.user == set);
	CHECK_OK(cusb_wait_set_add_fd(set, fds[1], 0, NULL));
	CHECK_INT(wait_count_left(set), 0);
	CHECK_OK(close(fds[0]));
	CHECK_OK(close(fds[1]));
	cusb_wait_set_free(set);
}

/* As a descriptor of the program. The node of a device in a testbed may be such a file. */
CASE(a_regular_file_is_refused)
{
	struct cusb_wait_set *set = wait_begin();
	int fd = open("/proc/self/exe", O_RDONLY);

	CHECK(fd >= 0);
	CHECK_INT(cusb_wait_set_add_fd(set, fd, POLLIN, NULL), -EPERM);
	CHECK_INT(cusb_wait_set_remove_fd(set, fd), -ENOENT);
	CHECK_OK(close(fd));
	cusb_wait_set_free(set);
}

CASE(a_descriptor_that_cannot_be_waited_for_is_refused)
{
	struct cusb_wait_set *set = wait_begin();

	CHECK_INT(cusb_wait_set_add_fd(set, -1, POLLIN, NULL), -EBADF);
	CHECK_INT(cusb_wait_set_add_fd(set, 0, POLLNVAL, NULL), -EINVAL);
	CHECK_INT(cusb_wait_set_add_fd(set, 1000, POLLIN, NULL), -EBADF);
	CHECK_INT(cusb_wait_set_remove_fd(set, 1000), -ENOENT);
	cusb_wait_set_free(set);
}

CASE_NEEDS(the_descriptor_of_a_device_in_the_set_is_refused, NEED_NATIVE)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	int fd = cusb_poll_fd(dev);
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0);
	struct cusb_device *told;

	CHECK(fd >= 0);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_INT(wait_count_left(set), 0);
	CHECK_INT(cusb_wait_set_add_fd(set, fd, POLLIN, NULL), -EEXIST);
	CHECK(strcmp(cusb_error_text(-EEXIST), "another item of the set has this descriptor") == 0);
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	CHECK(wait_reap(set, &told) == in);
	cusb_wait_set_free(set);
	transfer_end(in);
	cusb_device_free(dev);
}

/* ---- ending a wait --------------------------------------------------------------------------- */

CASE(a_wake_up_is_told_once)
{
	struct cusb_wait_set *set = wait_begin();

	cusb_wait_set_wake(set);
	cusb_wait_set_wake(set);
	CHECK_INT(cusb_wait_set_poll_timeout(set), 0);
	CHECK_INT(wait_next(set, CUSB_WAIT_WOKEN).fd, -1);
	CHECK_INT(wait_count_left(set), 0);
	cusb_wait_set_wake(set);
	wait_next(set, CUSB_WAIT_WOKEN);
	cusb_wait_set_free(set);
}

static struct cusb_wait_set *set_to_wake;

static void handle(int number)
{
	(void)number;
	if (set_to_wake)
		cusb_wait_set_wake(set_to_wake);
}

static void alarm_in(int ms, int flags)
{
	const struct sigaction action = {.sa_handler = handle, .sa_flags = flags};
	const struct itimerval once = {.it_value = {0, ms * 1000}};

	CHECK_OK(sigaction(SIGALRM, &action, NULL));
	CHECK_OK(setitimer(ITIMER_REAL, &once, NULL));
}

CASE(a_signal_handler_ends_a_wait)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_wait_item item;

	for (int i = 0; i < 2; i++) {
		alarm_in(20, i ? SA_RESTART : 0);
		CHECK_INT(cusb_wait_set_next(set, GUARD_MS, &item), -EINTR);
	}
	set_to_wake = set;
	alarm_in(20, 0);
	CHECK_INT(cusb_wait_set_next(set, GUARD_MS, &item), -EINTR);
	wait_next(set, CUSB_WAIT_WOKEN);
	CHECK_INT(wait_count_left(set), 0);
	cusb_wait_set_free(set);
}

/* ---- a set in another loop ------------------------------------------------------------------- */

static int poll_for(struct cusb_wait_set *set, int timeout_ms)
{
	struct pollfd fd = {.fd = cusb_wait_set_poll_fd(set), .events = POLLIN};

	return poll(&fd, 1, timeout_ms);
}

CASE(the_sets_descriptor_shows_each_item)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *dev = plug_loopback();
	struct cusb_transfer *in = submit(dev, 0x81, 512, 0), *reaped;
	struct cusb_wait_item item;
	int fds[2], items = 0;

	CHECK_OK(pipe(fds));
	CHECK_INT(poll_for(set, 0), 0);
	CHECK_OK(cusb_wait_set_add_device(set, dev, NULL));
	CHECK_OK(cusb_wait_set_add_fd(set, fds[1], POLLOUT, NULL));
	CHECK_INT(poll_for(set, GUARD_MS), 1);
	CHECK_OK(cusb_wait_set_next(set, CUSB_DONT_WAIT, &item));
	CHECK_INT(item.kind, CUSB_WAIT_FD);
	CHECK_OK(cusb_wait_set_remove_fd(set, fds[1]));
	while (cusb_wait_set_next(set, CUSB_DONT_WAIT, &item) == 0)
		continue;
	CHECK_INT(poll_for(set, 0), 0);

	/* It completes inside cusb_write(), which takes it from the kernel or not. */
	CHECK_INT(cusb_write(dev, 0x01, "x", 1, GUARD_MS), 1);
	do {
		CHECK_INT(poll_for(set, GUARD_MS), 1);
		while (cusb_wait_set_next(set, CUSB_DONT_WAIT, &item) == 0)
			items += cusb_reap(item.dev, CUSB_DONT_WAIT, &reaped) == 0;
	} while (items == 0);
	CHECK(reaped == in);
	wait_expect_quiet(set, dev);
	CHECK_INT(poll_for(set, 0), 0);
	cusb_wait_set_wake(set);
	CHECK_INT(poll_for(set, 0), 1);
	wait_next(set, CUSB_WAIT_WOKEN);
	cusb_wait_set_free(set);
	transfer_end(in);
	cusb_device_free(dev);
	CHECK_OK(close(fds[0]));
	CHECK_OK(close(fds[1]));
}

/* What one look at the descriptors has found is told one by one. */
CASE(the_sets_descriptor_shows_what_is_left)
{
	struct cusb_wait_set *set = wait_begin();
	struct cusb_device *devs[3];
	struct cusb_transfer *out[3];
	struct cusb_wait_item item;

	cusb_wait_set_poll_fd(set);
	for (int i = 0; i < 3; i++) {
		devs[i] = plug("loopback");
		CHECK_OK(cusb_wait_set_add_device(set, devs[i], NULL));
		out[i] = submit(devs[i], 0x01, 64, 0);
		await_device(devs[i]);
	}
	for (int i = 0; i < 3;) {
		struct cusb_transfer *reaped;

		CHECK_INT(poll_for(set, GUARD_MS), 1);
		if (cusb_wait_set_next(set, CUSB_DONT_WAIT, &item) == 0)
			i += cusb_reap(item.dev, CUSB_DONT_WAIT, &reaped) == 0;
	}
	cusb_wait_set_free(set);
	for (int i = 0; i < 3; i++) {
		transfer_end(out[i]);
		cusb_device_free(devs[i]);
	}
}
