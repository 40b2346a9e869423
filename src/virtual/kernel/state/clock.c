/* SPDX-License-Identifier: MIT */
/*
 * Only one event happens without a call: a delayed packet becomes due. Then a node's descriptor
 * must become writable, because a program's own loop may sleep on it, and Linux has nothing that
 * makes a descriptor writable at a time. So a kernel has a thread from the first fault with a
 * delay; it sleeps until the next packet is due.
 */
#include <errno.h>
#include <signal.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/state/kernel.h"

static int64_t next_due(const struct cusb_virtual_kernel *kernel)
{
	int64_t due = NOT_DUE;

	for (const struct usb *dev = kernel->devices; dev; dev = dev->next) {
		int64_t at = dev->device ? fault_due(dev->device) : NOT_DUE;

		if (at < due)
			due = at;
	}
	return due;
}

static void run_due(struct cusb_virtual_kernel *kernel, int64_t now)
{
	for (struct usb *dev = kernel->devices; dev; dev = dev->next)
		if (dev->device && fault_due(dev->device) <= now)
			hcd_run(dev->device);
}

static void *keep_time(void *arg)
{
	struct cusb_virtual_kernel *kernel = arg;

	kernel_lock(kernel);
	while (!kernel->clock.stop) {
		int64_t due = next_due(kernel);

		if (due > fault_now()) {
			kernel_sleep(kernel, &kernel->clock.changed, due);
		} else {
			run_due(kernel, due);
			kernel_settle(kernel);
		}
	}
	kernel_unlock(kernel);
	return NULL;
}

/* The thread gets no signals: they are the program's. */
static int start_thread(struct cusb_virtual_kernel *kernel)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&kernel->clock.thread, NULL, keep_time, kernel);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err ? -ENOMEM : 0;
}

int kernel_clock_start(struct cusb_virtual_kernel *kernel)
{
	int err;

	if (kernel->clock.runs)
		return 0;
	err = start_thread(kernel);
	kernel->clock.runs = err == 0;
	return err;
}

void kernel_clock_stop(struct cusb_virtual_kernel *kernel)
{
	bool runs;

	kernel_lock(kernel);
	runs = kernel->clock.runs;
	kernel->clock.stop = true;
	pthread_cond_signal(&kernel->clock.changed);
	kernel_unlock(kernel);
	if (runs)
		pthread_join(kernel->clock.thread, NULL);
}
