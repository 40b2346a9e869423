/* SPDX-License-Identifier: MIT */
/* The handling of events, by one thread and by several. */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <unistd.h>

#include "case.h"

static struct timeval now(void)
{
	return (struct timeval){0, 0};
}

CASE(times_that_are_none_are_errors)
{
	struct timeval wrong[] = {{-1, 0}, {0, -1}, {0, 1000000}}, time = now();

	CHECK_OK(libusb_init(NULL));
	for (size_t i = 0; i < 3; i++)
		CHECK_ERROR(libusb_handle_events_timeout(NULL, &wrong[i]), INVALID_PARAM);
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
	time.tv_usec = 1000;
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
}

CASE(completed_flag_makes_it_return_at_once)
{
	int completed = 1;

	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_handle_events_completed(NULL, &completed));
}

/* A program ends the loop of its thread in this way. */
CASE(interruption_lasts_until_events_are_handled)
{
	CHECK_OK(libusb_init(NULL));
	handle_all();
	libusb_interrupt_event_handler(NULL);
	CHECK_OK(libusb_handle_events(NULL));
}

CASE(interruption_before_the_first_handling_lasts_until_then)
{
	CHECK_OK(libusb_init(NULL));
	libusb_interrupt_event_handler(NULL);
	CHECK_OK(libusb_handle_events(NULL));
}

static void *handle_once(void *arg)
{
	CHECK_OK(libusb_handle_events(arg));
	return NULL;
}

CASE(interruption_wakes_a_thread_that_handles_events)
{
	pthread_t thread;

	CHECK_OK(libusb_init(NULL));
	handle_all();
	CHECK_OK(pthread_create(&thread, NULL, handle_once, NULL));
	libusb_interrupt_event_handler(NULL);
	CHECK_OK(pthread_join(thread, NULL));
}

/* ---- one thread ------------------------------------------------------------------------------ */

static int calls_inside;

static void LIBUSB_CALL count_inside(struct libusb_transfer *transfer)
{
	(void)transfer;
	calls_inside++;
}

/* So programs with one thread need no handling of events besides their synchronous calls. */
CASE(synchronous_call_runs_the_callbacks_of_others)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[64] = {0}, in[64];
	int calls = 0, timed_out = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, &calls, AMPLE);
	struct libusb_transfer *limited = bulk(handle, 0x82, in, sizeof in, &timed_out, 20);

	limited->type = LIBUSB_TRANSFER_TYPE_INTERRUPT;
	transfer->callback = count_inside;
	CHECK_OK(libusb_submit_transfer(transfer));
	CHECK_OK(libusb_submit_transfer(limited));
	LONGER (ms) {
		CHECK_ERROR(libusb_interrupt_transfer(handle, 0x82, in, sizeof in, NULL, ms),
			    TIMEOUT);
		if (calls_inside && timed_out)
			break;
	}
	CHECK_INT(calls_inside, 1);
	CHECK_INT(timed_out, 1);
	CHECK_INT(limited->status, LIBUSB_TRANSFER_TIMED_OUT);
}

CASE(control_call_runs_the_callbacks_of_others)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[64] = {0};
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, NULL, AMPLE);

	transfer->callback = count_inside;
	CHECK_OK(libusb_submit_transfer(transfer));
	while (calls_inside == 0)
		CHECK_INT(libusb_control_transfer(handle, 0xc0, 1, 0, 0, data, 8, AMPLE), 0);
}

/* ---- several threads ------------------------------------------------------------------------- */

static void *read_one(void *arg)
{
	unsigned char data[512];
	int done;

	CHECK_OK(libusb_bulk_transfer(arg, 0x81, data, sizeof data, &done, 0));
	CHECK_INT(done, 10);
	return NULL;
}

static atomic_bool stop;

static void *handle_events(void *arg)
{
	(void)arg;
	while (!stop)
		CHECK_OK(libusb_handle_events(NULL));
	return NULL;
}

CASE(thread_that_waits_is_woken_when_its_transfer_completes)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	pthread_t handler, reader;
	unsigned char data[10] = {0};

	CHECK_OK(pthread_create(&handler, NULL, handle_events, NULL));
	for (int i = 0; i < 50; i++) {
		CHECK_OK(pthread_create(&reader, NULL, read_one, handle));
		CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, 0));
		CHECK_OK(pthread_join(reader, NULL));
	}
	stop = true;
	libusb_interrupt_event_handler(NULL);
	CHECK_OK(pthread_join(handler, NULL));
	libusb_close(handle);
}

static void *read_until_closed(void *arg)
{
	unsigned char data[512];

	CHECK_ERROR(libusb_bulk_transfer(arg, 0x81, data, sizeof data, NULL, 0), NO_DEVICE);
	return NULL;
}

CASE(close_ends_the_synchronous_call_of_another_thread)
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	pthread_t reader;

	CHECK_OK(pthread_create(&reader, NULL, read_until_closed, handle));
	while (!libusb_event_handler_active(NULL))
		usleep(1000);
	libusb_close(handle);
	CHECK_OK(pthread_join(reader, NULL));
}

static atomic_bool delivered;

static void LIBUSB_CALL note_delivery(struct libusb_transfer *transfer)
{
	(void)transfer;
	delivered = true;
}

/* Handles no events; ends the other thread's call once its own transfer has ended. */
static void *submit_alone(void *arg)
{
	static unsigned char data[64];
	struct libusb_transfer *transfer = bulk(arg, 0x01, data, sizeof data, NULL, 0);

	transfer->callback = note_delivery;
	usleep(5000);
	CHECK_OK(libusb_submit_transfer(transfer));
	for (int i = 0; i < 10000 && !delivered; i++)
		usleep(1000);
	world_unplug("1-2");
	return NULL;
}

CASE(synchronous_call_runs_the_callbacks_of_what_is_submitted_meanwhile)
{
	libusb_device_handle *loopback, *nak;
	libusb_device *dev;
	unsigned char data[64];
	pthread_t other;

	/* Before the context begins: what comes later is in the list when udev has told of it. */
	world_plug("nak", "1-2");
	loopback = claim_model("loopback", LOOPBACK);
	dev = find(NULL, NAK);
	CHECK(dev);
	CHECK_OK(libusb_open(dev, &nak));
	CHECK_OK(pthread_create(&other, NULL, submit_alone, loopback));
	CHECK_ERROR(libusb_bulk_transfer(nak, 0x81, data, sizeof data, NULL, 0), NO_DEVICE);
	CHECK(delivered);
	CHECK_OK(pthread_join(other, NULL));
	libusb_unref_device(dev);
	libusb_close(nak);
}

/* The same device: the call may take back the other's transfer itself. */
CASE(synchronous_call_completes_what_another_thread_submits_to_the_device)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[10] = {0};
	pthread_t reader;

	for (int i = 0; i < 20; i++) {
		CHECK_OK(pthread_create(&reader, NULL, read_one, handle));
		usleep(1000);
		CHECK_OK(libusb_bulk_transfer(handle, 0x01, data, sizeof data, NULL, 0));
		CHECK_OK(pthread_join(reader, NULL));
	}
}

static void *try_lock(void *arg)
{
	*(int *)arg = libusb_try_lock_events(NULL);
	return NULL;
}

CASE(one_thread_has_the_lock_of_events)
{
	struct timeval time = now();
	pthread_t thread;
	int result = -1;

	CHECK_OK(libusb_init(NULL));
	CHECK_OK(libusb_event_handler_active(NULL));
	CHECK_INT(libusb_event_handling_ok(NULL), 1);
	CHECK_OK(libusb_try_lock_events(NULL));
	CHECK_INT(libusb_event_handler_active(NULL), 1);
	CHECK_OK(libusb_handle_events_locked(NULL, &time));
	CHECK_OK(pthread_create(&thread, NULL, try_lock, &result));
	CHECK_OK(pthread_join(thread, NULL));
	CHECK_INT(result, 1);
	libusb_unlock_events(NULL);
	libusb_lock_events(NULL);
	libusb_unlock_events(NULL);
	CHECK_OK(libusb_event_handler_active(NULL));
}

CASE(wait_for_the_handler_ends_at_its_time)
{
	struct timeval time = {0, 10000};

	CHECK_OK(libusb_init(NULL));
	libusb_lock_event_waiters(NULL);
	CHECK_INT(libusb_wait_for_event(NULL, &time), 1);
	libusb_unlock_event_waiters(NULL);
}

static void *lock_and_unlock(void *arg)
{
	(void)arg;
	libusb_lock_events(NULL);
	libusb_unlock_events(NULL);
	return NULL;
}

BETTER(longest_wait_for_the_handler_is_no_short_one, "the sum with the time now overflows there")
{
	struct timeval time = {INTPTR_MAX, 999999};
	pthread_t thread;

	CHECK_OK(libusb_init(NULL));
	libusb_lock_event_waiters(NULL);
	CHECK_OK(pthread_create(&thread, NULL, lock_and_unlock, NULL));
	CHECK_OK(libusb_wait_for_event(NULL, &time));
	libusb_unlock_event_waiters(NULL);
	CHECK_OK(pthread_join(thread, NULL));
}

static atomic_bool waits;

static void *wait_as_freerdp_does(void *arg)
{
	const int *calls = arg;

	libusb_lock_event_waiters(NULL);
	waits = true;
	while (__atomic_load_n(calls, __ATOMIC_ACQUIRE) == 0 && libusb_event_handler_active(NULL))
		CHECK_OK(libusb_wait_for_event(NULL, NULL));
	libusb_unlock_event_waiters(NULL);
	return NULL;
}

BETTER(wait_for_event_ends_at_a_completion, "the original wakes when the handler gives up")
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[8] = {0};
	struct timeval second = {1, 0};
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, &calls, AMPLE);
	pthread_t waiter;

	libusb_lock_events(NULL);
	CHECK_OK(pthread_create(&waiter, NULL, wait_as_freerdp_does, &calls));
	while (!waits)
		;
	/* It gives up this lock when it waits. */
	libusb_lock_event_waiters(NULL);
	libusb_unlock_event_waiters(NULL);
	CHECK_OK(libusb_submit_transfer(transfer));
	while (calls == 0)
		CHECK_OK(libusb_handle_events_locked(NULL, &second));
	CHECK_OK(pthread_join(waiter, NULL));
	libusb_unlock_events(NULL);
}

/* ---- a loop of the program ------------------------------------------------------------------- */

static int count_fds(const struct libusb_pollfd **list)
{
	int count = 0;

	while (list[count])
		count++;
	return count;
}

/* Waits as the program's loop does, and handles events. */
static void poll_once(void)
{
	const struct libusb_pollfd **list = libusb_get_pollfds(NULL);
	struct timeval time = now();
	struct pollfd fds[16];
	int count = count_fds(list);

	for (int i = 0; i < count; i++)
		fds[i] = (struct pollfd){list[i]->fd, list[i]->events, 0};
	libusb_free_pollfds(list);
	CHECK(poll(fds, (nfds_t)count, -1) > 0);
	CHECK_OK(libusb_handle_events_timeout(NULL, &time));
}

CASE(descriptors_tell_of_completions_and_of_timeouts)
{
	libusb_device_handle *handle = claim_model("loopback", LOOPBACK);
	unsigned char data[64] = {0}, in[64];
	struct timeval time = {7, 7};
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x01, data, sizeof data, &calls, 0);
	struct libusb_transfer *limited = bulk(handle, 0x82, in, sizeof in, &calls, 20);

	limited->type = LIBUSB_TRANSFER_TYPE_INTERRUPT;
	CHECK_INT(libusb_pollfds_handle_timeouts(NULL), 1);
	CHECK_OK(libusb_get_next_timeout(NULL, &time));
	CHECK_INT(time.tv_sec, 7);
	libusb_free_pollfds(libusb_get_pollfds(NULL));
	CHECK_OK(libusb_submit_transfer(transfer));
	while (calls < 1)
		poll_once();
	CHECK_OK(libusb_submit_transfer(limited));
	while (calls < 2)
		poll_once();
	CHECK_INT(limited->status, LIBUSB_TRANSFER_TIMED_OUT);
}

static int added_fd = -1, removed_fd = -1;

static void LIBUSB_CALL on_added(int fd, short events, void *user_data)
{
	CHECK(user_data == &added_fd);
	CHECK_INT(events, POLLOUT);
	added_fd = fd;
}

static void LIBUSB_CALL on_removed(int fd, void *user_data)
{
	CHECK(user_data == &added_fd);
	removed_fd = fd;
}

CASE(notifiers_are_told_of_handles)
{
	libusb_device_handle *handle, *first = open_model("loopback", LOOPBACK);
	const struct libusb_pollfd **list;

	libusb_set_pollfd_notifiers(NULL, on_added, on_removed, &added_fd);
	CHECK_INT(added_fd, -1);
	CHECK_OK(libusb_open(libusb_get_device(first), &handle));
	CHECK(added_fd >= 0);
	list = libusb_get_pollfds(NULL);
	CHECK_INT(count_fds(list), 4);
	libusb_free_pollfds(list);
	libusb_close(handle);
	CHECK_INT(removed_fd, added_fd);
	list = libusb_get_pollfds(NULL);
	CHECK_INT(count_fds(list), 3);
	libusb_free_pollfds(list);
	libusb_free_pollfds(NULL);
}

CASE(descriptor_of_a_device_that_has_left_is_removed)
{
	libusb_device_handle *handle = claim_model("nak", NAK);
	unsigned char data[64];
	int calls = 0;
	struct libusb_transfer *transfer = bulk(handle, 0x81, data, sizeof data, &calls, 0);
	const struct libusb_pollfd **list;

	libusb_set_pollfd_notifiers(NULL, on_added, on_removed, &added_fd);
	CHECK_OK(libusb_submit_transfer(transfer));
	world_unplug("1-1");
	while (calls == 0 || removed_fd < 0)
		poll_once();
	/* A loop would not sleep any more with it. */
	list = libusb_get_pollfds(NULL);
	CHECK_INT(count_fds(list), 2);
	libusb_free_pollfds(list);
	libusb_close(handle);
}
