/* SPDX-License-Identifier: MIT */
/*
 * Eight threads use one device in every way there is, while it is unplugged and plugged in again
 * many times. What must hold: each call returns, and in time; each transfer that was submitted is
 * reaped exactly once; nothing fails but for a reason; files and memory are as before at the end.
 *
 * Statistics are relaxed atomics, so that this program orders as little as can be between threads
 * and leaves a race detector what there is to see.
 */
#ifndef STRESS_H
#define STRESS_H

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <cusb/cusb.h>

#define WORKERS 8
#define PACKET	512
/* No call may take longer, however slow the machine. */
#define CALL_LIMIT_MS 600000

/* ---- plug.c: the device's cable --------------------------------------------------------------- */

struct cable {
	struct cusb_backend *backend;
	/*
	 * Returns when the device is configured, with its name in sysfs; and when it is gone, and
	 * the object of this process knows it.
	 */
	void (*plug)(char *name, size_t size);
	void (*unplug)(struct cusb_device *dev);
	void (*end)(void);
	int active_ms; /* how long it is to stay plugged in, about */
};

/* On the virtual kernel; on the running one, by the program `replug`. */
struct cable cable_virtual(void);
struct cable cable_kernel(void);
/* By USB/IP, from another process that lend.h starts; the network takes that long there and back. */
struct cable cable_host(const char *address, const char *netns, unsigned int round_trip_ms);

/* A random time limit, which some calls keep and some do not. */
int some_limit(void);

/* ---- device.c: the device of now -------------------------------------------------------------- */

/*
 * From replug_device() to unplug_device() a device is there, and known to all workers. One follows
 * another when all workers have left it, for a transfer may be cancelled on its own device alone.
 */
void replug_device(const struct cable *cable);
void unplug_device(const struct cable *cable);
/* No device follows, until others follow after all. */
void end_devices(void);
void restart_devices(void);
/* A reference to the first device after the one that is `seen`, as soon as it is; NULL: none follows. */
struct cusb_device *next_device(unsigned int *seen);
/* Whether the cable of that device is being pulled or was; and whether it is out for certain. */
bool is_leaving(unsigned int seen);
bool is_gone(unsigned int seen);

/* ---- worker.c: what each thread does ----------------------------------------------------------- */

struct worker {
	const char *name;
	/* Some use of a device; false once it was found gone. */
	bool (*use)(struct worker *worker, struct cusb_device *dev);
	/* Before its last reference to a device is dropped; may be NULL. */
	void (*leave)(struct worker *worker, struct cusb_device *dev);
	unsigned int seen;   /* the device in use */
	uint32_t random;     /* state of random_below() */
	atomic_ulong done;   /* calls that did what they are for */
	atomic_ulong failed; /* calls that were cancelled, came too late, or found no device */
	/* For the watch: the call it is in, NULL when in none, and since when, in milliseconds. */
	_Atomic(const char *) call;
	atomic_long since;
};

extern struct worker workers[WORKERS];
/* The worker that this thread is; the last one is the main thread. */
extern _Thread_local struct worker *me;
extern struct worker main_worker;

uint32_t random_below(uint32_t limit);
void sleep_ms(unsigned int ms);
long now_ms(void);

__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

void enter(const char *call);
void leave(void);
/* Looks after a call: counts it, and fails unless its result is one that may be. */
long judge(const char *call, long result, bool was_gone);

/* A call of the library under the eyes of the watch. */
#define WATCHED(type, call) (enter(#call), watched_##type(call))
static inline long watched_long(long result)
{
	leave();
	return result;
}
/* The same, and its result may be good, -ECANCELED, -ETIMEDOUT, or -ENODEV of a device that left. */
#define TRY(call)                                                                                  \
	(was_gone_ = is_gone(me->seen), judge(#call, WATCHED(long, (long)(call)), was_gone_))
extern _Thread_local bool was_gone_;

/* Starts all workers, and joins them. */
void start_workers(void);
void join_workers(void);
void start_watch(void);

/* ---- queue.c: transfers, each of which is accounted for ----------------------------------------- */

struct tally {
	atomic_ulong submitted, refused, completed, cancelled, expired, gone;
};

extern struct tally tally;

bool use_queue(struct worker *worker, struct cusb_device *dev);
bool use_callbacks(struct worker *worker, struct cusb_device *dev);
void leave_queue(struct worker *worker, struct cusb_device *dev);
void leave_callbacks(struct worker *worker, struct cusb_device *dev);
/* Cancels one at random. */
void cancel_any(struct cusb_device *dev);
/* Frees the wait set that two of the workers share. */
void end_waiting(void);
/* Fails unless each transfer is idle and the tally's columns add up. */
void check_tally(void);

#endif
