/* SPDX-License-Identifier: MIT */
/*
 * Writes to the first bulk OUT endpoint, and reads the same back from the first bulk IN endpoint:
 * bulk_loop VID:PID [ROUNDS]. `cusb emulate loopback` makes such a device.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>

static int find_endpoint(struct cusb_device *dev, unsigned int direction,
			 const struct cusb_endpoint **ep)
{
	const struct cusb_configuration *cfg;
	int err = cusb_active_configuration(dev, &cfg);

	if (err < 0)
		return err;
	return cusb_find_endpoint_in(
		cfg, CUSB_MATCH(direction, direction, transfer_type, CUSB_ENDPOINT_TYPE_BULK), ep);
}

/* One round. A write returns when all is sent; a read when the buffer is full or a packet short. */
static ssize_t loop(const struct cusb_endpoint *out, const struct cusb_endpoint *in, int round)
{
	char sent[4096], received[sizeof sent];
	ssize_t n;

	memset(sent, 'a' + round % 26, sizeof sent);
	n = cusb_endpoint_write(out, sent, sizeof sent, CUSB_DEFAULT_TIMEOUT);
	if (n == sizeof sent)
		n = cusb_endpoint_read(in, received, sizeof received, CUSB_DEFAULT_TIMEOUT);
	if (n >= 0 && (n != sizeof sent || memcmp(sent, received, sizeof sent) != 0)) {
		warnx("round %d: something else came back", round);
		return -EIO;
	}
	return n;
}

int main(int argc, char **argv)
{
	unsigned int vendor, product;
	const struct cusb_endpoint *out, *in;
	struct cusb_device *dev;
	int rounds = argc > 2 ? atoi(argv[2]) : 1;
	ssize_t n, total = 0;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: bulk_loop VID:PID [ROUNDS]");
	n = cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev);
	if (n < 0)
		errx(1, "%s: %s", argv[1], cusb_error_text((int)n));
	n = find_endpoint(dev, CUSB_ENDPOINT_OUT, &out);
	if (n == 0)
		n = find_endpoint(dev, CUSB_ENDPOINT_IN, &in);
	for (int round = 0; n >= 0 && round < rounds; round++) {
		n = loop(out, in, round);
		total += n > 0 ? n : 0;
	}
	if (n < 0)
		warnx("%s: %s", dev->name, cusb_error_text((int)n));
	printf("%s: %zd bytes came back\n", dev->name, total);
	cusb_device_free(dev);
	return n < 0;
}
