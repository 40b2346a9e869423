/* SPDX-License-Identifier: MIT */
/* Calls of the library for `dev`, with plain arguments and one signature, for tables. */
#ifndef CALLS_H
#define CALLS_H

#include "core/core_fixture.h"

static uint8_t data[64];

static inline int find(void)
{
	struct cusb_device *found = NULL;
	int err = cusb_find(NULL, &found);

	cusb_device_free(found);
	return err;
}

static inline int speed(void)
{
	return cusb_speed(dev);
}

static inline int monitor(void)
{
	struct cusb_monitor *made = NULL;
	int err = cusb_monitor_new(NULL, NULL, &made);

	cusb_monitor_free(made);
	return err;
}

static inline int configuration(void)
{
	const struct cusb_configuration *cfg;

	return cusb_active_configuration(dev, &cfg);
}

static inline int configure(void)
{
	return cusb_set_configuration(dev, 1);
}

static inline int altsetting(void)
{
	return cusb_altsetting(dev, 1);
}

static inline int set_altsetting(void)
{
	return cusb_set_altsetting(dev, 1, 1);
}

static inline int claim(void)
{
	return cusb_claim_interface(dev, 0);
}

static inline int open_it(void)
{
	return cusb_open(dev);
}

static inline int reset(void)
{
	return cusb_reset(dev);
}

static inline int clear_halt(void)
{
	return cusb_clear_halt(dev, 0x81);
}

static inline int reset_endpoint(void)
{
	return cusb_reset_endpoint(dev, 0x81);
}

static inline int driver(void)
{
	char name[32];

	return cusb_kernel_driver(dev, 0, name, sizeof name);
}

static inline int is_active(void)
{
	return cusb_is_kernel_driver_active(dev, 0);
}

static inline int detach(void)
{
	return cusb_detach_kernel_driver(dev, 0);
}

static inline int attach(void)
{
	return cusb_attach_kernel_driver(dev, 0);
}

static inline int drop_privileges(void)
{
	return cusb_drop_privileges(dev, 1);
}

static inline int allow_suspend(void)
{
	return cusb_allow_suspend(dev);
}

static inline int forbid_suspend(void)
{
	return cusb_forbid_suspend(dev);
}

static inline int wait_for_resume(void)
{
	return cusb_wait_for_resume(dev);
}

static inline int hub_ports(void)
{
	uint8_t ports[CUSB_HUB_PORTS_MAX];

	return cusb_hub_ports(dev, ports);
}

static inline int claim_port(void)
{
	return cusb_claim_port(dev, 1);
}

static inline int release_port(void)
{
	return cusb_release_port(dev, 1);
}

static inline int alloc_streams(void)
{
	return cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1);
}

static inline int free_streams(void)
{
	return cusb_streams_free(dev, (const uint8_t[]){0x81}, 1);
}

static inline int buffer(void)
{
	void *memory;

	return cusb_buffer_alloc(dev, 100, &memory);
}

static inline int control(void)
{
	return (int)cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, 100);
}

static inline int read_it(void)
{
	return (int)cusb_read(dev, 0x81, data, 64, 100);
}

static inline int transfer(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	return cusb_transfer(dev, &one);
}

static inline int submit(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	return cusb_submit(dev, &one);
}

static inline int reap(void)
{
	struct cusb_transfer *reaped;

	return cusb_reap(dev, CUSB_DONT_WAIT, &reaped);
}

static inline int cancel_all(void)
{
	return cusb_cancel_all(dev, 0x81);
}

static inline int poll_fd(void)
{
	return cusb_poll_fd(dev);
}

static inline int langids(void)
{
	return (int)cusb_get_langids(dev, NULL, 0);
}

static inline int from_fd(void)
{
	struct cusb_device *found = NULL;

	return cusb_device_from_fd(1000, &found);
}

#endif
