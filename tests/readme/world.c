/* SPDX-License-Identifier: MIT */
/*
 * Linked to the README's program, this makes it run, unchanged, on a virtual loopback device that
 * tells what it sees.
 */
#include <stdio.h>
#include <stdlib.h>

#include "virtual/kernel/kernel.h"

static const struct cusb_virtual_model *loopback;
static struct cusb_virtual_model talkative;
static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

static int out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
	       size_t length)
{
	printf("    device: %zu bytes came in on endpoint 0x%02x: %.*s\n", length, address,
	       (int)length, (const char *)packet);
	return loopback->out(dev, address, packet, length);
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room)
{
	ssize_t n = loopback->in(dev, address, packet, room);

	if (n >= 0)
		printf("    device: %zd bytes go out on endpoint 0x%02x: %.*s\n", n, address,
		       (int)n, (const char *)packet);
	return n;
}

static void tear_down(void)
{
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

__attribute__((constructor)) static void set_up(void)
{
	loopback = cusb_virtual_find_model("loopback");
	talkative = *loopback;
	talkative.out = out;
	talkative.in = in;
	if (cusb_virtual_kernel_new(&kernel) < 0 ||
	    cusb_virtual_plug(kernel, &talkative, NULL) < 0 ||
	    cusb_virtual_kernel_backend(kernel, &backend) < 0) {
		fprintf(stderr, "demo: no memory for a virtual device\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
	atexit(tear_down);
}
