/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include <cusb/error.h>

#include "cli/output/message.h"
#include "no_devices.h"

enum status report_no_list(int err)
{
	if (err != -ENOENT)
		return fail("cannot list the USB devices: %s", cusb_strerror(err));
	if (access("/sys/bus", F_OK) < 0)
		return fail("cannot list the USB devices: there is no /sys/bus; mount sysfs: "
			    "mount -t sysfs sysfs /sys");
	return fail("no USB devices: this kernel has no USB, or its module usbcore is not loaded");
}

enum status report_nothing(const char *text, ssize_t count)
{
	if (count < 0) {
		bool no_usb = count == -ENOENT && access("/sys/bus", F_OK) == 0;

		report_no_list((int)count);
		return no_usb && !text ? STATUS_OK : STATUS_FAILURE;
	}
	if (text)
		return fail("no device %s is plugged in; see 'cusb list'", text);
	fail("no USB devices");
	return STATUS_OK;
}
