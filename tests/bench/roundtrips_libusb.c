/* SPDX-License-Identifier: MIT */
/* The same as roundtrips_cusb.c, with libusb-1.0. */
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <string.h>

#define ROUND_TRIPS 200

static int round_trips(libusb_device_handle *handle)
{
	unsigned char out[64], in[64];
	int err = libusb_claim_interface(handle, 0);

	for (int i = 0; err == 0 && i < ROUND_TRIPS; i++) {
		int moved = 0;

		memset(out, i & 0xff, sizeof out);
		err = libusb_bulk_transfer(handle, 0x01, out, sizeof out, &moved, 1000);
		if (err == 0)
			err = libusb_bulk_transfer(handle, 0x81, in, sizeof in, &moved, 1000);
		if (err == 0 && (moved != sizeof in || memcmp(out, in, sizeof in) != 0))
			err = LIBUSB_ERROR_OTHER;
	}
	return err;
}

int main(void)
{
	libusb_device_handle *handle;
	int err = libusb_init(NULL);

	if (err == 0) {
		handle = libusb_open_device_with_vid_pid(NULL, 0xfffe, 0x0001);
		err = handle ? round_trips(handle) : LIBUSB_ERROR_NO_DEVICE;
		libusb_close(handle);
		libusb_exit(NULL);
	}
	if (err < 0)
		fprintf(stderr, "roundtrips: %s\n", libusb_strerror(err));
	return err < 0;
}
