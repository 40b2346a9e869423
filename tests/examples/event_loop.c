/* SPDX-License-Identifier: MIT */
/*
 * A loop of your own with poll(2): event_loop VID:PID. Sends what is typed to endpoint 0x01 of a
 * loopback device, and prints what comes from 0x81, where four reads are always in flight.
 */
#include <err.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include <cusb/cusb.h>

/* Prints what all reads have brought that have ended, and submits them again. */
static int take(struct cusb_device *dev, ssize_t *awaited)
{
	struct cusb_transfer *done;
	int err = 0;

	while (err == 0 && cusb_reap(dev, CUSB_DONT_WAIT, &done) == 0) {
		fwrite(done->data, 1, done->actual_length, stdout);
		*awaited -= (ssize_t)done->actual_length;
		err = done->status < 0 ? done->status : cusb_submit(dev, done);
	}
	return err;
}

/* Until the end of input, and until all that was sent is back. */
static int run(struct cusb_device *dev)
{
	struct pollfd fds[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLOUT}};
	char line[512];
	ssize_t n = 0, awaited = 0;

	while (n >= 0 && (fds[0].fd >= 0 || awaited > 0)) {
		fds[1].fd = cusb_poll_fd(dev);
		if (poll(fds, 2, cusb_poll_timeout(dev)) < 0)
			return -errno;
		n = take(dev, &awaited);
		if (n < 0 || !(fds[0].revents & (POLLIN | POLLHUP)))
			continue;
		n = read(STDIN_FILENO, line, sizeof line);
		if (n < 0)
			return -errno;
		if (n == 0)
			fds[0].fd = -1; /* which poll(2) passes over */
		else
			n = cusb_write(dev, 0x01, line, (size_t)n, 1000);
		awaited += n;
	}
	return n < 0 ? (int)n : 0;
}

int main(int argc, char **argv)
{
	static char data[4][512];
	struct cusb_transfer reads[4], *done;
	unsigned int vendor, product;
	struct cusb_device *dev;
	int err = 0;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: event_loop VID:PID");
	if (cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev) < 0)
		errx(1, "there is no %s", argv[1]);
	for (int i = 0; i < 4 && err == 0; i++) {
		reads[i] = (struct cusb_transfer){
			.bEndpointAddress = 0x81, .data = data[i], .length = sizeof data[i]};
		err = cusb_submit(dev, &reads[i]);
	}
	if (err == 0)
		err = run(dev);
	if (err < 0)
		warnx("%s", cusb_strerror(err));
	cusb_close(dev); /* cancels; each is still to be reaped */
	while (cusb_reap(dev, CUSB_NO_TIMEOUT, &done) == 0)
		continue;
	cusb_device_free(dev);
	return err < 0;
}
