/* SPDX-License-Identifier: MIT */
/* The scripted kernel's files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/script_kernel_internal.h"

#define FIRST_FD 1000

static struct sk_file *find(struct script_kernel *sk, const char *path)
{
	for (struct sk_file *file = sk->files; file; file = file->next)
		if (!file->removed && !file->unlinked && strcmp(file->path, path) == 0)
			return file;
	return NULL;
}

void sk_remove(struct script_kernel *sk, const char *path)
{
	struct sk_file *file = find(sk, path);

	if (file)
		file->removed = true;
}

bool sk_has(struct script_kernel *sk, const char *path)
{
	return find(sk, path) != NULL;
}

void sk_unlink(struct script_kernel *sk, const char *path)
{
	struct sk_file *file = find(sk, path);

	if (file)
		file->unlinked = true;
}

ssize_t sk_read_link(struct script_kernel *sk, const char *path, char *buf, size_t size)
{
	const struct sk_file *file = find(sk, path);

	if (!file)
		return -ENOENT;
	if (size > file->length)
		size = file->length;
	memcpy(buf, file->bytes, size);
	return (ssize_t)size;
}

static struct sk_file *add(struct script_kernel *sk, const char *path, size_t length)
{
	struct sk_file *file = calloc(1, sizeof *file);

	sk_remove(sk, path);
	if (!file || strlen(path) >= sizeof file->path)
		sk_die(sk, "cannot add a file");
	strcpy(file->path, path);
	file->length = length;
	file->bytes = calloc(1, length + 1);
	if (!file->bytes)
		sk_die(sk, "no memory");
	file->next = sk->files;
	sk->files = file;
	return file;
}

void sk_file(struct script_kernel *sk, const char *path, const void *bytes, size_t length)
{
	struct sk_file *file = add(sk, path, length);

	if (length > 0)
		memcpy(file->bytes, bytes, length);
}

void sk_text(struct script_kernel *sk, const char *path, const char *text)
{
	sk_file(sk, path, text, strlen(text));
}

void sk_unopenable(struct script_kernel *sk, const char *path, int err)
{
	add(sk, path, 0)->open_err = err;
}

void sk_unreadable(struct script_kernel *sk, const char *path, int err)
{
	add(sk, path, 0)->read_err = err;
}

void sk_directory(struct script_kernel *sk, const char *path, const char *entries)
{
	size_t length = strlen(entries) + 1;
	struct sk_file *file = add(sk, path, length);

	file->directory = true;
	for (size_t i = 0; i < length; i++)
		file->bytes[i] = entries[i] == ' ' ? 0 : (uint8_t)entries[i];
}

void sk_limit_getdents(struct script_kernel *sk, size_t entries)
{
	sk->entries_max = entries;
}

void sk_limit_pread(struct script_kernel *sk, size_t bytes)
{
	sk->bytes_max = bytes;
}

int sk_open_flags(struct script_kernel *sk)
{
	return sk->open_flags;
}

struct sk_opened *sk_file_of(struct script_kernel *sk, int fd)
{
	size_t slot = (size_t)(fd - FIRST_FD);

	if (fd < FIRST_FD || slot >= sk->open_count || !sk->opens[slot].file)
		sk_die(sk, "a file descriptor that is not open");
	return &sk->opens[slot];
}

static int open_path(struct script_kernel *sk, int dirfd, const char *path, int flags)
{
	struct sk_opened *opened = &sk->opens[sk->open_count];
	bool absolute = *path == '/';
	struct sk_file *file;

	if (sk->open_count == ARRAY_SIZE(sk->opens))
		sk_die(sk, "too many files");
	if (snprintf(opened->path, sizeof opened->path, "%s%s%s",
		     absolute ? "" : sk_file_of(sk, dirfd)->path, absolute ? "" : "/",
		     path) >= (int)sizeof opened->path)
		return -ENAMETOOLONG;
	sk->open_flags = flags;
	file = find(sk, opened->path);
	if (!file)
		return -ENOENT;
	if (file->open_err)
		return file->open_err;
	if (flags & O_DIRECTORY && !file->directory)
		return -ENOTDIR;
	opened->file = file;
	opened->offset = 0;
	return FIRST_FD + (int)sk->open_count++;
}

int sk_openat(void *kernel, int dirfd, const char *path, int flags)
{
	struct script_kernel *sk = kernel;
	int result;

	pthread_mutex_lock(&sk->lock);
	result = sk_called(sk, 'o');
	if (result == 0)
		result = open_path(sk, dirfd, path, flags);
	sk_returned(sk, 'o');
	pthread_mutex_unlock(&sk->lock);
	return result;
}

int sk_close_fd(void *kernel, int fd)
{
	struct script_kernel *sk = kernel;
	int result;

	pthread_mutex_lock(&sk->lock);
	result = sk_called(sk, 'c');
	sk_file_of(sk, fd)->file = NULL;
	sk_returned(sk, 'c');
	pthread_mutex_unlock(&sk->lock);
	return result;
}

static ssize_t read_file(struct script_kernel *sk, const struct sk_file *file, void *buf,
			 size_t size, uint64_t offset)
{
	if (file->removed)
		return -ENODEV;
	if (file->read_err)
		return file->read_err;
	if (offset >= file->length)
		return 0;
	if (size > file->length - offset)
		size = (size_t)(file->length - offset);
	if (size > sk->bytes_max)
		size = sk->bytes_max;
	memcpy(buf, file->bytes + offset, size);
	return (ssize_t)size;
}

ssize_t sk_pread(void *kernel, int fd, void *buf, size_t size, uint64_t offset)
{
	struct script_kernel *sk = kernel;
	ssize_t n;

	pthread_mutex_lock(&sk->lock);
	n = sk_called(sk, 'r');
	if (n == 0)
		n = read_file(sk, sk_file_of(sk, fd)->file, buf, size, offset);
	sk_returned(sk, 'r');
	pthread_mutex_unlock(&sk->lock);
	return n;
}

/* One struct linux_dirent64; returns its length, a multiple of 8, or 0 when there is no room. */
static size_t put_entry(uint8_t *to, size_t room, const char *name)
{
	size_t size = strlen(name) + 1, length = (19 + size + 7) / 8 * 8;
	uint16_t length16 = (uint16_t)length;

	if (length > room)
		return 0;
	memset(to, 0, length);
	memcpy(to + 16, &length16, sizeof length16);
	memcpy(to + 19, name, size);
	return length;
}

static ssize_t list(struct script_kernel *sk, struct sk_opened *opened, uint8_t *buf, size_t size)
{
	const struct sk_file *file = opened->file;
	size_t done = 0;

	if (file->read_err)
		return file->read_err;
	for (size_t i = 0; i < sk->entries_max && opened->offset < file->length; i++) {
		const char *name = (const char *)file->bytes + opened->offset;
		size_t length = put_entry(buf + done, size - done, name);

		if (length == 0)
			break;
		done += length;
		opened->offset += strlen(name) + 1;
	}
	return (ssize_t)done;
}

ssize_t sk_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	struct script_kernel *sk = kernel;
	ssize_t n;

	pthread_mutex_lock(&sk->lock);
	n = sk_called(sk, 'g');
	if (n == 0)
		n = list(sk, sk_file_of(sk, fd), buf, size);
	sk_returned(sk, 'g');
	pthread_mutex_unlock(&sk->lock);
	return n;
}
