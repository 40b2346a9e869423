/* SPDX-License-Identifier: MIT */
/*
 * QEMU's hub with a mouse at its first port.
 *
 * Kernel fact: a device has its configuration set when the driver for whole devices, "usb", is
 * bound to it; a device at a claimed port is left out.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

#define IN_THE_GUEST "only the guest has this hub"
#define USB_DRIVER   "/sys/bus/usb/drivers/usb/"
#define PORTS	     8

/* The device behind the hub, and the hub. */
static void find_both(struct cusb_device **mouse, struct cusb_device **hub)
{
	struct cusb_device **list = NULL;
	ssize_t count = cusb_find_all(NULL, &list);

	*mouse = NULL;
	for (ssize_t i = 0; i < count; i++)
		if (list[i]->port_count == 2)
			*mouse = cusb_device_ref(list[i]);
	cusb_free_list(list);
	CHECK(*mouse);
	CHECK_OK(cusb_parent(*mouse, hub));
}

CASE_ONLY(the_ports_of_a_hub, WORLD_KERNEL, IN_THE_GUEST)
{
	uint8_t addresses[CUSB_HUB_PORTS_MAX];
	struct cusb_device *mouse, *hub;

	find_both(&mouse, &hub);
	memset(addresses, 0xee, sizeof addresses);
	CHECK_INT(cusb_hub_ports(hub, addresses), PORTS);
	CHECK_INT(addresses[0], mouse->address);
	for (size_t i = 1; i < PORTS; i++)
		CHECK_INT(addresses[i], 0);
	CHECK_INT(cusb_hub_ports(mouse, addresses), -EINVAL);
	CHECK_INT(cusb_is_kernel_driver_active(hub, 0), 1);
	cusb_device_free(mouse);
	cusb_device_free(hub);
}

CASE_ONLY(a_port_is_claimed_by_one, WORLD_KERNEL, IN_THE_GUEST)
{
	struct cusb_device *mouse, *hub, *other;

	find_both(&mouse, &hub);
	other = find_again(hub);
	CHECK_OK(cusb_claim_port(hub, 2));
	CHECK_INT(cusb_claim_port(other, 2), -EBUSY);
	CHECK_OK(cusb_claim_port(other, 3));
	CHECK_INT(cusb_release_port(other, 2), -ENOENT);
	CHECK_OK(cusb_release_port(hub, 2));
	CHECK_INT(cusb_release_port(hub, 2), -ENOENT);
	CHECK_OK(cusb_claim_port(other, 2));
	cusb_close(other);
	CHECK_OK(cusb_claim_port(hub, 2));
	CHECK_OK(cusb_claim_port(hub, 3));
	CHECK_INT(cusb_claim_port(hub, 0), -EINVAL);
	CHECK_INT(cusb_claim_port(hub, PORTS + 1), -EINVAL);
	CHECK_INT(cusb_claim_port(mouse, 1), -EINVAL);
	cusb_device_free(mouse);
	cusb_device_free(other);
	cusb_device_free(hub);
}

static void write_name(const char *file, const char *name)
{
	FILE *stream = fopen(file, "we");

	CHECK(stream);
	CHECK(fputs(name, stream) >= 0);
	CHECK_OK(fclose(stream));
}

/* The kernel takes the device as if it were new. */
static void bind_anew(const struct cusb_device *dev)
{
	write_name(USB_DRIVER "unbind", dev->name);
	write_name(USB_DRIVER "bind", dev->name);
}

CASE_ONLY(a_claimed_port_keeps_drivers_away, WORLD_KERNEL, IN_THE_GUEST)
{
	const struct cusb_configuration *cfg = NULL;
	struct cusb_device *mouse, *hub;

	find_both(&mouse, &hub);
	CHECK_OK(cusb_claim_port(hub, 1));
	bind_anew(mouse);
	CHECK_INT(cusb_active_configuration(mouse, &cfg), -EHOSTUNREACH);
	CHECK_OK(cusb_set_configuration(mouse, CUSB_FIRST));
	CHECK_INT(cusb_is_kernel_driver_active(mouse, 0), 0);
	cusb_close(mouse);
	cusb_close(hub);
	bind_anew(mouse);
	CHECK_INT(cusb_is_kernel_driver_active(mouse, 0), 1);
	cusb_device_free(mouse);
	cusb_device_free(hub);
}
