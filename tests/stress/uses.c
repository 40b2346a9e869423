/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "stress.h"

#define LARGE (256 * 1024)

/* A time limit, or now and then none. */
static int some_timeout(void)
{
	return random_below(10) ? some_limit() : CUSB_NO_TIMEOUT;
}

static unsigned int some_endpoint(unsigned int direction)
{
	return direction | (1 + random_below(2));
}

static bool read_some(struct worker *worker, struct cusb_device *dev)
{
	static uint8_t data[8 * PACKET];
	size_t length = (1 + random_below(8)) * PACKET;

	(void)worker;
	return TRY(cusb_read(dev, some_endpoint(0x80), data, length, some_timeout())) != -ENODEV;
}

/* Large ones go in parts. */
static bool write_some(struct worker *worker, struct cusb_device *dev)
{
	static const uint8_t data[LARGE];
	size_t length = random_below(20) ? random_below(4 * PACKET) : LARGE;

	(void)worker;
	return TRY(cusb_write(dev, some_endpoint(0), data, length, some_timeout())) != -ENODEV;
}

/* Up to 4096 bytes the kernel does it in one call, beyond that it is queued. */
static bool control_some(struct worker *worker, struct cusb_device *dev)
{
	static uint8_t data[6000];
	char text[CUSB_STRING_SIZE];
	size_t length = random_below(10) ? random_below(300) : sizeof data;

	(void)worker;
	if (TRY(cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, data, length, 20000)) == -ENODEV ||
	    TRY(cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, length, 20000)) == -ENODEV)
		return false;
	return TRY(cusb_get_string(dev, 1 + random_below(3), CUSB_DEFAULT_LANGID, text,
				   sizeof text)) != -ENODEV;
}

/* A blocking transfer with all that a queued one has, on the endpoints that the queue uses. */
static bool transfer_some(struct worker *worker, struct cusb_device *dev)
{
	static uint8_t data[LARGE];
	struct cusb_transfer transfer = {.bEndpointAddress = some_endpoint(random_below(2) << 7),
					 .data = data,
					 .length = random_below(5) ? PACKET : LARGE,
					 .timeout_ms = some_limit()};
	long result = TRY(cusb_transfer_run(dev, &transfer));

	(void)worker;
	if (transfer.status != result || transfer.actual_length > transfer.length)
		fail("cusb_transfer_run() returned %ld with status %d", result, transfer.status);
	sleep_ms(random_below(3));
	return result != -ENODEV;
}

static bool cancel_some(struct worker *worker, struct cusb_device *dev)
{
	static const unsigned int endpoints[] = {0, 0x01, 0x02, 0x81, 0x82};

	for (unsigned int i = 0; i < 5; i++)
		cancel_any(dev);
	if (random_below(4) == 0)
		WATCHED(long, cusb_cancel_all(dev, endpoints[random_below(5)]));
	sleep_ms(random_below(10));
	return !is_gone(worker->seen);
}

static bool dispose_some(struct worker *worker, struct cusb_device *dev)
{
	sleep_ms(5 + random_below(30));
	switch (random_below(4)) {
	case 0:
		enter("cusb_close");
		cusb_close(dev);
		leave();
		break;
	case 1:
		WATCHED(long, cusb_release_interface(dev, 0));
		break;
	case 2:
		TRY(cusb_set_altsetting(dev, 1, (int)random_below(3)));
		break;
	default:
		enter("cusb_dispose_resources");
		cusb_dispose_resources(dev);
		leave();
		break;
	}
	atomic_fetch_add_explicit(&me->done, 1, memory_order_relaxed);
	return !is_gone(worker->seen);
}

struct worker workers[WORKERS] = {
	{.name = "read", .use = read_some},
	{.name = "write", .use = write_some},
	{.name = "control", .use = control_some},
	{.name = "transfer", .use = transfer_some},
	{.name = "queue", .use = use_queue, .leave = leave_queue},
	{.name = "callbacks", .use = use_callbacks, .leave = leave_callbacks},
	{.name = "cancel", .use = cancel_some},
	{.name = "dispose", .use = dispose_some},
};
