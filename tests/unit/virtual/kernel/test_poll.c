/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static unsigned char data[1024];
static struct usbdevfs_urb in, out;

static void setup(void)
{
	world_start("loopback");
	ck_assert_int_eq(world_claim(0), 0);
}

static int reap(void)
{
	int err;

	world_reap(&err);
	return err;
}

/* What any poll() sees, the program's own loop for one. */
static short real_poll(void)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	poll(&fd, 1, 0);
	return fd.revents;
}

static int poll_for(struct pollfd *fds, unsigned int count, long ms, struct timespec *left)
{
	left->tv_sec = 0;
	left->tv_nsec = ms * 1000000;
	return CALL(ppoll, fds, count, left);
}

FIXTURE(setup, world_end)

CASE(out_shows_that_something_can_be_reaped)
{
	ck_assert_int_eq(world_poll(), 0);
	world_submit_bulk(&out, 0x01, data, 5);
	ck_assert_int_eq(world_poll(), POLLOUT);
	ck_assert_int_eq(world_poll(), POLLOUT);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(world_poll(), 0);
}

CASE(real_descriptor_shows_the_same)
{
	ck_assert_int_eq(real_poll(), 0);
	for (unsigned int i = 0; i < 3; i++) {
		world_submit_bulk(&out, 0x01, data, 5);
		ck_assert_int_eq(real_poll(), POLLOUT);
		ck_assert_int_eq(reap(), 0);
		ck_assert_int_eq(real_poll(), 0);
	}
}

CASE(real_descriptor_stays_ready_until_the_last_is_reaped)
{
	world_submit_bulk(&out, 0x01, data, 5);
	world_submit_bulk(&in, 0x81, data, 512);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(real_poll(), POLLOUT);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(real_poll(), 0);
}

CASE(time_that_passed_is_subtracted)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	struct timespec left;

	ck_assert_int_eq(poll_for(&fd, 1, 1, &left), 0);
	ck_assert_int_eq(left.tv_sec, 0);
	ck_assert_int_eq(left.tv_nsec, 0);
}

CASE(time_is_left_when_there_was_no_wait)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	struct timespec left;

	world_submit_bulk(&out, 0x01, data, 5);
	ck_assert_int_eq(poll_for(&fd, 1, 900, &left), 1);
	ck_assert_int_gt(left.tv_nsec, 0);
}

CASE(events_not_asked_for_are_not_shown)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLIN};
	struct timespec left;

	world_submit_bulk(&out, 0x01, data, 5);
	/* A real poll() would return at once for the writable socket, were it asked for that. */
	ck_assert_int_eq(poll_for(&fd, 1, 1, &left), 0);
	ck_assert_int_eq(fd.revents, 0);
}

CASE(several_files_are_polled_at_once)
{
	struct pollfd fds[4] = {{.fd = -1, .events = POLLOUT}, {.fd = 99999, .events = POLLOUT}};
	struct timespec left;

	fds[2] = (struct pollfd){.fd = world.fd, .events = POLLOUT};
	fds[3].fd = world_open(WORLD_NODE, O_RDWR);
	fds[3].events = POLLOUT;
	world_submit_bulk(&out, 0x01, data, 5);
	ck_assert_int_eq(poll_for(fds, 4, 0, &left), 2);
	ck_assert_int_eq(fds[0].revents, 0);
	ck_assert_int_eq(fds[1].revents, POLLNVAL);
	ck_assert_int_eq(fds[2].revents, POLLOUT);
	ck_assert_int_eq(fds[3].revents, 0);
	world_close(fds[3].fd);
}

CASE(attributes_are_always_ready)
{
	struct pollfd fd = {.events = POLLIN};
	struct timespec left;

	fd.fd = world_open(WORLD_SYSFS "1-1/serial", O_RDONLY);
	ck_assert_int_eq(poll_for(&fd, 1, 0, &left), 1);
	ck_assert_int_eq(fd.revents, POLLIN);
	world_close(fd.fd);
}

CASE(read_only_node_shows_no_urbs_but_the_hang_up)
{
	struct pollfd fd = {.events = POLLOUT};
	struct timespec left;

	fd.fd = world_open(WORLD_NODE, O_RDONLY);
	ck_assert_int_eq(CALL(ioctl, fd.fd, USBDEVFS_RESET, NULL), -EPERM);
	ck_assert_int_eq(poll_for(&fd, 1, 0, &left), 0);
	world_unplug("1-1");
	ck_assert_int_eq(poll_for(&fd, 1, 0, &left), 1);
	ck_assert_int_eq(fd.revents, POLLHUP);
	world_close(fd.fd);
}

CASE(unplug_shows_hup_then_urbs_then_err)
{
	world_submit_bulk(&in, 0x81, data, 512);
	world_unplug("1-1");
	ck_assert_int_eq(world_poll(), POLLHUP);
	ck_assert_int_eq(reap(), -ENODEV);
	ck_assert_int_eq(world_poll(), POLLHUP | POLLOUT);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(in.status, -ESHUTDOWN);
	ck_assert_int_eq(world_poll(), POLLHUP | POLLERR);
	ck_assert_int_eq(reap(), -ENODEV);
}

CASE(unplug_goes_on_by_polling_alone)
{
	world_submit_bulk(&in, 0x81, data, 512);
	world_unplug("1-1");
	ck_assert_int_eq(world_poll(), POLLHUP);
	ck_assert_int_eq(world_poll(), POLLHUP | POLLOUT);
	ck_assert_int_eq(world_poll(), POLLHUP | POLLOUT | POLLERR);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(world_poll(), POLLHUP | POLLERR);
}

CASE(unplug_leaves_what_was_done_before_to_be_reaped_first)
{
	world_submit_bulk(&out, 0x01, data, 5);
	world_submit_bulk(&in, 0x81, data, 512);
	world_submit_bulk(&in, 0x81, data, 512);
	world_unplug("1-1");
	ck_assert_int_eq(world_poll(), POLLHUP | POLLOUT);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(reap(), -ENODEV);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(in.status, -ESHUTDOWN);
	ck_assert_int_eq(reap(), -ENODEV);
}

CASE(unplug_shows_on_the_real_descriptor)
{
	world_submit_bulk(&in, 0x81, data, 512);
	world_unplug("1-1");
	ck_assert_int_eq(real_poll(), POLLHUP);
	ck_assert_int_eq(reap(), -ENODEV);
	ck_assert_int_eq(real_poll(), POLLHUP | POLLOUT);
}

CASE(unplugged_node_gives_no_device_for_the_rest)
{
	__u32 caps;

	world_submit_bulk(&in, 0x81, data, 512);
	world_unplug("1-1");
	ck_assert_int_eq(world_ioctl(USBDEVFS_GET_CAPABILITIES, &caps), -ENODEV);
	ck_assert_int_eq(world_discard(&in), -ENODEV);
	ck_assert_int_eq(world_submit(&in), -ENODEV);
	ck_assert_int_eq(CALL(pread, world.fd, data, 18, 0), -ENODEV);
	ck_assert_int_eq(world_open(WORLD_NODE, O_RDWR), -ENOENT);
}

CASE(vanishing_goes_through_the_same_steps)
{
	struct usbdevfs_urb urb;
	int err;

	world_end();
	world_start("dropout");
	world_urb(&urb, USBDEVFS_URB_TYPE_BULK, 0x01, data, sizeof data);
	ck_assert_int_eq(world_vendor(2, 2), 0);
	ck_assert_int_eq(world_submit(&urb), 0);
	ck_assert_int_eq(world_poll(), POLLHUP);
	ck_assert_ptr_null(world_reap(&err));
	ck_assert_int_eq(err, -ENODEV);
	world_expect_reaped(&urb, -ESHUTDOWN);
	ck_assert_int_eq(urb.actual_length, 512);
	ck_assert_int_eq(world_open(WORLD_SYSFS "1-1", O_RDONLY), -ENOENT);
}

CASE(too_many_files_are_invalid)
{
	static struct pollfd fds[1000];
	struct timespec left;

	ck_assert_int_eq(poll_for(fds, 1000, 0, &left), -EINVAL);
}

/* Does something once the main thread is inside a call of that kind. */
struct helper {
	enum virtual_call call;
	void (*what)(void);
};

static void *help(void *arg)
{
	const struct helper *helper = arg;
	struct timespec moment = {0, 20000000};

	while (virtual_kernel_count(world.kernel, helper->call, 0) == 0)
		;
	/* So that it most likely sleeps by now. */
	nanosleep(&moment, NULL);
	helper->what();
	return NULL;
}

static pthread_t start(struct helper *helper)
{
	pthread_t thread;

	virtual_kernel_reset_counts(world.kernel);
	ck_assert_int_eq(pthread_create(&thread, NULL, help, helper), 0);
	return thread;
}

static void submit_out(void)
{
	world_submit_bulk(&out, 0x01, data, 5);
}

static void unplug(void)
{
	world_unplug("1-1");
}

static struct pollfd sleep_in_poll(void)
{
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};

	ck_assert_int_eq(CALL(ppoll, &fd, 1, NULL), 1);
	return fd;
}

CASE(completion_by_another_thread_wakes_poll)
{
	struct helper helper = {VIRTUAL_PPOLL, submit_out};
	pthread_t thread;

	world_submit_bulk(&in, 0x81, data, 512);
	thread = start(&helper);
	ck_assert_int_eq(sleep_in_poll().revents, POLLOUT);
	pthread_join(thread, NULL);
	ck_assert_int_eq(reap(), 0);
	ck_assert_int_eq(reap(), 0);
}

CASE(unplug_by_another_thread_wakes_poll)
{
	struct helper helper = {VIRTUAL_PPOLL, unplug};
	pthread_t thread = start(&helper);

	ck_assert_int_eq(sleep_in_poll().revents, POLLHUP);
	pthread_join(thread, NULL);
}

static void close_node(void)
{
	int again;

	world_close(world.fd);
	/* The number is not given out again while poll() sleeps on it. */
	again = world_open(WORLD_NODE, O_RDWR);
	ck_assert_int_ne(again, world.fd);
	world.fd = again;
}

CASE(close_by_another_thread_leaves_poll_asleep)
{
	struct helper helper = {VIRTUAL_PPOLL, close_node};
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	struct timespec left;
	pthread_t thread = start(&helper);

	ck_assert_int_eq(poll_for(&fd, 1, 100, &left), 0);
	pthread_join(thread, NULL);
}

CASE(completion_by_another_thread_wakes_reapurb)
{
	struct helper helper = {VIRTUAL_IOCTL, submit_out};
	void *urb = NULL;
	pthread_t thread;

	world_submit_bulk(&in, 0x81, data, 512);
	thread = start(&helper);
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &urb), 0);
	pthread_join(thread, NULL);
	ck_assert_ptr_nonnull(urb);
	ck_assert_int_eq(reap(), 0);
}

CASE(unplug_wakes_reapurb_with_its_urb)
{
	struct helper helper = {VIRTUAL_IOCTL, unplug};
	void *urb = NULL;
	pthread_t thread;

	world_submit_bulk(&in, 0x81, data, 512);
	thread = start(&helper);
	if (world_ioctl(USBDEVFS_REAPURB, &urb) == -ENODEV)
		ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &urb), 0);
	pthread_join(thread, NULL);
	ck_assert_ptr_eq(urb, &in);
	ck_assert_int_eq(in.status, -ESHUTDOWN);
}

static pthread_t main_thread;
static atomic_bool interrupted;

/* Again and again, for one may come before the sleep. */
static void interrupt(void)
{
	struct timespec moment = {0, 1000000};

	while (!interrupted) {
		pthread_kill(main_thread, SIGUSR1);
		nanosleep(&moment, NULL);
	}
}

static void ignore(int number)
{
	(void)number;
}

static void catch_signal(void)
{
	struct sigaction action = {.sa_handler = ignore};

	sigaction(SIGUSR1, &action, NULL);
	main_thread = pthread_self();
	interrupted = false;
}

CASE(signal_interrupts_reapurb)
{
	struct helper helper = {VIRTUAL_IOCTL, interrupt};
	pthread_t thread;
	void *urb;

	catch_signal();
	thread = start(&helper);
	ck_assert_int_eq(world_ioctl(USBDEVFS_REAPURB, &urb), -EINTR);
	interrupted = true;
	pthread_join(thread, NULL);
}

CASE(signal_interrupts_poll)
{
	struct helper helper = {VIRTUAL_PPOLL, interrupt};
	struct pollfd fd = {.fd = world.fd, .events = POLLOUT};
	pthread_t thread;

	catch_signal();
	thread = start(&helper);
	ck_assert_int_eq(CALL(ppoll, &fd, 1, NULL), -EINTR);
	interrupted = true;
	pthread_join(thread, NULL);
}

static void *submit_many(void *arg)
{
	struct usbdevfs_urb **urbs = arg;

	for (unsigned int i = 0; i < 200; i++)
		world_submit_bulk(urbs[i], 0x01, data, 5);
	return NULL;
}

CASE(one_thread_submits_while_another_reaps)
{
	struct usbdevfs_urb *urbs[200];
	pthread_t thread;
	unsigned int reaped = 0;

	world_new_urbs(urbs, 200);
	ck_assert_int_eq(pthread_create(&thread, NULL, submit_many, urbs), 0);
	while (reaped < 200) {
		sleep_in_poll();
		while (reap() == 0)
			reaped++;
	}
	pthread_join(thread, NULL);
	ck_assert_int_eq(reap(), -EAGAIN);
	world_free_urbs(urbs, 200);
}
