/* SPDX-License-Identifier: MIT */
/* Many devices at once, each with one interrupt read in flight. */
#include <stdio.h>

#include <cusb/cusb.h>

#include "bench.h"

static struct cusb_device **many;
static struct cusb_transfer reads[BENCH_MANY_MAX];
static struct cusb_wait_set *set;

static int fail(const char *what, int err)
{
	fprintf(stderr, "cusb: %s: %s\n", what, cusb_strerror(err));
	return -1;
}

static int begin_read(struct cusb_device *dev, struct cusb_transfer *transfer)
{
	int err = cusb_submit(dev, transfer);

	return err < 0 ? err : cusb_wait_set_add_device(set, dev, NULL);
}

int stack_open_many(unsigned int idProduct, void *data, size_t length)
{
	ssize_t count =
		cusb_find_all(CUSB_MATCH(idVendor, BENCH_VENDOR, idProduct, idProduct), &many);
	int err = count < 0 ? (int)count : cusb_wait_set_new(&set);

	for (ssize_t i = 0; i < count && i < BENCH_MANY_MAX && err == 0; i++) {
		reads[i].bEndpointAddress = 0x81;
		reads[i].data = (unsigned char *)data + (size_t)i * length;
		reads[i].length = length;
		err = begin_read(many[i], &reads[i]);
	}
	return err < 0 ? fail("open", err) : 0;
}

int stack_serve(unsigned int count)
{
	struct cusb_wait_item item;
	struct cusb_transfer *done;
	int err = 0;

	while (count > 0 && err == 0) {
		err = cusb_wait_set_next(set, CUSB_NO_TIMEOUT, &item);
		if (err < 0 || cusb_reap(item.dev, CUSB_DONT_WAIT, &done) < 0)
			continue;
		count--;
		err = done->status < 0 ? done->status : cusb_submit(item.dev, done);
	}
	return err < 0 ? fail("serve", err) : 0;
}

void stack_close_many(void)
{
	cusb_wait_set_free(set);
	cusb_free_list(many);
}
