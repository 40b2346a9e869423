/* SPDX-License-Identifier: MIT */
/*
 * cusb_ctrl_transfer(). A backend may run a request in one call, without the lock. All other
 * requests are transfers to endpoint 0. So are the requests of an interruptible device, because the
 * one call cannot be cancelled.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/util.h>

#include "core/answer.h"
#include "core/log.h"
#include "core/queue.h"

/* Claims; opens; keeps the session until session_put(). */
static int begin(struct device *dev, const struct cusb_setup *setup, struct session **session)
{
	int err = 0;

	device_enter_keep_text(dev);
	if (!dev->backend->control && !dev->backend->queue)
		err = refuse_unsupported();
	else if (request_has_recipient(setup))
		err = request_claim_locked(dev, setup);
	if (err == 0)
		err = session_get_locked(dev, session);
	return device_leave(dev, err);
}

/*
 * The backend has refused a request without sending it. Returns 0 if a second try may succeed.
 * Otherwise returns the error of the request.
 */
static int claim_again_for_locked(struct device *dev, const struct cusb_setup *setup, int err)
{
	if (!request_has_recipient(setup) || !settings_refused(&dev->settings, err))
		return err;
	return request_claim_locked(dev, setup);
}

/* Another thread may have released the interface since the claim. */
static int run(struct session *session, const struct cusb_setup *setup,
	       struct cusb_transfer *transfer)
{
	struct device *dev = session->dev;
	int err = 0;

	quick_lock_take(&dev->lock);
	if (session->closed)
		err = -ECANCELED;
	else if (request_has_recipient(setup))
		err = request_claim_locked(dev, setup);
	if (err == 0)
		err = run_locked(session, NULL, transfer);
	if (err < 0 && !session->closed) {
		err = claim_again_for_locked(dev, setup, err);
		if (err == 0)
			err = run_locked(session, NULL, transfer);
	}
	quick_lock_give(&dev->lock);
	return err < 0 ? err : transfer->status;
}

static ssize_t run_as_transfer(struct session *session, const struct cusb_setup *setup, void *data,
			       int timeout_ms)
{
	bool in = setup->bmRequestType & CUSB_ENDPOINT_IN;
	uint8_t *buffer = malloc(SETUP_SIZE + (size_t)setup->wLength);
	struct cusb_transfer transfer = {.data = buffer, .length = SETUP_SIZE + setup->wLength};
	ssize_t result;

	if (!buffer)
		return -ENOMEM;
	cusb_fill_setup(buffer, setup->bmRequestType, setup->bRequest, setup->wValue, setup->wIndex,
			setup->wLength);
	if (!in && setup->wLength > 0)
		memcpy(buffer + SETUP_SIZE, data, setup->wLength);
	state_of(&transfer)->timeout_ms = timeout_ms;
	result = run(session, setup, &transfer);
	if (result == 0) {
		result = (ssize_t)transfer.actual_length;
		if (in && result > 0)
			memcpy(data, buffer + SETUP_SIZE, (size_t)result);
	}
	free(buffer);
	return result;
}

static ssize_t run_again(struct session *session, const struct cusb_setup *setup, void *data,
			 int timeout_ms, int err)
{
	struct device *dev = session->dev;

	quick_lock_take(&dev->lock);
	if (!session->closed)
		err = claim_again_for_locked(dev, setup, err);
	if (!session->closed && err < 0)
		settings_ended(&dev->settings, err);
	quick_lock_give(&dev->lock);
	return err < 0 ? err : dev->backend->control(session->handle, setup, data, timeout_ms);
}

/* For an interruptible device whose backend has no queue that takes the request. */
static ssize_t run_uninterrupted(struct session *session, const struct cusb_setup *setup,
				 void *data, int timeout_ms)
{
	const struct cusb_backend *backend = session->dev->backend;
	ssize_t n = -ENOSYS;

	if (backend->control)
		n = backend->control(session->handle, setup, data, timeout_ms);
	if (n < 0 && n != -ENOSYS)
		n = run_again(session, setup, data, timeout_ms, (int)n);
	return n;
}

/*
 * The backend's control() was not called, has not run the request, has failed, or gave an
 * impossible count.
 */
static __attribute__((noinline, cold)) ssize_t run_otherwise(struct session *session,
							     const struct cusb_setup *setup,
							     void *data, int timeout_ms, ssize_t n)
{
	error_forget();
	if (n < 0 && n != -ENOSYS)
		n = run_again(session, setup, data, timeout_ms, (int)n);
	if (n == -ENOSYS && session->queue)
		n = run_as_transfer(session, setup, data, timeout_ms);
	if (n == -ENOSYS && is_interruptible(session->dev))
		n = run_uninterrupted(session, setup, data, timeout_ms);
	if (n == -EPIPE)
		return because(-EPIPE, "the device does not support the request");
	return n > setup->wLength ? answer_refuse(session->dev->backend, "control", n) : n;
}

/* Handles the changes that the request, or another thread meanwhile, has made. */
static __attribute__((noinline)) void finish(struct session *session,
					     const struct cusb_setup *setup)
{
	struct device *dev = session->dev;

	if (atomic_load_explicit(&session->release_again, memory_order_relaxed))
		session_release_again(session);
	if (!request_changes_settings(setup))
		return;
	quick_lock_take(&dev->lock);
	settings_doubt(&dev->settings);
	quick_lock_give(&dev->lock);
}

/* The first argument that is wrong. */
static __attribute__((noinline, cold)) int refuse_setup(unsigned int bmRequestType,
							unsigned int bRequest, unsigned int wValue,
							unsigned int wIndex, size_t wLength)
{
	const struct {
		const char *name;
		size_t value, most;
	} fields[] = {{"bmRequestType", bmRequestType, 0xff},
		      {"bRequest", bRequest, 0xff},
		      {"wValue", wValue, 0xffff},
		      {"wIndex", wIndex, 0xffff},
		      {"wLength", wLength, 0xffff}};

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (fields[i].value > fields[i].most)
			return refuse(-EINVAL, "%s %#zx is above %#zx", fields[i].name,
				      fields[i].value, fields[i].most);
	return refuse(-EINVAL, "data is NULL, wLength is %zu", wLength);
}

ssize_t cusb_ctrl_transfer(struct cusb_device *public, unsigned int bmRequestType,
			   unsigned int bRequest, unsigned int wValue, unsigned int wIndex,
			   void *data, size_t wLength, int timeout_ms)
{
	struct device *dev = device_of(public);
	struct cusb_setup setup = {(uint8_t)bmRequestType, (uint8_t)bRequest, (uint16_t)wValue,
				   (uint16_t)wIndex, (uint16_t)wLength};
	struct session *session = NULL;
	session_control_fn control;
	ssize_t n = -ENOSYS;
	int err;

	if (timeout_ms < 0)
		timeout_ms = timeout_resolve(dev, timeout_ms);
	if (timeout_ms < 0)
		return timeout_ms;
	if ((bmRequestType | bRequest) > 0xff || (wValue | wIndex | wLength) > 0xffff ||
	    (!data && wLength > 0))
		return refuse_setup(bmRequestType, bRequest, wValue, wIndex, wLength);
	err = begin(dev, &setup, &session);
	if (err != 0)
		return err;
	control = atomic_load_explicit(&session->control, memory_order_relaxed);
	if (control)
		n = control(session->handle, &setup, data, timeout_ms);
	if ((size_t)n > wLength)
		n = run_otherwise(session, &setup, data, timeout_ms, n);
	if (request_has_recipient(&setup) || bmRequestType == 0)
		finish(session, &setup);
	session_put(session);
	return n;
}
