/* SPDX-License-Identifier: MIT */
/*
 * One thread serves many devices, each with one interrupt transfer in flight. Prints for table.awk:
 *
 *	many HOW DEVICES NANOSECONDS	for one completion: to wait, to reap and to submit again
 *
 * HOW is `set`, a wait set, or `loop`, the loop of poll(2) that a program without one has to write.
 * The devices are a backend's whose transfers end when this program says so. Their descriptors are
 * pipes, so that the kernel's part of the wait is measured, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cusb/cusb.h>

#include "bench.h"

#define DEVICES_MAX 128
#define ENDPOINT    0x81
#define COMPLETIONS 2000
#define RUNS	    15
#define TIMEOUT_MS  600000

/* ---- the backend ----------------------------------------------------------------------------- */

struct cusb_handle {
	int ends[2]; /* of a pipe */
	struct cusb_transfer *in_flight;
};

static unsigned int plugged;

static const uint8_t descriptors[] = {
	18, 1, 0,	 2, 0xff, 0,	0, 64,	 0xfe, 0xff, 1, 0, 0, 1, 0, 0, 0, 1, /* device */
	9,  2, 25,	 0, 1,	  1,	0, 0x80, 50, /* configuration */
	9,  4, 0,	 0, 1,	  0xff, 0, 0,	 0,  /* interface */
	7,  5, ENDPOINT, 3, 64,	  0,	1,	     /* interrupt IN */
};

static int enumerate(struct cusb_backend *backend, const char *name, cusb_visit_fn visit,
		     void *user)
{
	(void)backend;
	(void)name;
	for (unsigned int i = 0; i < plugged; i++) {
		char text[CUSB_NAME_SIZE];
		struct cusb_candidate candidate = {.name = text,
						   .bus = 1,
						   .address = (uint8_t)(1 + i % 127),
						   .descriptors = descriptors,
						   .descriptors_length = sizeof descriptors};
		int result;

		snprintf(text, sizeof text, "1-%u", 1 + i);
		result = visit(&candidate, user);
		if (result != 0)
			return result < 0 ? result : 0;
	}
	return 0;
}

static int open_device(struct cusb_backend *backend, const struct cusb_device *dev, int fd,
		       struct cusb_handle **handle)
{
	(void)backend;
	(void)dev;
	(void)fd;
	*handle = calloc(1, sizeof **handle);
	if (!*handle)
		return -ENOMEM;
	return pipe2((*handle)->ends, O_NONBLOCK | O_CLOEXEC) < 0 ? -errno : 0;
}

static void close_device(struct cusb_handle *handle)
{
	close(handle->ends[0]);
	close(handle->ends[1]);
	free(handle);
}

static int configuration(struct cusb_backend *backend, const struct cusb_device *dev)
{
	(void)backend;
	(void)dev;
	return 1;
}

static int claim(struct cusb_handle *handle, unsigned int bInterfaceNumber)
{
	(void)handle;
	(void)bInterfaceNumber;
	return 0;
}

static struct cusb_handle *handles[DEVICES_MAX];

static int submit_transfer(struct cusb_handle *handle, const struct cusb_endpoint *ep,
			   struct cusb_transfer *transfer)
{
	(void)ep;
	handle->in_flight = transfer;
	handles[(size_t)transfer->user] = handle;
	return 0;
}

static int reap_transfer(struct cusb_handle *handle, struct cusb_transfer **transfer)
{
	char byte;

	if (!handle->in_flight || read(handle->ends[0], &byte, 1) < 0)
		return -EAGAIN;
	*transfer = handle->in_flight;
	(*transfer)->status = 0;
	handle->in_flight = NULL;
	return 0;
}

static void complete(struct cusb_handle *handle)
{
	if (write(handle->ends[1], "", 1) != 1)
		abort();
}

static int discard(struct cusb_handle *handle, struct cusb_transfer *transfer)
{
	(void)transfer;
	complete(handle);
	return 0;
}

static int poll_fd(struct cusb_handle *handle)
{
	return handle->ends[0];
}

static int wait_for(struct cusb_handle *handle, struct timespec *remaining)
{
	struct pollfd fd = {.fd = handle->ends[0], .events = POLLIN};

	return ppoll(&fd, 1, remaining, NULL) == 0 ? -ETIMEDOUT : 0;
}

static struct cusb_backend backend = {
	.version = CUSB_BACKEND_VERSION,
	.name = "bench",
	.enumerate = enumerate,
	.open = open_device,
	.close = close_device,
	.configuration = configuration,
	.claim = claim,
	.queue = &(const struct cusb_queue_operations){submit_transfer, reap_transfer, discard,
						       poll_fd, wait_for},
};

/* ---- the two ways ---------------------------------------------------------------------------- */

static struct cusb_device **devices;
static struct cusb_transfer transfers[DEVICES_MAX];
static struct cusb_wait_set *set;
static struct pollfd fds[DEVICES_MAX];
static unsigned char data[DEVICES_MAX];

static int again(struct cusb_device *dev)
{
	struct cusb_transfer *done;
	int err = cusb_reap(dev, CUSB_DONT_WAIT, &done);

	return err < 0 ? err : cusb_submit(dev, done);
}

static int serve_by_set(void)
{
	struct cusb_wait_item item;
	int err = cusb_wait_set_next(set, CUSB_NO_TIMEOUT, &item);

	return err < 0 ? err : again(item.dev);
}

static int serve_by_loop(void)
{
	int nearest = -1;

	for (unsigned int i = 0; i < plugged; i++) {
		int timeout = cusb_poll_timeout(devices[i]);

		if (timeout >= 0 && (nearest < 0 || timeout < nearest))
			nearest = timeout;
	}
	if (poll(fds, plugged, nearest) < 1)
		return -ETIMEDOUT;
	for (unsigned int i = 0; i < plugged; i++)
		if (fds[i].revents)
			return again(devices[i]);
	return -EIO;
}

/* ---- measuring ------------------------------------------------------------------------------- */

static int run(int (*serve)(void), double *ns)
{
	double began = now_ns();
	int err = 0;

	for (unsigned int i = 0; i < COMPLETIONS && err == 0; i++) {
		complete(handles[i * 37 % plugged]);
		err = serve();
	}
	*ns = (now_ns() - began) / COMPLETIONS;
	return err;
}

static int measure(const char *how, int (*serve)(void))
{
	double best = 1e15, ns;
	int err = 0;

	for (unsigned int i = 0; i < RUNS && err == 0; i++) {
		err = run(serve, &ns);
		best = ns < best ? ns : best;
	}
	if (err == 0)
		printf("many %s %u %.1f\n", how, plugged, best);
	return err;
}

static int begin(unsigned int i)
{
	transfers[i] = (struct cusb_transfer){.bEndpointAddress = ENDPOINT,
					      .data = &data[i],
					      .length = 1,
					      .timeout_ms = TIMEOUT_MS,
					      .user = (void *)(size_t)i};
	fds[i] = (struct pollfd){.fd = cusb_poll_fd(devices[i]), .events = POLLIN};
	return cusb_submit(devices[i], &transfers[i]);
}

static int serve_many(unsigned int count)
{
	int err;

	plugged = count;
	err = (int)cusb_find_all(CUSB_MATCH(backend, &backend), &devices);
	for (unsigned int i = 0; err >= 0 && i < count; i++)
		err = begin(i);
	if (err == 0)
		err = measure("loop", serve_by_loop);
	if (err == 0)
		err = cusb_wait_set_new(&set);
	for (unsigned int i = 0; err == 0 && i < count; i++)
		err = cusb_wait_set_add_device(set, devices[i], NULL);
	if (err == 0)
		err = measure("set", serve_by_set);
	cusb_wait_set_free(set);
	cusb_free_list(devices);
	return err;
}

int main(void)
{
	static const unsigned int counts[] = {1, 16, DEVICES_MAX};
	int err = 0;

	for (size_t i = 0; i < sizeof counts / sizeof *counts && err == 0; i++)
		err = serve_many(counts[i]);
	if (err < 0)
		fprintf(stderr, "many: %s\n", cusb_strerror(err));
	return err < 0;
}
