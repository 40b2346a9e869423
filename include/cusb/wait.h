/* SPDX-License-Identifier: MIT */
/*
 * One wait for any number of devices, monitors and other descriptors.
 *
 *	cusb_wait_set_new(&set);
 *	cusb_wait_set_add_device(set, dev, NULL);
 *	while (cusb_wait_set_next(set, CUSB_NO_TIMEOUT, &item) == 0)
 *		if (item.kind == CUSB_WAIT_DEVICE)
 *			while (cusb_reap(item.dev, CUSB_DONT_WAIT, &done) == 0)
 *				...
 *
 * A program that serves 50 devices needs no thread and no loop for each of them. The cost of a wait
 * depends on the number of ready items, not on the number of devices. The set also knows the
 * timeouts of all transfers, and the transfers that poll(2) does not show; see cusb_poll_fd().
 *
 * cusb_wait_set_next() returns each ready item once. The program then does this:
 * - For a device it calls cusb_reap() with CUSB_DONT_WAIT, once, or until the result is an error.
 *   The set returns the device again if transfers are left, and when the next one completes.
 * - For a monitor it calls cusb_monitor_next() with CUSB_DONT_WAIT, in the same way.
 * - For another descriptor it does its own work. The set returns the descriptor in every call as
 *   long as it is ready, as poll(2) does.
 * Sometimes an item has nothing to take, so do not wait in cusb_reap().
 *
 * Several threads may wait for one set. A ready device or monitor goes to one of them. A descriptor
 * of the program may go to several. While a thread waits, other threads may add, remove, submit,
 * cancel, open and close. A thread may still get an item that another thread removes at the same
 * time.
 *
 * After fork(2) the set belongs to the parent. The child may call only cusb_wait_set_free(), which
 * changes nothing for the parent.
 */
#ifndef CUSB_WAIT_H
#define CUSB_WAIT_H

#include "monitor.h"
#include "transfer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_wait_set;

/* The kinds of items. */
enum cusb_wait_kind {
	CUSB_WAIT_DEVICE = 1,  /* call cusb_reap() */
	CUSB_WAIT_MONITOR = 2, /* call cusb_monitor_next() */
	CUSB_WAIT_FD = 3,      /* a descriptor of the program */
	CUSB_WAIT_WOKEN = 4    /* cusb_wait_set_wake() was called */
};

/* A ready item. Members that belong to another kind are 0 or NULL. */
struct cusb_wait_item {
	enum cusb_wait_kind kind;
	struct cusb_device *dev;      /* CUSB_WAIT_DEVICE; lent by the set */
	struct cusb_monitor *monitor; /* CUSB_WAIT_MONITOR */
	int fd;                       /* CUSB_WAIT_FD; otherwise -1 */
	/*
	 * POLLIN and so on, as poll(2) shows them for the descriptor. 0 if the item is ready for
	 * another reason, such as a timeout. With the native backend, POLLHUP for a device means
	 * that it was unplugged.
	 */
	int events;
	void *user;            /* as given to cusb_wait_set_add_device() and so on */
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_wait_set_new - make an empty set.
 * @set: out: the caller frees it with cusb_wait_set_free().
 *
 * A set needs two descriptors. Its items may belong to different backends. If the default backend
 * has its own system calls for waiting (usbfs.h), the set uses these, and the backend must outlive
 * the set.
 *
 * Returns:
 *   0        success
 *   -ENOSYS  the library was built without the native backend
 *   -ENOMEM  no memory
 *   -EMFILE  the process has too many open files
 */
CUSB_API int cusb_wait_set_new(struct cusb_wait_set **set);

/**
 * cusb_wait_set_free - remove all items, and free the set.
 * @set: NULL is allowed. No thread may use the set any more.
 *
 * The items do not change: devices stay open, and transfers stay in flight.
 */
CUSB_API void cusb_wait_set_free(struct cusb_wait_set *set);

/**
 * cusb_wait_set_add_device - wait for the completed transfers of a device, too.
 * @user: comes back in struct cusb_wait_item.
 *
 * The set takes a reference to the device. The call does not open the device. The set waits for the
 * device whenever the device is open. After an unplug the set returns the device for the transfers
 * that end, and once more when all have ended. The device then causes no further work in the set.
 *
 * Returns:
 *   0        added
 *   -EBUSY   the device is in a set already; it can be in one set only
 *   -EEXIST  the program added the descriptor of the open device
 *   -ENOSYS  the backend has no queue of transfers
 *   -ENOMEM  no memory
 *   -ENOSPC  the limit in /proc/sys/fs/epoll/max_user_watches
 */
CUSB_API int cusb_wait_set_add_device(struct cusb_wait_set *set, struct cusb_device *dev,
				      void *user);

/**
 * cusb_wait_set_remove_device - no longer wait for a device.
 *
 * Gives back the set's reference to the device.
 *
 * Returns 0. -ENOENT means that the device is not in this set.
 */
CUSB_API int cusb_wait_set_remove_device(struct cusb_wait_set *set, struct cusb_device *dev);

/**
 * cusb_wait_set_add_monitor - wait for the events of a monitor, too.
 * @user: comes back in struct cusb_wait_item.
 *
 * cusb_monitor_free() removes the monitor. Only one thread at a time may use a monitor. Adding and
 * removing are uses of the monitor, and waiting for it is not.
 *
 * Returns:
 *   0        added
 *   -EBUSY   the monitor is in a set already; it can be in one set only
 *   -EEXIST  the program added the descriptor of the monitor
 *   -ENOMEM  no memory
 *   -ENOSPC  the limit in /proc/sys/fs/epoll/max_user_watches
 */
CUSB_API int cusb_wait_set_add_monitor(struct cusb_wait_set *set, struct cusb_monitor *monitor,
				       void *user);

/**
 * cusb_wait_set_remove_monitor - no longer wait for a monitor.
 *
 * Returns 0. -ENOENT means that the monitor is not in this set.
 */
CUSB_API int cusb_wait_set_remove_monitor(struct cusb_wait_set *set, struct cusb_monitor *monitor);

/**
 * cusb_wait_set_add_fd - wait for a descriptor of the program, too.
 * @events: any of POLLIN, POLLOUT and POLLPRI of poll(2). POLLERR and POLLHUP always count.
 * @user:   comes back in struct cusb_wait_item.
 *
 * If the descriptor is in the set already, the call changes its @events and @user. Remove a
 * descriptor before you close it.
 *
 * Returns:
 *   0        added or changed
 *   -EINVAL  @events has other bits
 *   -EBADF   @fd is not an open descriptor
 *   -EEXIST  @fd is the descriptor of a device or a monitor of the set
 *   -EPERM   @fd is always ready, for example a regular file
 *   -ENOMEM, -ENOSPC  as for cusb_wait_set_add_device()
 */
CUSB_API int cusb_wait_set_add_fd(struct cusb_wait_set *set, int fd, int events, void *user);

/**
 * cusb_wait_set_remove_fd - no longer wait for a descriptor.
 *
 * Returns 0. -ENOENT means that the descriptor is not in this set.
 */
CUSB_API int cusb_wait_set_remove_fd(struct cusb_wait_set *set, int fd);

/**
 * cusb_wait_set_next - wait until an item is ready.
 * @timeout_ms: milliseconds, CUSB_NO_TIMEOUT or CUSB_DONT_WAIT.
 * @item:       out: the item.
 *
 * Blocks up to the timeout. Also returns in time to enforce the timeouts of transfers. Allocates no
 * memory, and holds no lock of a device.
 *
 * Returns:
 *   0           an item is ready, or the set was woken
 *   -EAGAIN     CUSB_DONT_WAIT: nothing is ready
 *   -ETIMEDOUT  nothing became ready in time
 *   -EINTR      a signal handler ran in this thread
 *   -EINVAL     a bad timeout
 *   -ENOSPC, -ENOMEM  a device was opened, and the kernel has no room to watch its descriptor. The
 *               error comes once. To try again, close the device and open it.
 */
CUSB_API int cusb_wait_set_next(struct cusb_wait_set *set, int timeout_ms,
				struct cusb_wait_item *item);

/**
 * cusb_wait_set_wake - end a wait, from any thread or from a signal handler.
 *
 * One call of cusb_wait_set_next() then gives an item of kind CUSB_WAIT_WOKEN: a call that waits
 * now, or the next call. Several wake-ups before this item count as one. Does not block, and is
 * async-signal-safe.
 */
CUSB_API void cusb_wait_set_wake(struct cusb_wait_set *set);

/**
 * cusb_wait_set_poll_fd - a descriptor for poll(2) or epoll(7) that stands for the whole set.
 *
 * When the descriptor shows POLLIN, call cusb_wait_set_next() with CUSB_DONT_WAIT until it returns
 * -EAGAIN. Wait at most cusb_wait_set_poll_timeout() milliseconds. The descriptor belongs to the
 * set: do not close, read or change it.
 *
 * Returns the descriptor.
 */
CUSB_API int cusb_wait_set_poll_fd(struct cusb_wait_set *set);

/**
 * cusb_wait_set_poll_timeout - the time a loop may wait before it calls cusb_wait_set_next().
 *
 * The result has the form of the timeout of poll(2). Another thread's cusb_submit() can make the
 * time shorter; cusb_wait_set_poll_fd() then shows POLLIN.
 *
 * Returns:
 *   > 0  milliseconds, rounded up
 *   0    call cusb_wait_set_next() now
 *   -1   no limit
 */
CUSB_API int cusb_wait_set_poll_timeout(struct cusb_wait_set *set);

#ifdef __cplusplus
}
#endif

#endif
