/* SPDX-License-Identifier: MIT */
/* The tree below a device, and counts in descriptors that lie. */
#include "fail_alloc.h"
#include "compat/libusb-0.1/internal.h"
#include "compat/libusb-0.1/world.h"

static struct usb_config_descriptor *configs(const char *model, const char *name)
{
	lw_plug(model, name);
	lw_scan();
	ck_assert_ptr_nonnull(lw_device(name));
	return lw_device(name)->config;
}

#define DEVICE(count)			  18, 1, 0, 2, 0, 0, 0, 64, 0xfe, 0xff, 0, 1, 0, 1, 0, 0, 0, count
#define CONFIGURATION(length, interfaces) 9, 2, length, 0, interfaces, 1, 0, 0x80, 50
#define INTERFACE(number, endpoints)	  9, 4, number, 0, endpoints, 0xff, 0, 0, 0
#define ENDPOINT(address)		  7, 5, address, 2, 0, 2, 0

static struct usb_config_descriptor *parse(const uint8_t *bytes, size_t length)
{
	struct cusb_virtual_model model = {.name = "liar",
					   .speed = CUSB_SPEED_HIGH,
					   .descriptors = bytes,
					   .descriptors_length = length};
	struct usb_config_descriptor *config;

	lw_plug_model(&model, "1-1");
	lw_scan();
	ck_assert_ptr_nonnull(lw_device("1-1"));
	config = lw_device("1-1")->config;
	lw_unplug("1-1");
	return config;
}

FIXTURE(lw_begin, lw_end)

CASE(configurations_are_told)
{
	struct usb_config_descriptor *config = configs("loopback", "1-1");

	ck_assert_uint_eq(config[0].bLength, 9);
	ck_assert_uint_eq(config[0].bDescriptorType, USB_DT_CONFIG);
	ck_assert_uint_eq(config[0].wTotalLength, 114);
	ck_assert_uint_eq(config[0].bNumInterfaces, 2);
	ck_assert_uint_eq(config[0].bConfigurationValue, 1);
	ck_assert_uint_eq(config[0].iConfiguration, 4);
	ck_assert_uint_eq(config[0].bmAttributes, 0xc0);
	ck_assert_uint_eq(config[0].MaxPower, 50);
	ck_assert_uint_eq(config[1].bConfigurationValue, 2);
	ck_assert_uint_eq(config[1].MaxPower, 250);
}

CASE(alternate_settings_are_those_of_one_interface)
{
	struct usb_interface *interface = configs("loopback", "1-1")->interface;

	ck_assert_int_eq(interface[0].num_altsetting, 1);
	ck_assert_int_eq(interface[1].num_altsetting, 3);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(interface[1].altsetting[i].bInterfaceNumber, 1);
		ck_assert_uint_eq(interface[1].altsetting[i].bAlternateSetting, i);
	}
	ck_assert_uint_eq(interface[0].altsetting->bInterfaceClass, USB_CLASS_VENDOR_SPEC);
	ck_assert_uint_eq(interface[0].altsetting->iInterface, 5);
	ck_assert_uint_eq(interface[0].altsetting->bLength, 9);
	ck_assert_uint_eq(interface[0].altsetting->bDescriptorType, USB_DT_INTERFACE);
}

CASE(endpoints_are_told)
{
	struct usb_interface_descriptor *intf = configs("loopback", "1-1")->interface->altsetting;

	ck_assert_uint_eq(intf->bNumEndpoints, 4);
	ck_assert_uint_eq(intf->endpoint[3].bLength, 7);
	ck_assert_uint_eq(intf->endpoint[3].bDescriptorType, USB_DT_ENDPOINT);
	ck_assert_uint_eq(intf->endpoint[3].bEndpointAddress, 0x82);
	ck_assert_uint_eq(intf->endpoint[3].bmAttributes, USB_ENDPOINT_TYPE_INTERRUPT);
	ck_assert_uint_eq(intf->endpoint[3].wMaxPacketSize, 64);
	ck_assert_uint_eq(intf->endpoint[3].bInterval, 4);
	ck_assert_ptr_null(intf->endpoint[3].extra);
}

CASE(setting_without_endpoints_has_no_array)
{
	struct usb_interface *interface = configs("loopback", "1-1")->interface;

	ck_assert_uint_eq(interface[1].altsetting->bNumEndpoints, 0);
	ck_assert_ptr_null(interface[1].altsetting->endpoint);
}

CASE(other_descriptors_are_extra_of_what_they_follow)
{
	static const uint8_t association[] = {8, 11, 0, 2}, specific[] = {5, 0x24, 1, 2, 3};
	struct usb_config_descriptor *config = configs("loopback", "1-1");
	struct usb_interface_descriptor *intf = &config->interface[1].altsetting[1];

	ck_assert_int_eq(config->extralen, 8);
	ck_assert_mem_eq(config->extra, association, 4);
	ck_assert_int_eq(intf->extralen, 5);
	ck_assert_mem_eq(intf->extra, specific, 5);
	ck_assert_int_eq(config->interface[0].altsetting->extralen, 0);
}

CASE(companion_is_extra_of_its_endpoint)
{
	struct usb_interface_descriptor *intf = configs("super", "2-1")->interface->altsetting;

	ck_assert_uint_eq(intf->endpoint[1].wMaxPacketSize, 1024);
	ck_assert_int_eq(intf->endpoint[1].extralen, 6);
	ck_assert_uint_eq(intf->endpoint[1].extra[1], 0x30);
}

CASE(audio_endpoint_has_its_two_fields)
{
	static const uint8_t bytes[] = {
		DEVICE(1), CONFIGURATION(27, 1), INTERFACE(0, 1), 9, 5, 0x81, 1, 0, 1, 1, 2, 3};
	struct usb_endpoint_descriptor *ep =
		parse(bytes, sizeof bytes)->interface->altsetting->endpoint;

	ck_assert_uint_eq(ep->bRefresh, 2);
	ck_assert_uint_eq(ep->bSynchAddress, 3);
}

CASE(endpoints_that_are_not_there_are_zeros)
{
	static const uint8_t bytes[] = {DEVICE(1), CONFIGURATION(25, 1), INTERFACE(0, 200),
					ENDPOINT(0x81)};
	struct usb_interface_descriptor *intf = parse(bytes, sizeof bytes)->interface->altsetting;

	ck_assert_uint_eq(intf->bNumEndpoints, 200);
	ck_assert_uint_eq(intf->endpoint[0].bEndpointAddress, 0x81);
	for (int i = 1; i < 200; i++)
		ck_assert_uint_eq(intf->endpoint[i].bLength, 0);
}

CASE(endpoints_beyond_the_count_are_left_out)
{
	static const uint8_t bytes[] = {DEVICE(1), CONFIGURATION(32, 1), INTERFACE(0, 1),
					ENDPOINT(0x81), ENDPOINT(0x82)};
	struct usb_interface_descriptor *intf = parse(bytes, sizeof bytes)->interface->altsetting;

	ck_assert_uint_eq(intf->bNumEndpoints, 1);
	ck_assert_uint_eq(intf->endpoint[0].bEndpointAddress, 0x81);
}

CASE(interfaces_that_are_not_there_are_zeros)
{
	static const uint8_t bytes[] = {DEVICE(1), CONFIGURATION(18, 255), INTERFACE(0, 0)};
	struct usb_config_descriptor *config = parse(bytes, sizeof bytes);

	ck_assert_uint_eq(config->bNumInterfaces, 255);
	ck_assert_int_eq(config->interface[0].num_altsetting, 1);
	for (int i = 1; i < 255; i++) {
		ck_assert_int_eq(config->interface[i].num_altsetting, 0);
		ck_assert_ptr_null(config->interface[i].altsetting);
	}
}

CASE(interfaces_beyond_the_count_are_left_out)
{
	static const uint8_t bytes[] = {DEVICE(1), CONFIGURATION(27, 0), INTERFACE(0, 0),
					INTERFACE(1, 0)};
	struct usb_config_descriptor *config = parse(bytes, sizeof bytes);

	ck_assert_uint_eq(config->bNumInterfaces, 0);
	ck_assert_ptr_null(config->interface);
}

/* The kernel sees to it that sysfs counts rightly; another backend may not. */
CASE(configurations_that_are_not_there_are_zeros)
{
	struct usb_config_descriptor *config;
	struct cusb_device dev;

	configs("nak", "1-1");
	dev = *(struct cusb_device *)lw_device("1-1")->dev;
	dev.bNumConfigurations = 5;
	ck_assert_int_eq(copy_configurations(&dev, &config), 0);
	ck_assert_uint_eq(config[0].bConfigurationValue, 1);
	for (int i = 1; i < 5; i++)
		ck_assert_uint_eq(config[i].bLength, 0);
	free(config);
}

/* The kernel refuses such a device. */
CASE(device_without_configurations_has_no_array)
{
	struct usb_config_descriptor *config;
	struct cusb_device dev;

	configs("nak", "1-1");
	dev = *(struct cusb_device *)lw_device("1-1")->dev;
	dev.bNumConfigurations = 0;
	ck_assert_int_eq(copy_configurations(&dev, &config), 0);
	ck_assert_ptr_null(config);
}

CASE(want_of_memory_leaves_none)
{
	struct usb_config_descriptor *config;
	int err;

	configs("loopback", "1-1");
	config = lw_device("1-1")->config;
	fail_alloc_start(1);
	err = copy_configurations(lw_device("1-1")->dev, &config);
	fail_alloc_stop();
	ck_assert_int_eq(err, -ENOMEM);
	ck_assert_ptr_null(config);
}
