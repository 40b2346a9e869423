/* SPDX-License-Identifier: MIT */
/*
 * One thread serves all devices VID:PID, however many: serve_many VID:PID. Each gets a greeting on
 * endpoint 0x01, and has half a second to send it back from 0x81. ^C ends the program sooner.
 */
#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <cusb/cusb.h>

struct served {
	struct cusb_transfer out, in;
	char greeting[64], answer[64];
};

static struct cusb_wait_set *set;

static void interrupt(int number)
{
	cusb_wait_set_wake(set);
}

static int begin(struct cusb_device *dev, struct served *s)
{
	int length = snprintf(s->greeting, sizeof s->greeting, "hello %s", dev->name);
	int err = cusb_wait_set_add_device(set, dev, s);

	s->out = (struct cusb_transfer){.data = s->greeting, .length = (size_t)length};
	s->in = (struct cusb_transfer){.data = s->answer, .length = sizeof s->answer};
	s->out.bEndpointAddress = 0x01;
	s->in.bEndpointAddress = 0x81;
	s->in.timeout_ms = 500;
	err = err < 0 ? err : cusb_submit(dev, &s->out);
	return err < 0 ? err : cusb_submit(dev, &s->in);
}

/* Takes what has ended. Returns how many devices have answered. */
static size_t attend(struct cusb_device *dev, const struct served *s)
{
	struct cusb_transfer *done;
	size_t answers = 0;

	while (cusb_reap(dev, CUSB_DONT_WAIT, &done) == 0) {
		if (done == &s->in)
			printf("%s: %s, %.*s\n", dev->name, cusb_strerror(done->status),
			       (int)done->actual_length, s->answer);
		answers += done == &s->in;
	}
	return answers;
}

int main(int argc, char **argv)
{
	struct cusb_wait_item item = {.kind = CUSB_WAIT_DEVICE};
	struct cusb_device **list;
	struct served *served;
	unsigned int vendor, product;
	size_t waiting = 0;
	ssize_t n;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: serve_many VID:PID");
	n = cusb_find_all(CUSB_MATCH(idVendor, vendor, idProduct, product), &list);
	served = n > 0 ? calloc((size_t)n, sizeof *served) : NULL;
	if (!served || cusb_wait_set_new(&set) < 0)
		errx(1, "%s: %s", argv[1], n < 0 ? cusb_strerror((int)n) : "no device");
	signal(SIGINT, interrupt);
	for (ssize_t i = 0; i < n; i++)
		waiting += begin(list[i], &served[i]) == 0;
	while (waiting > 0 && item.kind != CUSB_WAIT_WOKEN)
		if (cusb_wait_set_next(set, CUSB_NO_TIMEOUT, &item) == 0 && item.dev)
			waiting -= attend(item.dev, item.user);
	cusb_wait_set_free(set);
	cusb_free_list(list);
	free(served);
	return 0;
}
