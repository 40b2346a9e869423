/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: a program that finds a device on a hostile kernel and uses it, with steps from the
 * input. The rules: each submitted transfer comes back exactly once; no count is above its room; a
 * transfer reports that the device is gone only if it is gone; nothing stays open.
 */
#include "clock.h"
#include "fail_alloc.h"
#include "hostile/hostile.h"
#include "input.h"
#include "log.h"
#include "program/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct hostile kernel;

/* The device that the program uses, or NULL. */
static struct cusb_device *find(bool lent)
{
	struct cusb_device **list, *dev = NULL;
	ssize_t count;

	if (lent) {
		cusb_device_from_fd(hostile_lend(&kernel), &dev);
		return dev;
	}
	count = cusb_find_all(CUSB_MATCH(backend, kernel.backend), &list);
	if (count < 0)
		return NULL;
	if (count > 0)
		dev = cusb_device_ref(list[0]);
	cusb_free_list(list);
	return dev;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cusb_device *dev;
	uint8_t how;

	input_begin(data, size);
	clock_begin();
	how = input_byte();
	log_begin(how & 1);
	hostile_begin(&kernel);
	cusb_set_default_backend(kernel.backend);
	owns_begin(&kernel.unplugged);
	fail_alloc_start(how & 2 ? input_byte() : 0);
	dev = find(how & 4);
	if (dev)
		program_use(dev);
	fail_alloc_stop();
	/* Transfers that were not reaped belong to the program when the device is freed. */
	if (dev && !input_says(32))
		owns_finish(dev);
	cusb_device_free(dev);
	cusb_set_default_backend(NULL);
	hostile_end(&kernel);
	owns_end();
	return 0;
}
