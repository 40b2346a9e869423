/* SPDX-License-Identifier: MIT */
/* 200 bulk round trips of 64 bytes on the loopback device, with a timeout each. */
#include <stdio.h>
#include <string.h>

#include <cusb/cusb.h>

#define ROUND_TRIPS 200

static int round_trips(struct cusb_device *dev)
{
	char out[64], in[64];
	int err = cusb_claim_interface(dev, 0);

	for (int i = 0; err == 0 && i < ROUND_TRIPS; i++) {
		ssize_t n;

		memset(out, i & 0xff, sizeof out);
		n = cusb_write(dev, 0x01, out, sizeof out, 1000);
		if (n == sizeof out)
			n = cusb_read(dev, 0x81, in, sizeof in, 1000);
		if (n != sizeof in || memcmp(out, in, sizeof in) != 0)
			err = n < 0 ? (int)n : -1;
	}
	return err;
}

int main(void)
{
	struct cusb_device *dev;
	int err = cusb_find(CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001), &dev);

	if (err == 0) {
		err = round_trips(dev);
		cusb_device_free(dev);
	}
	if (err < 0)
		fprintf(stderr, "roundtrips: %s\n", cusb_strerror(err));
	return err < 0;
}
