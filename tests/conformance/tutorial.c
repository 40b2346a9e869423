/* SPDX-License-Identifier: MIT */
/* The tutorial's programs in its own order, each as briefly as C allows. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "world.h"

/* All that differs from a program of one's own is the backend of the match. */
#define OUR_DEVICE backend, world.backend, idVendor, 0xfffe, idProduct, 0x0001

static int first_out(const struct cusb_endpoint *ep, void *user)
{
	(void)user;
	return cusb_endpoint_direction(ep->bEndpointAddress) == CUSB_ENDPOINT_OUT;
}

/* Let's get it started */
CASE(lets_get_it_started)
{
	struct cusb_device *dev;
	const struct cusb_configuration *cfg;
	const struct cusb_endpoint *ep;
	char got[16];

	world_plug("loopback");
	CHECK_OK(cusb_find(CUSB_MATCH(OUR_DEVICE), &dev));
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(cusb_active_configuration(dev, &cfg));
	CHECK_OK(cusb_find_endpoint(cusb_interface_at(cfg, 0, 0),
				    CUSB_MATCH(custom_endpoint, first_out), &ep));
	CHECK_INT(cusb_endpoint_write(ep, "test", 4, CUSB_DEFAULT_TIMEOUT), 4);
	/* If we know the endpoint address in advance: */
	CHECK_INT(cusb_write(dev, 1, "test", 4, CUSB_DEFAULT_TIMEOUT), 4);
	for (int i = 0; i < 2; i++) {
		CHECK_INT(cusb_read(dev, 0x81, got, sizeof got, CUSB_DEFAULT_TIMEOUT), 4);
		CHECK_BYTES(got, "test", 4);
	}
	cusb_device_free(dev);
}

/* What's wrong? */
CASE(whats_wrong)
{
	struct cusb_device *dev = plug("nak");
	int err = (int)cusb_write(dev, 0x01, "test", 4, 30);

	CHECK_INT(err, -ETIMEDOUT);
	CHECK(strlen(cusb_strerror(err)) > 0);
	cusb_device_free(dev);
}

/* Where are you? */
static int find_class(struct cusb_device *dev, void *user)
{
	const unsigned int *class_code = user;
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	if (dev->bDeviceClass == *class_code)
		return 1;
	cusb_for_each_configuration (dev, cfg) {
		if (!cusb_find_interface(cfg, CUSB_MATCH(bInterfaceClass, *class_code), &intf))
			return 1;
	}
	return 0;
}

CASE(where_are_you)
{
	unsigned int printer = CUSB_CLASS_PRINTER, vendor = CUSB_CLASS_VENDOR;
	struct cusb_device *dev = NULL, **list;

	world_plug("loopback");
	world_plug("loopback");
	world_plug("low");
	CHECK_OK(cusb_find(CUSB_MATCH(OUR_DEVICE), &dev));
	cusb_device_free(dev);
	CHECK_INT(cusb_find(CUSB_MATCH(backend, world.backend, bDeviceClass, 7), &dev), -ENODEV);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, world.backend, bDeviceClass, 7), &list), 0);
	cusb_free_list(list);
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, world.backend, custom_device, find_class, user,
					   &printer),
				&list),
		  0);
	cusb_free_list(list);
	/* Combined with a field: of our vendor, with a vendor class interface. */
	CHECK_INT(cusb_find_all(CUSB_MATCH(backend, world.backend, custom_device, find_class, user,
					   &vendor, idVendor, 0xfffe),
				&list),
		  3);
	cusb_free_list(list);
}

/* Describe yourself */
CASE(describe_yourself)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf, **alt;
	const struct cusb_endpoint *ep;
	char text[1024] = "";

	CHECK(dev->bLength == 18 && dev->bNumConfigurations == 2 && dev->bDeviceClass == 0);
	cusb_for_each_configuration (dev, cfg) {
		sprintf(text + strlen(text), "%d\n", cfg->bConfigurationValue);
		cusb_for_each_interface (cfg, intf) {
			sprintf(text + strlen(text), "\t%d,%d\n", intf->bInterfaceNumber,
				intf->bAlternateSetting);
			cusb_for_each_endpoint (intf, ep) {
				sprintf(text + strlen(text), "\t\t%d\n", ep->bEndpointAddress);
			}
		}
	}
	CHECK_STR(text, "1\n\t0,0\n\t\t1\n\t\t129\n\t\t2\n\t\t130\n\t1,0\n\t1,1\n\t\t3\n\t\t131\n"
			"\t1,2\n\t\t3\n\t\t131\n2\n\t0,0\n\t\t1\n\t\t129\n");
	cfg = cusb_configuration_at(dev, 1); /* the second configuration */
	intf = cusb_interface_at(cfg, 0, 0); /* the first interface */
	CHECK(!cusb_endpoint_at(intf, 2));   /* it has no third endpoint; but here: */
	CHECK(cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), 2));
	CHECK_INT(cusb_find_all_interfaces(cusb_configuration_at(dev, 0),
					   CUSB_MATCH(bInterfaceNumber, 1), &alt),
		  3);
	free(alt);
	cusb_device_free(dev);
}

/* Dealing with multiple identical devices */
CASE(multiple_identical_devices)
{
	struct cusb_device **list;

	world_plug("loopback");
	world_plug("loopback");
	CHECK_INT(cusb_find_all(CUSB_MATCH(OUR_DEVICE), &list), 2);
	CHECK(list[0]->bus != list[1]->bus || list[0]->address != list[1]->address);
	cusb_free_list(list);
}

/* How am I supposed to work? */
CASE(how_am_i_supposed_to_work)
{
	struct cusb_device *dev = plug_loopback();
	const struct cusb_configuration *cfg;
	const struct cusb_interface *intf;

	CHECK_OK(cusb_set_configuration(dev, 1));
	CHECK_OK(cusb_set_configuration(dev, CUSB_FIRST));
	CHECK_OK(cusb_find_configuration(dev, CUSB_MATCH(bConfigurationValue, 1), &cfg));
	CHECK_OK(cusb_configuration_select(cfg));
	CHECK_OK(cusb_set_altsetting(dev, 0, 0));
	CHECK_OK(cusb_find_interface(cfg, CUSB_MATCH(bAlternateSetting, 1), &intf));
	CHECK_OK(cusb_interface_set_altsetting(intf));
	CHECK_INT(cusb_altsetting(dev, 1), 1);
	cusb_device_free(dev);
}

/* Talk to me, honey */
CASE(talk_to_me_honey)
{
	enum { CTRL_LOOPBACK_WRITE = 0, CTRL_LOOPBACK_READ = 1 };
	struct cusb_device *dev = plug_loopback();
	char msg[4] = {'t', 'e', 's', 't'}, ret[4] = "";

	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, CTRL_LOOPBACK_WRITE, 0, 0, msg, sizeof msg,
				     CUSB_DEFAULT_TIMEOUT),
		  sizeof msg);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xC0, CTRL_LOOPBACK_READ, 0, 0, ret, sizeof ret,
				     CUSB_DEFAULT_TIMEOUT),
		  sizeof ret);
	CHECK_BYTES(ret, "test", 4);
	memset(ret, 0, sizeof ret);
	CHECK_INT(cusb_write(dev, 1, msg, sizeof msg, GUARD_MS), sizeof msg);
	CHECK_INT(cusb_read(dev, 0x81, ret, sizeof ret, GUARD_MS), sizeof ret);
	CHECK_BYTES(ret, "test", 4);
	cusb_device_free(dev);
}

/* Control yourself */
CASE(control_yourself)
{
	struct cusb_device *dev = plug_loopback();
	char text[CUSB_STRING_SIZE];

	CHECK_INT(cusb_get_status(dev, cusb_to_device()), 1);
	CHECK(cusb_get_string(dev, dev->iManufacturer, CUSB_DEFAULT_LANGID, text, sizeof text) > 0);
	CHECK_STR(text, "Prüfstand für USB");
	cusb_device_free(dev);
}

/* Don't be selfish */
CASE(dont_be_selfish)
{
	struct cusb_device *dev = plug_loopback();

	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_claim_interface(dev, 0));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_OK(cusb_release_interface(dev, 0));
	CHECK_INT(cusb_write(dev, 1, "test", 4, GUARD_MS), 4);
	cusb_dispose_resources(dev);
	CHECK(!cusb_is_open(dev));
	cusb_device_free(dev);
}
