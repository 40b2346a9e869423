/* SPDX-License-Identifier: MIT */
/*
 * Bulk streams, USB 3.2 8.12.1.4: several queues on one SuperSpeed bulk endpoint. A transfer names
 * its stream in `stream_id`.
 */
#ifndef CUSB_STREAM_H
#define CUSB_STREAM_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_streams_max - how many streams a bulk endpoint offers, by its SuperSpeed companion; 0: none.
 */
CUSB_API unsigned int cusb_streams_max(const struct cusb_endpoint *ep);

/**
 * cusb_streams_alloc - make streams 1..n usable on endpoints.
 * @count:     streams asked for, 2..65535.
 * @addresses: bEndpointAddress of each endpoint, all of one interface, which is claimed.
 * @length:    how many addresses, 1..30.
 *
 * Every endpoint gets the same number. Another alternate setting, a release or a reset takes them
 * away again; transfers of the interface that are in flight are cancelled. Returns how many streams
 * there are now, perhaps fewer than asked for; -EINVAL (not a SuperSpeed bulk endpoint with
 * streams, or not of one interface), -ENOENT (no such endpoint now), -ENOSYS (the host controller
 * has none), -ENOMEM, an error of cusb_claim_interface(), or -errno.
 */
CUSB_API int cusb_streams_alloc(struct cusb_device *dev, unsigned int count,
				const uint8_t *addresses, size_t length);

/**
 * cusb_streams_free - take the streams of endpoints away; arguments as for cusb_streams_alloc().
 *
 * Returns 0, -EINVAL (they have none), or an error as above.
 */
CUSB_API int cusb_streams_free(struct cusb_device *dev, const uint8_t *addresses, size_t length);

#ifdef __cplusplus
}
#endif

#endif
