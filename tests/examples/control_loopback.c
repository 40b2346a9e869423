/* SPDX-License-Identifier: MIT */
/*
 * Two vendor requests: control_loopback VID:PID [TEXT]. Request 0 gives a device text to keep, and
 * request 1 asks for it again; `cusb emulate loopback` makes such a device.
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include <cusb/cusb.h>

#define LOOPBACK_WRITE 0
#define LOOPBACK_READ  1

int main(int argc, char **argv)
{
	unsigned int vendor, product;
	char text[256] = "test", answer[256];
	struct cusb_device *dev;
	ssize_t n;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: control_loopback VID:PID [TEXT]");
	if (argc > 2)
		snprintf(text, sizeof text, "%s", argv[2]);
	n = cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev);
	if (n < 0)
		errx(1, "%s: %s", argv[1], cusb_error_text((int)n));

	/* Bit 7 of bmRequestType says where the data goes: 0x40 to the device, 0xc0 from it. */
	n = cusb_ctrl_transfer(dev, CUSB_CTRL_OUT | CUSB_CTRL_TYPE_VENDOR, LOOPBACK_WRITE, 0, 0,
			       text, strlen(text), CUSB_DEFAULT_TIMEOUT);
	if (n >= 0)
		n = cusb_ctrl_transfer(dev, CUSB_CTRL_IN | CUSB_CTRL_TYPE_VENDOR, LOOPBACK_READ, 0,
				       0, answer, sizeof answer, CUSB_DEFAULT_TIMEOUT);
	cusb_device_free(dev);
	if (n < 0)
		errx(1, "%s: %s", argv[1], cusb_error_text((int)n));
	printf("%zd bytes came back: %.*s\n", n, (int)n, answer);
	return 0;
}
