/* SPDX-License-Identifier: MIT */
/*
 * A thread waits for the signals, because a signal handler must not close a device. Closing
 * attaches the drivers again; a process that is killed leaves them detached.
 */
#include "signal_guard.h"

static void *wait_for_signal(void *argument)
{
	struct signal_guard *guard = argument;
	int number;

	if (sigwait(&guard->signals, &number) != 0)
		return NULL;
	/* From here on this thread ends the process: signal_guard_end() waits for that. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	cusb_set_auto_detach(guard->dev, false);
	cusb_close(guard->dev);
	signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
	raise(number);
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

void signal_guard_begin(struct signal_guard *guard, struct cusb_device *dev)
{
	guard->dev = dev;
	sigemptyset(&guard->signals);
	ending_signals_add(&guard->signals);
	pthread_sigmask(SIG_BLOCK, &guard->signals, NULL);
	guard->watching = pthread_create(&guard->thread, NULL, wait_for_signal, guard) == 0;
	if (!guard->watching)
		pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
}

void signal_guard_end(struct signal_guard *guard)
{
	if (!guard->watching)
		return;
	pthread_cancel(guard->thread);
	pthread_join(guard->thread, NULL);
	pthread_sigmask(SIG_UNBLOCK, &guard->signals, NULL);
	guard->watching = false;
}
