/* SPDX-License-Identifier: MIT */
/* The descriptors of the model "loopback". */
#include "compat/openusb/world.h"

static uint64_t devid;

static void begin(void)
{
	uint64_t *devids;
	uint32_t count;

	ow_begin();
	ow_plug("loopback", "1-1");
	ck_assert_int_eq(openusb_get_devids_by_bus(ow_handle, 1, &devids, &count), 0);
	devid = devids[1];
	openusb_free_devid_list(devids);
}

FIXTURE(begin, ow_end)

static int32_t interface(uint8_t config, uint8_t index, uint8_t alternate,
			 struct openusb_interface_desc *desc)
{
	return openusb_parse_interface_desc(ow_handle, devid, NULL, 0, config, index, alternate,
					    desc);
}

CASE(device_descriptor)
{
	struct openusb_device_desc desc;

	ck_assert_int_eq(openusb_parse_device_desc(ow_handle, devid, NULL, 0, &desc), 0);
	ck_assert_uint_eq(desc.bLength, 18);
	ck_assert_uint_eq(desc.bDescriptorType, 1);
	ck_assert_uint_eq(desc.bcdUSB, 0x0200);
	ck_assert_uint_eq(desc.bMaxPacketSize0, 64);
	ck_assert_uint_eq(desc.idVendor, 0xfffe);
	ck_assert_uint_eq(desc.idProduct, 0x0001);
	ck_assert_uint_eq(desc.iManufacturer, 1);
	ck_assert_uint_eq(desc.iProduct, 2);
	ck_assert_uint_eq(desc.iSerialNumber, 3);
	ck_assert_uint_eq(desc.bNumConfigurations, 2);
}

CASE(configuration_by_position)
{
	struct openusb_config_desc desc;

	ck_assert_int_eq(openusb_parse_config_desc(ow_handle, devid, NULL, 0, 1, &desc), 0);
	ck_assert_uint_eq(desc.bLength, 9);
	ck_assert_uint_eq(desc.wTotalLength, 9 + 9 + 2 * 7);
	ck_assert_uint_eq(desc.bNumInterfaces, 1);
	ck_assert_uint_eq(desc.bConfigurationValue, 2);
	ck_assert_uint_eq(desc.iConfiguration, 6);
	ck_assert_uint_eq(desc.bmAttributes, 0xa0);
	ck_assert_uint_eq(desc.bMaxPower, 250);
	ck_assert_int_eq(openusb_parse_config_desc(ow_handle, devid, NULL, 0, 2, &desc),
			 OPENUSB_BADARG);
}

CASE(interface_by_position)
{
	struct openusb_interface_desc desc;

	ck_assert_int_eq(interface(0, 0, 0, &desc), 0);
	ck_assert_uint_eq(desc.bInterfaceNumber, 0);
	ck_assert_uint_eq(desc.bNumEndpoints, 4);
	ck_assert_uint_eq(desc.bInterfaceClass, 0xff);
	ck_assert_uint_eq(desc.iInterface, 5);
	ck_assert_int_eq(interface(0, 1, 2, &desc), 0);
	ck_assert_uint_eq(desc.bInterfaceNumber, 1);
	ck_assert_uint_eq(desc.bAlternateSetting, 2);
}

/* PyUSB counts alternate settings in this way. */
CASE(interface_past_the_end_is_an_error)
{
	struct openusb_interface_desc desc;

	ck_assert_int_eq(interface(0, 0, 1, &desc), OPENUSB_BADARG);
	ck_assert_int_eq(interface(0, 1, 3, &desc), OPENUSB_BADARG);
	ck_assert_int_eq(interface(0, 2, 0, &desc), OPENUSB_BADARG);
	ck_assert_int_eq(interface(2, 0, 0, &desc), OPENUSB_BADARG);
	ck_assert_int_eq(interface(255, 255, 255, &desc), OPENUSB_BADARG);
}

CASE(endpoint_by_position)
{
	struct openusb_endpoint_desc desc;

	ck_assert_int_eq(openusb_parse_endpoint_desc(ow_handle, devid, NULL, 0, 0, 1, 2, 1, &desc),
			 0);
	ck_assert_uint_eq(desc.bLength, 7);
	ck_assert_uint_eq(desc.bDescriptorType, 5);
	ck_assert_uint_eq(desc.bEndpointAddress, 0x83);
	ck_assert_uint_eq(desc.bmAttributes, 3);
	ck_assert_uint_eq(desc.wMaxPacketSize, 64);
	ck_assert_uint_eq(desc.bInterval, 4);
	ck_assert_uint_eq(desc.bRefresh, 0);
	ck_assert_uint_eq(desc.bSynchAddress, 0);
	ck_assert_int_eq(openusb_parse_endpoint_desc(ow_handle, devid, NULL, 0, 0, 1, 2, 2, &desc),
			 OPENUSB_BADARG);
	ck_assert_int_eq(openusb_parse_endpoint_desc(ow_handle, devid, NULL, 0, 0, 9, 0, 0, &desc),
			 OPENUSB_BADARG);
}

/* Sizes and places that compiled programs know. */
CASE(layouts)
{
	ck_assert_uint_eq(sizeof(struct openusb_device_desc), 18);
	ck_assert_uint_eq(sizeof(struct openusb_config_desc), 10);
	ck_assert_uint_eq(sizeof(struct openusb_interface_desc), 9);
	ck_assert_uint_eq(sizeof(struct openusb_endpoint_desc), 10);
	ck_assert_uint_eq(offsetof(struct openusb_endpoint_desc, bRefresh), 7);
	ck_assert_uint_eq(sizeof(struct openusb_result), 8);
	if (sizeof(void *) != 8)
		return;
	ck_assert_uint_eq(sizeof(struct openusb_ctrl_request), 48);
	ck_assert_uint_eq(offsetof(struct openusb_ctrl_request, payload), 8);
	ck_assert_uint_eq(offsetof(struct openusb_ctrl_request, timeout), 20);
	ck_assert_uint_eq(offsetof(struct openusb_ctrl_request, result), 28);
	ck_assert_uint_eq(offsetof(struct openusb_ctrl_request, next), 40);
	ck_assert_uint_eq(sizeof(struct openusb_intr_request), 48);
	ck_assert_uint_eq(offsetof(struct openusb_intr_request, payload), 8);
	ck_assert_uint_eq(offsetof(struct openusb_intr_request, result), 28);
	ck_assert_uint_eq(sizeof(struct openusb_bulk_request), 40);
	ck_assert_uint_eq(offsetof(struct openusb_bulk_request, timeout), 12);
	ck_assert_uint_eq(offsetof(struct openusb_bulk_request, result), 20);
	ck_assert_uint_eq(offsetof(struct openusb_bulk_request, next), 32);
	ck_assert_uint_eq(sizeof(struct openusb_isoc_packet), 16);
	ck_assert_uint_eq(sizeof(struct openusb_isoc_request), 48);
	ck_assert_uint_eq(offsetof(struct openusb_isoc_request, pkts.packets), 16);
	ck_assert_uint_eq(offsetof(struct openusb_isoc_request, isoc_results), 24);
	ck_assert_uint_eq(offsetof(struct openusb_isoc_request, isoc_status), 32);
	ck_assert_uint_eq(offsetof(struct openusb_isoc_request, next), 40);
}

CASE(bytes_of_the_program_are_not_parsed)
{
	uint8_t bytes[18] = {18, 1};
	struct openusb_device_desc desc;

	ck_assert_int_eq(openusb_parse_device_desc(ow_handle, devid, bytes, sizeof bytes, &desc),
			 OPENUSB_NOT_SUPPORTED);
}

CASE(no_room_is_a_bad_argument)
{
	ck_assert_int_eq(openusb_parse_device_desc(ow_handle, devid, NULL, 0, NULL),
			 OPENUSB_BADARG);
	ck_assert_int_eq(openusb_parse_config_desc(ow_handle, devid, NULL, 0, 0, NULL),
			 OPENUSB_BADARG);
	ck_assert_int_eq(interface(0, 0, 0, NULL), OPENUSB_BADARG);
	ck_assert_int_eq(openusb_parse_endpoint_desc(ow_handle, devid, NULL, 0, 0, 0, 0, 0, NULL),
			 OPENUSB_BADARG);
}
