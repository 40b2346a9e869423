/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "wait_case.h"

struct cusb_wait_set *wait_begin(void)
{
	struct cusb_wait_set *set = NULL;

	CHECK_OK(cusb_wait_set_new(&set));
	return set;
}

struct cusb_wait_item wait_next(struct cusb_wait_set *set, enum cusb_wait_kind kind)
{
	struct cusb_wait_item item;

	CHECK_OK(cusb_wait_set_next(set, GUARD_MS, &item));
	CHECK_INT(item.kind, kind);
	return item;
}

struct cusb_transfer *wait_reap(struct cusb_wait_set *set, struct cusb_device **dev)
{
	for (;;) {
		struct cusb_wait_item item = wait_next(set, CUSB_WAIT_DEVICE);
		struct cusb_transfer *transfer = NULL;
		int err = cusb_reap(item.dev, CUSB_DONT_WAIT, &transfer);

		CHECK(err == 0 || err == -EAGAIN || err == -ENODATA);
		if (err < 0)
			continue;
		if (dev)
			*dev = item.dev;
		return transfer;
	}
}

int wait_count_left(struct cusb_wait_set *set)
{
	struct cusb_wait_item item;
	int count = 0;

	while (count < 100 && cusb_wait_set_next(set, patience(20), &item) == 0)
		count++;
	return count;
}

void wait_expect_quiet(struct cusb_wait_set *set, struct cusb_device *dev)
{
	struct cusb_transfer *transfer;
	int err;

	/* What a sync call has ended may be told, and what the system ends, in steps. */
	CHECK(wait_count_left(set) < 10);
	err = cusb_reap(dev, CUSB_DONT_WAIT, &transfer);
	CHECK(err == -EAGAIN || err == -ENODATA);
	CHECK_INT(wait_count_left(set), 0);
}
