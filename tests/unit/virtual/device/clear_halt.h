/* SPDX-License-Identifier: MIT */
/* Ends the halt of an endpoint, as a host does: by CLEAR_FEATURE. */
#ifndef CLEAR_HALT_H
#define CLEAR_HALT_H

#include <cusb/control.h>

#include "unit.h"
#include "virtual/device/hcd.h"

static inline void clear_halt(struct cusb_virtual_device *dev, uint8_t endpoint)
{
	struct virtual_urb urb = {
		.setup = {0x02, CUSB_REQ_CLEAR_FEATURE, CUSB_ENDPOINT_HALT, endpoint, 0},
	};

	ck_assert_int_eq(hcd_submit(dev, &urb), 0);
	ck_assert_int_eq(urb.status, 0);
}

#endif
