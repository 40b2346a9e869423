/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: a program that finds a device of a hostile USB/IP server and uses it, with steps
 * from the input. The rules: each submitted transfer comes back exactly once; no count is above its
 * room; no byte outside a buffer is touched.
 */
#include <cusb/usbip.h>

#include "clock.h"
#include "demand.h"
#include "fail_alloc.h"
#include "input.h"
#include "log.h"
#include "program/program.h"
#include "server/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct cusb_device *find(struct cusb_backend *backend)
{
	struct cusb_device **list, *dev = NULL;
	ssize_t count = cusb_find_all(CUSB_MATCH(backend, backend), &list);

	if (count < 0)
		return NULL;
	if (count > 0)
		dev = cusb_device_ref(list[0]);
	cusb_free_list(list);
	return dev;
}

#define ENDS_S 20 /* the backend gives a silent server 5 s, and reports a lost connection then */

/* However long the server is silent, all transfers end. */
static void finish(struct cusb_device *dev)
{
	cusb_close(dev);
	for (unsigned int i = 0; i < ENDS_S; i++)
		own_reap(dev, 1000);
	owns_finish(dev);
}

static void use(struct cusb_backend *backend)
{
	static const bool may_leave = true;
	struct cusb_device *dev;

	owns_begin(&may_leave);
	fail_alloc_start(input_says(64) ? input_byte() : 0);
	dev = find(backend);
	if (dev)
		program_use(dev);
	fail_alloc_stop();
	/* Transfers that were not reaped belong to the program when the device is freed. */
	if (dev && !input_says(32))
		finish(dev);
	cusb_device_free(dev);
	owns_end();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cusb_usbip_options options = {.connect = server_connect};
	struct cusb_backend *backend;

	input_begin(data, size);
	clock_begin();
	log_begin(false);
	server_begin();
	demand(cusb_usbip_new(&options, &backend) == 0);
	cusb_set_default_backend(backend);
	use(backend);
	cusb_set_default_backend(NULL);
	cusb_usbip_free(backend);
	server_end();
	return 0;
}
