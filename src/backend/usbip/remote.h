/* SPDX-License-Identifier: MIT */
/*
 * The inside of the backend. Calls go one way:
 *
 *	backend.c -> handle.c -> list.c -> describe.c, remote.c
 *	handle.c, describe.c, remote.c -> request.c
 *	backend.c -> transfer.c, request.c -> queue.c
 *	queue.c -> link.c, answer.c, patience.c
 *	patience.c -> link.c
 *	remote.c -> operation.c -> socket.c
 *
 * A transfer is in `in_flight` of the connection from its submission to its end, and then in
 * `ended` of its handle until reap() returns it.
 */
#ifndef CUSB_BACKEND_USBIP_REMOTE_H
#define CUSB_BACKEND_USBIP_REMOTE_H

#include <pthread.h>
#include <stdbool.h>
#include <time.h>
#include <sys/uio.h>

#include <cusb/usbip.h>

#include "usbip/operation.h"
#include "usbip/wire.h"

#define INTERFACES_MAX 64
#define STRINGS	       (CUSB_SERIAL_NUMBER + 1)
#define QUEUES	       32 /* endpoint number, and 16 for IN */

/* Of a stopped transfer first the rest of its submit is sent, then its unlink. */
enum phase { HELD = 1, UNSENT, SENDING, SENT, SENDING_UNWANTED, UNWANTED, UNLINKED, ENDED };

/* This backend's data of a transfer. */
struct remote_transfer {
	struct cusb_transfer *prev, *next; /* in `in_flight`; `next` also in `ended` */
	struct cusb_transfer *next_to_send;
	struct cusb_handle *handle; /* NULL: a request of the backend's own */
	size_t done;		    /* bytes of the pieces before this one */
	uint32_t number;	    /* on the wire, even; the unlink's is one more */
	uint32_t piece;		    /* bytes of the piece in flight */
	uint8_t phase;
	bool is_to_send; /* in the list */
} __attribute__((may_alias));

_Static_assert(sizeof(struct remote_transfer) <= sizeof(((struct cusb_queue_entry *)0)->room),
	       "the backend's data has room in a transfer");

static inline struct remote_transfer *own_of(const struct cusb_transfer *transfer)
{
	return (struct remote_transfer *)cusb_queue_entry_of(transfer)->room.bytes;
}

/* Messages that are being sent, as parts; `ends` is the transfer whose submit a part completes. */
#define BATCH_MESSAGES 16
#define BATCH_PARTS    (BATCH_MESSAGES * 3)
struct outgoing {
	unsigned int messages, part, parts;
	struct iovec iov[BATCH_PARTS];
	struct cusb_transfer *ends[BATCH_PARTS];
	uint8_t headers[BATCH_MESSAGES][USBIP_HEADER_SIZE];
	bool has_packets; /* the next member is in use */
	uint8_t packets[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];
	int64_t filled;	     /* bytes of all messages until now */
	int64_t accepted;    /* bytes that the socket has taken */
	int64_t unlink_ends; /* bytes until the end of the last unlink */
};

/*
 * A read that was cancelled here, and not at the server: usbip-host would drop its data. The next
 * reads of the endpoint get the data.
 */
struct kept_read {
	struct kept_read *next; /* submitted later */
	unsigned int queue;
	uint32_t number;
	size_t length, received, taken;
	bool is_complete;
	bool is_void; /* the data is not wanted any more */
	int status;
	uint8_t data[];
};

/* One read takes two transfers of 16 KiB. An open device has at most 64 KiB in all. */
#define AHEAD_SIZE 20480

/* What comes next: a header, then the data, then the packets. */
enum stage { IN_HEADER, IN_DATA, IN_PACKETS };

struct incoming {
	enum stage stage;
	uint8_t *to; /* the bytes of this stage go here */
	size_t length, done;
	struct usbip_header header;
	struct cusb_transfer *transfer; /* NULL: it has ended */
	struct kept_read *kept;		/* the answer belongs to it */
	uint8_t bytes[USBIP_HEADER_SIZE];
	uint8_t packets[USBIP_ISO_PACKETS_MAX * USBIP_ISO_PACKET_SIZE];
	bool is_drained; /* the last read has emptied the socket */
	/* Bytes that were read ahead. */
	size_t ahead_at, ahead_end;
	uint8_t ahead[AHEAD_SIZE];
};

/* A device of the server. */
struct remote {
	struct remote *next;
	unsigned int references; /* of the list, of searches and of handles; backend's lock */
	bool listed;		 /* in the last list of the server; backend's lock */
	bool is_added;		 /* by cusb_usbip_add() */
	struct usbip_device device;
	char name[CUSB_NAME_SIZE];
	uint16_t bus;
	uint8_t ports[CUSB_PORT_NUMBERS_MAX], port_count;
	uint8_t address;
	uint64_t id;
	uint8_t *descriptors;
	size_t descriptors_length;
	char *strings[STRINGS]; /* by enum cusb_device_string; NULL: there is none */

	pthread_mutex_t lock; /* of all below */
	unsigned int handles;
	int fd;	     /* of the connection; -1: none */
	int timer;   /* a timerfd: to look whether the server has answered an unlink */
	int poll_fd; /* an epoll of the timer and of fd: bytes to read, or room for bytes to send */
	bool gone;   /* the connection broke */
	int64_t left_at; /* when the last handle was closed; 0: never */
	uint32_t devid, seqnum;
	struct cusb_transfer *in_flight, *in_flight_last; /* in the order of their submission */
	struct cusb_transfer *to_send, *to_send_last;
	unsigned int unsent; /* calls of queue_start() since the last sending */
	struct kept_read *kept; /* the oldest first */
	bool returns_cancelled; /* the server answers an unlink with the data */
	struct cusb_transfer *long_one[QUEUES]; /* it has pieces left; later transfers are held */
	struct cusb_handle *reaper;		/* is in reap(); needs no bell */
	struct cusb_handle *waiting;		/* the handles that a thread waits for */
	int patience_ms;       /* the time to answer an unlink that has arrived */
	int64_t patience_ends; /* 0: there is no unlink to answer */
	int64_t delivered;     /* link_delivered() when the patience began */
	bool out_watched;
	struct outgoing out;
	struct incoming in;
	int configuration;
	uint8_t altsettings[INTERFACES_MAX];
	uint64_t claimed; /* by any handle */
};

struct cusb_handle {
	struct usbip_backend *backend;
	struct remote *remote;
	const struct cusb_device *dev;
	int bell;    /* an eventfd: `ended` has a transfer */
	int poll_fd; /* an epoll of the bell and of the connection's */
	bool rung;
	uint64_t claimed;
	struct cusb_handle *next_waiting; /* in `waiting` of the connection */
	struct cusb_transfer *ended, *ended_last;
};

struct usbip_backend {
	struct cusb_backend base; /* first: a struct cusb_backend * is a struct usbip_backend * */
	char *host, *service;
	int family;
	int connect_timeout_ms;
	int keep_alive_s;
	int (*connect)(void *user);
	void *user;
	int (*resolve)(const char *host, const char *service, const struct addrinfo *hints,
		       struct addrinfo **addresses);
	void (*free_resolved)(struct addrinfo *addresses);
	pthread_mutex_t lock; /* of all below */
	struct remote *remotes;
	uint64_t count; /* that were ever listed */
};

static inline struct usbip_backend *usbip_of(struct cusb_backend *backend)
{
	return (struct usbip_backend *)backend;
}

static inline unsigned int queue_of(unsigned int address)
{
	return (address & 0x0f) | (address & 0x80 ? 16 : 0);
}

static inline int64_t clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#define AGAIN_MS 50 /* between two questions to a server that is not ready yet */

static inline void sleep_ms(int ms)
{
	nanosleep(&(struct timespec){.tv_nsec = ms * 1000000L}, NULL);
}

/* ---- bytes of a transfer --------------------------------------------------------------------- */

#define SETUP_SIZE 8

static inline bool is_control(const struct cusb_transfer *transfer)
{
	return !cusb_queue_entry_of(transfer)->endpoint;
}

static inline bool is_isochronous(const struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep = cusb_queue_entry_of(transfer)->endpoint;

	return ep && (ep->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_ISO;
}

/* The bytes that are sent or received, without the SETUP packet. */
static inline size_t data_length(const struct cusb_transfer *transfer)
{
	const uint8_t *setup = transfer->data;

	return is_control(transfer) ? (size_t)(setup[6] | setup[7] << 8) : transfer->length;
}

static inline uint8_t *data_of(const struct cusb_transfer *transfer)
{
	return is_control(transfer) ? (uint8_t *)transfer->data + SETUP_SIZE : transfer->data;
}

/* A request without data is OUT for the kernel. */
static inline bool is_in(const struct cusb_transfer *transfer)
{
	const uint8_t *setup = transfer->data;

	if (is_control(transfer))
		return setup[0] & 0x80 && data_length(transfer) > 0;
	return transfer->bEndpointAddress & 0x80;
}

static inline bool is_stopped(const struct cusb_transfer *transfer)
{
	return own_of(transfer)->phase >= SENDING_UNWANTED;
}

/* ---- socket.c: connections to the server ----------------------------------------------------- */

/* A connected socket, or -errno. */
int socket_connect(const struct usbip_backend *backend);
/* Both within the backend's timeout: -ETIMEDOUT. -ENOTCONN: the server closed the connection. */
int socket_send(const struct usbip_backend *backend, int fd, const void *bytes, size_t length);
int socket_receive(const struct usbip_backend *backend, int fd, void *bytes, size_t length);

/* ---- operation.c: the list and the import ---------------------------------------------------- */

typedef int (*device_fn)(const struct usbip_device *device, void *user);
/* Calls visit() for each device of the server's list. */
int operation_list(const struct usbip_backend *backend, device_fn visit, void *user);
/* The socket of the imported device, or -errno. */
int operation_import(const struct usbip_backend *backend, const char *busid,
		     struct usbip_device *device);

/* ---- link.c: the connection, and messages to the server; with the remote's lock held --------- */

/* Owns the socket, also after an error. */
int link_begin(struct remote *remote, int fd);
void link_end(struct remote *remote);
/* Puts a submit or an unlink on the list of messages to send. */
void link_add(struct remote *remote, struct cusb_transfer *transfer);
/* Takes a message off the list that has not been sent. */
void link_drop(struct remote *remote, const struct cusb_transfer *transfer);
/* Sends what the socket takes without waiting. -errno: the connection broke. */
int link_send(struct remote *remote);
/* The bytes that have arrived at the server's machine. A socket that cannot tell: all bytes. */
int64_t link_delivered(const struct remote *remote);

/* ---- patience.c: a server that does not answer an unlink; with the remote's lock held --------- */

void patience_begin(struct remote *remote);
void patience_end(struct remote *remote);
/*
 * Whether the server is as good as gone. The time begins anew when an unlink was answered, because
 * the next one has waited behind it, and while data moves that is before an unlink.
 */
bool patience_is_over(struct remote *remote, bool unlink_answered);

/* ---- answer.c: messages from the server; with the remote's lock held ------------------------- */

/* An answer; the data is in its place. */
struct answer {
	struct cusb_transfer *transfer;
	struct kept_read *kept; /* it belongs to this one instead */
	int status;
	size_t actual_length;
};
/* 1: an answer. 0: there is none now. -errno: the connection broke. */
int answer_receive(struct remote *remote, struct answer *answer);

/* ---- packets.c: isochronous ------------------------------------------------------------------ */

/* Whether the packets fit the protocol. 0, -EMSGSIZE, -EINVAL. */
int packets_check(struct cusb_transfer *transfer);
size_t packets_encode(const struct cusb_transfer *transfer, uint8_t *bytes);
/* Takes the results over, and moves the data of IN to its places. -EPROTO: they do not fit. */
int packets_decode(struct cusb_transfer *transfer, const uint8_t *bytes, size_t received);

/* ---- kept.c: reads that were cancelled here alone; with the remote's lock held --------------- */

/* Keeps the read of a transfer that is in flight. NULL: no memory. */
struct kept_read *kept_add(struct remote *remote, const struct cusb_transfer *transfer,
			   unsigned int queue);
/* The oldest one of that queue whose data is wanted. */
struct kept_read *kept_first(const struct remote *remote, unsigned int queue);
void kept_remove(struct remote *remote, struct kept_read *kept);
/* Moves data to a transfer. 1: the transfer has ended, with *status. */
int kept_take(struct kept_read *kept, struct cusb_transfer *transfer, int *status);
/* Data from before a reset or a change of settings is not wanted. */
void kept_void(struct remote *remote);
void kept_free_all(struct remote *remote);

/* ---- queue.c: from the submission to the end; with the remote's lock held -------------------- */

/*
 * handle NULL: a request of the backend's own. 1: it begins after another transfer.
 */
int queue_start(struct remote *remote, struct cusb_handle *handle, const struct cusb_endpoint *ep,
		struct cusb_transfer *transfer);
/* 1: it has ended. */
int queue_stop(struct remote *remote, struct cusb_transfer *transfer);
/* Sends what queue_start() has held back for CUSB_MORE. */
void queue_flush(struct remote *remote);
/* Sends and receives everything that is possible now. */
void queue_exchange(struct remote *remote);
/* The connection is of no more use: the device is gone. */
void queue_lose(struct remote *remote);

/* ---- request.c: control requests of the backend's own; takes the lock ------------------------ */

ssize_t request_run(struct remote *remote, const struct cusb_setup *setup, void *data);

/* ---- remote.c -------------------------------------------------------------------------------- */

/* A device without a connection, with one reference. NULL: no memory. */
struct remote *remote_new(void);
void remote_free(struct remote *remote);
void remote_put(struct usbip_backend *backend, struct remote *remote);
/* Connects, if the device has no connection, and sets the configuration. */
int remote_open(struct usbip_backend *backend, struct remote *remote);
void remote_close(struct remote *remote);
/* Sets the configuration; all alternate settings are 0 then. */
int remote_configure(struct remote *remote);

/* ---- describe.c ------------------------------------------------------------------------------ */

/* Reads the descriptors and the strings. */
int remote_describe(struct remote *remote);

/* ---- list.c ---------------------------------------------------------------------------------- */

int remote_enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		     void *user);
/* With a reference, or NULL: it is gone. */
struct remote *remote_find(struct cusb_backend *backend, const struct cusb_device *dev);

/* ---- handle.c -------------------------------------------------------------------------------- */

int usbip_open(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
	       struct cusb_handle **handle);
void usbip_close(struct cusb_handle *handle);
int usbip_claim(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_release(struct cusb_handle *handle, unsigned int bInterfaceNumber);
int usbip_set_configuration(struct cusb_handle *handle, int value);
int usbip_set_altsetting(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			 unsigned int bAlternateSetting);
ssize_t usbip_string(struct cusb_backend *backend, const struct cusb_device *dev,
		     enum cusb_device_string which, char *text, size_t size);
int usbip_configuration(struct cusb_backend *backend, const struct cusb_device *dev);
int usbip_altsetting(struct cusb_backend *backend, const struct cusb_device *dev, int value,
		     unsigned int bInterfaceNumber);
int usbip_reset(struct cusb_handle *handle);
int usbip_clear_halt(struct cusb_handle *handle, unsigned int bEndpointAddress);

/* ---- transfer.c ------------------------------------------------------------------------------ */

extern const struct cusb_queue_operations usbip_queue;

#endif
