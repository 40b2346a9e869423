/* SPDX-License-Identifier: MIT */
#include "compat/openusb/world.h"
#include "log_lines.h"

static void begin(void)
{
	ow_begin();
	log_lines_begin();
}

static void end(void)
{
	log_lines_end();
	ow_end();
}

FIXTURE(begin, end)

CASE(refusals_say_what_and_why)
{
	uint64_t dev;

	openusb_init(0, NULL);
	openusb_open_device(ow_handle, 123456, 0, &dev);
	openusb_claim_interface(123456, 0, 0);
	openusb_fini(123456);
	openusb_bulk_xfer(123456, 0, 1, NULL);
	ck_assert_str_eq(log_lines(), "openusb_init: no room for the handle"
				      " | openusb_open_device: there is no device 123456"
				      " | openusb_claim_interface: there is no open device 123456"
				      " | openusb_fini: there is no handle 123456"
				      " | openusb_bulk_xfer: no request");
}
