/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "backend/usbfs/script_kernel_internal.h"
#include "backend/usbfs/script_session.h"

static struct device *new_object(struct script_kernel *sk)
{
	struct device *dev = calloc(1, sizeof *dev);

	if (!dev)
		sk_die(sk, "no memory");
	dev->public = sk_device;
	dev->backend = sk->backend;
	dev->fd = -1;
	atomic_init(&dev->references, 1);
	atomic_init(&dev->default_timeout_ms, 1000);
	pthread_mutex_init(&dev->text_lock, NULL);
	settings_claimed(&dev->settings, 0);
	return dev;
}

struct cusb_handle *sk_open_session(struct script_kernel *sk)
{
	sk->object = new_object(sk);
	ck_assert_int_eq(cusb_open(&sk->object->public), 0);
	sk_forget(sk);
	return sk->object->session->handle;
}

struct cusb_device *sk_object(struct script_kernel *sk)
{
	return &sk->object->public;
}

struct session *sk_session(struct script_kernel *sk)
{
	return sk->object->session;
}

/* As if the endpoint had been found in the descriptors. */
static void resolve(struct script_kernel *sk, const struct cusb_endpoint *ep,
		    struct cusb_transfer *transfer)
{
	struct device *dev = sk->object;

	transfer->timeout_ms = state_of(transfer)->timeout_ms;
	if (!ep)
		return;
	quick_lock_take(&dev->lock);
	settings_endpoint_found(&dev->settings, ep);
	quick_lock_give(&dev->lock);
}

int sk_submit_transfer(struct script_kernel *sk, const struct cusb_endpoint *ep,
		       struct cusb_transfer *transfer)
{
	resolve(sk, ep, transfer);
	return cusb_submit(sk_object(sk), transfer);
}

int sk_transfer(struct script_kernel *sk, const struct cusb_endpoint *ep,
		struct cusb_transfer *transfer)
{
	resolve(sk, ep, transfer);
	return cusb_transfer_run(sk_object(sk), transfer);
}

void sk_release(struct script_kernel *sk, unsigned int number)
{
	struct device *dev = sk->object;

	quick_lock_take(&dev->lock);
	stop_interface_locked(dev, number);
	ck_assert_int_eq(dev->backend->release(dev->session->handle, number), 0);
	quick_lock_give(&dev->lock);
}

void sk_free_object(struct script_kernel *sk)
{
	struct device *dev = sk->object;

	if (!dev)
		return;
	settings_lose_claims(&dev->settings); /* the record is of transfers */
	dev->dispose(dev);
	pthread_mutex_destroy(&dev->text_lock);
	free(dev);
	sk->object = NULL;
}
