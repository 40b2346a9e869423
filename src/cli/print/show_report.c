/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "cli/bus/hid_report.h"
#include "show.h"

ssize_t show_report(struct show *show, const struct cusb_interface *intf,
		    uint8_t bytes[ASK_REPORT_SIZE])
{
	struct cusb_setup setup = ask_report_setup(intf);
	ssize_t n = hid_report_read(show->strings.bus, intf, bytes, ASK_REPORT_SIZE);
	char driver[64];

	if (n > 0 || setup.wLength == 0)
		return n;
	if (show->answers < 0 || cusb_kernel_driver(show->dev, intf->bInterfaceNumber, driver,
						    sizeof driver) != -ENODATA)
		return -EBUSY;
	n = ask(show->dev, &setup, bytes);
	show_note(show, n);
	return n;
}
