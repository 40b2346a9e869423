/* SPDX-License-Identifier: MIT */
/* Sleeping calls: they release the kernel's lock meanwhile. */
#include <errno.h>

#include "virtual/device/fault.h"
#include "virtual/kernel/state/kernel.h"

bool kernel_sleep(struct cusb_virtual_kernel *kernel, pthread_cond_t *changed, int64_t end)
{
	struct timespec at = fault_timespec(end);

	if (end == NOT_DUE)
		return pthread_cond_wait(changed, &kernel->lock) == 0;
	return pthread_cond_timedwait(changed, &kernel->lock, &at) != ETIMEDOUT;
}

void kernel_await(struct usb *dev)
{
	while (dev->busy)
		pthread_cond_wait(&dev->kernel->changed, &dev->kernel->lock);
}
