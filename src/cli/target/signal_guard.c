/* SPDX-License-Identifier: MIT */
/*
 * A thread waits for the signals, because a signal handler must not close a device. Closing
 * attaches the drivers again; a process that is killed leaves them detached.
 */
#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cusb/transfer.h>

#include "signal_guard.h"

#define STEP_NS	   50000000L
#define END_SIGNAL SIGRTMIN /* sent to the thread alone: the guard ends */

/* A blocked pipe or terminal holds the reading thread, perhaps for ever. */
static bool output_is_blocked(void)
{
	struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};

	return poll(&output, 1, 0) == 0;
}

/*
 * Cancels again and again, because the reading thread may submit its next transfer after the first
 * time. Returns the signal that ends the process. 0: the reading thread does not end.
 */
static int let_reader_end(struct signal_guard *guard)
{
	const struct timespec step = {0, STEP_NS};
	int number;

	do {
		cusb_cancel_all(guard->dev, atomic_load(&guard->drained));
		number = sigtimedwait(&guard->signals, NULL, &step);
	} while (number < 0 && !output_is_blocked());
	return number < 0 ? 0 : number;
}

static void end_process(struct signal_guard *guard, int number)
{
	cusb_set_auto_detach(guard->dev, false);
	cusb_close(guard->dev);
	signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
	raise(number);
}

static void *wait_for_signal(void *argument)
{
	struct signal_guard *guard = argument;
	int number;

	if (sigwait(&guard->signals, &number) != 0 || number == END_SIGNAL)
		return NULL;
	if (atomic_load(&guard->drained)) {
		atomic_store(&guard->number, number);
		if (let_reader_end(guard) == END_SIGNAL)
			return NULL;
	}
	end_process(guard, number);
	return NULL;
}

void ending_signals_add(sigset_t *signals)
{
	static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction action;

	for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
		if (sigaction(ending[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			sigaddset(signals, ending[i]);
}

int ending_signals_open(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	ending_signals_add(&signals);
	if (sigprocmask(SIG_BLOCK, &signals, NULL) < 0)
		return -errno;
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

void signal_guard_begin(struct signal_guard *guard, struct cusb_device *dev)
{
	guard->dev = dev;
	sigemptyset(&guard->signals);
	ending_signals_add(&guard->signals);
	sigaddset(&guard->signals, END_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &guard->signals, NULL);
	guard->watching = pthread_create(&guard->thread, NULL, wait_for_signal, guard) == 0;
	if (!guard->watching)
		pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
}

void signal_guard_begin_reading(struct signal_guard *guard, struct cusb_device *dev,
				unsigned int bEndpointAddress)
{
	atomic_store(&guard->drained, bEndpointAddress);
	if (!guard->watching)
		signal_guard_begin(guard, dev);
}

void signal_guard_end_reading(struct signal_guard *guard)
{
	atomic_store(&guard->drained, 0);
}

bool signal_guard_has_signal(const struct signal_guard *guard)
{
	return atomic_load(&guard->number) != 0;
}

void signal_guard_end(struct signal_guard *guard)
{
	int number;

	if (!guard->watching)
		return;
	pthread_kill(guard->thread, END_SIGNAL);
	pthread_join(guard->thread, NULL);
	guard->watching = false;
	number = atomic_load(&guard->number);
	if (number)
		signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
	if (number)
		raise(number);
}
