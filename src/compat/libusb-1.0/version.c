/* SPDX-License-Identifier: MIT */
/* The version of the interface, and its capabilities. */
#include "compat/libusb-1.0/public.h"

const struct libusb_version *libusb_get_version(void)
{
	/* Programs compare it with the version of the original that they need. */
	static const struct libusb_version version = {
		.major = 1,
		.minor = 0,
		.micro = 31,
		.nano = 0,
		.rc = "",
		.describe = "the interface of libusb 1.0.31, on cusb",
	};

	return &version;
}

int libusb_has_capability(uint32_t capability)
{
	switch (capability) {
	case LIBUSB_CAP_HAS_CAPABILITY:
	case LIBUSB_CAP_HAS_HOTPLUG:
		return 1;
	/* The numbers that the original answers with on Linux. */
	case LIBUSB_CAP_HAS_HID_ACCESS:
		return 0x10000;
	case LIBUSB_CAP_SUPPORTS_DETACH_KERNEL_DRIVER:
		return 0x20000;
	default:
		return 0;
	}
}
