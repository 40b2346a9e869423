/* SPDX-License-Identifier: MIT */
/*
 * A kernel that does as it is told: files are a table of paths and contents, ioctls return what was
 * queued for them, and URBs go through SUBMITURB, ppoll, REAPURBNDELAY and DISCARDURB as a script of
 * steps says. It has no semantics of its own, so orders can be played that a real one shows rarely:
 *
 *	static const struct sk_step steps[] = {
 *		{.call = 'P', .result = POLLOUT},
 *		{.call = 'R', .endpoint = 0x81, .data = "text", .actual = 4},
 *	};
 *	sk_play(sk, steps, ARRAY_SIZE(steps));
 *	...
 *	ck_assert_str_eq(sk_trace(sk), "SPR");
 *
 * Each call takes the first step of its kind that is left. With none left, SUBMITURB and DISCARDURB
 * give 0, REAPURBNDELAY gives -EAGAIN, and ppoll ends the program. So does what must never be: two
 * ppoll at once, or REAPURBNDELAY while another thread is in ppoll.
 */
#ifndef SCRIPT_KERNEL_H
#define SCRIPT_KERNEL_H

#include <cusb/cusb.h>

#include "backend/usbfs/usbfs.h"

#include "unit.h"

#define SK_IOCTLS_MAX	  64

/*
 * Calls have letters: openat 'o', close 'c', pread 'r', getdents64 'g', CONTROL 'C', SUBMITURB 'S',
 * ppoll 'P' (without waiting: 'p'), REAPURBNDELAY 'R', DISCARDURB 'D', any other ioctl 'i', mmap
 * 'm', munmap 'u', mknodat 'k', unlinkat 'x', readlinkat 'l'.
 */
struct sk_step {
	char call;
	int result;	       /* 0 or a negative errno; of ppoll: the events, 0: time is over */
	unsigned int spent_ms; /* P: taken off the remaining time */
	unsigned int slow_ms;  /* P: what it takes in truth */
	bool close;	       /* P: the object is closed meanwhile */

	/*
	 * R: the oldest URB of this endpoint that was not reaped, and what became of it. All packets
	 * of an isochronous one are full, or none with a status.
	 */
	unsigned int endpoint;
	int status;
	bool urb_is_well; /* R: the status is of the packets, and that of their URB is 0 */
	int actual;
	const char *data;

	bool newest; /* R: the newest URB of the endpoint instead */
	/* P does not return before so many of these calls have; R finds nothing before. */
	char after;
	unsigned int after_count;
};

/* A URB as it was submitted. */
struct sk_urb {
	unsigned int type, endpoint, flags;
	const void *buffer;
	int buffer_length;
	uint8_t setup[8]; /* of a control URB */
	int start_frame;
	int number_of_packets; /* bulk: stream_id */
	unsigned int packet_length; /* of the last packet */
};

/* Steps that tests often need. */
#define SUBMITTED(err)                                                                             \
	{                                                                                          \
		.call = 'S', .result = (err)                                                       \
	}
#define DISCARDED(err)                                                                             \
	{                                                                                          \
		.call = 'D', .result = (err)                                                       \
	}
#define POLLED(events)                                                                             \
	{                                                                                          \
		.call = 'P', .result = (events)                                                    \
	}
#define POLLED_AFTER(events, letter, count)                                                        \
	{                                                                                          \
		.call = 'P', .result = (events), .after = (letter), .after_count = (count)         \
	}
#define TIME_OVER POLLED(0)
#define LOOKED(events)                                                                             \
	{                                                                                          \
		.call = 'p', .result = (events)                                                    \
	}
/* Four bytes of text came in. */
#define REAPED(ep, text)                                                                           \
	{                                                                                          \
		.call = 'R', .endpoint = (ep), .data = (text), .actual = 4                         \
	}
#define REAPED_AS(ep, why, bytes)                                                                  \
	{                                                                                          \
		.call = 'R', .endpoint = (ep), .status = (why), .actual = (bytes)                  \
	}
#define NOT_REAPED(err)                                                                            \
	{                                                                                          \
		.call = 'R', .result = (err)                                                       \
	}
/* The kernel dropped a URB whose memory it could not write. */
#define DROPPED(ep)                                                                                \
	{                                                                                          \
		.call = 'R', .endpoint = (ep), .result = -EFAULT                                   \
	}

struct sk_ioctl {
	unsigned long request;
	const void *pointer; /* the argument itself */
	union {
		int number;
		struct usbdevfs_setinterface setinterface;
		struct usbdevfs_getdriver getdriver;
		struct usbdevfs_disconnect_claim disconnect_claim;
		uint8_t streams[sizeof(struct usbdevfs_streams) + 30];
		struct usbdevfs_ioctl inner;
		struct usbdevfs_ctrltransfer control;
		struct sk_urb urb;
	} arg;
};

struct script_kernel;

/* The device that handles and attributes are asked for: name "1-2", bus 1, address 5. */
extern const struct cusb_device sk_device;
extern const struct cusb_syscalls sk_syscalls;
/* Number 0; for endpoints. */
extern const struct cusb_interface sk_interface;

/* A new kernel with the device's node and its `dev` attribute, and a backend on it. */
struct script_kernel *sk_new(void);
/* Fails the test when a file is open still, or a URB was not reaped. */
void sk_free(struct script_kernel *sk);
struct cusb_backend *sk_backend(struct script_kernel *sk);
/* Opens the device, and forgets the calls made so far. Closed by sk_free() if need be. */
struct cusb_handle *sk_open(struct script_kernel *sk);
void sk_close(struct script_kernel *sk);

/* Files; setting one anew replaces it, and whoever has the old one open reads -ENODEV. */
void sk_file(struct script_kernel *sk, const char *path, const void *bytes, size_t length);
void sk_text(struct script_kernel *sk, const char *path, const char *text);
void sk_remove(struct script_kernel *sk, const char *path);
/* openat() fails, or pread() does. */
void sk_unopenable(struct script_kernel *sk, const char *path, int err);
void sk_unreadable(struct script_kernel *sk, const char *path, int err);
/* A directory with these entries, separated by blanks. */
void sk_directory(struct script_kernel *sk, const char *path, const char *entries);
/* Most entries that one getdents64() gives, and most bytes of one pread(); initially no limit. */
void sk_limit_getdents(struct script_kernel *sk, size_t entries);
void sk_limit_pread(struct script_kernel *sk, size_t bytes);

/* The nth call of that letter from now on (1: the next), and as many as told, give err. */
void sk_fail(struct script_kernel *sk, char call, unsigned int nth, unsigned int times, int err);
/* The next ioctl of that kind gives `result`; GETDRIVER also the name. */
void sk_answer(struct script_kernel *sk, unsigned long request, int result, const char *driver);
/* The same, and copies these bytes to where the answer goes. */
void sk_answer_bytes(struct script_kernel *sk, unsigned long request, int result, const void *bytes,
		     size_t length);
/* The node that mknodat() made last: its mode and number. */
unsigned int sk_made_mode(struct script_kernel *sk);
uint64_t sk_made_dev(struct script_kernel *sk);
/* The steps are not copied. */
void sk_play(struct script_kernel *sk, const struct sk_step *steps, size_t count);

/* The letters of the calls made since sk_new(), sk_open() or sk_forget(). */
const char *sk_trace(struct script_kernel *sk);
void sk_forget(struct script_kernel *sk);
/* All ioctls since then, with what they were given. */
size_t sk_ioctl_count(struct script_kernel *sk);
const struct sk_ioctl *sk_ioctl_at(struct script_kernel *sk, size_t i);
/* The URBs not yet reaped will never be. */
void sk_lose_urbs(struct script_kernel *sk);
/* How long the last ppoll was to wait at most, in milliseconds, rounded up; -1: for ever. */
long sk_poll_ms(struct script_kernel *sk);
/* What was sent with the last OUT URB or CONTROL, up to 64 bytes. */
const uint8_t *sk_sent(struct script_kernel *sk);
/* Flags that openat() was given for the last file. */
int sk_open_flags(struct script_kernel *sk);
/* Waits until so many calls of that kind have begun; for tests with threads. */
void sk_wait(struct script_kernel *sk, char call, unsigned int count);

#endif
