/* SPDX-License-Identifier: MIT */
/*
 * A loop with plain poll(2): keeps four reads in flight from endpoint 0x81 of the first device
 * fffe:0001, and writes to it what is typed. Ends at the end of input, when all has come back.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cusb/cusb.h>

static size_t awaited;
static bool ending;

/* Called by cusb_reap() for each read that has ended. */
static void print(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	fwrite(transfer->data, 1, transfer->actual_length, stdout);
	awaited -= transfer->actual_length;
	if (transfer->status == 0 && !ending)
		transfer->status = cusb_submit(dev, transfer);
	if (transfer->status < 0 && !ending)
		fprintf(stderr, "read: %s\n", cusb_strerror(transfer->status));
}

static int run(struct cusb_device *dev)
{
	struct pollfd fds[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.events = POLLOUT}};
	struct cusb_transfer *done;
	char line[512];
	ssize_t n = 1;

	while ((n > 0 || awaited > 0) && cusb_in_flight(dev) > 0) {
		fds[1].fd = cusb_poll_fd(dev);
		fds[0].fd = n > 0 ? STDIN_FILENO : -1;
		if (poll(fds, 2, cusb_poll_timeout(dev)) < 0 && errno != EINTR)
			return -errno;
		while (cusb_reap(dev, CUSB_DONT_WAIT, &done) == 0)
			continue;
		if (n <= 0 || !(fds[0].revents & (POLLIN | POLLHUP)))
			continue;
		n = read(STDIN_FILENO, line, sizeof line - 1);
		if (n > 0 && cusb_write(dev, 0x01, line, (size_t)n, 1000) == n)
			awaited += (size_t)n;
	}
	return 0;
}

int main(void)
{
	static char data[4][512];
	struct cusb_transfer reads[4];
	struct cusb_transfer *done;
	struct cusb_device *dev;
	int err = cusb_find(CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001), &dev);

	for (size_t i = 0; i < 4 && err == 0; i++) {
		reads[i] = (struct cusb_transfer){.bEndpointAddress = 0x81,
						  .data = data[i],
						  .length = sizeof data[i],
						  .complete = print};
		err = cusb_submit(dev, &reads[i]);
	}
	if (err == 0)
		err = run(dev);
	if (err < 0)
		fprintf(stderr, "%s\n", cusb_strerror(err));
	ending = true;
	cusb_close(dev); /* cancels; each is still to be reaped */
	while (cusb_reap(dev, CUSB_NO_TIMEOUT, &done) == 0)
		continue;
	cusb_device_free(dev);
	return err < 0;
}
