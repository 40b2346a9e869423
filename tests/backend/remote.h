/* SPDX-License-Identifier: MIT */
/*
 * The inside of the backend: a device at the other end of a connection, and its handles.
 *
 * A transfer is in `flying` from being submitted to having ended; then, one of a queue, in `ended`
 * of its handle until it is reaped. In between its `state` is ours. Its fields are named for the
 * native backend, and are used here as follows:
 *
 *	next, prev   its neighbours in that list
 *	later        the next one that has a message to send
 *	waiter       the handle, NULL for a request of the backend's own
 *	part         its number on the wire, even; that of its unlink is one higher
 *	deadline_*   when its time is over, by the monotonic clock; 0: never
 *	phase        enum phase
 *	marks        MARK_*
 */
#ifndef BACKEND_REMOTE_H
#define BACKEND_REMOTE_H

#include <pthread.h>
#include <stdbool.h>

#include "usbip.h"
#include "wire.h"

#define NS_PER_S       INT64_C(1000000000)
#define NS_PER_MS      INT64_C(1000000)
#define NEVER	       INT64_MAX
#define REQUEST_MS     5000 /* for requests of the backend's own */
#define INTERFACES_MAX 64

enum phase { UNSENT = 1, SENT, ENDED };
#define MARK_SYNC      0x1 /* its own thread waits for it */
#define MARK_CANCELLED 0x2
#define MARK_EXPIRED   0x4
#define MARK_STOPPED   (MARK_CANCELLED | MARK_EXPIRED)

struct transfer_list {
	struct cusb_transfer *first, *last;
};

/* The message that is being sent, and what is being received, each as far as it got. */
struct outgoing {
	bool busy;
	uint8_t header[WIRE_HEADER_SIZE];
	uint8_t *data; /* only read from */
	size_t length, done;
	struct cusb_transfer *transfer; /* that it submits */
};

struct incoming {
	uint8_t header[WIRE_HEADER_SIZE];
	uint8_t *data;
	size_t length, done;
	struct wire_result result;
	struct cusb_transfer *transfer;
};

struct remote {
	struct remote *next;
	struct usbip_place place;
	char name[CUSB_NAME_SIZE];
	uint8_t address;
	uint64_t id;
	uint8_t *descriptors;
	size_t descriptors_length;
	int fd;
	int poll_fd; /* an epoll of fd: something to read, or room for what is to be sent */

	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	bool gone;
	bool polling; /* a thread is, for all */
	uint32_t seqnum;
	struct transfer_list flying;
	struct cusb_transfer *to_send; /* linked by `later` */
	struct outgoing out;
	struct incoming in;
	bool out_watched;
	int configuration;
	uint64_t claimed; /* by any handle */
	uint64_t moved;	  /* interfaces whose alternate setting was set */
};

struct cusb_handle {
	struct remote *remote;
	const struct cusb_device *dev;
	uint64_t claimed;
	bool shut_down;
	size_t in_flight;
	struct transfer_list ended;
};

/* remote.c */
int remote_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		     void *user);
/* NULL: it is gone. */
struct remote *remote_find(struct cusb_backend *backend, const struct cusb_device *dev);
/* The whole list. */
void remotes_free(struct remote *remote);

/* link.c; with the lock held */
void link_send(struct remote *remote);
void link_receive(struct remote *remote);
/* The transfer has a message to send: its submit, or once that is sent, its unlink. */
void link_enqueue(struct remote *remote, struct cusb_transfer *transfer);
/* Whether nothing of it will be sent: then it has no message any more. */
bool link_dequeue(struct remote *remote, struct cusb_transfer *transfer);
/* The connection is of no more use: the device is gone. */
void link_lose(struct remote *remote);

/* queue.c; with the lock held */
void list_append(struct transfer_list *list, struct cusb_transfer *transfer);
void list_remove(struct transfer_list *list, struct cusb_transfer *transfer);
int queue_submit(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer, unsigned int marks);
/* `status` is what the server says. */
void queue_end(struct remote *remote, struct cusb_transfer *transfer, int status);
void queue_stop(struct remote *remote, struct cusb_transfer *transfer, unsigned int mark);
#define ANY_ADDRESS 0x100
/* Those of a handle: to an endpoint, to an interface's. How many. */
int queue_stop_endpoint(struct cusb_handle *handle, unsigned int bEndpointAddress);
int queue_stop_interface(struct cusb_handle *handle, unsigned int bInterfaceNumber);

/* wait.c */
/* By the monotonic clock: now, and the end of a time of which 0 is for ever. */
int64_t clock_ns(void);
int64_t clock_after(int timeout_ms);
void deadline_set(struct cusb_transfer *transfer, int timeout_ms);
/* NEVER: none has a limit. */
int64_t deadline_first(const struct remote *remote);
/* Stops those whose time is over. */
void deadline_expire(struct remote *remote);
/* Until something may have changed, or until that time. 0, or -EINTR when this thread polled. */
int wait_for_change(struct remote *remote, int64_t until);

/* transfer.c */

/* Runs a transfer to its end; handle NULL: a request of the backend's own. Takes the lock. */
int transfer_run(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer);
ssize_t control_run(struct remote *remote, struct cusb_handle *handle,
		    const struct cusb_setup *setup, void *data, int timeout_ms);
ssize_t usbip_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
int usbip_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		   struct cusb_transfer *transfer);
int usbip_submit(struct cusb_handle *handle, const struct cusb_endpoint *ep,
		 struct cusb_transfer *transfer);
int usbip_reap(struct cusb_handle *handle, int timeout_ms, struct cusb_transfer **transfer);
int usbip_cancel(struct cusb_handle *handle, struct cusb_transfer *transfer);
int usbip_cancel_all(struct cusb_handle *handle, unsigned int bEndpointAddress);
int usbip_poll_fd(struct cusb_handle *handle);
int usbip_poll_timeout(struct cusb_handle *handle);

/* handle.c */
int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **handle);
void usbip_close(struct cusb_handle *handle);
void usbip_shutdown(struct cusb_handle *handle);
int usbip_claim(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_release(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_set_configuration(struct cusb_handle *handle, int value);
int usbip_set_altsetting(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			 unsigned int bAlternateSetting);
int usbip_clear_halt(struct cusb_handle *handle, unsigned int bEndpointAddress);

#endif
