/* SPDX-License-Identifier: MIT */
/*
 * Lend devices to other machines by USB/IP. Clients are `usbip attach` of Linux, usbip-win2, and
 * usbip.h of this library.
 *
 *	err = cusb_share_new(NULL, &share);
 *	err = cusb_share_add_device(share, dev);
 *	err = cusb_share_add_listener(share, listening_socket);
 *	while ((err = cusb_share_serve(share, CUSB_NO_TIMEOUT)) == 0)
 *		;
 *	cusb_share_free(share);
 *
 * The protocol has no passwords and no encryption. Everybody who reaches the listening socket can
 * use the devices. Listen on 127.0.0.1, and let clients come through a tunnel such as `ssh -L`.
 *
 * A device can belong to any backend. The kernel drivers of its interfaces are detached as long as
 * it is shared. One client at a time can use it. When the client leaves, its transfers are
 * cancelled. A device that had transfers in flight is reset. The next client finds the configuration
 * that the device had at first, and alternate settings 0.
 *
 * A client can send any bytes at any time. A client that breaks the protocol is disconnected. The
 * memory for the transfers of a client is limited: above the limit, the library reads no further
 * requests until transfers have ended.
 *
 * One thread at a time may use a share object, and all its devices. The library makes no threads.
 * Some requests of a client keep all clients waiting until the device has answered, at most 5 s:
 * setting a configuration or an alternate setting, clearing a halt, and a reset.
 */
#ifndef CUSB_SHARE_H
#define CUSB_SHARE_H

#include "wait.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_share;

/* What happened to a shared device. */
enum cusb_share_change {
	CUSB_SHARE_ATTACHED = 1, /* a client has imported the device */
	CUSB_SHARE_DETACHED = 2, /* the client has left; another client can import the device */
	CUSB_SHARE_UNPLUGGED = 3 /* the device is gone, and is no longer shared */
};

struct cusb_share_event {
	enum cusb_share_change change;
	struct cusb_device *dev; /* lent for the call */
	/*
	 * The connected socket of the client, for getpeername(2). Do not read, write or close it.
	 * CUSB_SHARE_UNPLUGGED: -1.
	 */
	int fd;
	uintptr_t reserved[4]; /* 0 */
};

struct cusb_share_options {
	unsigned int clients; /* connections at a time, also without a device; 0: 32 */
	/*
	 * Bytes for the transfers of a client; 0: 16 MiB. The server keeps up to 1 MiB more for the
	 * client's next transfers.
	 */
	size_t memory;
	/* Is told of each change. It must not call functions of this header. NULL: nobody is told. */
	void (*event)(const struct cusb_share_event *event, void *user);
	/* Whether a connection that a listener accepted may stay. NULL: all may stay. */
	bool (*admit)(int fd, void *user);
	void *user;            /* for event() and admit() */
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_share_new - make an object that lends no device yet.
 * @options: copied; NULL: the standard values.
 * @share:   out: the caller frees it with cusb_share_free().
 *
 * Returns:
 *   0        success
 *   -EINVAL  a reserved member of @options is not 0
 *   -ENOMEM, -EMFILE, -ENOSYS  as for cusb_wait_set_new()
 */
CUSB_API int cusb_share_new(const struct cusb_share_options *options, struct cusb_share **share);

/**
 * cusb_share_free - disconnect all clients, give all devices back, and free the object.
 * @share: NULL is allowed.
 *
 * Closes the listeners. Closes the devices: drivers that were detached are attached again. Blocks as
 * cusb_close() does.
 */
CUSB_API void cusb_share_free(struct cusb_share *share);

/**
 * cusb_share_add_device - lend a device from now on.
 * @dev: the object takes a reference. The program leaves the device alone meanwhile.
 *
 * Opens the device, and claims all its interfaces. Its USB/IP bus id is its name. Blocks as
 * cusb_claim_interface() does. A hub makes no sense at the other end: only its own host can address
 * the devices behind it.
 *
 * Returns:
 *   0        shared
 *   -EEXIST  a device of the same name is shared already
 *   -EINVAL  the name of the device is too long for USB/IP
 *   -EBUSY   another program has claimed an interface, or the device is in a wait set
 *   -ENOSYS  the backend has no queue of transfers
 *   -ENOMEM  no memory
 *   < 0      an error of cusb_open() or cusb_claim_interface()
 */
CUSB_API int cusb_share_add_device(struct cusb_share *share, struct cusb_device *dev);

/**
 * cusb_share_add_listener - accept clients on a socket.
 * @fd: a stream socket after listen(2). The library owns it from now on, also after an error, and
 *      makes it non-blocking.
 *
 * Returns:
 *   0        success
 *   -EBADF, -EPERM, -ENOMEM, -ENOSPC  as for cusb_wait_set_add_fd()
 */
CUSB_API int cusb_share_add_listener(struct cusb_share *share, int fd);

/**
 * cusb_share_add_client - serve a connection that the program has made or accepted.
 * @fd: a connected stream socket. The library owns it from now on, also after an error, and makes
 *      it non-blocking.
 *
 * The client has 10 s for a request.
 *
 * Returns:
 *   0        success
 *   -EUSERS  there are as many clients as the options allow
 *   -EBADF, -EPERM, -ENOMEM, -ENOSPC  as for cusb_wait_set_add_fd()
 */
CUSB_API int cusb_share_add_client(struct cusb_share *share, int fd);

/**
 * cusb_share_serve - wait for work, and do some of it.
 * @timeout_ms: milliseconds, CUSB_NO_TIMEOUT or CUSB_DONT_WAIT.
 *
 * Call it again and again.
 *
 * Returns:
 *   0           work was done, or cusb_share_wake() was called
 *   -EAGAIN     CUSB_DONT_WAIT: there is no work
 *   -ETIMEDOUT  there was no work in time
 *   -EINTR      a signal handler ran in this thread
 *   -EINVAL     a bad timeout
 */
CUSB_API int cusb_share_serve(struct cusb_share *share, int timeout_ms);

/**
 * cusb_share_wake - end a wait in cusb_share_serve(), from any thread or from a signal handler.
 *
 * Works as cusb_wait_set_wake().
 */
CUSB_API void cusb_share_wake(struct cusb_share *share);

#ifdef __cplusplus
}
#endif

#endif
