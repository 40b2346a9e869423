/* SPDX-License-Identifier: MIT */
/*
 * System calls counted, and made to fail. What goes wrong with a device is in model_fault.c.
 */
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/state/kernel.h"

static bool matches(const struct syscall_fault *fault, enum virtual_call call,
		    unsigned long request)
{
	return fault->call == call && (fault->request == 0 || fault->request == request);
}

static int take_fault(struct cusb_virtual_kernel *kernel, enum virtual_call call,
		      unsigned long request)
{
	int err = 0;

	for (struct syscall_fault **at = &kernel->faults; *at;) {
		struct syscall_fault *fault = *at;

		if (!matches(fault, call, request) || err) {
			at = &fault->next;
		} else if (fault->skip > 0) {
			fault->skip--;
			at = &fault->next;
		} else {
			err = fault->err;
			if (--fault->times > 0)
				break;
			*at = fault->next;
			free(fault);
		}
	}
	return err;
}

int kernel_count_call(struct cusb_virtual_kernel *kernel, enum virtual_call call,
		      unsigned long request)
{
	struct ioctl_count *count = kernel->ioctls;
	struct ioctl_count *end = count + sizeof kernel->ioctls / sizeof *count;

	kernel->counts[call]++;
	if (call == VIRTUAL_IOCTL) {
		while (count < end && count->calls && count->request != request)
			count++;
		if (count < end) {
			count->request = request;
			count->calls++;
		}
	}
	return take_fault(kernel, call, request);
}

void virtual_kernel_fail(struct cusb_virtual_kernel *kernel, enum virtual_call call,
			 unsigned long request, unsigned int nth, unsigned int times, int err)
{
	struct syscall_fault *fault = calloc(1, sizeof *fault);

	if (!fault || nth == 0 || times == 0) {
		free(fault);
		return;
	}
	fault->call = call;
	fault->request = request;
	fault->skip = nth - 1;
	fault->times = times;
	fault->err = err > 0 ? -err : err;
	kernel_lock(kernel);
	fault->next = kernel->faults;
	kernel->faults = fault;
	kernel_unlock(kernel);
}

unsigned int virtual_kernel_count(struct cusb_virtual_kernel *kernel, enum virtual_call call,
				  unsigned long request)
{
	unsigned int calls = 0;

	kernel_lock(kernel);
	if (call != VIRTUAL_IOCTL || request == 0)
		calls = kernel->counts[call];
	else
		for (size_t i = 0; i < sizeof kernel->ioctls / sizeof kernel->ioctls[0]; i++)
			if (kernel->ioctls[i].request == request)
				calls = kernel->ioctls[i].calls;
	kernel_unlock(kernel);
	return calls;
}

unsigned int virtual_kernel_count_all(struct cusb_virtual_kernel *kernel)
{
	unsigned int calls = 0;

	kernel_lock(kernel);
	for (unsigned int i = 0; i < VIRTUAL_CALLS; i++)
		calls += kernel->counts[i];
	kernel_unlock(kernel);
	return calls;
}

void virtual_kernel_reset_counts(struct cusb_virtual_kernel *kernel)
{
	kernel_lock(kernel);
	memset(kernel->counts, 0, sizeof kernel->counts);
	memset(kernel->ioctls, 0, sizeof kernel->ioctls);
	kernel_unlock(kernel);
}

void kernel_free_faults(struct cusb_virtual_kernel *kernel)
{
	while (kernel->faults) {
		struct syscall_fault *fault = kernel->faults;

		kernel->faults = fault->next;
		free(fault);
	}
}
