/* SPDX-License-Identifier: MIT */
/* Calls of the library for `dev`, with plain arguments and one signature, for tables. */
#ifndef CALLS_H
#define CALLS_H

#include "core/core_fixture.h"

static uint8_t data[64];

#define CALL(name, expression)                                                                     \
	static inline int name(void)                                                               \
	{                                                                                          \
		return (int)(expression);                                                          \
	}

CALL(speed, cusb_device_speed(dev))
CALL(configure, cusb_set_configuration(dev, 1))
CALL(altsetting, cusb_altsetting(dev, 1))
CALL(set_altsetting, cusb_set_altsetting(dev, 1, 1))
CALL(claim, cusb_claim_interface(dev, 0))
CALL(open_it, cusb_open(dev))
CALL(reset, cusb_reset(dev))
CALL(clear_halt, cusb_clear_halt(dev, 0x81))
CALL(reset_endpoint, cusb_reset_endpoint(dev, 0x81))
CALL(is_active, cusb_is_kernel_driver_active(dev, 0))
CALL(detach, cusb_detach_kernel_driver(dev, 0))
CALL(attach, cusb_attach_kernel_driver(dev, 0))
CALL(drop_privileges, cusb_drop_privileges(dev, 1))
CALL(allow_suspend, cusb_allow_suspend(dev))
CALL(forbid_suspend, cusb_forbid_suspend(dev))
CALL(wait_for_resume, cusb_wait_for_resume(dev))
CALL(claim_port, cusb_claim_port(dev, 1))
CALL(release_port, cusb_release_port(dev, 1))
CALL(alloc_streams, cusb_streams_alloc(dev, 2, (const uint8_t[]){0x81}, 1))
CALL(free_streams, cusb_streams_free(dev, (const uint8_t[]){0x81}, 1))
CALL(control, cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 8, 100))
CALL(read_it, cusb_read(dev, 0x81, data, 64, 100))
CALL(cancel_all, cusb_cancel_all(dev, 0x81))
CALL(poll_fd, cusb_poll_fd(dev))
CALL(reap_several, cusb_reap_several(dev, &(struct cusb_transfer *){NULL}, 1))
CALL(langids, cusb_get_langids(dev, NULL, 0))

static inline int find(void)
{
	struct cusb_device *found = NULL;
	int err = cusb_find(NULL, &found);

	cusb_device_free(found);
	return err;
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

static inline int driver(void)
{
	char name[32];

	return cusb_kernel_driver(dev, 0, name, sizeof name);
}

static inline int hub_ports(void)
{
	uint8_t ports[CUSB_HUB_PORTS_MAX];

	return cusb_hub_ports(dev, ports);
}

static inline int buffer(void)
{
	void *memory;

	return cusb_buffer_alloc(dev, 100, &memory);
}

static inline int transfer(void)
{
	struct cusb_transfer one = {.bEndpointAddress = 0x81, .data = data, .length = 64};

	return cusb_transfer_run(dev, &one);
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

static inline int from_fd(void)
{
	struct cusb_device *found = NULL;

	return cusb_device_from_fd(1000, &found);
}

#endif
