/* SPDX-License-Identifier: MIT */
/* Where backends come in. */
#include <errno.h>
#include <stdatomic.h>

#include <cusb/usbfs.h>

#include "core/device.h"
#include "core/log.h"

/*
 * Of the native backend: the default one as it is before cusb_usbfs_default() was called. What that
 * adds is not linked to a program that only finds devices.
 */
struct cusb_backend *usbfs_for_finding(void);

_Atomic(void (*)(struct device *dev)) device_in_use;
static _Atomic(struct cusb_backend *) default_backend; /* NULL: the native one */

void cusb_set_default_backend(struct cusb_backend *backend)
{
	atomic_store(&default_backend, backend);
}

struct cusb_backend *backend_or_default(struct cusb_backend *backend)
{
	if (!backend)
		backend = atomic_load(&default_backend);
	return backend ? backend : usbfs_for_finding();
}

void device_first_use(void)
{
	cusb_usbfs_default();
	atomic_store_explicit(&device_in_use, device_dispose, memory_order_release);
}

int backend_check(const struct cusb_backend *backend)
{
	if (backend->version == CUSB_BACKEND_VERSION)
		return 0;
	log_line(CUSB_LOG_ERROR, "a backend of contract version %u, not %u", backend->version,
		 (unsigned int)CUSB_BACKEND_VERSION);
	return -EINVAL;
}
