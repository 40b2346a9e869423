/* SPDX-License-Identifier: MIT */
/*
 * The system calls of the virtual kernel, and the ioctls of its nodes: the tables in kernel.c and
 * ioctl.c.
 */
#ifndef CUSB_VIRTUAL_KERNEL_CALLS_H
#define CUSB_VIRTUAL_KERNEL_CALLS_H

#include "virtual/kernel/state/file.h"

struct msghdr;
struct pollfd;
struct sockaddr;
struct timespec;

#define KERNEL_PAGE 4096 /* most bytes a sysfs read or a CONTROL ioctl moves */

/* mmap.c, mknod.c */
int kernel_mmap(struct file *file, size_t size, void **memory);
int kernel_munmap(struct cusb_virtual_kernel *kernel, const void *memory, size_t size);
int kernel_mknod(struct cusb_virtual_kernel *kernel, const char *path, unsigned int mode,
		 uint64_t number);
int kernel_unlink(struct cusb_virtual_kernel *kernel, const char *path);

/* uevent.c */
int kernel_socket(struct cusb_virtual_kernel *kernel, int domain, int protocol);
int kernel_bind(struct file *file, const struct sockaddr *address, unsigned int size);
ssize_t kernel_recvmsg(struct file *file, struct msghdr *message);

/* read.c, dents.c, poll.c, ioctl.c: the calls */
ssize_t kernel_read(struct file *file, void *buf, size_t size, uint64_t offset);
ssize_t kernel_getdents(struct file *file, void *buf, size_t size);
int kernel_ppoll(struct cusb_virtual_kernel *kernel, struct pollfd *fds, unsigned int count,
		 struct timespec *remaining);
int kernel_ioctl(struct file *file, unsigned long request, void *arg);

/* submit.c, reap.c, sync.c, info.c, claim.c, configure.c: ioctls */
int ioctl_submiturb(struct file *file, void *arg);
int ioctl_discardurb(struct file *file, void *arg);
int ioctl_reapurb(struct file *file, void *arg);
int ioctl_reapurbndelay(struct file *file, void *arg);
int ioctl_control(struct file *file, void *arg);
int ioctl_bulk(struct file *file, void *arg);
int ioctl_claiminterface(struct file *file, void *arg);
int ioctl_releaseinterface(struct file *file, void *arg);
int ioctl_getdriver(struct file *file, void *arg);
int ioctl_ioctl(struct file *file, void *arg);
int ioctl_disconnect_claim(struct file *file, void *arg);
int ioctl_setinterface(struct file *file, void *arg);
int ioctl_setconfiguration(struct file *file, void *arg);
int ioctl_clear_halt(struct file *file, void *arg);
int ioctl_resetep(struct file *file, void *arg);
int ioctl_reset(struct file *file, void *arg);
int ioctl_get_capabilities(struct file *file, void *arg);
int ioctl_connectinfo(struct file *file, void *arg);
int ioctl_conninfo_ex(struct file *file, void *arg, size_t size);
int ioctl_get_speed(struct file *file, void *arg);
int ioctl_drop_privileges(struct file *file, void *arg);
int ioctl_forbid_suspend(struct file *file, void *arg);
int ioctl_allow_suspend(struct file *file, void *arg);
int ioctl_wait_for_resume(struct file *file, void *arg);
int ioctl_claim_port(struct file *file, void *arg);
int ioctl_release_port(struct file *file, void *arg);
int ioctl_alloc_streams(struct file *file, void *arg);
int ioctl_free_streams(struct file *file, void *arg);

#endif
