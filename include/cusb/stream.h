/* SPDX-License-Identifier: MIT */
/*
 * Bulk streams, USB 3.2 8.12.1.4: several queues on one SuperSpeed bulk endpoint. The member
 * `stream_id` of a transfer selects the stream.
 */
#ifndef CUSB_STREAM_H
#define CUSB_STREAM_H

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * cusb_streams_max - the number of streams that a bulk endpoint offers.
 *
 * Does not block.
 *
 * Returns the number in the endpoint's SuperSpeed companion, 0 for no streams.
 */
CUSB_API unsigned int cusb_streams_max(const struct cusb_endpoint *ep);

/**
 * cusb_streams_alloc - make streams 1..n usable on endpoints.
 * @count:     the number of streams wanted, 2..65535.
 * @addresses: bEndpointAddress of each endpoint, all of one interface, which is claimed.
 * @length:    the number of addresses, 1..30.
 *
 * Every endpoint gets the same number of streams. The streams last until another alternate setting
 * is selected, the interface is released, or the device is reset. The call cancels the transfers in
 * flight to the interface.
 *
 * Returns:
 *   > 0      the number of streams of each endpoint, perhaps fewer than @count
 *   -EINVAL  not a SuperSpeed bulk endpoint with streams, or endpoints of several interfaces
 *   -ENOENT  no current alternate setting has such an endpoint
 *   -ENOSYS  the host controller has no streams
 *   -ENOMEM  no memory
 *   < 0      an error of cusb_claim_interface(), or another -errno
 */
CUSB_API int cusb_streams_alloc(struct cusb_device *dev, unsigned int count,
				const uint8_t *addresses, size_t length);

/**
 * cusb_streams_free - remove the streams of endpoints.
 *
 * The arguments are as for cusb_streams_alloc().
 *
 * Returns:
 *   0        removed
 *   -EINVAL  the endpoints have no streams
 *   < 0      another error of cusb_streams_alloc()
 */
CUSB_API int cusb_streams_free(struct cusb_device *dev, const uint8_t *addresses, size_t length);

#ifdef __cplusplus
}
#endif

#endif
