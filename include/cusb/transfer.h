/* SPDX-License-Identifier: MIT */
/*
 * Transfers as objects: many in flight at once, isochronous packets, streams, and the exact byte
 * count with every result.
 *
 *	struct cusb_transfer transfer = {.bEndpointAddress = 0x81, .data = data, .length = length};
 *	cusb_submit(dev, &transfer);
 *	...
 *	cusb_reap(dev, CUSB_NO_TIMEOUT, &done);   done->status, done->actual_length
 *
 * The caller owns the transfer and sets all other members to zero. The struct contains everything
 * that the library needs for the transfer. cusb_submit() allocates no memory. From cusb_submit() to
 * cusb_reap() the transfer and its data belong to the library: do not change or free them.
 *
 * Every submitted transfer is reaped exactly once, however it ends: it may complete, stall, time
 * out or be cancelled, and a reset, an unplugged cable or cusb_close() may end it.
 *
 *	idle --cusb_submit--> in flight --done, cancelled, expired--> completed --cusb_reap--> idle
 *
 * The library has no thread and no timer. It enforces timeouts only inside cusb_reap() and other
 * calls that wait for the same device. A program with its own loop uses cusb_poll_fd() and
 * cusb_poll_timeout(). A thread that waits in cusb_reap() may notice a new timeout of another
 * thread a tenth of a second late.
 *
 * After fork(2) a transfer in flight belongs to the parent alone; see core.h. The child may free
 * its copy.
 */
#ifndef CUSB_TRANSFER_H
#define CUSB_TRANSFER_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CUSB_DONT_WAIT (-2) /* in place of a timeout: return at once */

/* Flags of a transfer. */
#define CUSB_ZERO_PACKET  0x1 /* OUT: send a zero-length packet after a last packet of full size */
#define CUSB_SHORT_NOT_OK 0x2 /* IN: a short packet is the error -EREMOTEIO */
#define CUSB_START_FRAME  0x4 /* isochronous: begin in start_frame, not as soon as possible */
#define CUSB_NO_INTERRUPT 0x8 /* the host controller need not interrupt at the end */

/*
 * The type of the endpoint, in `flags`: one of these values. Only for a device on which
 * cusb_set_automatic() is off. 0: the library takes the type from the descriptors.
 */
#define CUSB_TYPE_CONTROL     0x10
#define CUSB_TYPE_ISOCHRONOUS 0x20
#define CUSB_TYPE_BULK        0x30
#define CUSB_TYPE_INTERRUPT   0x40
#define CUSB_TYPE_MASK        0x70

/* One packet of an isochronous transfer; laid out as the kernel's usbdevfs_iso_packet_desc. */
struct cusb_iso_packet {
	unsigned int length;        /* in: bytes, at most cusb_iso_packet_size() */
	unsigned int actual_length; /* out: bytes moved */
	int status;                 /* out: 0 or a negative errno */
};

/*
 * A transfer to or from an endpoint. The size of this struct and the places of its members are the
 * same in all libraries of one soname.
 */
struct cusb_transfer {
	/*
	 * In. Bit 7 is the direction. 0 is endpoint 0: `data` then begins with the eight bytes of a
	 * SETUP packet (cusb_fill_setup()), and the bytes to send or to receive follow them.
	 */
	unsigned int bEndpointAddress;
	void *data;           /* in: room for the data (IN), or the data to send (OUT) */
	size_t length;        /* in: bytes; for endpoint 0 including the SETUP packet */
	int timeout_ms;       /* in: CUSB_NO_TIMEOUT, CUSB_DEFAULT_TIMEOUT or milliseconds */
	size_t actual_length; /* out: bytes moved, also after an error; without the SETUP packet */
	int status;           /* out: 0 (also after a short packet) or an error of cusb_read() */

	unsigned int flags;     /* in */
	unsigned int stream_id; /* in: the bulk stream, from 1 (stream.h); 0: no stream */
	/* In: if it is not NULL, cusb_reap() calls it, and does not return the transfer. */
	void (*complete)(struct cusb_device *dev, struct cusb_transfer *transfer);
	void *user; /* for the caller; the library does not use it */

	/* Isochronous only. */
	unsigned int packet_count; /* in: packets of this transfer; see cusb_transfer_new() */
	unsigned int error_count;  /* out: packets that failed */
	int start_frame;           /* in, with CUSB_START_FRAME */

	/*
	 * The library's and the backend's own data, with room to grow. Zero before the first use;
	 * do not change it afterwards.
	 */
	union {
		unsigned char bytes[128 + 32 * sizeof(void *)];
		void *pointer;   /* for the alignment */
		uint64_t number; /* for the alignment */
	} own;
	/* 0. Room for later members; the library reads them only with new flags. */
	uintptr_t reserved[5];
};

/**
 * cusb_transfer_run - run a transfer to its end.
 *
 * Blocks and claims the interface as cusb_read() does. Does not call `complete`. Sets actual_length
 * also after an error. An isochronous transfer without packets moves its data as cusb_read() and
 * cusb_write() do.
 *
 * Returns, also in `status`:
 *   0           all bytes were moved, or a short packet ended the transfer
 *   -ETIMEDOUT  the timeout has expired; some of the data may have been moved
 *   -EINTR      a signal handler ran; some of the data may have been moved; only after
 *               cusb_set_interruptible()
 *   -EBUSY      the transfer is in flight; nothing in it has changed, not even `status`
 *   < 0         an error of cusb_read()
 */
CUSB_API int cusb_transfer_run(struct cusb_device *dev, struct cusb_transfer *transfer);

/* ---- the queue ------------------------------------------------------------------------------- */

/**
 * cusb_submit - put a transfer in flight.
 *
 * Opens the device and claims the interface as cusb_read() does. After the first time the call is
 * one system call, and does not wait for the device. Transfers of one endpoint run in the order of
 * their submission. The timeout begins now.
 *
 * The length is not limited. A transfer above the host's limit needs several URBs. No data is lost
 * between them. Threads that reap or wait for the device submit the next URBs. Later transfers of
 * the same endpoint wait until the last URB is done.
 *
 * If the call fails, the transfer is not in flight, except with -EBUSY.
 *
 * Returns:
 *   0           submitted
 *   -EBUSY      the transfer is in flight already
 *   -EINVAL     as for cusb_read(); an unknown flag; an isochronous endpoint and no packets, or
 *               packets that do not fit `length`; a SETUP packet with a wLength above the room
 *   -ENOMEM     the USB buffers of all programs together reach the limit usbfs_memory_mb; the log
 *               names the file that raises it
 *   -EMSGSIZE   a packet is too long for the endpoint
 *   -ENOSPC     the bus has not enough bandwidth left
 *   < 0         an error of cusb_read()
 */
CUSB_API int cusb_submit(struct cusb_device *dev, struct cusb_transfer *transfer);

/**
 * cusb_reap - take one completed transfer.
 * @timeout_ms: milliseconds, CUSB_NO_TIMEOUT, CUSB_DEFAULT_TIMEOUT or CUSB_DONT_WAIT.
 * @transfer:   out: the transfer, idle again. NULL if it has a `complete` function: cusb_reap() has
 *              then called this function, which may have freed the transfer.
 *
 * `complete` runs on this thread, with no lock held. It may do anything: submit this or another
 * transfer, cancel, reap, close or free the device. Several threads may reap. Transfers that
 * cusb_close() cancelled must be reaped too.
 *
 * Returns:
 *   0           reaped
 *   -ENODATA    no transfer is in flight, and none is left to reap
 *   -EAGAIN     CUSB_DONT_WAIT: no transfer has completed
 *   -ETIMEDOUT  no transfer has completed in time
 *   -EINTR      a signal handler ran in this thread
 *   -EINVAL     a bad timeout
 *   -ENOSYS     the backend cannot do this
 */
CUSB_API int cusb_reap(struct cusb_device *dev, int timeout_ms, struct cusb_transfer **transfer);

/**
 * cusb_reap_several - take completed transfers, without waiting.
 * @transfers: out: the transfers, idle again, the oldest first.
 * @count:     room for so many.
 *
 * Takes less time than a cusb_reap() for each of them. Does not call `complete` functions.
 *
 * Returns:
 *   > 0       the number of transfers; if it is below `count`, no other one has completed
 *   -ENODATA  no transfer is in flight, and none is left to reap
 *   -EAGAIN   no transfer has completed
 *   -EINVAL   count is below 1
 *   -ENOSYS   the backend cannot do this
 */
CUSB_API int cusb_reap_several(struct cusb_device *dev, struct cusb_transfer **transfers,
			       int count);

/**
 * cusb_cancel - cancel a transfer in flight.
 *
 * The transfer must still be reaped. Its status is then -ECANCELED, and actual_length has the bytes
 * moved before. If the transfer completed first, it has its own result. May block some milliseconds
 * until the host controller answers.
 *
 * Returns:
 *   0          the host controller was asked to end the transfer
 *   -EALREADY  the transfer has completed, and is not reaped yet; or it is ending: it was cancelled
 *              before, its timeout has expired, or the device was closed. Nothing has changed
 *   -ENOENT    the transfer is not in flight on this device: it was not submitted, or was reaped
 *   -ENOSYS    the backend cannot do this
 */
CUSB_API int cusb_cancel(struct cusb_device *dev, struct cusb_transfer *transfer);

/**
 * cusb_cancel_all - cusb_cancel() for each transfer in flight to an endpoint.
 * @bEndpointAddress: the endpoint.
 *
 * Also cancels the transfers of cusb_read(), cusb_write() and cusb_transfer_run() in other
 * threads.
 *
 * Returns the number of transfers, or -ENOSYS.
 */
CUSB_API int cusb_cancel_all(struct cusb_device *dev, unsigned int bEndpointAddress);

/**
 * cusb_in_flight - the number of submitted transfers that are not yet reaped.
 *
 * Returns the number. Does not block.
 */
CUSB_API size_t cusb_in_flight(struct cusb_device *dev);

/**
 * cusb_poll_fd - a descriptor for poll(2), select(2) or epoll(7).
 *
 * When cusb_reap() with CUSB_DONT_WAIT can return a transfer, the descriptor shows POLLOUT with the
 * native backend. Other backends may show POLLIN; portable programs wait for both. Opens the device
 * if it is closed. The descriptor belongs to the device: do not close, read or write it. When the
 * device is opened again after cusb_close(), it has another descriptor.
 *
 * After an unplug the descriptor shows POLLHUP and POLLERR, or POLLIN, for ever: reap until
 * -ENODATA, then close the device.
 *
 * For some completed transfers cusb_poll_timeout() returns 0, and the descriptor shows nothing: a
 * waiting call of another thread took them from the kernel, or they ended before they were in the
 * kernel. So if other threads wait for the device too, a loop must not sleep long. A wait set
 * (wait.h) wakes for these transfers, too.
 *
 * Returns the descriptor, or -errno.
 */
CUSB_API int cusb_poll_fd(struct cusb_device *dev);

/**
 * cusb_poll_timeout - the time a loop may wait before it must call cusb_reap() to enforce timeouts.
 *
 * The result has the form of the timeout of poll(2) and epoll_wait(2). cusb_read() and similar
 * calls of other threads enforce their own timeouts, which do not count here.
 *
 * Returns:
 *   > 0  milliseconds, rounded up
 *   0    call cusb_reap() now: a timeout has expired, or a transfer has completed
 *   -1   no submitted transfer in flight has a timeout
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
 * cusb_iso_packet_size - the maximum number of bytes in a service interval of a periodic endpoint.
 * @ep: an isochronous or interrupt endpoint.
 *
 * Returns wMaxPacketSize with its additional transactions (USB 2.0 table 9-13), or the number in
 * the SuperSpeed companion (USB 3.2 9.6.7, 9.6.8).
 */
CUSB_API size_t cusb_iso_packet_size(const struct cusb_endpoint *ep);

/**
 * cusb_transfer_size - the size in bytes of a transfer with room for packets.
 * @packet_count: 0 gives sizeof(struct cusb_transfer).
 *
 * For a caller that allocates the memory itself. The memory must be zeroed, and aligned as memory
 * of malloc(3).
 *
 * Returns bytes. For more than 16,777,216 packets the result is SIZE_MAX, which no allocation
 * satisfies.
 */
CUSB_API size_t cusb_transfer_size(unsigned int packet_count);

/**
 * cusb_transfer_new - make a zeroed transfer with room for packets, and set its packet_count.
 * @packet_count: as for cusb_transfer_size().
 *
 * The caller frees it with cusb_transfer_free().
 *
 * Returns the transfer. NULL means that there is no memory, or that @packet_count is too large.
 */
CUSB_API struct cusb_transfer *cusb_transfer_new(unsigned int packet_count);

/**
 * cusb_transfer_free - free a transfer of cusb_transfer_new().
 * @transfer: NULL is allowed. The transfer must not be in flight.
 */
CUSB_API void cusb_transfer_free(struct cusb_transfer *transfer);

/**
 * cusb_transfer_packet - a packet of an isochronous transfer.
 * @index: from 0; below the packet_count given to cusb_transfer_new() or cusb_transfer_size().
 *
 * Each packet has `length` bytes of the transfer's data, in the order of the packets. This is so
 * for IN, too, although the device may send fewer bytes. If a faulty backend gives an actual_length
 * above `length`, the packet gets 0 bytes and status -EPROTO.
 *
 * Returns the packet, which is inside @transfer.
 */
CUSB_API struct cusb_iso_packet *cusb_transfer_packet(struct cusb_transfer *transfer,
						      unsigned int index);

/**
 * cusb_transfer_fill_packets - divide `length` into packets of one size; the last gets the rest.
 * @packet_length: bytes.
 *
 * Sets the length of each packet. packet_count does not change. Packets beyond `length` become
 * empty.
 *
 * Returns 0. -EINVAL means that packet_count packets have no room for `length` bytes.
 */
CUSB_API int cusb_transfer_fill_packets(struct cusb_transfer *transfer, size_t packet_length);

/**
 * cusb_transfer_compact - close the gaps that short packets left in the data of an IN transfer.
 *
 * Moves the data of all packets together, to the start of `data`. The packets do not change, but
 * cusb_transfer_packet() no longer gives the place of their data.
 *
 * Returns actual_length.
 */
CUSB_API size_t cusb_transfer_compact(struct cusb_transfer *transfer);

#ifdef __cplusplus
}
#endif

#endif
