/* SPDX-License-Identifier: MIT */
/*
 * Transfers as objects: many in flight at once, isochronous packets, streams, and the true byte
 * count with every outcome.
 *
 *	struct cusb_transfer transfer = {.bEndpointAddress = 0x81, .data = data, .length = length};
 *	cusb_submit(dev, &transfer);
 *	...
 *	cusb_reap(dev, CUSB_NO_TIMEOUT, &done);   done->status, done->actual_length
 *
 * A transfer belongs to the caller, who zeroes what is not set, and holds all that is needed to
 * carry it out; submitting allocates nothing. From cusb_submit() until it is reaped, the transfer
 * and its data are the library's: neither is to be touched or freed.
 *
 * The law: every transfer that was submitted is reaped exactly once, however it ends - completed,
 * stalled, cancelled, timed out, or by a reset, by the cable being pulled, by cusb_close().
 *
 *	idle --cusb_submit--> in flight --done, cancelled, expired--> completed --cusb_reap--> idle
 *
 * There is no thread behind this and no timer. Time limits are looked after inside cusb_reap() and
 * inside any other call that waits for the same device; a program that waits in a loop of its own
 * takes cusb_poll_fd() and cusb_poll_timeout() to it. A limit that one thread sets while another is
 * waiting in cusb_reap() may be noticed a tenth of a second late.
 *
 * After fork(2) the open device is the parent's: the kernel would write what the parent's transfers
 * bring into the memory of whoever reaps them. A child finds the device anew, or exec()s, which
 * closes the parent's descriptor in it.
 */
#ifndef CUSB_TRANSFER_H
#define CUSB_TRANSFER_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CUSB_DONT_WAIT (-2) /* a timeout: look, but do not wait */

/* Flags of a transfer. */
#define CUSB_ZERO_PACKET  0x1 /* OUT: end a whole number of packets with a zero-length packet */
#define CUSB_SHORT_NOT_OK 0x2 /* IN: a short packet is the error -EREMOTEIO */
#define CUSB_START_FRAME  0x4 /* isochronous: begin in start_frame rather than as soon as can be */
#define CUSB_NO_INTERRUPT 0x8 /* the host controller need not interrupt when this one is done */

/* One packet of an isochronous transfer; laid out as the kernel's usbdevfs_iso_packet_desc. */
struct cusb_iso_packet {
	unsigned int length;        /* in: bytes, at most cusb_iso_packet_size() */
	unsigned int actual_length; /* out: bytes moved */
	int status;                 /* out: 0 or a negative errno */
};

/* One request to the kernel; laid out as its struct usbdevfs_urb. */
struct cusb_urb {
	unsigned char type, endpoint;
	int status;
	unsigned int flags;
	void *buffer;
	int buffer_length, actual_length, start_frame;
	int number_of_packets; /* bulk: stream_id */
	int error_count;
	unsigned int signr;
	void *user;
};

/*
 * The library's own part of a transfer: to be zero before first use, and left alone after. Which
 * members are a backend's own is told in backend.h.
 */
struct cusb_transfer_state {
	struct cusb_transfer *next, *prev;
	void *owner, *waiter;
	const struct cusb_endpoint *endpoint;
	struct cusb_transfer *child, *sibling, *before;
	uint32_t deadline_s, deadline_ns;
	int timeout_ms;
	unsigned char phase, why, timed, held, shrinks;

	struct cusb_transfer *link;
	size_t started, part;
	int error;
	unsigned int urbs_in_flight;
	unsigned char type, marks, oldest, reaped;
	struct cusb_urb urbs[2]; /* the last member: packets follow the second one */
};

/* A transfer to or from an endpoint with all that is to be known of it. */
struct cusb_transfer {
	/*
	 * In. Bit 7 is the direction. 0 is endpoint 0: data then begins with the eight bytes of a
	 * SETUP packet, cusb_fill_setup(), and what is sent or received follows.
	 */
	unsigned int bEndpointAddress;
	void *data;           /* in: read into, or sent from and then left alone */
	size_t length;        /* in: bytes; for endpoint 0 with the SETUP packet */
	int timeout_ms;       /* in: CUSB_NO_TIMEOUT, CUSB_DEFAULT_TIMEOUT or milliseconds */
	size_t actual_length; /* out: bytes truly moved, whatever the outcome; without SETUP */
	int status;           /* out: 0 (also after a short packet) or an error of cusb_read() */

	unsigned int flags;     /* in */
	unsigned int stream_id; /* in: bulk streams, 1 and up; see stream.h; 0: none */
	/* In: called by cusb_reap() in place of handing the transfer out; may be NULL. */
	void (*complete)(struct cusb_device *dev, struct cusb_transfer *transfer);
	void *user; /* the caller's */

	/* Isochronous only. */
	unsigned int packet_count; /* in: packets of this transfer; see cusb_transfer_new() */
	unsigned int error_count;  /* out: packets that failed */
	int start_frame;           /* in, with CUSB_START_FRAME */

	struct cusb_transfer_state state; /* the last member: packets follow it */
};

/**
 * cusb_transfer - run a transfer to its end.
 *
 * Blocks as cusb_read() does, and claims likewise. `complete` is not called. Returns 0 (all moved,
 * or a short packet ended it) or an error of cusb_read(), also in `status`; -ETIMEDOUT also with
 * part of the data in place; -EBUSY (it is in flight, and left alone). actual_length is set
 * whatever the outcome. Isochronous without packets: as cusb_read() and cusb_write() do.
 */
CUSB_API int cusb_transfer(struct cusb_device *dev, struct cusb_transfer *transfer);

/* ---- the queue ------------------------------------------------------------------------------- */

/**
 * cusb_submit - put a transfer in flight.
 *
 * Opens the device and claims the interface as cusb_read() does; after the first time this is one
 * system call, and does not wait for the device. Transfers of one endpoint are carried out in the
 * order they were submitted. Its time starts now.
 * Length is not limited: what the host cannot take at once goes in parts that lose nothing, and
 * what is submitted behind it to the same endpoint waits until the last part is done. The parts are
 * submitted by whoever reaps or waits for the device.
 * Returns 0, -EBUSY (in flight already), -EINVAL (as for cusb_read(); an unknown flag; no packets
 * for an isochronous endpoint, or packets that do not fit `length`; a SETUP packet that asks for
 * more than there is room for), -ENOMEM (the limit of all USB buffers of the system,
 * usbfs_memory_mb, is reached; the log tells where to raise it), -EMSGSIZE (a packet is too long
 * for the endpoint), -ENOSPC (the bus has no such bandwidth left), or an error of cusb_read(). On an error it is not in flight.
 */
CUSB_API int cusb_submit(struct cusb_device *dev, struct cusb_transfer *transfer);

/**
 * cusb_reap - take one transfer that has ended.
 * @timeout_ms: milliseconds to wait for one, CUSB_NO_TIMEOUT, CUSB_DEFAULT_TIMEOUT, CUSB_DONT_WAIT.
 * @transfer:   out: the transfer, idle again; NULL when it has a `complete` function, which has
 *              then been called and may have freed it.
 *
 * `complete` runs on this thread with no lock held; it may submit (this transfer again, too),
 * cancel, reap, close or free the device, or do anything else. Several threads may reap. After
 * cusb_close() the transfers it cancelled are still to be reaped here.
 * Returns 0, -ENODATA (none is in flight or left to reap), -EAGAIN (CUSB_DONT_WAIT: none has
 * ended), -ETIMEDOUT, -EINTR (a signal handler ran), -EINVAL (a bad timeout), -ENOSYS.
 */
CUSB_API int cusb_reap(struct cusb_device *dev, int timeout_ms, struct cusb_transfer **transfer);

/**
 * cusb_cancel - ask for a transfer in flight to end now.
 *
 * It is still to be reaped: with status -ECANCELED and the bytes moved until then, or as it ended
 * if it was quicker. May wait some milliseconds for the host controller. Returns 0, -ENOENT (it is
 * not in flight on this device), or -ENOSYS.
 */
CUSB_API int cusb_cancel(struct cusb_device *dev, struct cusb_transfer *transfer);

/**
 * cusb_cancel_all - cusb_cancel() for each transfer in flight to an endpoint.
 * @bEndpointAddress: the endpoint.
 *
 * Those of cusb_read() and its kin in other threads are cancelled as well. Returns how many, or
 * -ENOSYS.
 */
CUSB_API int cusb_cancel_all(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_in_flight - how many submitted transfers are yet to be reaped. Does not block.
 */
CUSB_API size_t cusb_in_flight(struct cusb_device *dev);

/**
 * cusb_poll_fd - a descriptor for poll(2), select(2) or epoll(7): it shows POLLOUT when cusb_reap()
 * with CUSB_DONT_WAIT has something to give.
 *
 * That is the native backend's; another one's may show POLLIN for the same, so a program for any
 * backend waits for either. Opens the device when it is closed. Lent: it is not to be closed, read
 * or written, and is another one once the device was closed. When the device is unplugged, POLLHUP
 * and POLLERR (or POLLIN) show and stay: reap until -ENODATA, then close the device. A transfer
 * that another thread's waiting call took from the kernel, or that was never in it, shows in
 * cusb_poll_timeout() and not here: a loop whose device other threads wait for as well should not
 * sleep too long. Returns the descriptor, or -errno.
 */
CUSB_API int cusb_poll_fd(struct cusb_device *dev);

/**
 * cusb_poll_timeout - how long a loop may wait before it must call cusb_reap() for the sake of time
 * limits, as poll(2) and epoll_wait(2) take it.
 *
 * Returns milliseconds, rounded up; 0: now, or there is one to reap; -1: no transfer in flight has
 * a time limit.
 */
CUSB_API int cusb_poll_timeout(struct cusb_device *dev);

/**
 * cusb_fill_setup - put a SETUP packet at the start of a control transfer's data.
 * @data: room for 8 bytes.
 *
 * The fields are those of USB 2.0 table 9-2, stored in little endian.
 */
CUSB_API void cusb_fill_setup(void *data, unsigned int bmRequestType, unsigned int bRequest,
			      unsigned int wValue, unsigned int wIndex, unsigned int wLength);

/* ---- isochronous ----------------------------------------------------------------------------- */

/**
 * cusb_iso_packet_size - the most bytes an isochronous or interrupt endpoint moves in one service
 * interval: wMaxPacketSize with its extra transactions (USB 2.0 table 9-13), or what the SuperSpeed
 * companion says (USB 3.2 9.6.7, 9.6.8).
 */
CUSB_API size_t cusb_iso_packet_size(const struct cusb_endpoint *ep);

/**
 * cusb_transfer_size - bytes of a transfer with room for packets.
 * @packet_count: 0 gives sizeof(struct cusb_transfer).
 *
 * For memory of the caller's own, aligned as malloc(3) does and zeroed.
 */
CUSB_API size_t cusb_transfer_size(unsigned int packet_count);

/**
 * cusb_transfer_new - a zeroed transfer with room for packets, and packet_count set.
 *
 * Freed by the caller with cusb_transfer_free(). NULL: no memory.
 */
CUSB_API struct cusb_transfer *cusb_transfer_new(unsigned int packet_count);

/** cusb_transfer_free - free what cusb_transfer_new() returned. NULL is allowed. Not in flight! */
CUSB_API void cusb_transfer_free(struct cusb_transfer *transfer);

/**
 * cusb_transfer_packet - a packet of an isochronous transfer.
 * @index: below packet_count, as cusb_transfer_new() was told or cusb_transfer_size() was.
 *
 * Its data begins where the lengths of those before it add up to, also for IN.
 */
CUSB_API struct cusb_iso_packet *cusb_transfer_packet(struct cusb_transfer *transfer,
						      unsigned int index);

/**
 * cusb_transfer_fill_packets - cut `length` into packets of a size, the last with what remains.
 * @packet_length: bytes.
 *
 * Sets each packet's length. packet_count stays; packets beyond `length` become empty.
 * Returns 0, or -EINVAL when packet_count packets do not hold `length`.
 */
CUSB_API int cusb_transfer_fill_packets(struct cusb_transfer *transfer, size_t packet_length);

/**
 * cusb_transfer_compact - close the gaps that short packets left in the data of an IN transfer.
 *
 * Moves the data in place, so that actual_length bytes are in a row; packets are as before, but
 * their data is no longer where cusb_transfer_packet() says. Returns actual_length.
 */
CUSB_API size_t cusb_transfer_compact(struct cusb_transfer *transfer);

#ifdef __cplusplus
}
#endif

#endif
