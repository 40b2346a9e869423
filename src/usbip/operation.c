/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "usbip/operation.h"

/* Places in the bytes of a device. */
enum {
	PATH = 0,
	BUSID = 0x100,
	BUSNUM = 0x120,
	DEVNUM = 0x124,
	SPEED = 0x128,
	VENDOR = 0x12c,
	PRODUCT = 0x12e,
	BCD_DEVICE = 0x130,
	CLASS = 0x132,
};

static void put16(uint8_t *p, uint16_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
}

static void put32(uint8_t *p, uint32_t value)
{
	put16(p, (uint16_t)(value >> 16));
	put16(p + 2, (uint16_t)value);
}

static uint16_t get16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)get16(p) << 16 | get16(p + 2);
}

void usbip_encode_operation(const struct usbip_operation *operation, uint8_t *bytes)
{
	put16(bytes, operation->version);
	put16(bytes + 2, operation->code);
	put32(bytes + 4, operation->status);
}

void usbip_decode_operation(const uint8_t *bytes, struct usbip_operation *operation)
{
	operation->version = get16(bytes);
	operation->code = get16(bytes + 2);
	operation->status = get32(bytes + 4);
}

void usbip_encode_device(const struct usbip_device *device, uint8_t *bytes)
{
	memset(bytes, 0, USBIP_DEVICE_SIZE);
	memcpy(bytes + PATH, device->path, strlen(device->path));
	memcpy(bytes + BUSID, device->busid, strlen(device->busid));
	put32(bytes + BUSNUM, device->busnum);
	put32(bytes + DEVNUM, device->devnum);
	put32(bytes + SPEED, device->speed);
	put16(bytes + VENDOR, device->idVendor);
	put16(bytes + PRODUCT, device->idProduct);
	put16(bytes + BCD_DEVICE, device->bcdDevice);
	memcpy(bytes + CLASS, &device->bDeviceClass, USBIP_DEVICE_SIZE - CLASS);
}

void usbip_decode_device(const uint8_t *bytes, struct usbip_device *device)
{
	memcpy(device->path, bytes + PATH, sizeof device->path);
	device->path[sizeof device->path - 1] = '\0';
	memcpy(device->busid, bytes + BUSID, sizeof device->busid);
	device->busid[sizeof device->busid - 1] = '\0';
	device->busnum = get32(bytes + BUSNUM);
	device->devnum = get32(bytes + DEVNUM);
	device->speed = get32(bytes + SPEED);
	device->idVendor = get16(bytes + VENDOR);
	device->idProduct = get16(bytes + PRODUCT);
	device->bcdDevice = get16(bytes + BCD_DEVICE);
	memcpy(&device->bDeviceClass, bytes + CLASS, USBIP_DEVICE_SIZE - CLASS);
}

_Static_assert(sizeof(struct usbip_device) -
			       __builtin_offsetof(struct usbip_device, bDeviceClass) >=
		       USBIP_DEVICE_SIZE - CLASS,
	       "the last six members are bytes of the wire");
