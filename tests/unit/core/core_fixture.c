/* SPDX-License-Identifier: MIT */
#include "core/core_fixture.h"

struct cusb_device *dev, **found_all;

void core_begin(void)
{
	script_begin();
	dev = NULL;
	found_all = NULL;
}

void core_begin_found(void)
{
	core_begin();
	dev = script_find();
}

void core_begin_with_extras(void)
{
	core_begin();
	script_add_extras();
	dev = script_find();
}

void core_begin_hub(void)
{
	core_begin();
	script_add_extras();
	script.devices[0].descriptors = hub_descriptors();
	dev = script_find();
}

void core_end(void)
{
	script_unblock();
	cusb_device_free(dev);
	cusb_free_list(found_all);
	cusb_set_default_backend(NULL);
	script_end();
}

const uint8_t *hub_descriptors(void)
{
	static uint8_t bytes[256];

	memcpy(bytes, script_composite.descriptors, script_composite.length);
	bytes[4] = CUSB_CLASS_HUB;
	return bytes;
}

void plug_instead(const struct script_device *plugged)
{
	cusb_device_free(dev);
	script.devices[0] = *plugged;
	dev = script_find();
}

const struct cusb_endpoint *endpoint(size_t cfg, size_t intf, size_t alternate, size_t index)
{
	return cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, cfg), intf, alternate),
				index);
}

void claim_from_driver(void)
{
	cusb_set_auto_detach(dev, true);
	script_fail_once("claim 0", -EBUSY);
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	script_calls();
}

void claim_two(void)
{
	ck_assert_int_eq(cusb_claim_interface(dev, 0), 0);
	ck_assert_int_eq(cusb_claim_interface(dev, 1), 0);
	script_calls();
}
