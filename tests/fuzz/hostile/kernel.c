/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "demand.h"
#include "hostile/hostile.h"
#include "input.h"

/* No input is long enough to need as many. */
#define CALLS_MAX 200000

static const struct cusb_syscalls table = {
	.openat = hostile_openat,
	.close = hostile_close,
	.pread = hostile_pread,
	.getdents64 = hostile_getdents64,
	.ioctl = hostile_ioctl,
	.ppoll = hostile_ppoll,
	.read = hostile_read,
	.readlinkat = hostile_readlinkat,
	.mknodat = hostile_mknodat,
	.unlinkat = hostile_unlinkat,
	.mmap = hostile_mmap,
	.munmap = hostile_munmap,
	.socket = hostile_socket,
	.bind = hostile_bind,
	.recvmsg = hostile_recvmsg,
	.inotify_init1 = hostile_inotify_init1,
	.inotify_add_watch = hostile_inotify_add_watch,
};

static const char *const models[] = {"loopback", "iso", "streams", "iso-super",
				     "low",	 "hub", "super",   "full"};

void hostile_begin(struct hostile *kernel)
{
	struct cusb_usbfs_options options = {.syscalls = &table, .kernel = kernel};
	uint8_t byte = input_byte();

	memset(kernel, 0, sizeof *kernel);
	kernel->lent = -1;
	kernel->model = cusb_virtual_find_model(models[byte % 8]);
	demand(kernel->model);
	if (byte & 0x80)
		options.private_nodes = "/run";
	demand(cusb_usbfs_new(&options, &kernel->backend) == 0);
}

void hostile_end(struct hostile *kernel)
{
	for (int fd = 0; fd < HOSTILE_FILES; fd++)
		demand(kernel->files[fd].kind == HOSTILE_CLOSED || fd == kernel->lent);
	demand(kernel->mappings == 0);
	cusb_usbfs_free(kernel->backend);
}

int hostile_lend(struct hostile *kernel)
{
	kernel->lent = hostile_new_file(kernel, HOSTILE_NODE);
	return kernel->lent;
}

void hostile_count(struct hostile *kernel)
{
	demand(kernel->calls++ < CALLS_MAX);
}

int hostile_trouble(struct hostile *kernel)
{
	static const int errors[] = {EACCES, EPERM,  ENOENT, ENODEV,	  EMFILE, ENOMEM,
				     EIO,    ENOSYS, EBUSY,  EINVAL,	  ENOTTY, EHOSTUNREACH,
				     EBADF,  EPIPE,  ELOOP,  ENAMETOOLONG};

	hostile_count(kernel);
	if (!input_says(16))
		return 0;
	return -errors[input_byte() % (sizeof errors / sizeof errors[0])];
}
