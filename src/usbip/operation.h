/* SPDX-License-Identifier: MIT */
/*
 * The operations of USB/IP: a client asks for the list of devices, or imports a device. After an
 * import the connection carries URBs; see wire.h. The names are those of the kernel's tools.
 */
#ifndef CUSB_USBIP_OPERATION_H
#define CUSB_USBIP_OPERATION_H

#include <stdint.h>

#define USBIP_VERSION 0x0111 /* of the kernel's tools since 2013 */
#define USBIP_SERVICE "3240"

#define USBIP_OP_REQ_IMPORT  0x8003
#define USBIP_OP_REP_IMPORT  0x0003
#define USBIP_OP_REQ_DEVLIST 0x8005
#define USBIP_OP_REP_DEVLIST 0x0005

/*
 * The path of a device begins with this text if the server is cusb's. Such a server answers an
 * unlink with the data of the transfer, in a RET_SUBMIT before the RET_UNLINK. Other programs only
 * show the path.
 */
#define USBIP_OWN_PATH "/cusb/"

/* Status of a reply. Old servers know OK and NA only. */
enum { USBIP_ST_OK, USBIP_ST_NA, USBIP_ST_DEV_BUSY, USBIP_ST_DEV_ERR, USBIP_ST_NODEV, USBIP_ST_ERROR };

#define USBIP_OP_SIZE	     8
#define USBIP_BUSID_SIZE     32
#define USBIP_DEVICE_SIZE    312
#define USBIP_INTERFACE_SIZE 4

struct usbip_operation {
	uint16_t version;
	uint16_t code;
	uint32_t status; /* 0 in a request */
};

/* A device of a list, or of the reply to an import. The texts end with a NUL. */
struct usbip_device {
	char path[256];
	char busid[USBIP_BUSID_SIZE];
	uint32_t busnum;
	uint32_t devnum;
	uint32_t speed; /* the kernel's enum usb_device_speed, as enum cusb_speed */
	uint16_t idVendor;
	uint16_t idProduct;
	uint16_t bcdDevice;
	uint8_t bDeviceClass;
	uint8_t bDeviceSubClass;
	uint8_t bDeviceProtocol;
	uint8_t bConfigurationValue;
	uint8_t bNumConfigurations;
	uint8_t bNumInterfaces;
};

void usbip_encode_operation(const struct usbip_operation *operation, uint8_t *bytes);
void usbip_decode_operation(const uint8_t *bytes, struct usbip_operation *operation);
void usbip_encode_device(const struct usbip_device *device, uint8_t *bytes);
void usbip_decode_device(const uint8_t *bytes, struct usbip_device *device);

#endif
