/* SPDX-License-Identifier: MIT */
/* The default backend, and the version of a backend. */
#include <errno.h>
#include <stdatomic.h>

#include "core/device.h"
#include "core/log.h"
#include "core/native_backend.h"

static _Atomic(struct cusb_backend *) default_backend; /* NULL: the native one */

void cusb_set_default_backend(struct cusb_backend *backend)
{
	atomic_store(&default_backend, backend);
}

struct cusb_backend *backend_or_default(struct cusb_backend *backend)
{
	if (!backend)
		backend = atomic_load(&default_backend);
	return backend ? backend : native_backend;
}

int backend_check(const struct cusb_backend *backend)
{
	if (backend->version == CUSB_BACKEND_VERSION)
		return 0;
	return refuse(-EINVAL, "the backend was compiled for version %u of backend.h, not %u",
		      backend->version, (unsigned int)CUSB_BACKEND_VERSION);
}
