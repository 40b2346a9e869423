/* SPDX-License-Identifier: MIT */
/* util.h's searches below a device, and its arithmetic on addresses and request types. */
#define CASES_SHARE 1

#include <errno.h>
#include <stdlib.h>

#include "world.h"

CASE(find_a_configuration)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;

	CHECK_INT(cusb_find_configuration(dev, CUSB_MATCH(bConfigurationValue, 10), &cfg), -ENOENT);
	CHECK(!cfg);
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(bConfigurationValue, 2), &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 1));
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(bLength, 9, iConfiguration, 6), &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 1));
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(bMaxPower, 50, bNumInterfaces, 2), &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 0));
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(wTotalLength, cfg->wTotalLength), &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 0));
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(bmAttributes, 0xa0), &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 1));
	CHECK_OK(cusb_find_configuration(dev, NULL, &cfg));
	CHECK(cfg == cusb_configuration_at(dev, 0));
	cusb_device_free(dev);
}

CASE(find_an_interface_among_all_altsettings)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = cusb_configuration_at(dev, 0);
	const struct cusb_interface *intf = NULL;

	CHECK_OK(cusb_find_interface(cfg, CUSB_MATCH(bAlternateSetting, 2), &intf));
	CHECK(intf == cusb_interface_at(cfg, 1, 2));
	CHECK_OK(cusb_find_interface(cfg, CUSB_MATCH(bInterfaceNumber, 0), &intf));
	CHECK(intf == cusb_interface_at(cfg, 0, 0));
	CHECK_OK(cusb_find_interface(cfg, CUSB_MATCH(bNumEndpoints, 0), &intf));
	CHECK(intf == cusb_interface_at(cfg, 1, 0));
	CHECK_OK(cusb_find_interface(cfg, CUSB_MATCH(iInterface, 5), &intf));
	CHECK(intf == cusb_interface_at(cfg, 0, 0));
	CHECK_OK(cusb_find_interface(cfg,
				     CUSB_MATCH(bInterfaceClass, 0xff, bInterfaceSubClass,
						intf->bInterfaceSubClass, bInterfaceProtocol,
						intf->bInterfaceProtocol, bDescriptorType, 4),
				     &intf));
	CHECK(intf == cusb_interface_at(cfg, 0, 0));
	CHECK_INT(cusb_find_interface(cfg, CUSB_MATCH(bInterfaceClass, 7), &intf), -ENOENT);
	CHECK(intf == cusb_interface_at(cfg, 0, 0));
	cusb_device_free(dev);
}

CASE(find_an_endpoint)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_interface *intf = cusb_interface_at(dev->configurations, 0, 0);
	const struct cusb_endpoint *ep = NULL;

	CHECK_OK(cusb_find_endpoint(intf, CUSB_MATCH(direction, CUSB_ENDPOINT_OUT), &ep));
	CHECK_INT(ep->bEndpointAddress, 0x01);
	CHECK_OK(cusb_find_endpoint(
		intf,
		CUSB_MATCH(direction, CUSB_ENDPOINT_IN, transfer_type, CUSB_ENDPOINT_TYPE_INTR),
		&ep));
	CHECK_INT(ep->bEndpointAddress, 0x82);
	CHECK_OK(cusb_find_endpoint(intf, CUSB_MATCH(bEndpointAddress, 0x81), &ep));
	CHECK(ep == cusb_endpoint_at(intf, 1));
	CHECK_OK(cusb_find_endpoint(intf, CUSB_MATCH(wMaxPacketSize, 64, bInterval, 4), &ep));
	CHECK_INT(ep->bEndpointAddress, 0x02);
	CHECK_OK(cusb_find_endpoint(intf, CUSB_MATCH(bmAttributes, 2, bRefresh, 0), &ep));
	CHECK_INT(ep->bEndpointAddress, 0x01);
	CHECK_INT(cusb_find_endpoint(intf, CUSB_MATCH(bSynchAddress, 1), &ep), -ENOENT);
	CHECK_INT(cusb_find_endpoint(intf, CUSB_MATCH(bEndpointAddress, 0x181), &ep), -ENOENT);
	cusb_device_free(dev);
}

CASE(a_field_the_level_does_not_have_is_an_error)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf = NULL;
	const struct cusb_endpoint *ep = NULL;

	CHECK_INT(cusb_find_configuration(dev, CUSB_MATCH(idVendor, 0xfffe), &cfg), -EINVAL);
	CHECK_INT(cusb_find_configuration(dev, CUSB_MATCH(name, "x"), &cfg), -EINVAL);
	CHECK_INT(cusb_find_configuration(NULL, NULL, &cfg), -EINVAL);
	CHECK(!cfg);
	cfg = cusb_configuration_at(dev, 0);
	CHECK_INT(cusb_find_interface(cfg, CUSB_MATCH(bEndpointAddress, 1), &intf), -EINVAL);
	CHECK_INT(cusb_find_interface(cfg, CUSB_MATCH(bmAttributes, 1), &intf), -EINVAL);
	CHECK_INT(cusb_find_interface(NULL, NULL, &intf), -EINVAL);
	CHECK(!intf);
	intf = cusb_interface_at(cfg, 0, 0);
	CHECK_INT(cusb_find_endpoint(intf, CUSB_MATCH(bInterfaceNumber, 0), &ep), -EINVAL);
	CHECK_INT(cusb_find_endpoint(NULL, NULL, &ep), -EINVAL);
	CHECK(!ep);
	cusb_device_free(dev);
}

CASE(find_all_descriptors_counts)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration **cfgs = NULL, *cfg = cusb_configuration_at(dev, 0);
	const struct cusb_interface **alts = NULL;
	const struct cusb_endpoint **eps = NULL;

	CHECK_INT(cusb_find_all_configurations(dev, CUSB_MATCH(bConfigurationValue, 10), &cfgs), 0);
	CHECK(cfgs && !cfgs[0]);
	free(cfgs);
	CHECK_INT(cusb_find_all_configurations(dev, CUSB_MATCH(bConfigurationValue, 1), &cfgs), 1);
	free(cfgs);
	CHECK_INT(cusb_find_all_configurations(dev, NULL, &cfgs), dev->bNumConfigurations);
	CHECK(cfgs[1] == cusb_configuration_at(dev, 1) && !cfgs[2]);
	free(cfgs);
	CHECK_INT(cusb_find_all_interfaces(cfg, CUSB_MATCH(bInterfaceNumber, 1), &alts), 3);
	for (size_t i = 0; i < 3; i++)
		CHECK_INT(alts[i]->bAlternateSetting, i);
	free(alts);
	CHECK_INT(cusb_find_all_endpoints(cusb_interface_at(cfg, 0, 0),
					  CUSB_MATCH(direction, CUSB_ENDPOINT_IN), &eps),
		  2);
	CHECK(eps[0]->bEndpointAddress == 0x81 && eps[1]->bEndpointAddress == 0x82 && !eps[2]);
	free(eps);
	CHECK_INT(cusb_find_all_endpoints(NULL, NULL, &eps), -EINVAL);
	cusb_device_free(dev);
}

static int is_value(const struct cusb_configuration *cfg, void *user)
{
	return cfg->bConfigurationValue == *(const int *)user;
}

static int stops_at_altsetting(const struct cusb_interface *intf, void *user)
{
	return intf->bAlternateSetting == *(const int *)user ? -EOWNERDEAD : 0;
}

static int is_out(const struct cusb_endpoint *ep, void *user)
{
	(void)user;
	return cusb_endpoint_direction(ep->bEndpointAddress) == CUSB_ENDPOINT_OUT;
}

CASE(custom_matches_at_each_level)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg = NULL;
	const struct cusb_interface *intf = NULL, **alts = NULL;
	const struct cusb_endpoint *ep = NULL;
	int two = 2;

	CHECK_OK(cusb_find_configuration(
		dev, CUSB_MATCH(custom_configuration, is_value, user, &two, bLength, 9), &cfg));
	CHECK_INT(cfg->bConfigurationValue, 2);
	cfg = cusb_configuration_at(dev, 0);
	CHECK_INT(cusb_find_interface(cfg,
				      CUSB_MATCH(custom_interface, stops_at_altsetting, user, &two),
				      &intf),
		  -EOWNERDEAD);
	CHECK_INT(
		cusb_find_all_interfaces(
			cfg, CUSB_MATCH(custom_interface, stops_at_altsetting, user, &two), &alts),
		-EOWNERDEAD);
	CHECK(!intf && !alts);
	CHECK_OK(cusb_find_endpoint(cusb_interface_at(cfg, 0, 0),
				    CUSB_MATCH(custom_endpoint, is_out, wMaxPacketSize, 64), &ep));
	CHECK_INT(ep->bEndpointAddress, 0x02);
	CHECK_INT(cusb_find_endpoint(cusb_interface_at(cfg, 0, 0),
				     CUSB_MATCH(custom_interface, stops_at_altsetting), &ep),
		  -EINVAL);
	cusb_device_free(dev);
}

CASE(parts_of_addresses_and_request_types)
{
	static const unsigned int directions[] = {CUSB_CTRL_OUT, CUSB_CTRL_IN};
	unsigned int built;

	for (unsigned int number = 0; number < 16; number++) {
		CHECK_INT(cusb_endpoint_address(number), number);
		CHECK_INT(cusb_endpoint_address(number | 0x80), number);
		CHECK_INT(cusb_endpoint_direction(number), CUSB_ENDPOINT_OUT);
		CHECK_INT(cusb_endpoint_direction(number | 0x80), CUSB_ENDPOINT_IN);
	}
	for (unsigned int type = 0; type < 4; type++) {
		CHECK_INT(cusb_endpoint_type(type | 0xfc), type);
		for (unsigned int i = 0; i < 8; i++) {
			built = cusb_build_request_type(directions[i / 4], type << 5, i % 4);
			CHECK_INT(built, i / 4 * 0x80 + type * 0x20 + i % 4);
			CHECK_INT(cusb_ctrl_direction(built), directions[i / 4]);
		}
	}
}

CASE(names_of_classes_and_speeds)
{
	for (unsigned int code = 0; code < 300; code++)
		CHECK(cusb_class_name(code) && *cusb_class_name(code));
	CHECK_STR(cusb_class_name(0x77), "Unknown Class");
	CHECK_STR(cusb_speed_name(CUSB_SPEED_LOW), "low speed");
	CHECK_STR(cusb_speed_name(CUSB_SPEED_SUPER_PLUS_X2), "20 Gbit/s");
	CHECK_STR(cusb_speed_name(CUSB_SPEED_UNKNOWN), "unknown speed");
	CHECK_STR(cusb_speed_name(-1), "unknown speed");
	CHECK_STR(cusb_speed_name(99), "unknown speed");
}
