/* SPDX-License-Identifier: MIT */
/* The descriptors of the scripted backend's devices. */
#include "core/script_backend.h"

#define LE16(value) (value) & 0xff, (value) >> 8
#define DEVICE(idProduct, configurations)                                                          \
	18, 1, LE16(0x0200), 0, 0, 0, 64, LE16(0xfffe), LE16(idProduct), LE16(0x0100), 1, 2, 3,    \
		configurations
#define CONFIGURATION(value, interfaces, wTotalLength)                                             \
	9, 2, LE16(wTotalLength), interfaces, value, 0, 0x80, 50
#define INTERFACE(number, alternate, endpoints, bInterfaceClass)                                   \
	9, 4, number, alternate, endpoints, bInterfaceClass, 0, 0, 0
#define CONTROL(address)   7, 5, address, CUSB_ENDPOINT_TYPE_CTRL, LE16(64), 0
#define ISO(address)	   7, 5, address, CUSB_ENDPOINT_TYPE_ISO, LE16(64), 1
#define BULK(address)	   7, 5, address, CUSB_ENDPOINT_TYPE_BULK, LE16(512), 0
#define INTERRUPT(address) 7, 5, address, CUSB_ENDPOINT_TYPE_INTR, LE16(64), 4

/* clang-format off */
static const uint8_t composite[] = {
	DEVICE(0x0001, 2),
	CONFIGURATION(1, 3, 9 + 6 * 9 + 11 * 7),
	INTERFACE(0, 0, 5, 0xff), BULK(0x01), BULK(0x81), INTERRUPT(0x82), CONTROL(0x84), ISO(0x86),
	INTERFACE(1, 0, 0, 0xff),
	INTERFACE(1, 1, 2, 0xff), BULK(0x03), BULK(0x83),
	INTERFACE(1, 2, 2, 0xff), INTERRUPT(0x03), INTERRUPT(0x83),
	INTERFACE(2, 0, 1, CUSB_CLASS_PRINTER), BULK(0x07),
	INTERFACE(2, 1, 1, CUSB_CLASS_PRINTER), BULK(0x08),
	CONFIGURATION(2, 1, 9 + 9 + 2 * 7),
	INTERFACE(0, 0, 2, 0xff), BULK(0x01), BULK(0x81),
};

static const uint8_t odd[] = {
	DEVICE(0x0002, 2),
	CONFIGURATION(1, 4, 9 + 6 * 9 + 5 * 7),
	INTERFACE(0, 1, 1, 0xff), BULK(0x04),
	INTERFACE(0, 2, 1, 0xff), BULK(0x84),
	INTERFACE(1, 0, 0, 0xff),
	INTERFACE(1, 1, 1, 0xff), BULK(0x01),
	INTERFACE(2, 0, 2, 0xff), BULK(0x01), BULK(0x91),
	INTERFACE(3, 5, 0, 0xff),
	CONFIGURATION(0, 1, 9 + 9),
	INTERFACE(0, 0, 0, 0xff),
};
/* clang-format on */

const struct script_device script_composite = {
	.name = "1-2.3",
	.bus = 1,
	.address = 5,
	.port_count = 2,
	.port_numbers = {2, 3},
	.descriptors = composite,
	.length = sizeof composite,
	.speed = CUSB_SPEED_HIGH,
	.strings = {"Maker", "Product", "0001"},
};

const struct script_device script_odd = {
	.name = "2-1",
	.bus = 2,
	.address = 9,
	.port_count = 1,
	.port_numbers = {1},
	.descriptors = odd,
	.length = sizeof odd,
	.speed = CUSB_SPEED_FULL,
};

void script_plug_hubs(void)
{
	script.devices[0] = script_composite;
	script.devices[0].name = "usb1";
	script.devices[0].address = 1;
	script.devices[0].port_count = 0;
	script.devices[1] = script_composite;
	script.devices[1].name = "1-2";
	script.devices[1].address = 4;
	script.devices[1].port_count = 1;
	script.devices[2] = script_composite;
	script.devices[3] = script_odd;
	script.device_count = 4;
}
