/* SPDX-License-Identifier: MIT */
/*
 * A native backend over the world's kernel whose system calls are counted, and fail on demand. And
 * the program's memory allocations likewise: those made above the seam, that is by the library and
 * the case, not by a virtual kernel below it.
 */
#ifndef CONFORMANCE_SEAM_H
#define CONFORMANCE_SEAM_H

#include <sys/ioctl.h>
#include <linux/usbdevice_fs.h>

#include "world.h"

/* Made once per case; freed by seam_end(), which checks that it leaves no file open. */
struct cusb_backend *seam_begin(void);
/* With other roots and so on; its kernel is that of the world all the same. */
struct cusb_backend *seam_begin_with(const struct cusb_usbfs_options *options);
/* The calls of the kernel below, past the seam: as another program makes them. */
int seam_call_openat(const char *path, int flags);
int seam_call_close(int fd);
int seam_call_ioctl(int fd, unsigned long request, void *arg);
void seam_end(void);

/* Calls since the last seam_reset(); `request` matters for VIRTUAL_IOCTL only, 0 means any. */
unsigned int seam_count(enum virtual_call call, unsigned long request);
unsigned int seam_count_all(void);
/* Forgets counts and failures. */
void seam_reset(void);
/* The nth such call from now on (1: the next) gives `err` instead of being made, `times` times. */
void seam_fail(enum virtual_call call, unsigned long request, unsigned int nth, unsigned int times,
	       int err);
/*
 * Runs the session with each such call failing in turn, by each error of a list that ends with 0,
 * and again after each failure, when it must return 0.
 */
void seam_fail_each(enum virtual_call call, unsigned long request, const int *errors,
		    int (*session)(void));
/* Until seam_end(), each such call gives -EACCES. */
void seam_refuse(enum virtual_call call);
/* Every opening of a file for writing gives that error from now on; 0: none. */
void seam_refuse_writing(int err);
/* Whether a failure asked for has happened. */
bool seam_failed(void);
int seam_open_fds(void);
/* Whether every open so far, of whatever backend, asked for O_CLOEXEC. */
bool seam_all_cloexec(void);

/* Allocations since the last alloc_reset(). */
unsigned int alloc_count(void);
/* Their bytes, with those that were freed since. */
size_t alloc_bytes(void);
void alloc_reset(void);
/* The nth allocation from now on gives NULL; 0: none. */
void alloc_fail(unsigned int nth);
bool alloc_failed(void);
/* Set while this thread is below the seam: allocations are then not counted and do not fail. */
void alloc_below_seam(bool below);

#endif
