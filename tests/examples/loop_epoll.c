/* SPDX-License-Identifier: MIT */
/*
 * A loop with epoll(7) over all devices fffe:0001: each sends a greeting round its loopback, and
 * has half a second for the answer.
 */
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <cusb/cusb.h>

#define DEVICES_MAX 16

struct exchange {
	struct cusb_transfer out, in;
	char text[64];
};

static int start(struct cusb_device *dev, struct exchange *exchange, int epoll)
{
	struct epoll_event event = {.events = EPOLLOUT, .data.ptr = dev};
	int err, length = snprintf(exchange->text, sizeof exchange->text, "hello %s", dev->name);

	exchange->out = (struct cusb_transfer){
		.bEndpointAddress = 0x01, .data = exchange->text, .length = (size_t)length};
	exchange->in = (struct cusb_transfer){.bEndpointAddress = 0x81,
					      .data = exchange->text,
					      .length = sizeof exchange->text,
					      .timeout_ms = 500};
	err = cusb_submit(dev, &exchange->out);
	if (err == 0)
		err = cusb_submit(dev, &exchange->in);
	if (err == 0)
		err = epoll_ctl(epoll, EPOLL_CTL_ADD, cusb_poll_fd(dev), &event);
	return err;
}

/* The nearest time limit of all; -1: none. */
static int timeout_of(struct cusb_device **list, ssize_t count)
{
	int nearest = -1;

	for (ssize_t i = 0; i < count; i++) {
		int timeout = cusb_poll_timeout(list[i]);

		if (timeout >= 0 && (nearest < 0 || timeout < nearest))
			nearest = timeout;
	}
	return nearest;
}

int main(void)
{
	static struct exchange exchanges[DEVICES_MAX];
	struct cusb_device **list = NULL;
	struct cusb_transfer *done;
	struct epoll_event event;
	ssize_t count = cusb_find_all(CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001), &list);
	size_t left = 0;
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	for (ssize_t i = 0; i < count && i < DEVICES_MAX; i++)
		if (start(list[i], &exchanges[i], epoll) == 0)
			left += 2;
	while (left > 0 && epoll_wait(epoll, &event, 1, timeout_of(list, count)) >= 0)
		for (ssize_t i = 0; i < count; i++)
			while (cusb_reap(list[i], CUSB_DONT_WAIT, &done) == 0) {
				left--;
				if (done->bEndpointAddress == 0x81)
					printf("%s: %s, %.*s\n", list[i]->name,
					       cusb_strerror(done->status),
					       (int)done->actual_length, (char *)done->data);
			}
	cusb_free_list(list);
	close(epoll);
	return count <= 0;
}
