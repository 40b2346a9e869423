/* SPDX-License-Identifier: MIT */
/*
 * The beginning of every transfer: check it, find the endpoint, claim the interface. Then it is in
 * the queue, or a sync call waits for it.
 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>

#include "core/active.h"
#include "core/log.h"
#include "core/queue.h"

static struct cusb_setup transfer_setup(const struct cusb_transfer *transfer)
{
	const uint8_t *p = transfer->data;

	return (struct cusb_setup){
		.bmRequestType = p[0],
		.bRequest = p[1],
		.wValue = (uint16_t)(p[2] | p[3] << 8),
		.wIndex = (uint16_t)(p[4] | p[5] << 8),
		.wLength = (uint16_t)(p[6] | p[7] << 8),
	};
}

int refuse_transfer(const struct cusb_transfer *transfer)
{
	unsigned int address = transfer->bEndpointAddress;
	unsigned int unknown = transfer->flags & ~(unsigned int)TRANSFER_FLAGS;

	if (address & ~(unsigned int)(CUSB_ENDPOINT_DIR_MASK | CUSB_ENDPOINT_ADDRESS_MASK) ||
	    address == CUSB_ENDPOINT_IN)
		return refuse(-EINVAL, "%#x is not an endpoint address", address);
	if (transfer->length > LENGTH_MAX)
		return refuse(-EINVAL, "length %zu is above %zu", transfer->length, LENGTH_MAX);
	if (!transfer->data && transfer->length > 0)
		return refuse(-EINVAL, "data is NULL, length is %zu", transfer->length);
	if (unknown)
		return refuse(-EINVAL, "flags have the unknown bits %#x", unknown);
	return refuse(-EINVAL, "length %zu does not fit a SETUP packet and its wLength bytes",
		      transfer->length);
}

static __attribute__((noinline)) int check_by_hand(const struct device *dev,
						   const struct cusb_transfer *transfer)
{
	const struct by_hand *operations = __atomic_load_n(&dev->by_hand, __ATOMIC_RELAXED);

	return operations ? operations->check(dev, transfer) : refuse_transfer(transfer);
}

/* A transfer that says a type is allowed by hand. A control transfer has more to be checked. */
static inline bool is_typed_by_hand(const struct device *dev, const struct cusb_transfer *transfer)
{
	unsigned int type = transfer->flags & CUSB_TYPE_MASK;

	return __atomic_load_n(&dev->by_hand, __ATOMIC_RELAXED) && type > CUSB_TYPE_CONTROL &&
	       type <= CUSB_TYPE_INTERRUPT &&
	       transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK;
}

/* The time limit, CUSB_DEFAULT_TIMEOUT made a number; -EINVAL when anything can be seen to be
 * wrong. */
static inline __attribute__((always_inline)) int check(const struct device *dev,
						       const struct cusb_transfer *transfer)
{
	unsigned int address = transfer->bEndpointAddress;
	int timeout_ms = transfer->timeout_ms;

	if (!transfer_is_sound(transfer, TRANSFER_FLAGS | CUSB_TYPE_MASK))
		return check_by_hand(dev, transfer);
	if (transfer->flags & CUSB_TYPE_MASK && !is_typed_by_hand(dev, transfer))
		return check_by_hand(dev, transfer);
	if (!(address & CUSB_ENDPOINT_ADDRESS_MASK) && (address || !transfer_has_setup(transfer)))
		return check_by_hand(dev, transfer);
	return timeout_ms < 0 ? timeout_resolve(dev, timeout_ms) : timeout_ms;
}

int refuse_unsupported(void)
{
	error_forget();
	return -ENOSYS;
}

int refuse_control_endpoint(const struct device *dev, unsigned int address)
{
	return refuse(-EINVAL, "%s: %#04x is a control endpoint", dev->public.name, address);
}

static __attribute__((noinline, cold)) int refuse_owned(void)
{
	return refuse(-EBUSY, "the transfer is in flight, or not reaped");
}

/* For an endpoint that is not in the remembered settings. */
static __attribute__((noinline)) int find_endpoint_locked(struct device *dev,
							  const struct cusb_endpoint *only,
							  const struct cusb_transfer *transfer,
							  const struct cusb_endpoint **ep)
{
	int err;

	if (dev->by_hand)
		return dev->by_hand->find_endpoint(dev, only, transfer, ep);
	err = endpoint_resolve_locked(dev, transfer->bEndpointAddress, only, ep);
	if (err == 0 && ((*ep)->bmAttributes & CUSB_ENDPOINT_TYPE_MASK) == CUSB_ENDPOINT_TYPE_CTRL)
		err = refuse_control_endpoint(dev, transfer->bEndpointAddress);
	return err;
}

/* The endpoint that the settings remember, or the session for this type of transfer; or NULL. */
static inline const struct cusb_endpoint *remembered_endpoint(const struct device *dev,
							      const struct cusb_transfer *transfer)
{
	size_t slot = endpoint_slot(transfer->bEndpointAddress);
	const struct known_endpoint *known;

	if (dev->settings.endpoints[slot] || !dev->session)
		return dev->settings.endpoints[slot];
	known = &dev->session->known[slot];
	return known->said == (transfer->flags & CUSB_TYPE_MASK) && !known->differs ? known->ep
										    : NULL;
}

static inline int resolve_locked(struct device *dev, const struct cusb_endpoint *only,
				 const struct cusb_transfer *transfer,
				 const struct cusb_endpoint **ep)
{
	if ((transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK) == 0) {
		const struct cusb_setup setup = transfer_setup(transfer);

		*ep = NULL;
		return request_claim_locked(dev, &setup);
	}
	*ep = remembered_endpoint(dev, transfer);
	if (!*ep || (only && *ep != only))
		return find_endpoint_locked(dev, only, transfer, ep);
	return 0;
}

/*
 * Finds the endpoint, claims, opens, and makes the device the transfer's owner. -EBUSY: it has one
 * already.
 */
static inline int begin_locked(struct device *dev, const struct cusb_endpoint *only,
			       struct cusb_transfer *transfer, const struct cusb_endpoint **ep)
{
	int err;

	if (transfer_owner(transfer))
		return refuse_owned();
	err = resolve_locked(dev, only, transfer, ep);
	if (err == 0 && !dev->session)
		err = device_open_locked(dev);
	if (err == 0)
		transfer_set_owner(transfer, dev);
	return err;
}

/*
 * The backend has refused a transfer, with `err`. Returns 0 if the endpoint was searched again and
 * its interface claimed again: a second try may succeed. Otherwise returns the error of the
 * transfer.
 */
static __attribute__((noinline, cold)) int
resolve_again_locked(struct device *dev, const struct cusb_endpoint *only,
		     const struct cusb_transfer *transfer, const struct cusb_endpoint **ep, int err)
{
	if (!settings_refused(&dev->settings, err))
		return err;
	return resolve_locked(dev, only, transfer, ep);
}

void transfer_end_control_locked(struct device *dev, const struct cusb_transfer *transfer)
{
	const struct cusb_setup setup = transfer_setup(transfer);

	request_done_locked(dev, &setup);
}

/* ---- into the queue -------------------------------------------------------------------------- */

static __attribute__((noinline, cold)) int start_again_locked(struct device *dev,
							      struct cusb_transfer *transfer,
							      const struct cusb_endpoint *ep,
							      int err)
{
	err = resolve_again_locked(dev, NULL, transfer, &ep, err);
	if (err == 0)
		err = start_locked(dev->session, ep, transfer, NULL);
	if (err < 0)
		transfer_set_owner(transfer, NULL);
	return err;
}

static __attribute__((noinline)) void start_deadline_locked(struct device *dev,
							    struct cusb_transfer *transfer)
{
	struct timespec time = {0, 0};

	remaining_from_ms(state_of(transfer)->timeout_ms, &time);
	deadline_start(dev->session, transfer, time);
	/* A sleeping thread in cusb_reap() does not know of this deadline. */
	if (dev->session->deadlines == transfer && dev->session->reapers.first)
		wake_locked(dev->session->reapers.first);
	watcher_tell(dev->watcher, WATCHED_CHANGED);
}

static inline int submit_locked(struct device *dev, struct cusb_transfer *transfer)
{
	const struct cusb_endpoint *ep;
	int timeout_ms = check(dev, transfer);
	int err = timeout_ms < 0 ? timeout_ms : begin_locked(dev, NULL, transfer, &ep);

	if (err < 0)
		return err;
	state_of(transfer)->timeout_ms = timeout_ms;
	if (endpoint_is_isochronous(ep))
		error_forget();
	err = start_locked(dev->session, ep, transfer, NULL);
	if (err < 0)
		err = start_again_locked(dev, transfer, ep, err);
	if (err < 0)
		return err;
	dev->in_flight++;
	if (timeout_ms > 0)
		start_deadline_locked(dev, transfer);
	return 0;
}

int cusb_submit(struct cusb_device *public, struct cusb_transfer *transfer)
{
	struct device *dev = device_of(public);
	int err;

	device_enter_keep_text(dev);
	err = dev->backend->queue ? submit_locked(dev, transfer) : refuse_unsupported();
	return device_leave(dev, err);
}

/* ---- sync calls ------------------------------------------------------------------------------ */

/* A text that is there after this is the backend's, which may say what is wrong with packets. */
static __attribute__((noinline)) int run_isochronous_locked(struct session *session,
							    const struct cusb_endpoint *ep,
							    struct cusb_transfer *transfer)
{
	error_forget();
	return transfer->packet_count == 0 ? iso_run_rounds_locked(session, ep, transfer)
					   : run_locked(session, ep, transfer);
}

/* An error: nothing was started. */
static inline int run_once_locked(struct session *session, const struct cusb_endpoint *ep,
				  struct cusb_transfer *transfer)
{
	return endpoint_is_isochronous(ep) ? run_isochronous_locked(session, ep, transfer)
					   : run_locked(session, ep, transfer);
}

/* After a refusal. */
static __attribute__((noinline, cold)) int run_again_locked(struct device *dev,
							    const struct cusb_endpoint *only,
							    struct cusb_transfer *transfer,
							    const struct cusb_endpoint *ep, int err)
{
	err = resolve_again_locked(dev, only, transfer, &ep, err);
	return err < 0 ? err : run_once_locked(dev->session, ep, transfer);
}

static __attribute__((noinline, cold)) int not_started(struct cusb_transfer *transfer, int err)
{
	transfer->status = 0;
	return err;
}

/* No text of an earlier call belongs to the status of a transfer that was started. */
static __attribute__((noinline, cold)) int failed(const struct cusb_transfer *transfer, int err)
{
	if (transfer->status == 0)
		return err;
	error_forget();
	if (err == -EPIPE && transfer->bEndpointAddress != 0)
		return because(err, "the endpoint is halted: the device has stalled");
	if (err == -EPIPE)
		return because(err, "the device does not support the request");
	if (err == -EHOSTUNREACH)
		return because(err, "the device is suspended, or not configured");
	return err;
}

static int begin_and_run_locked(struct device *dev, const struct cusb_endpoint *only,
				struct cusb_transfer *transfer, int timeout_ms)
{
	const struct cusb_endpoint *ep;
	int err = begin_locked(dev, only, transfer, &ep);

	if (err < 0)
		return not_started(transfer, err);
	state_of(transfer)->timeout_ms = timeout_ms;
	err = run_once_locked(dev->session, ep, transfer);
	if (err < 0)
		err = run_again_locked(dev, only, transfer, ep, err);
	transfer_end_locked(dev, transfer);
	return err < 0 ? not_started(transfer, err) : transfer->status;
}

static int run(struct device *dev, const struct cusb_endpoint *only, struct cusb_transfer *transfer)
{
	int timeout_ms = check(dev, transfer);
	int err;

	if (timeout_ms < 0)
		return not_started(transfer, timeout_ms);
	device_enter_keep_text(dev);
	err = dev->backend->queue ? begin_and_run_locked(dev, only, transfer, timeout_ms)
				  : not_started(transfer, refuse_unsupported());
	device_leave(dev, err);
	return err;
}

int cusb_transfer_run(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	int err;

	/* A transfer in flight stays unchanged. */
	if (transfer_owner(transfer))
		return refuse_owned();
	transfer->actual_length = 0;
	err = run(device_of(dev), NULL, transfer);
	if (err < 0)
		failed(transfer, err);
	return transfer->status = err;
}

static __attribute__((noinline, cold)) int refuse_direction(unsigned int address)
{
	if ((address & CUSB_ENDPOINT_ADDRESS_MASK) == 0)
		return refuse(-EINVAL, "%#04x is not an endpoint to read or write", address);
	return refuse(-EINVAL, "%#04x is an %s endpoint", address,
		      address & CUSB_ENDPOINT_DIR_MASK ? "IN" : "OUT");
}

/* Bytes moved before a timeout, or before a signal handler ran, count as success. */
static ssize_t run_for_count(struct device *dev, const struct cusb_endpoint *only,
			     unsigned int direction, struct cusb_transfer *transfer)
{
	int err;

	if ((transfer->bEndpointAddress & CUSB_ENDPOINT_DIR_MASK) != direction ||
	    (transfer->bEndpointAddress & CUSB_ENDPOINT_ADDRESS_MASK) == 0)
		return refuse_direction(transfer->bEndpointAddress);
	err = run(dev, only, transfer);
	if (err < 0 && !((err == -ETIMEDOUT || err == -EINTR) && transfer->actual_length > 0))
		return failed(transfer, err);
	return (ssize_t)transfer->actual_length;
}

/* Sets the members that are read. Most of the others are written before they are read. */
static void fill(struct cusb_transfer *transfer, unsigned int address, void *data, size_t length,
		 int timeout_ms)
{
	transfer->bEndpointAddress = address;
	transfer->data = data;
	transfer->length = length;
	transfer->timeout_ms = timeout_ms;
	transfer->actual_length = 0;
	transfer->flags = 0;
	transfer->stream_id = 0;
	transfer->packet_count = 0;
	transfer->start_frame = 0;
	state_of(transfer)->owner = NULL;
}

ssize_t cusb_read(struct cusb_device *dev, unsigned int address, void *data, size_t length,
		  int timeout_ms)
{
	struct cusb_transfer transfer;

	fill(&transfer, address, data, length, timeout_ms);
	return run_for_count(device_of(dev), NULL, CUSB_ENDPOINT_IN, &transfer);
}

/* The struct has one pointer for both directions; OUT data is only read. */
static void *unconst(const void *data)
{
	return (void *)(uintptr_t)data;
}

ssize_t cusb_write(struct cusb_device *dev, unsigned int address, const void *data, size_t length,
		   int timeout_ms)
{
	struct cusb_transfer transfer;

	fill(&transfer, address, unconst(data), length, timeout_ms);
	return run_for_count(device_of(dev), NULL, CUSB_ENDPOINT_OUT, &transfer);
}

ssize_t cusb_endpoint_read(const struct cusb_endpoint *ep, void *data, size_t length,
			   int timeout_ms)
{
	struct cusb_transfer transfer;

	fill(&transfer, ep->bEndpointAddress, data, length, timeout_ms);
	return run_for_count(device_of(ep->interface->configuration->device), ep, CUSB_ENDPOINT_IN,
			     &transfer);
}

ssize_t cusb_endpoint_write(const struct cusb_endpoint *ep, const void *data, size_t length,
			    int timeout_ms)
{
	struct cusb_transfer transfer;

	fill(&transfer, ep->bEndpointAddress, unconst(data), length, timeout_ms);
	return run_for_count(device_of(ep->interface->configuration->device), ep, CUSB_ENDPOINT_OUT,
			     &transfer);
}
