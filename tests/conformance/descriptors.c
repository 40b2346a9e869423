/* SPDX-License-Identifier: MIT */
/* The tree below a device: fields, positions, iteration, extra bytes. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

CASE(fields_of_the_configurations)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *one = cusb_configuration_at(dev, 0);
	const struct cusb_configuration *two = cusb_configuration_at(dev, 1);

	CHECK_INT(dev->configuration_count, 2);
	CHECK_INT(one->bLength, 9);
	CHECK_INT(one->bDescriptorType, CUSB_DESC_TYPE_CONFIG);
	CHECK_INT(one->bNumInterfaces, 2);
	CHECK_INT(one->interface_count, 2);
	CHECK_INT(one->altsetting_count, 4);
	CHECK_INT(one->bConfigurationValue, 1);
	CHECK_INT(one->iConfiguration, 4);
	CHECK_INT(one->bmAttributes, 0x80 | CUSB_CONFIG_SELF_POWERED);
	CHECK_INT(one->bMaxPower, 50);
	CHECK_INT(cusb_configuration_ma(one), 100);
	CHECK_INT(one->index, 0);
	CHECK(one->device == dev);
	CHECK_INT(two->bConfigurationValue, 2);
	CHECK_INT(two->iConfiguration, 6);
	CHECK_INT(two->bmAttributes, 0x80 | CUSB_CONFIG_REMOTE_WAKEUP);
	CHECK_INT(cusb_configuration_ma(two), 500);
	CHECK_INT(two->index, 1);
	CHECK_INT(two->altsetting_count, 1);
	cusb_device_free(dev);
}

CASE(fields_of_an_interface)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = cusb_configuration_at(dev, 0);
	const struct cusb_interface *intf = cusb_interface_at(cfg, 1, 2);

	CHECK_INT(intf->bLength, 9);
	CHECK_INT(intf->bDescriptorType, CUSB_DESC_TYPE_INTERFACE);
	CHECK_INT(intf->bInterfaceNumber, 1);
	CHECK_INT(intf->bAlternateSetting, 2);
	CHECK_INT(intf->bNumEndpoints, 2);
	CHECK_INT(intf->endpoint_count, 2);
	CHECK_INT(intf->bInterfaceClass, CUSB_CLASS_VENDOR);
	CHECK_INT(intf->iInterface, 0);
	CHECK_INT(intf->index, 1);
	CHECK_INT(intf->alternate_index, 2);
	CHECK(intf->configuration == cfg);
	CHECK_INT(cusb_interface_at(cfg, 0, 0)->iInterface, 5);
	CHECK_INT(cusb_interface_at(cfg, 1, 0)->endpoint_count, 0);
	cusb_device_free(dev);
}

CASE(fields_of_an_endpoint)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	const struct cusb_endpoint *ep = cusb_endpoint_at(intf, 3);

	CHECK_INT(intf->endpoint_count, 4);
	CHECK_INT(ep->bLength, 7);
	CHECK_INT(ep->bDescriptorType, CUSB_DESC_TYPE_ENDPOINT);
	CHECK_INT(ep->bEndpointAddress, 0x82);
	CHECK_INT(cusb_endpoint_address(ep->bEndpointAddress), 2);
	CHECK_INT(cusb_endpoint_direction(ep->bEndpointAddress), CUSB_ENDPOINT_IN);
	CHECK_INT(cusb_endpoint_type(ep->bmAttributes), CUSB_ENDPOINT_TYPE_INTR);
	CHECK_INT(ep->wMaxPacketSize, 64);
	CHECK_INT(ep->bInterval, 4);
	CHECK_INT(ep->bRefresh, 0);
	CHECK_INT(ep->bSynchAddress, 0);
	CHECK_INT(ep->ss_companion.bLength, 0);
	CHECK_INT(ep->index, 3);
	CHECK(ep->interface == intf);
	CHECK_INT(cusb_endpoint_at(intf, 0)->wMaxPacketSize, 512);
	cusb_device_free(dev);
}

CASE(positions_past_the_end_are_null)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = cusb_configuration_at(dev, 0);
	const struct cusb_interface *intf = cusb_interface_at(cfg, 0, 0);

	CHECK(!cusb_configuration_at(dev, 2));
	CHECK(!cusb_configuration_at(dev, (size_t)-1));
	CHECK(!cusb_configuration_at(NULL, 0));
	CHECK(!cusb_interface_at(cfg, 2, 0));
	CHECK(!cusb_interface_at(cfg, 0, 1));
	CHECK(!cusb_interface_at(cfg, 1, 3));
	CHECK(!cusb_interface_at(cfg, (size_t)-1, (size_t)-1));
	CHECK(!cusb_interface_at(NULL, 0, 0));
	CHECK(!cusb_endpoint_at(intf, 4));
	CHECK(!cusb_endpoint_at(cusb_interface_at(cfg, 1, 0), 0));
	CHECK(!cusb_endpoint_at(NULL, 0));
	cusb_device_free(dev);
}

CASE(iteration_visits_all_in_order)
{
	static const unsigned char want[] = {
		1, 0, 0, 0x01, 1, 0, 0, 0x81, 1, 0, 0, 0x02, 1, 0, 0, 0x82, 1, 1, 1, 0x03,
		1, 1, 1, 0x83, 1, 1, 2, 0x03, 1, 1, 2, 0x83, 2, 0, 0, 0x01, 2, 0, 0, 0x81};
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep;
	unsigned char seen[64];
	size_t n = 0;

	cusb_for_each_configuration (dev, cfg) {
		cusb_for_each_interface (cfg, intf) {
			cusb_for_each_endpoint (intf, ep) {
				CHECK(n + 4 <= sizeof seen);
				seen[n++] = cfg->bConfigurationValue;
				seen[n++] = intf->bInterfaceNumber;
				seen[n++] = intf->bAlternateSetting;
				seen[n++] = ep->bEndpointAddress;
			}
		}
	}
	CHECK_INT(n, sizeof want);
	CHECK_BYTES(seen, want, n);
	CHECK(!cusb_configuration_next(NULL, NULL));
	CHECK(!cusb_interface_next(NULL, NULL));
	CHECK(!cusb_endpoint_next(NULL, NULL));
	cusb_device_free(dev);
}

CASE(class_descriptors_are_kept_as_extra)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 1, 1);
	const uint8_t *desc;

	CHECK_INT(intf->extra_length, 5);
	CHECK_BYTES(intf->extra, "\5\x24\1\2\3", 5);
	desc = cusb_extra_next(intf->extra, intf->extra_length, NULL);
	CHECK(desc == intf->extra);
	CHECK(!cusb_extra_next(intf->extra, intf->extra_length, desc));
	CHECK_INT(cusb_interface_at(dev->configurations, 1, 2)->extra_length, 0);
	CHECK(!cusb_extra_next(NULL, 0, NULL));
	cusb_device_free(dev);
}

CASE(interface_association)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = dev->configurations;

	CHECK_INT(cfg[0].association_count, 1);
	CHECK_INT(cfg[0].associations[0].bLength, 8);
	CHECK_INT(cfg[0].associations[0].bDescriptorType, CUSB_DESC_TYPE_INTERFACE_ASSOCIATION);
	CHECK_INT(cfg[0].associations[0].bFirstInterface, 0);
	CHECK_INT(cfg[0].associations[0].bInterfaceCount, 2);
	CHECK_INT(cfg[1].association_count, 0);
	cusb_device_free(dev);
}

CASE(super_speed_companions)
{
	struct cusb_device *dev = plug("super");
	const struct cusb_endpoint *ep;
	int count = 0;

	CHECK_INT(dev->bcdUSB, 0x0320);
	cusb_for_each_endpoint (cusb_interface_at(dev->configurations, 0, 0), ep) {
		CHECK_INT(ep->wMaxPacketSize, 1024);
		CHECK_INT(ep->ss_companion.bLength, 6);
		CHECK_INT(ep->ss_companion.bDescriptorType, CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION);
		CHECK_INT(ep->ss_companion.bMaxBurst, 3);
		count++;
	}
	CHECK_INT(count, 2);
	CHECK_INT(cusb_configuration_ma(dev->configurations), dev->configurations->bMaxPower * 8);
	cusb_device_free(dev);
}

CASE(bos_of_a_super_speed_device)
{
	struct cusb_device *dev = plug("super");
	struct cusb_bos *bos = NULL;

	CHECK_OK(cusb_get_bos(dev, &bos));
	CHECK_INT(bos->bLength, 5);
	CHECK_INT(bos->bDescriptorType, CUSB_DESC_TYPE_BOS);
	CHECK_INT(bos->bNumDeviceCaps, 2);
	CHECK_INT(bos->capability_count, 2);
	CHECK_INT(bos->capabilities[0].bDevCapabilityType, 2); /* USB 2.0 extension */
	CHECK_INT(bos->capabilities[0].data_length, 4);
	CHECK_INT(bos->capabilities[1].bDevCapabilityType, 3); /* SuperSpeed */
	CHECK_INT(bos->capabilities[1].data_length, 7);
	CHECK_INT(bos->wTotalLength, 5 + 7 + 10);
	cusb_bos_free(bos);
	cusb_bos_free(NULL);
	cusb_device_free(dev);
}

CASE(a_device_without_bos)
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_bos *bos = NULL;

	CHECK_INT(cusb_get_bos(dev, &bos), -EPIPE);
	CHECK(!bos);
	cusb_device_free(dev);
}

/* The endpoint descriptor that reaches past the end is cut; what came before stays. */
CASE(a_malformed_device_is_found_and_usable)
{
	struct cusb_device *dev = plug("malformed");
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	struct cusb_transfer transfer = {.bEndpointAddress = 0x81,
					 .data = NULL,
					 .length = 0,
					 .timeout_ms = 100,
					 .actual_length = 1};
	char buffer[512];
	int err;

	CHECK_INT(dev->configuration_count, 1);
	CHECK(intf);
	CHECK_INT(intf->endpoint_count, 1);
	CHECK_INT(intf->endpoints[0].bEndpointAddress, 0x81);
	CHECK_OK(cusb_claim_interface(dev, 0));
	transfer.data = buffer;
	transfer.length = sizeof buffer;
	err = cusb_transfer_run(dev, &transfer);
	CHECK_EITHER(err, 0, -ETIMEDOUT); /* whatever the endpoint does, it is there */
	CHECK_INT(cusb_get_configuration(dev), 1);
	cusb_device_free(dev);
}

CASE_NEEDS(descriptors_live_as_long_as_the_device, NEED_RESET)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_endpoint *ep =
		cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), 0);

	CHECK_OK(cusb_open(dev));
	CHECK_OK(cusb_reset(dev));
	cusb_dispose_resources(dev);
	CHECK_INT(ep->bEndpointAddress, 0x01);
	CHECK_INT(cusb_endpoint_write(ep, "x", 1, GUARD_MS), 1);
	cusb_device_free(dev);
}
