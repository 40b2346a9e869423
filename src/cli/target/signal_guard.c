/* SPDX-License-Identifier: MIT */
/*
 * A thread waits for the signals, as closing a device is nothing for a signal handler. Closing
 * attaches the drivers again; a process that just dies leaves them detached.
 */
#include "signal_guard.h"

static void *wait_for_signal(void *argument)
{
	struct interrupt *interrupt = argument;
	int number;

	if (sigwait(&interrupt->signals, &number) != 0)
		return NULL;
	/* From here on the process ends here: unwatch() waits for that. */
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	cusb_set_auto_detach(interrupt->dev, false);
	cusb_close(interrupt->dev);
	signal(number, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &interrupt->signals, NULL);
	raise(number);
	return NULL;
}

/* A signal that our parent wants ignored stays so. */
static void add_signal(sigset_t *signals, int number)
{
	struct sigaction action;

	if (sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
		sigaddset(signals, number);
}

void interrupt_watch(struct interrupt *interrupt, struct cusb_device *dev)
{
	interrupt->dev = dev;
	sigemptyset(&interrupt->signals);
	add_signal(&interrupt->signals, SIGINT);
	add_signal(&interrupt->signals, SIGTERM);
	add_signal(&interrupt->signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &interrupt->signals, NULL);
	interrupt->watching =
		pthread_create(&interrupt->thread, NULL, wait_for_signal, interrupt) == 0;
	if (!interrupt->watching)
		pthread_sigmask(SIG_UNBLOCK, &interrupt->signals, NULL);
}

void interrupt_unwatch(struct interrupt *interrupt)
{
	if (!interrupt->watching)
		return;
	pthread_cancel(interrupt->thread);
	pthread_join(interrupt->thread, NULL);
	pthread_sigmask(SIG_UNBLOCK, &interrupt->signals, NULL);
	interrupt->watching = false;
}
