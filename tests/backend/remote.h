/* SPDX-License-Identifier: MIT */
/*
 * The inside of the backend: a device at the other end of a connection, and its handles.
 *
 * A transfer is in `in_flight` of the connection from being submitted to having ended, and then in
 * `ended` of its handle until it is reaped.
 */
#ifndef BACKEND_REMOTE_H
#define BACKEND_REMOTE_H

#include <pthread.h>
#include <stdbool.h>

#include "usbip.h"
#include "wire.h"

#define REQUEST_MS     5000 /* for requests of the backend's own */
#define INTERFACES_MAX 64

/* Of a transfer that is stopped, first its submit is sent to the end, then its unlink. */
enum phase { UNSENT = 1, SENDING, SENT, ENDED, SENDING_UNWANTED, UNWANTED, UNLINKED };

/* This backend's data of a transfer. */
struct remote_transfer {
	struct cusb_transfer *link; /* the next one in that list */
	struct cusb_handle *handle; /* NULL: a request of the backend's own */
	uint32_t number;	    /* on the wire, even; that of its unlink is one higher */
	enum phase phase;
} __attribute__((may_alias));

_Static_assert(sizeof(struct remote_transfer) <= sizeof(((struct cusb_queue_entry *)0)->room),
	       "the backend's data has room in a transfer");

static inline struct remote_transfer *own_of(const struct cusb_transfer *transfer)
{
	return (struct remote_transfer *)cusb_queue_entry_of(transfer)->room.bytes;
}

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
	bool gone;
	uint32_t seqnum;
	struct cusb_transfer *in_flight; /* in the order they were submitted */
	int64_t patience_ends;		 /* with unlinks that are not answered, in ms; 0: none is */
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
	int bell;    /* an eventfd: something is in `ended` */
	int poll_fd; /* an epoll of the bell and of the connection's */
	uint64_t claimed;
	struct cusb_transfer *ended; /* the oldest first */
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
/* The connection is of no more use: the device is gone. */
void link_lose(struct remote *remote);

/* transfer.c */
/* With the lock held; `status` is what the server says. */
void transfer_ended(struct remote *remote, struct cusb_transfer *transfer, int status);
/* Runs a request of the backend's own. Takes the lock. */
ssize_t request_run(struct remote *remote, const struct cusb_setup *setup, void *data);
ssize_t usbip_control(struct cusb_handle *handle, const struct cusb_setup *setup, void *data,
		      int timeout_ms);
extern const struct cusb_queue_operations usbip_queue;

/* handle.c */
int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **handle);
void usbip_close(struct cusb_handle *handle);
int usbip_claim(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_release(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_set_configuration(struct cusb_handle *handle, int value);
int usbip_set_altsetting(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			 unsigned int bAlternateSetting);
int usbip_clear_halt(struct cusb_handle *handle, unsigned int bEndpointAddress);

#endif
