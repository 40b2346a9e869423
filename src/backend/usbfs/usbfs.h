/* SPDX-License-Identifier: MIT */
/*
 * The native backend's inner side. Calls go one way:
 *
 *	backend.c -> enumerate.c, attributes.c -> sysfs.c -> syscalls.c
 *	          -> node.c, control.c, transfer.c, reap.c -> wait.c, cancel.c -> queue.c
 *	          -> parts.c, iso.c -> urb.c, outcome.c -> syscalls.c
 */
#ifndef CUSB_USBFS_USBFS_H
#define CUSB_USBFS_USBFS_H

#include <sys/ioctl.h> /* before usbdevice_fs.h, which uses its macros */

#include <linux/usbdevice_fs.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <time.h>

#include <cusb/usbfs.h>

#define ROOT_SIZE 512
#define NAME_SIZE CUSB_NAME_SIZE
#define PATH_SIZE (ROOT_SIZE + 128)
#define INTERFACE_NAME_SIZE (NAME_SIZE + 32)

struct usbfs {
	struct cusb_backend backend; /* first: a struct cusb_backend * is a struct usbfs * */
	const char *sysfs_root; /* those of cusb_usbfs_new() are in one piece with the struct */
	const char *device_root;
	const char *private_nodes; /* empty: none */
	const struct cusb_syscalls *syscalls;
	void *kernel;
};

/* A thread that waits for transfers; lives on its stack. See wait.c. */
struct waiter {
	struct waiter *next, *prev;	    /* while it sleeps on `wake` */
	struct cusb_transfer *wanted; /* NULL: any of the queue */
	bool endless;			    /* no time limit, or it has been dealt with */
	bool counting;			    /* `deadline` is set */
	struct timespec remaining, deadline;
	pthread_cond_t wake;
};

/* Transfers in a row, by next and prev or by later and sooner of their state. */
struct transfer_list {
	struct cusb_transfer *first, *last;
};

struct cusb_handle {
	const struct usbfs *fs;
	int fd;
	bool lent;	      /* the descriptor is the user's */
	pthread_mutex_t lock; /* for what follows */
	struct transfer_list flying; /* in flight or held back, in the order they were submitted */
	struct transfer_list ended;  /* of the queue; yet to be reaped, oldest first */
	struct transfer_list timed;  /* those of the queue with a time limit, by deadline */
	size_t queued;		     /* those of `flying` that nobody waits for by name */
	size_t parted;		     /* those of `flying` that go in parts */
	struct waiter *first_asleep, *last_asleep;
	uint64_t claimed;  /* a bit for each interface; the kernel allows no more than 64 */
	int capabilities;  /* -1: not asked yet */
	bool polling;	   /* a thread is in ppoll for all */
	bool ready;	 /* there may be something to reap without sleeping */
	bool batches;	 /* after the last poll there was more than one */
	bool batch_seen; /* since the last poll */
	bool shut_down;	   /* nothing is to be submitted any more */
};

static inline struct usbfs *usbfs_of(struct cusb_backend *backend)
{
	return (struct usbfs *)backend;
}

/* backend.c: the default backend as it is before cusb_usbfs_default() is called; core has it too. */
struct cusb_backend *usbfs_for_finding(void);

/* call.c: each is one call through the table, and a line in the log at debug. */
int sys_openat(const struct usbfs *fs, int dirfd, const char *path, int flags);
void sys_close(const struct usbfs *fs, int fd);
ssize_t sys_pread(const struct usbfs *fs, int fd, void *buf, size_t size, uint64_t offset);
ssize_t sys_getdents64(const struct usbfs *fs, int fd, void *buf, size_t size);
int sys_ioctl(const struct usbfs *fs, int fd, unsigned long request, void *arg);
/* The events of fd, 0 when the time was over; see cusb_syscalls for `remaining`. */
int sys_ppoll(const struct usbfs *fs, int fd, short events, struct timespec *remaining);
ssize_t sys_read(const struct usbfs *fs, int fd, void *buf, size_t size);
ssize_t sys_readlinkat(const struct usbfs *fs, int dirfd, const char *path, char *buf, size_t size);
int sys_mknodat(const struct usbfs *fs, int dirfd, const char *path, unsigned int mode,
		uint64_t dev);
int sys_unlinkat(const struct usbfs *fs, int dirfd, const char *path, int flags);
int sys_mmap(const struct usbfs *fs, int fd, size_t size, void **memory);
void sys_munmap(const struct usbfs *fs, void *memory, size_t size);
int sys_socket(const struct usbfs *fs, int domain, int type, int protocol);
int sys_bind(const struct usbfs *fs, int fd, const struct sockaddr *address, unsigned int size);
ssize_t sys_recvmsg(const struct usbfs *fs, int fd, struct msghdr *message, int flags);
int sys_inotify_init1(const struct usbfs *fs, int flags);
int sys_inotify_add_watch(const struct usbfs *fs, int fd, const char *path, uint32_t mask);

/* syscalls.c: the running kernel */
extern const struct cusb_syscalls real_syscalls;
struct timespec sys_now(void);
void sys_nap(void);

/* ioctl_text.c: what an ioctl was called with, for the log. */
void ioctl_text(unsigned long request, const void *arg, char *text, size_t size);

/* directory.c */

/* Called for each entry of a directory; anything but 0 ends the listing, which returns it. */
typedef int (*entry_fn)(const char *name, uint64_t id, void *user);
/* The buffer has room for `size` bytes of entries, of which one takes up to 280. */
int directory_list(const struct usbfs *fs, int dirfd, void *buffer, size_t size, entry_fn each,
		   void *user);

/* private_node.c: an open node, or the error of making it. */
int private_node_open(const struct usbfs *fs, const struct cusb_device *dev);

/* node.c */
int usbfs_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **handle);
void usbfs_close(struct cusb_handle *handle);
int usbfs_claim(struct cusb_handle *handle, unsigned int number);
int usbfs_release(struct cusb_handle *handle, unsigned int number);
int usbfs_set_configuration(struct cusb_handle *handle, int value);
int usbfs_set_altsetting(struct cusb_handle *handle, unsigned int number, unsigned int alternate);
int usbfs_clear_halt(struct cusb_handle *handle, unsigned int address);
int usbfs_reset_endpoint(struct cusb_handle *handle, unsigned int address);
int usbfs_reset(struct cusb_handle *handle);

/* driver.c */
int usbfs_detach_and_claim(struct cusb_handle *handle, unsigned int number);
int usbfs_kernel_driver_active(struct cusb_handle *handle, unsigned int number);
int usbfs_detach_kernel_driver(struct cusb_handle *handle, unsigned int number);
int usbfs_attach_kernel_driver(struct cusb_handle *handle, unsigned int number);

/* buffer.c, stream.c, power.c, hub.c, privileges.c */
int usbfs_map(struct cusb_handle *handle, size_t size, void **memory);
void usbfs_unmap(struct cusb_backend *backend, void *memory, size_t size);
int usbfs_alloc_streams(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
			size_t length);
int usbfs_free_streams(struct cusb_handle *handle, const uint8_t *addresses, size_t length);
int usbfs_allow_suspend(struct cusb_handle *handle);
int usbfs_forbid_suspend(struct cusb_handle *handle);
int usbfs_wait_for_resume(struct cusb_handle *handle);
int usbfs_hub_ports(struct cusb_handle *handle, uint8_t *addresses);
int usbfs_claim_port(struct cusb_handle *handle, unsigned int port);
int usbfs_release_port(struct cusb_handle *handle, unsigned int port);
int usbfs_drop_privileges(struct cusb_handle *handle, uint32_t interfaces);

/* control.c, transfer.c */
ssize_t usbfs_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
int usbfs_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer);

/* remaining.c: NULL waits for ever. */

/* Makes a timespec of milliseconds; NULL for 0. */
struct timespec *remaining_from_ms(int timeout_ms, struct timespec *time);
bool remaining_is_over(const struct timespec *remaining);
struct timespec time_add(struct timespec a, struct timespec b);
/* a - b, but never below 0. */
struct timespec time_subtract(struct timespec a, struct timespec b);

/* urb.c: what the kernel is asked to do. */
int urb_submit(struct cusb_handle *handle, struct cusb_transfer *transfer, struct cusb_urb *urb);
/* Whether the URB is no longer in flight. */
bool urb_discard(struct cusb_handle *handle, struct cusb_urb *urb);
/* All of a transfer's, the newest first. Whether none is in flight any longer. */
bool urb_discard_all(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* Tells the log that memory is short, and returns -ENOMEM. */
int urb_no_memory(unsigned int address, size_t length);
unsigned char urb_type(const struct cusb_endpoint *ep);

/*
 * parts.c, iso.c: submit what may be in flight now; an error only when nothing is. And take back a
 * URB that was reaped.
 */
int parts_submit(struct cusb_handle *handle, struct cusb_transfer *transfer);
void parts_take(struct cusb_transfer *transfer, struct cusb_urb *urb);
bool parts_left(const struct cusb_transfer *transfer);
int iso_submit(struct cusb_handle *handle, struct cusb_transfer *transfer);
void iso_take(struct cusb_transfer *transfer, struct cusb_urb *urb);
struct cusb_urb *iso_urb(struct cusb_transfer *transfer, unsigned int index);
/* How many have been submitted so far. */
unsigned int iso_submitted(const struct cusb_transfer *transfer);
/* 0, -EINVAL, -EMSGSIZE. */
int iso_check(const struct cusb_endpoint *ep, struct cusb_transfer *transfer);
/* Gives packets that were not sent the transfer's status. */
void iso_end(struct cusb_transfer *transfer);

/* deadline.c: of transfers of the queue. */
void deadline_start(struct cusb_handle *handle, struct cusb_transfer *transfer);
void deadline_stop(struct cusb_handle *handle, struct cusb_transfer *transfer);
/* The first whose time is over; NULL: none. */
struct cusb_transfer *deadline_passed(struct cusb_handle *handle);
/* What is left until the first deadline, which must be there. */
struct timespec deadline_next(const struct cusb_handle *handle);

/* queue.c; with the handle's lock held. */
enum { TRANSFER_IDLE, TRANSFER_HELD, TRANSFER_FLYING, TRANSFER_ENDED };
#define MARK_EXPIRED   0x01 /* its time was over, so it was discarded */
#define MARK_CANCELLED 0x02 /* discarded because somebody wanted it */
#define MARK_STOPPED   0x04 /* no more of it is to be submitted */
#define MARK_OVER      0x08 /* a part that was short or failed has ended it */
#define MARK_REFUSED   0x10 /* `error` is that of a submission */
#define MARK_PARTED    0x20 /* goes in parts */
#define MARK_CONTINUED 0x40 /* two parts at a time */
#define MARK_TIMED     0x80 /* is in `timed` */
void list_append(struct transfer_list *list, struct cusb_transfer *transfer);
void list_remove(struct transfer_list *list, struct cusb_transfer *transfer);
/* waiter NULL: one of the queue. */
int queue_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer, struct waiter *waiter);
/* Takes one URB that has completed from the kernel. 1: the transfer goes on with its next part. */
int queue_reap_one(struct cusb_handle *handle);
/* Cancels, or lets expire; `mark` is MARK_CANCELLED or MARK_EXPIRED. */
void queue_stop(struct cusb_handle *handle, struct cusb_transfer *transfer, unsigned int mark);
/* The kernel has let go of every URB of this descriptor: what was not reaped never will be. */
void queue_give_up(struct cusb_handle *handle, int err);
/* The kernel has dropped a URB that it could not write, and does not tell which. */
void queue_find_dropped(struct cusb_handle *handle);
/* What a transfer that has ended comes to, for `status`; without the lock. */
int queue_result(const struct cusb_handle *handle, struct cusb_transfer *transfer);

/* cancel.c */
void usbfs_shutdown(struct cusb_handle *handle);
bool queue_is_shut_down(struct cusb_handle *handle);
int usbfs_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer);
int usbfs_cancel_all(struct cusb_handle *handle, unsigned int address);
/*
 * What node.c tells: an interface was claimed; it is about to be released, or set to another
 * alternate setting; all are about to be lost. The kernel ends what is in flight on those.
 */
void queue_claimed(struct cusb_handle *handle, unsigned int number);
void queue_releasing(struct cusb_handle *handle, unsigned int number);
void queue_resetting(struct cusb_handle *handle, unsigned int number);
/* Returns what was claimed. */
uint64_t queue_losing_all(struct cusb_handle *handle);
void queue_keeping(struct cusb_handle *handle, uint64_t claimed);

/* wait.c; with the handle's lock held. */
void waiter_init(struct waiter *waiter, struct cusb_transfer *wanted, int timeout_ms);
/* 0; a waiter for the queue also gets -ENODATA, -ETIMEDOUT, -EINTR. */
int wait_for(struct cusb_handle *handle, struct waiter *waiter);
/* Reaps until there is what the waiter wants; else the error that ended it. */
int wait_reap(struct cusb_handle *handle, const struct waiter *waiter);
/* Discards those of the queue whose time is over, and reaps. */
void wait_expire(struct cusb_handle *handle, struct waiter *waiter);
/* Who waits for it; each reaper, which may find that there is nothing left to wait for. */
void wake_for(struct cusb_handle *handle, const struct cusb_transfer *transfer);
/* A thread stops waiting: another one has to poll. */
void wake_others(struct cusb_handle *handle);

/* reap.c */
int usbfs_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer);
int usbfs_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer);
int usbfs_poll_fd(struct cusb_handle *handle);
int usbfs_poll_timeout(struct cusb_handle *handle);

/* outcome.c: the error to return for one that the kernel ended a transfer with. */
int outcome(const struct cusb_handle *handle, int err);
/* Whether the device has left and all its URBs have completed. */
bool is_final(const struct cusb_handle *handle);

#endif
