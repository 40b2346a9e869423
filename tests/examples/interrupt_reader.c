/* SPDX-License-Identifier: MIT */
/*
 * Prints what comes from the first interrupt IN endpoint, a report a line: interrupt_reader VID:PID
 * [COUNT]. Without COUNT it goes on until ^C, or the device is unplugged. Works with mice and
 * keyboards, too, which meanwhile belong to this program and not to the kernel's driver.
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <cusb/cusb.h>

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

static int find_endpoint(struct cusb_device *dev, const struct cusb_endpoint **ep)
{
	const struct cusb_configuration *cfg;
	int err = cusb_active_configuration(dev, &cfg);

	if (err < 0)
		return err;
	return cusb_find_endpoint_in(
		cfg,
		CUSB_MATCH(direction, CUSB_ENDPOINT_IN, transfer_type, CUSB_ENDPOINT_TYPE_INTR),
		ep);
}

/* One packet at a time: as much room as one may need, and no more. */
static ssize_t read_report(const struct cusb_endpoint *ep, unsigned char *report, size_t room)
{
	size_t size = cusb_iso_packet_size(ep);

	return cusb_endpoint_read(ep, report, size < room ? size : room, CUSB_NO_TIMEOUT);
}

static void print(const unsigned char *report, ssize_t length)
{
	for (ssize_t i = 0; i < length; i++)
		printf("%02x%c", report[i], i + 1 < length ? ' ' : '\n');
	fflush(stdout);
}

int main(int argc, char **argv)
{
	unsigned int vendor, product;
	unsigned char report[3 * 1024];
	const struct cusb_endpoint *ep;
	struct cusb_device *dev;
	long left = argc > 2 ? atol(argv[2]) : -1;
	ssize_t n;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: interrupt_reader VID:PID [COUNT]");
	n = cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev);
	if (n < 0)
		errx(1, "%s: %s", argv[1], cusb_error_text((int)n));
	signal(SIGINT, interrupt);
	cusb_set_auto_detach(dev, true);
	cusb_set_interruptible(dev, true); /* ^C ends a read that waits */
	n = find_endpoint(dev, &ep);
	while (n >= 0 && left != 0 && !interrupted) {
		n = read_report(ep, report, sizeof report);
		print(report, n);
		left -= left > 0;
	}
	if (n == -EINTR)
		n = 0;
	if (n < 0)
		warnx("%s: %s", dev->name, cusb_error_text((int)n));
	cusb_device_free(dev); /* gives the interface back to the kernel's driver */
	return n < 0;
}
