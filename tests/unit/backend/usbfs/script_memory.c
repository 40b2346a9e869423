/* SPDX-License-Identifier: MIT */
/* The scripted kernel's mappings, and the nodes and links of its files. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/script_kernel_internal.h"

int sk_mmap(void *kernel, int fd, size_t size, void **memory)
{
	struct script_kernel *sk = kernel;
	int err;

	pthread_mutex_lock(&sk->lock);
	sk_file_of(sk, fd);
	err = sk_called(sk, 'm');
	if (err == 0) {
		*memory = calloc(1, size);
		sk->mapped += size;
	}
	sk_returned(sk, 'm');
	pthread_mutex_unlock(&sk->lock);
	return err;
}

int sk_munmap(void *kernel, void *memory, size_t size)
{
	struct script_kernel *sk = kernel;
	int err;

	pthread_mutex_lock(&sk->lock);
	err = sk_called(sk, 'u');
	free(memory);
	sk->mapped -= size;
	sk_returned(sk, 'u');
	pthread_mutex_unlock(&sk->lock);
	return err;
}

/* What was made is a copy of the device's own node. */
int sk_mknodat(void *kernel, int dirfd, const char *path, unsigned int mode, uint64_t dev)
{
	struct script_kernel *sk = kernel;
	int err;

	(void)dirfd;
	pthread_mutex_lock(&sk->lock);
	err = sk_called(sk, 'k');
	sk->made_mode = mode;
	sk->made_dev = dev;
	if (err == 0 && sk_has(sk, path))
		err = -EEXIST;
	if (err == 0)
		sk_add_node(sk, path);
	sk_returned(sk, 'k');
	pthread_mutex_unlock(&sk->lock);
	return err;
}

int sk_unlinkat(void *kernel, int dirfd, const char *path, int flags)
{
	struct script_kernel *sk = kernel;
	int err;

	(void)dirfd;
	(void)flags;
	pthread_mutex_lock(&sk->lock);
	err = sk_called(sk, 'x');
	if (err == 0)
		sk_unlink(sk, path);
	sk_returned(sk, 'x');
	pthread_mutex_unlock(&sk->lock);
	return err;
}

/* A link is a file that holds what it leads to. */
ssize_t sk_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	struct script_kernel *sk = kernel;
	ssize_t n;

	(void)dirfd;
	pthread_mutex_lock(&sk->lock);
	n = sk_called(sk, 'l');
	if (n == 0)
		n = sk_read_link(sk, path, buf, size);
	sk_returned(sk, 'l');
	pthread_mutex_unlock(&sk->lock);
	return n;
}
