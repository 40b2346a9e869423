/* SPDX-License-Identifier: MIT */
/*
 * A loop of your own with epoll(7), over all devices VID:PID: event_loop_epoll VID:PID. Each gets a
 * greeting on endpoint 0x01, and has half a second to send it back from 0x81.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cusb/cusb.h>

static struct exchange {
	struct cusb_transfer out, in;
	char greeting[64], answer[64];
} exchanges[16];

static int start(struct cusb_device *dev, struct exchange *x, int epoll)
{
	struct epoll_event event = {.events = EPOLLOUT, .data.ptr = dev};
	int err, length = snprintf(x->greeting, sizeof x->greeting, "hello %s", dev->name);

	x->out = (struct cusb_transfer){.data = x->greeting, .length = (size_t)length};
	x->in = (struct cusb_transfer){.data = x->answer, .length = sizeof x->answer};
	x->out.bEndpointAddress = 0x01;
	x->in.bEndpointAddress = 0x81;
	x->in.timeout_ms = 500;
	err = cusb_submit(dev, &x->out);
	if (err == 0)
		err = cusb_submit(dev, &x->in);
	return err < 0 ? err : epoll_ctl(epoll, EPOLL_CTL_ADD, cusb_poll_fd(dev), &event);
}

/* Takes what has ended. Returns how long the device may be left alone; -1: it has no time limit. */
static int attend(struct cusb_device *dev)
{
	struct cusb_transfer *done;

	while (cusb_reap(dev, CUSB_DONT_WAIT, &done) == 0)
		if (done->bEndpointAddress == 0x81)
			printf("%s: %s, %.*s\n", dev->name, cusb_strerror(done->status),
			       (int)done->actual_length, (char *)done->data);
	if (cusb_in_flight(dev) == 0)
		cusb_close(dev); /* which takes it out of the epoll */
	return cusb_is_open(dev) ? cusb_poll_timeout(dev) : -1;
}

int main(int argc, char **argv)
{
	struct cusb_device **list;
	struct epoll_event event;
	unsigned int vendor, product;
	int nearest = 0, epoll = epoll_create1(EPOLL_CLOEXEC);
	ssize_t count;
	size_t waiting = 1;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: event_loop_epoll VID:PID");
	count = cusb_find_all(CUSB_MATCH(idVendor, vendor, idProduct, product), &list);
	if (count <= 0)
		errx(1, "%s: %s", argv[1], cusb_strerror(count < 0 ? (int)count : -ENODEV));
	for (ssize_t i = 0; i < count && i < 16; i++)
		if (start(list[i], &exchanges[i], epoll) < 0)
			warnx("%s cannot begin", list[i]->name);
	while (waiting > 0 && epoll_wait(epoll, &event, 1, nearest) >= 0) {
		nearest = -1;
		waiting = 0;
		for (ssize_t i = 0; i < count; i++) {
			int timeout = attend(list[i]);

			if (timeout >= 0 && (nearest < 0 || timeout < nearest))
				nearest = timeout;
			waiting += cusb_in_flight(list[i]);
		}
	}
	cusb_free_list(list);
	close(epoll);
	return 0;
}
