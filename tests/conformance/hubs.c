/* SPDX-License-Identifier: MIT */
/* Hubs: their ports, and devices kept from the kernel. */
#define CASES_NEED NEED_HUBS

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "seam.h"

/* The root hub that a device is plugged into. */
static struct cusb_device *root_hub(struct cusb_device *dev)
{
	struct cusb_device *hub = NULL;

	CHECK_OK(cusb_parent(dev, &hub));
	CHECK_INT(hub->port_count, 0);
	return hub;
}

CASE(ports_tell_who_is_plugged_in)
{
	struct cusb_device *dev = plug_loopback(), *hub = root_hub(dev);
	uint8_t addresses[CUSB_HUB_PORTS_MAX];
	unsigned int port = dev->port_numbers[0];
	int count = cusb_hub_ports(hub, addresses);

	CHECK(count >= (int)port);
	CHECK_INT(addresses[port - 1], dev->address);
	world_unplug(dev->name);
	CHECK_INT(cusb_hub_ports(hub, addresses), count);
	CHECK_INT(addresses[port - 1], 0);
	cusb_device_free(hub);
	cusb_device_free(dev);
}

CASE(device_that_is_no_hub)
{
	struct cusb_device *dev = plug_loopback();
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	CHECK_INT(cusb_hub_ports(dev, addresses), -EINVAL);
	CHECK_INT(cusb_claim_port(dev, 1), -EINVAL);
	CHECK_INT(cusb_release_port(dev, 1), -EINVAL);
	cusb_device_free(dev);
}

CASE(port_has_one_owner)
{
	struct cusb_device *dev = plug_loopback(), *hub = root_hub(dev), *other = find_again(hub);
	unsigned int port = dev->port_numbers[0];

	CHECK_INT(cusb_release_port(hub, port), -ENOENT);
	CHECK_OK(cusb_claim_port(hub, port));
	CHECK_INT(cusb_claim_port(other, port), -EBUSY);
	CHECK_INT(cusb_release_port(other, port), -ENOENT);
	cusb_close(other);
	CHECK_OK(cusb_release_port(hub, port));
	CHECK_OK(cusb_claim_port(other, port));
	cusb_close(other);
	CHECK_OK(cusb_claim_port(hub, port));
	CHECK_INT(cusb_claim_port(hub, 0), -EINVAL);
	CHECK_INT(cusb_claim_port(hub, 127), -EINVAL);
	CHECK_INT(cusb_claim_port(hub, 128), -EINVAL);
	cusb_device_free(other);
	cusb_device_free(hub);
	cusb_device_free(dev);
}

CASE_ONLY(device_in_a_claimed_port_has_no_configuration, WORLD_VIRTUAL,
	  "the port that vhci_hcd gives a device cannot be chosen")
{
	const struct cusb_configuration *cfg = NULL;
	struct cusb_device *first = plug_loopback(), *hub = root_hub(first), *dev;

	CHECK_OK(cusb_claim_port(hub, 7));
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-7"));
	dev = find_name("1-7");
	CHECK_INT(cusb_active_configuration(dev, &cfg), -EHOSTUNREACH);
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	check_loopback(dev, 0x01, 0x81, 100);
	cusb_device_free(dev);
	cusb_close(hub);
	CHECK_OK(cusb_virtual_unplug(world.kernel, "1-7"));
	CHECK_OK(cusb_virtual_plug(world.kernel, cusb_virtual_find_model("loopback"), "1-7"));
	dev = find_name("1-7");
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	cusb_device_free(dev);
	cusb_device_free(hub);
	cusb_device_free(first);
}

CASE_ONLY(hub_without_its_driver, WORLD_VIRTUAL, "it would take every device of the bus away")
{
	struct cusb_device *dev = plug_loopback(), *hub = root_hub(dev);
	uint8_t addresses[CUSB_HUB_PORTS_MAX];

	CHECK_OK(cusb_virtual_bind_driver(world.kernel, hub->name, 0, NULL));
	CHECK_INT(cusb_hub_ports(hub, addresses), -ENODATA);
	cusb_device_free(hub);
	cusb_device_free(dev);
}

CASE(root_hub_cannot_be_reset)
{
	struct cusb_device *dev = plug_loopback(), *hub = root_hub(dev);

	CHECK_INT(cusb_reset(hub), -EISDIR);
	CHECK(cusb_is_open(hub));
	cusb_device_free(hub);
	cusb_device_free(dev);
}
