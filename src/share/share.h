/* SPDX-License-Identifier: MIT */
/*
 * The private part of a share object: devices, and connections of clients.
 *
 *	share.c -> client.c -> operation.c, submit.c -> request.c -> transfer.c -> device.c, output.c
 *	client.c, transfer.c, output.c -> memory.c
 *
 * A transfer of a client is a struct share_urb from the header of its CMD_SUBMIT to the last byte of
 * its answer. First its data comes in; then it is in flight on the device; then it is part of the
 * client's output. A client that has left stays as an object until its last transfer has ended.
 */
#ifndef CUSB_SHARE_PRIVATE_H
#define CUSB_SHARE_PRIVATE_H

#include <sys/uio.h>

#include <cusb/share.h>

#include "usbip/operation.h"
#include "usbip/wire.h"

#define ALTSETTING_NUMBERS 256 /* bInterfaceNumber is a byte */
#define ENDPOINT_PLACES	   32  /* the number, and 16 for IN */
#define URBS_MAX	   4096 /* of a client: the search for a sequence number is linear */
#define UNLINKS_MAX	   1024 /* of a client, for submits that have not come */
#define AHEAD_SIZE	   16384

struct share_device {
	struct share_device *next;
	struct cusb_device *dev;
	struct share_client *client; /* also while it leaves; NULL: free */
	int first_configuration;     /* when it was added; negative: not configured */
	const struct cusb_configuration *configuration; /* NULL: not configured */
	uint8_t settings[ALTSETTING_NUMBERS];
	const struct cusb_endpoint *endpoints[ENDPOINT_PLACES]; /* of the current settings */
	bool is_gone;
};

/* Bytes for a client. Its memory gets the message back when they are sent. */
struct share_message {
	struct share_message *next;
	struct iovec parts[USBIP_PARTS_MAX];
	size_t charge; /* of the client's memory: the size of the whole block */
};

struct share_urb {
	struct share_message answer; /* first: giving it back gives the whole back */
	struct share_urb *next;
	struct share_client *client;
	struct cusb_transfer *transfer; /* behind this struct, as are the data and the packets */
	uint8_t *data;
	uint8_t *packets; /* as on the wire; NULL: not isochronous */
	unsigned int packet_count;
	uint32_t length;
	struct usbip_header submit; /* the request */
	int refusal; /* 0: the transfer can be done; its answer, when all of it has come */
	bool is_unlinked;
	uint32_t unlink_seqnum; /* of the CMD_UNLINK */
	uint8_t header[USBIP_HEADER_SIZE]; /* of the answer */
};

struct share_unlink {
	struct share_unlink *next;
	uint32_t seqnum, victim;
};

enum share_stage {
	STAGE_OPERATION, /* the head of a request before an import */
	STAGE_BUSID,
	STAGE_HEADER,
	STAGE_DATA,
	STAGE_PACKETS,
	STAGE_SKIP /* the rest of a transfer that cannot be done */
};

/* The bytes that are to come next, and bytes that have come already and follow them. */
struct share_input {
	enum share_stage stage;
	uint8_t *to; /* NULL: they are dropped */
	size_t length, done;
	uint8_t bytes[USBIP_HEADER_SIZE]; /* the longest of the fixed messages */
	size_t ahead_at, ahead_end;
	uint8_t ahead[AHEAD_SIZE];
};

struct share_client {
	struct share_client *next;
	struct cusb_share *share;
	int fd;		  /* -1: it has left */
	int events;	  /* that the wait set looks for */
	int err;	  /* not 0: the server will close the connection */
	bool is_last;	  /* the output ends the connection */
	int64_t until;	  /* of a client without a device: the time, in ms, for its request */
	uint16_t version; /* of its request */
	struct share_device *device; /* NULL: none is imported */
	struct share_input in;
	struct share_urb *incoming; /* its data comes in */
	struct share_urb *held;	    /* the system has no memory for it now */
	struct share_urb *in_flight, **in_flight_end;
	unsigned int urb_count; /* in flight */
	struct share_unlink *unlinks;
	unsigned int unlink_count;
	bool any_submit;
	uint32_t last_submit;
	struct share_message *out, **out_end;
	size_t used; /* bytes of memory */
	struct share_message *spare; /* blocks of spare_size bytes, which are not in `used` */
	size_t spare_size, spare_count;
};

struct cusb_share {
	struct cusb_share_options options;
	struct cusb_wait_set *set;
	struct share_device *devices;
	struct share_client *clients;
	unsigned int client_count;
	struct share_listener {
		struct share_listener *next;
		int fd;
		int spare; /* a descriptor to close when the process has no other left */
	} *listeners;
};

static inline void share_tell(const struct cusb_share *share, enum cusb_share_change change,
			      const struct share_device *device, int fd)
{
	const struct cusb_share_event event = {.change = change, .dev = device->dev, .fd = fd};

	if (share->options.event)
		share->options.event(&event, share->options.user);
}

/* ---- memory.c -------------------------------------------------------------------------------- */

/*
 * A block of that size, which begins with a message. The rest is zero, or has bytes of the same
 * client: a backend that reports more bytes than it has written leaks none of ours. The client is
 * charged. NULL: no memory.
 */
struct share_message *memory_take(struct share_client *client, size_t size);
void memory_give(struct share_client *client, struct share_message *message);
/* Frees what is kept for further transfers. */
void memory_drop_spare(struct share_client *client);

/* ---- output.c -------------------------------------------------------------------------------- */

/* A message with room for `size` bytes behind it. NULL: no memory, and the client's err is set. */
struct share_message *output_new(struct share_client *client, size_t size);
/* The client owns the message. The parts are set. A message for a client that has left is freed. */
void output_add(struct share_client *client, struct share_message *message);
/* The answers without data. */
void output_status(struct share_client *client, uint32_t command, uint32_t seqnum, int status);
/* Sends as much as the socket takes. An error goes to the client's err. */
void output_send(struct share_client *client);
void output_drop(struct share_client *client);

/* ---- device.c -------------------------------------------------------------------------------- */

/* Opens and claims. 0, -errno. */
int device_begin(struct share_device *device);
/* Claims the interfaces that are not claimed yet. 0, or the error of the first claim that failed. */
int device_claim_all(struct share_device *device);
/* Asks for the configuration; all alternate settings are 0. */
void device_read_configuration(struct share_device *device);
void device_set_setting(struct share_device *device, unsigned int bInterfaceNumber,
			unsigned int bAlternateSetting);
/* NULL: no such endpoint in the current settings. */
const struct cusb_endpoint *device_endpoint(const struct share_device *device, unsigned int ep,
					    bool is_in);
/* For the next client. */
void device_restore(struct share_device *device, bool was_busy);

/* ---- transfer.c ------------------------------------------------------------------------------ */

/* The memory of a transfer. */
size_t urb_size(size_t length, unsigned int packet_count);
/* NULL: no memory. The client is charged. */
struct share_urb *urb_new(struct share_client *client, const struct usbip_header *submit,
			  uint32_t length, unsigned int packet_count);
/* Answers with that status, without data, and frees the URB with the answer. */
void urb_answer(struct share_urb *urb, int status);
void urb_drop(struct share_urb *urb);
/* Puts a URB whose data is complete in flight, or answers it. It may become the client's `held`. */
void urb_submit(struct share_urb *urb);
/* Tries the client's `held` again. */
void urb_resume(struct share_client *client);
/* Answers the transfers of a device that have ended. Whether there was one. */
bool urb_reap_all(struct share_device *device);
/* Waits until the transfers of a client have ended, or until none ends within the time. */
void urb_await_all(struct share_client *client, int timeout_ms);

/* ---- request.c ------------------------------------------------------------------------------- */

/*
 * Requests that the library has calls for, because the kernel must know of them. True: the URB was
 * one of them, and is answered.
 */
bool request_serve(struct share_urb *urb);

/* ---- submit.c, operation.c ------------------------------------------------------------------- */

void input_expect(struct share_input *in, enum share_stage stage, void *to, size_t length);
/* The message of the stage is complete. False: it has to wait for memory. An error goes to err. */
bool submit_advance(struct share_client *client);
void submit_forget(struct share_client *client);

void operation_advance(struct share_client *client);

/* ---- client.c -------------------------------------------------------------------------------- */

/* Takes the descriptor. 0, -errno. */
int client_new(struct cusb_share *share, int fd);
/*
 * Work after events of its socket, and after its transfers or its device have ended. May free the
 * client.
 */
void client_work(struct share_client *client, int events);
/* Ends the connection. May free the client. */
void client_leave(struct share_client *client);
/* Clients whose request has not come in time leave. */
void client_expire_all(struct cusb_share *share);
/* Milliseconds to the time when one of them has to; -1: none has to. */
int client_patience(const struct cusb_share *share);

#endif
