/* SPDX-License-Identifier: MIT */
/*
 * System calls, counted and made to fail. The virtual kernel does it with its own calls, and the
 * conformance suite with the calls of any kernel. The caller has a lock for it.
 */
#ifndef CUSB_VIRTUAL_KERNEL_SYSCALL_FAULT_H
#define CUSB_VIRTUAL_KERNEL_SYSCALL_FAULT_H

#include <stdbool.h>

/* The calls that can be counted and made to fail. ioctls are counted by their own number too. */
enum virtual_call {
	VIRTUAL_OPENAT,
	VIRTUAL_CLOSE,
	VIRTUAL_PREAD,
	VIRTUAL_GETDENTS64,
	VIRTUAL_IOCTL,
	VIRTUAL_PPOLL,
	VIRTUAL_READ,
	VIRTUAL_READLINKAT,
	VIRTUAL_MKNODAT,
	VIRTUAL_UNLINKAT,
	VIRTUAL_MMAP,
	VIRTUAL_MUNMAP,
	VIRTUAL_SOCKET,
	VIRTUAL_BIND,
	VIRTUAL_RECVMSG,
	VIRTUAL_INOTIFY_INIT1,
	VIRTUAL_INOTIFY_ADD_WATCH,
	VIRTUAL_CALLS
};

/* A zeroed struct is empty. */
struct syscall_faults {
	struct syscall_fault *first;
	unsigned int counts[VIRTUAL_CALLS];
	unsigned int ioctls[256]; /* by the lowest byte of the request, which no two share */
};

/* Counts a call; returns 0, or the errno with which it must fail. `request` is the ioctl's. */
int syscall_count(struct syscall_faults *faults, enum virtual_call call, unsigned long request);
/* The number of calls. For VIRTUAL_IOCTL, request 0 means any ioctl, else only that one. */
unsigned int syscall_calls(const struct syscall_faults *faults, enum virtual_call call,
			   unsigned long request);
unsigned int syscall_all_calls(const struct syscall_faults *faults);
void syscall_reset_counts(struct syscall_faults *faults);

/*
 * Beginning with the nth call from now (1: the next), `times` calls give `err`; request as above.
 * Does nothing when n or times is 0, or without memory.
 */
void syscall_fail(struct syscall_faults *faults, enum virtual_call call, unsigned long request,
		  unsigned int nth, unsigned int times, int err);
/* Removes all failures that have not happened yet. */
void syscall_forget_faults(struct syscall_faults *faults);

#endif
