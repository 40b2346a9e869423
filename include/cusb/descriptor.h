/* SPDX-License-Identifier: MIT */
/*
 * USB descriptors as a tree of plain structs.
 *
 * Fields of the USB specification keep their names. Multi-byte fields are in host byte order.
 * Everything here is read-only and belongs to its device: a pointer stays valid until
 * cusb_device_free() drops the last reference to that device. Nothing in this header blocks,
 * allocates or talks to a device, except cusb_bos_parse(), which allocates.
 *
 * A later library may have further members at the end of struct cusb_device, cusb_configuration,
 * cusb_interface, cusb_endpoint and cusb_bos. So do not index an array of these structs, and do not
 * copy a struct: the functions below find the elements of an array.
 */
#ifndef CUSB_DESCRIPTOR_H
#define CUSB_DESCRIPTOR_H

#include <stddef.h>
#include <stdint.h>

#ifndef CUSB_API
#define CUSB_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* bDescriptorType: USB 2.0 table 9-5, USB 3.2 table 9-6, and the documents named at a value. */
enum cusb_desc_type {
	CUSB_DESC_TYPE_DEVICE = 0x01,
	CUSB_DESC_TYPE_CONFIG = 0x02,
	CUSB_DESC_TYPE_STRING = 0x03,
	CUSB_DESC_TYPE_INTERFACE = 0x04,
	CUSB_DESC_TYPE_ENDPOINT = 0x05,
	CUSB_DESC_TYPE_DEVICE_QUALIFIER = 0x06,
	CUSB_DESC_TYPE_OTHER_SPEED_CONFIG = 0x07,
	CUSB_DESC_TYPE_INTERFACE_POWER = 0x08,
	CUSB_DESC_TYPE_OTG = 0x09,
	CUSB_DESC_TYPE_DEBUG = 0x0a,
	CUSB_DESC_TYPE_INTERFACE_ASSOCIATION = 0x0b,
	CUSB_DESC_TYPE_BOS = 0x0f,
	CUSB_DESC_TYPE_DEVICE_CAPABILITY = 0x10,
	CUSB_DESC_TYPE_HID = 0x21,          /* HID 1.11, 7.1 */
	CUSB_DESC_TYPE_REPORT = 0x22,       /* HID 1.11, 7.1 */
	CUSB_DESC_TYPE_PHYSICAL = 0x23,     /* HID 1.11, 7.1 */
	CUSB_DESC_TYPE_CS_INTERFACE = 0x24, /* class-specific interface */
	CUSB_DESC_TYPE_CS_ENDPOINT = 0x25,  /* class-specific endpoint */
	CUSB_DESC_TYPE_HUB = 0x29,          /* USB 2.0, 11.23.2.1 */
	CUSB_DESC_TYPE_SUPERSPEED_HUB = 0x2a,
	CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION = 0x30
};

/* bDeviceClass, bInterfaceClass: the class codes of the USB-IF. */
enum cusb_class {
	CUSB_CLASS_PER_INTERFACE = 0x00,
	CUSB_CLASS_AUDIO = 0x01,
	CUSB_CLASS_COMM = 0x02,
	CUSB_CLASS_HID = 0x03,
	CUSB_CLASS_PHYSICAL = 0x05,
	CUSB_CLASS_IMAGE = 0x06,
	CUSB_CLASS_PRINTER = 0x07,
	CUSB_CLASS_MASS_STORAGE = 0x08,
	CUSB_CLASS_HUB = 0x09,
	CUSB_CLASS_DATA = 0x0a,
	CUSB_CLASS_SMART_CARD = 0x0b,
	CUSB_CLASS_CONTENT_SECURITY = 0x0d,
	CUSB_CLASS_VIDEO = 0x0e,
	CUSB_CLASS_PERSONAL_HEALTHCARE = 0x0f,
	CUSB_CLASS_AUDIO_VIDEO = 0x10,
	CUSB_CLASS_BILLBOARD = 0x11,
	CUSB_CLASS_DIAGNOSTIC = 0xdc,
	CUSB_CLASS_WIRELESS = 0xe0,
	CUSB_CLASS_MISCELLANEOUS = 0xef,
	CUSB_CLASS_APPLICATION = 0xfe,
	CUSB_CLASS_VENDOR = 0xff
};

/* bEndpointAddress, USB 2.0 table 9-13: bit 7 the direction, bits 3..0 the number. */
#define CUSB_ENDPOINT_ADDRESS_MASK 0x0f
#define CUSB_ENDPOINT_DIR_MASK     0x80
#define CUSB_ENDPOINT_OUT          0x00
#define CUSB_ENDPOINT_IN           0x80

/* bmAttributes of an endpoint, USB 2.0 table 9-13: bits 1..0 the transfer type. */
#define CUSB_ENDPOINT_TYPE_MASK 0x03
#define CUSB_ENDPOINT_TYPE_CTRL 0x00
#define CUSB_ENDPOINT_TYPE_ISO  0x01
#define CUSB_ENDPOINT_TYPE_BULK 0x02
#define CUSB_ENDPOINT_TYPE_INTR 0x03

/* bmAttributes of a configuration, USB 2.0 table 9-10. */
#define CUSB_CONFIG_SELF_POWERED  0x40
#define CUSB_CONFIG_REMOTE_WAKEUP 0x20

/* Sizes of the standard descriptors in bytes, USB 2.0 9.6 and USB 3.2 9.6. */
#define CUSB_DEVICE_DESC_SIZE                18
#define CUSB_CONFIG_DESC_SIZE                9
#define CUSB_INTERFACE_DESC_SIZE             9
#define CUSB_ENDPOINT_DESC_SIZE              7
#define CUSB_ENDPOINT_AUDIO_DESC_SIZE        9
#define CUSB_INTERFACE_ASSOCIATION_DESC_SIZE 8
#define CUSB_SS_ENDPOINT_COMPANION_DESC_SIZE 6
#define CUSB_BOS_DESC_SIZE                   5

/* The speed of a device on its bus. The numbers up to CUSB_SPEED_SUPER are PyUSB's. */
enum cusb_speed {
	CUSB_SPEED_UNKNOWN = 0,
	CUSB_SPEED_LOW = 1,         /* 1.5 Mbit/s */
	CUSB_SPEED_FULL = 2,        /* 12 Mbit/s */
	CUSB_SPEED_HIGH = 3,        /* 480 Mbit/s */
	CUSB_SPEED_SUPER = 4,       /* 5 Gbit/s */
	CUSB_SPEED_SUPER_PLUS = 5,  /* 10 Gbit/s */
	CUSB_SPEED_SUPER_PLUS_X2 = 6 /* 20 Gbit/s */
};

/* Room for the ports on the way to a device. A bus has at most seven tiers: USB 2.0 4.1.1. */
#define CUSB_PORT_NUMBERS_MAX 7

struct cusb_device;
struct cusb_configuration;
struct cusb_interface;

/* SuperSpeed endpoint companion, USB 3.2 9.6.7. */
struct cusb_ss_endpoint_companion {
	uint8_t bLength; /* 0: the endpoint has no companion */
	uint8_t bDescriptorType;
	uint8_t bMaxBurst;          /* packets per burst, minus one */
	uint8_t bmAttributes;       /* bulk: bits 4..0 streams as a power of two; iso: 1..0 Mult */
	uint16_t wBytesPerInterval; /* bytes; periodic endpoints only */
};

/* Endpoint, USB 2.0 9.6.6. */
struct cusb_endpoint {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize; /* as sent: bits 10..0 bytes, bits 12..11 additional transactions */
	uint8_t bInterval;
	uint8_t bRefresh;      /* audio class only (bLength 9), else 0 */
	uint8_t bSynchAddress; /* audio class only (bLength 9), else 0 */

	struct cusb_ss_endpoint_companion ss_companion;
	const uint8_t *extra; /* the bytes before the next standard descriptor, as sent */
	size_t extra_length;  /* bytes */
	size_t index;         /* position in the interface, from 0 */
	const struct cusb_interface *interface;
};

/* One alternate setting of an interface, USB 2.0 9.6.5. */
struct cusb_interface {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bNumEndpoints; /* as sent; endpoint_count is the true number */
	uint8_t bInterfaceClass;
	uint8_t bInterfaceSubClass;
	uint8_t bInterfaceProtocol;
	uint8_t iInterface;

	const uint8_t *extra;
	size_t extra_length;
	size_t index;           /* position of the interface in the configuration, from 0 */
	size_t alternate_index; /* position of this setting in the interface, from 0 */
	const struct cusb_endpoint *endpoints;
	size_t endpoint_count;
	const struct cusb_configuration *configuration;
};

/* Interface association, USB 3.2 9.6.4. */
struct cusb_interface_association {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bFirstInterface;
	uint8_t bInterfaceCount;
	uint8_t bFunctionClass;
	uint8_t bFunctionSubClass;
	uint8_t bFunctionProtocol;
	uint8_t iFunction;
};

/* Configuration, USB 2.0 9.6.3. */
struct cusb_configuration {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength; /* as sent; the library does not use it as a length */
	uint8_t bNumInterfaces; /* as sent; interface_count is the true number */
	uint8_t bConfigurationValue;
	uint8_t iConfiguration;
	uint8_t bmAttributes;
	uint8_t bMaxPower; /* units of 2 mA, or 8 mA at SuperSpeed; see cusb_configuration_ma() */

	const uint8_t *extra;
	size_t extra_length;
	size_t index;                             /* position in the device, from 0 */
	const struct cusb_interface *altsettings; /* the settings of an interface are in a row */
	size_t altsetting_count;
	size_t interface_count;
	const struct cusb_interface_association *associations;
	size_t association_count;
	struct cusb_device *device;
};

/*
 * A device: its device descriptor, USB 2.0 9.6.1, and its place on the bus. cusb_find() sets the
 * members. They never change afterwards. core.h has functions for everything else about a device.
 */
struct cusb_device {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t bcdUSB;
	uint8_t bDeviceClass;
	uint8_t bDeviceSubClass;
	uint8_t bDeviceProtocol;
	uint8_t bMaxPacketSize0;
	uint16_t idVendor;
	uint16_t idProduct;
	uint16_t bcdDevice;
	uint8_t iManufacturer;
	uint8_t iProduct;
	uint8_t iSerialNumber;
	uint8_t bNumConfigurations; /* as sent; configuration_count is the true number */

	uint8_t address;    /* 1..127 */
	uint16_t bus;       /* from 1 */
	uint8_t port_count; /* 0: a root hub, or the ports are unknown (usbfs.h) */
	uint8_t port_numbers[CUSB_PORT_NUMBERS_MAX]; /* from the root port to the device */
	const char *name; /* the name in sysfs: "usb1", "1-2.3"; or of the node (usbfs.h) */
	const struct cusb_configuration *configurations;
	size_t configuration_count;
};

/**
 * cusb_configuration_at - a device's configuration by its position, PyUSB's `dev[1]`.
 * @dev:   the device; NULL gives NULL.
 * @index: position in descriptor order, from 0; not bConfigurationValue.
 *
 * Returns the configuration, lent by the device, or NULL past the end.
 */
CUSB_API const struct cusb_configuration *cusb_configuration_at(const struct cusb_device *dev,
								size_t index);

/**
 * cusb_interface_at - an alternate setting by its position, PyUSB's `cfg[(0,1)]`.
 * @cfg:             the configuration; NULL gives NULL.
 * @index:           position of the interface, from 0; not bInterfaceNumber.
 * @alternate_index: position of the setting in that interface, from 0; not bAlternateSetting.
 *
 * Returns the alternate setting, lent by the device, or NULL past the end.
 */
CUSB_API const struct cusb_interface *cusb_interface_at(const struct cusb_configuration *cfg,
							size_t index, size_t alternate_index);

/**
 * cusb_endpoint_at - an endpoint by its position, PyUSB's `intf[2]`.
 * @intf:  the alternate setting; NULL gives NULL.
 * @index: position in descriptor order, from 0.
 *
 * Returns the endpoint, lent by the device, or NULL past the end.
 */
CUSB_API const struct cusb_endpoint *cusb_endpoint_at(const struct cusb_interface *intf,
						      size_t index);

/**
 * cusb_configuration_next - the next of a device's configurations.
 * @dev: the device; NULL gives NULL.
 * @cfg: the configuration that the last call returned; NULL to begin.
 *
 * Returns the configuration, lent by the device, or NULL at the end.
 */
CUSB_API const struct cusb_configuration *
cusb_configuration_next(const struct cusb_device *dev, const struct cusb_configuration *cfg);

/**
 * cusb_interface_next - the next of all alternate settings of all interfaces.
 * @cfg:  the configuration; NULL gives NULL.
 * @intf: the alternate setting that the last call returned; NULL to begin.
 *
 * All settings of one interface come in a row, even if the device sends them in another order.
 *
 * Returns the alternate setting, lent by the device, or NULL at the end.
 */
CUSB_API const struct cusb_interface *cusb_interface_next(const struct cusb_configuration *cfg,
							  const struct cusb_interface *intf);

/**
 * cusb_endpoint_next - the next endpoint of an alternate setting.
 * @intf: the alternate setting; NULL gives NULL.
 * @ep:   the endpoint that the last call returned; NULL to begin.
 *
 * Returns the endpoint, lent by the device, or NULL at the end.
 */
CUSB_API const struct cusb_endpoint *cusb_endpoint_next(const struct cusb_interface *intf,
							const struct cusb_endpoint *ep);

#define cusb_for_each_configuration(dev, cfg)                                                      \
	for ((cfg) = cusb_configuration_next((dev), NULL); (cfg);                                  \
	     (cfg) = cusb_configuration_next((dev), (cfg)))

#define cusb_for_each_interface(cfg, intf)                                                         \
	for ((intf) = cusb_interface_next((cfg), NULL); (intf);                                    \
	     (intf) = cusb_interface_next((cfg), (intf)))

#define cusb_for_each_endpoint(intf, ep)                                                           \
	for ((ep) = cusb_endpoint_next((intf), NULL); (ep);                                        \
	     (ep) = cusb_endpoint_next((intf), (ep)))

/**
 * cusb_extra_next - the next raw descriptor in an `extra` member.
 * @extra, @length: the bytes, for example ep->extra and ep->extra_length.
 * @desc:           the descriptor that the last call returned; NULL to begin.
 *
 * A descriptor has bLength bytes: bLength is the first byte, bDescriptorType the second.
 *
 * Returns the descriptor. NULL means the end, or a bLength that is below 2 or goes past the end.
 */
CUSB_API const uint8_t *cusb_extra_next(const uint8_t *extra, size_t length, const uint8_t *desc);

/* One device capability of a BOS, USB 3.2 9.6.2.1 and the sections after it. */
struct cusb_device_capability {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	const uint8_t *data; /* the bytes after bDevCapabilityType, as sent */
	size_t data_length;  /* bytes */
};

/* Binary device object store, USB 3.2 9.6.2. */
struct cusb_bos {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength;  /* as sent */
	uint8_t bNumDeviceCaps; /* as sent; capability_count is the true number */
	const struct cusb_device_capability *capabilities;
	size_t capability_count;
};

/**
 * cusb_field_at - a field of a descriptor by its position, with its name in the specification.
 * @descriptor: a struct of this header that begins with bLength and bDescriptorType. Its
 *              bDescriptorType tells which struct it is. NULL gives NULL.
 * @index:      position among the fields that this descriptor has, from 0.
 * @value:      out: the field's value.
 *
 * Returns the name, a static string, or NULL past the end or for an unknown bDescriptorType.
 */
CUSB_API const char *cusb_field_at(const void *descriptor, size_t index, unsigned int *value);

/**
 * cusb_bos_parse - make a BOS from its bytes.
 * @bytes, @length: a BOS descriptor with its capabilities, as read from a device.
 * @bos:            out: the result; the caller frees it with cusb_bos_free().
 *
 * An incomplete capability ends the list. The capabilities before it remain. Does not block.
 *
 * Returns:
 *   0         success
 *   -EBADMSG  the bytes have no BOS descriptor
 *   -ENOMEM   no memory
 */
CUSB_API int cusb_bos_parse(const uint8_t *bytes, size_t length, struct cusb_bos **bos);

/**
 * cusb_bos_free - free a BOS of cusb_bos_parse() or cusb_get_bos().
 * @bos: NULL is allowed.
 */
CUSB_API void cusb_bos_free(struct cusb_bos *bos);

#ifdef __cplusplus
}
#endif

#endif
