/* SPDX-License-Identifier: MIT */
/* What the parts of the scripted kernel know of each other. */
#ifndef SCRIPT_KERNEL_INTERNAL_H
#define SCRIPT_KERNEL_INTERNAL_H

#include <pthread.h>

#include "backend/usbfs/script_kernel.h"

struct device;

struct sk_file {
	struct sk_file *next;
	char path[PATH_SIZE];
	uint8_t *bytes; /* of a directory: its entries, each with a NUL */
	size_t length;
	bool directory, removed, unlinked;
	int open_err, read_err;
};

struct sk_opened {
	char path[PATH_SIZE];
	struct sk_file *file; /* NULL: closed */
	size_t offset;	      /* of a directory */
};

struct sk_fault {
	char call;
	unsigned int nth, times;
	int err;
};

struct sk_answer {
	unsigned long request;
	int result;
	const char *driver;
	const void *bytes;
	size_t length;
};

struct script_kernel {
	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t changed;
	struct cusb_backend *backend;
	struct cusb_handle *handle;
	struct device *object; /* of sk_open_session() */

	struct sk_file *files;
	struct sk_opened opens[512];
	size_t open_count;
	size_t entries_max, bytes_max;
	int open_flags;

	struct sk_fault fault;
	struct sk_answer answers[16];
	size_t answer_count;
	const struct sk_step *steps;
	size_t step_count;
	bool taken[64];
	struct usbdevfs_urb *urbs[16]; /* submitted and not reaped, oldest first */
	size_t urb_count;
	bool polling;
	long poll_ms;

	char trace[8192];
	size_t trace_length;
	unsigned int begun[128], ended[128];
	struct sk_ioctl ioctls[SK_IOCTLS_MAX];
	size_t ioctl_count;
	uint8_t sent[64];
	size_t mapped; /* bytes */
	unsigned int made_mode;
	uint64_t made_dev;
};

/* Ends the program with the calls so far. */
_Noreturn void sk_die(struct script_kernel *sk, const char *what);
/* A call begins: records it; the error if it is to fail. All with the lock held. */
int sk_called(struct script_kernel *sk, char call);
void sk_returned(struct script_kernel *sk, char call);

/* script_files.c */
int sk_openat(void *kernel, int dirfd, const char *path, int flags);
int sk_close_fd(void *kernel, int fd);
ssize_t sk_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset);
ssize_t sk_getdents64(void *kernel, int fd, void *buf, size_t size);
/* Ends the program when fd is not open. */
struct sk_opened *sk_file_of(struct script_kernel *sk, int fd);

bool sk_has(struct script_kernel *sk, const char *path);
/* Its name goes; whoever has it open reads on. */
void sk_unlink(struct script_kernel *sk, const char *path);
ssize_t sk_read_link(struct script_kernel *sk, const char *path, char *buf, size_t size);

/* script_kernel.c: the device's node under that path. */
void sk_add_node(struct script_kernel *sk, const char *path);

/* script_memory.c */
int sk_mmap(void *kernel, int fd, size_t size, void **memory);
int sk_munmap(void *kernel, void *memory, size_t size);
int sk_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev);
int sk_unlinkat(void *kernel, int dirfd, const char *path, int flags);
ssize_t sk_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size);

/* script_urbs.c */
void sk_note_urb(struct script_kernel *sk, struct sk_urb *seen, const struct usbdevfs_urb *urb);
int sk_submit(struct script_kernel *sk, struct usbdevfs_urb *urb);
int sk_reap(struct script_kernel *sk, struct usbdevfs_urb **urb);
int sk_discard(struct script_kernel *sk);
int sk_ppoll(void *kernel, struct pollfd *fds, unsigned int count, struct timespec *remaining);

#endif
