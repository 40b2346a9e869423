/* SPDX-License-Identifier: MIT */
/* System calls, counted and made to fail. The faults of devices are in device/fault.c. */
#include <stdlib.h>
#include <string.h>

#include "virtual/kernel/state/syscall_fault.h"

struct syscall_fault {
	struct syscall_fault *next;
	enum virtual_call call;
	unsigned long request;
	unsigned int skip, times;
	int err;
};

static unsigned int number_of(unsigned long request)
{
	return request & 0xff;
}

static bool matches(const struct syscall_fault *fault, enum virtual_call call,
		    unsigned long request)
{
	return fault->call == call && (fault->request == 0 || fault->request == request);
}

/* All faults that match count the call, up to the first one that is due. */
static struct syscall_fault **due(struct syscall_faults *faults, enum virtual_call call,
				  unsigned long request)
{
	struct syscall_fault **at;

	for (at = &faults->first; *at; at = &(*at)->next) {
		if (!matches(*at, call, request))
			continue;
		if ((*at)->skip == 0)
			break;
		(*at)->skip--;
	}
	return at;
}

int syscall_count(struct syscall_faults *faults, enum virtual_call call, unsigned long request)
{
	struct syscall_fault **at = due(faults, call, request), *fault = *at;
	int err;

	faults->counts[call]++;
	if (call == VIRTUAL_IOCTL)
		faults->ioctls[number_of(request)]++;
	if (!fault)
		return 0;
	err = fault->err;
	if (--fault->times == 0) {
		*at = fault->next;
		free(fault);
	}
	return err;
}

unsigned int syscall_calls(const struct syscall_faults *faults, enum virtual_call call,
			   unsigned long request)
{
	return call == VIRTUAL_IOCTL && request ? faults->ioctls[number_of(request)]
						: faults->counts[call];
}

unsigned int syscall_all_calls(const struct syscall_faults *faults)
{
	unsigned int calls = 0;

	for (unsigned int i = 0; i < VIRTUAL_CALLS; i++)
		calls += faults->counts[i];
	return calls;
}

void syscall_reset_counts(struct syscall_faults *faults)
{
	memset(faults->counts, 0, sizeof faults->counts);
	memset(faults->ioctls, 0, sizeof faults->ioctls);
}

void syscall_fail(struct syscall_faults *faults, enum virtual_call call, unsigned long request,
		  unsigned int nth, unsigned int times, int err)
{
	struct syscall_fault *fault = nth && times ? malloc(sizeof *fault) : NULL;

	if (!fault)
		return;
	*fault = (struct syscall_fault){
		.next = faults->first,
		.call = call,
		.request = request,
		.skip = nth - 1,
		.times = times,
		.err = err > 0 ? -err : err,
	};
	faults->first = fault;
}

void syscall_forget_faults(struct syscall_faults *faults)
{
	while (faults->first) {
		struct syscall_fault *fault = faults->first;

		faults->first = fault->next;
		free(fault);
	}
}
