/* SPDX-License-Identifier: MIT */
/*
 * CUSB_MATCH: a search, as PyUSB's keyword arguments.
 *
 *	CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001)
 *	CUSB_MATCH(bus, 1, port_numbers, "2.3")
 *	CUSB_MATCH(bDeviceClass, 0, serial_number, "0042", custom_device, is_mine, user, &me)
 *	CUSB_MATCH(bInterfaceClass, CUSB_CLASS_PRINTER)
 *	CUSB_MATCH(direction, CUSB_ENDPOINT_OUT)
 *
 * Up to twelve pairs of a field and its value; an object matches when all pairs match. Any field of
 * the descriptors is allowed, and 0 is a value like any other. A misspelt field does not compile.
 * The macro makes an array that lives until the enclosing block ends. It needs C; in C++, fill an
 * array of struct cusb_match that ends with CUSB_FIELD_END.
 */
#ifndef CUSB_MATCH_H
#define CUSB_MATCH_H

#include "descriptor.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cusb_field {
	CUSB_FIELD_END = 0,
	/* device */
	CUSB_FIELD_bcdUSB,
	CUSB_FIELD_bDeviceClass,
	CUSB_FIELD_bDeviceSubClass,
	CUSB_FIELD_bDeviceProtocol,
	CUSB_FIELD_bMaxPacketSize0,
	CUSB_FIELD_idVendor,
	CUSB_FIELD_idProduct,
	CUSB_FIELD_bcdDevice,
	CUSB_FIELD_iManufacturer,
	CUSB_FIELD_iProduct,
	CUSB_FIELD_iSerialNumber,
	CUSB_FIELD_bNumConfigurations,
	CUSB_FIELD_bus,
	CUSB_FIELD_address,
	CUSB_FIELD_port_number,
	CUSB_FIELD_speed,
	/* configuration */
	CUSB_FIELD_wTotalLength,
	CUSB_FIELD_bNumInterfaces,
	CUSB_FIELD_bConfigurationValue,
	CUSB_FIELD_iConfiguration,
	CUSB_FIELD_bMaxPower,
	/* interface */
	CUSB_FIELD_bInterfaceNumber,
	CUSB_FIELD_bAlternateSetting,
	CUSB_FIELD_bNumEndpoints,
	CUSB_FIELD_bInterfaceClass,
	CUSB_FIELD_bInterfaceSubClass,
	CUSB_FIELD_bInterfaceProtocol,
	CUSB_FIELD_iInterface,
	/* endpoint */
	CUSB_FIELD_bEndpointAddress,
	CUSB_FIELD_wMaxPacketSize,
	CUSB_FIELD_bInterval,
	CUSB_FIELD_bRefresh,
	CUSB_FIELD_bSynchAddress,
	CUSB_FIELD_direction,
	CUSB_FIELD_transfer_type,
	/* any descriptor that has the field */
	CUSB_FIELD_bLength,
	CUSB_FIELD_bDescriptorType,
	CUSB_FIELD_bmAttributes,
	/* device, by string */
	CUSB_FIELD_manufacturer,
	CUSB_FIELD_product,
	CUSB_FIELD_serial_number,
	CUSB_FIELD_port_numbers,
	CUSB_FIELD_name,
	/* custom matches and options */
	CUSB_FIELD_custom_device,
	CUSB_FIELD_custom_configuration,
	CUSB_FIELD_custom_interface,
	CUSB_FIELD_custom_endpoint,
	CUSB_FIELD_user,
	CUSB_FIELD_backend
};

struct cusb_backend;

/*
 * Custom matches: called only for objects that match all fields. A result above 0 takes the object,
 * 0 skips it, and a result below 0 stops the search, which returns that result unchanged; no number
 * has a meaning to the library. @user is the value of the pair `user`, NULL without one. The
 * function must not free the device it gets. cusb_find() refuses a NULL string or function with
 * -EINVAL; the searches of util.h ignore a NULL function.
 */
typedef int (*cusb_device_match_fn)(struct cusb_device *dev, void *user);
typedef int (*cusb_configuration_match_fn)(const struct cusb_configuration *cfg, void *user);
typedef int (*cusb_interface_match_fn)(const struct cusb_interface *intf, void *user);
typedef int (*cusb_endpoint_match_fn)(const struct cusb_endpoint *ep, void *user);

/* One pair of a match; an array of them ends with CUSB_FIELD_END. */
struct cusb_match {
	enum cusb_field field;
	union {
		unsigned long number;
		const char *string;
		cusb_device_match_fn custom_device;
		cusb_configuration_match_fn custom_configuration;
		cusb_interface_match_fn custom_interface;
		cusb_endpoint_match_fn custom_endpoint;
		void *user;
		struct cusb_backend *backend;
	} is;
};

#define CUSB_IS_(name, member, value) {CUSB_FIELD_##name, {.member = (value)}}

/* Device */
#define CUSB_IS_bcdUSB(value) CUSB_IS_(bcdUSB, number, value)
#define CUSB_IS_bDeviceClass(value) CUSB_IS_(bDeviceClass, number, value)
#define CUSB_IS_bDeviceSubClass(value) CUSB_IS_(bDeviceSubClass, number, value)
#define CUSB_IS_bDeviceProtocol(value) CUSB_IS_(bDeviceProtocol, number, value)
#define CUSB_IS_bMaxPacketSize0(value) CUSB_IS_(bMaxPacketSize0, number, value)
#define CUSB_IS_idVendor(value) CUSB_IS_(idVendor, number, value)
#define CUSB_IS_idProduct(value) CUSB_IS_(idProduct, number, value)
#define CUSB_IS_bcdDevice(value) CUSB_IS_(bcdDevice, number, value)
#define CUSB_IS_iManufacturer(value) CUSB_IS_(iManufacturer, number, value)
#define CUSB_IS_iProduct(value) CUSB_IS_(iProduct, number, value)
#define CUSB_IS_iSerialNumber(value) CUSB_IS_(iSerialNumber, number, value)
#define CUSB_IS_bNumConfigurations(value) CUSB_IS_(bNumConfigurations, number, value)
#define CUSB_IS_bus(value) CUSB_IS_(bus, number, value) /* the bus number */
#define CUSB_IS_address(value) CUSB_IS_(address, number, value) /* the device address */
#define CUSB_IS_port_number(value) CUSB_IS_(port_number, number, value) /* the port of the parent hub, 0 for a root hub */
#define CUSB_IS_speed(value) CUSB_IS_(speed, number, value) /* enum cusb_speed */

/* Configuration */
#define CUSB_IS_wTotalLength(value) CUSB_IS_(wTotalLength, number, value)
#define CUSB_IS_bNumInterfaces(value) CUSB_IS_(bNumInterfaces, number, value)
#define CUSB_IS_bConfigurationValue(value) CUSB_IS_(bConfigurationValue, number, value)
#define CUSB_IS_iConfiguration(value) CUSB_IS_(iConfiguration, number, value)
#define CUSB_IS_bMaxPower(value) CUSB_IS_(bMaxPower, number, value)

/* Interface */
#define CUSB_IS_bInterfaceNumber(value) CUSB_IS_(bInterfaceNumber, number, value)
#define CUSB_IS_bAlternateSetting(value) CUSB_IS_(bAlternateSetting, number, value)
#define CUSB_IS_bNumEndpoints(value) CUSB_IS_(bNumEndpoints, number, value)
#define CUSB_IS_bInterfaceClass(value) CUSB_IS_(bInterfaceClass, number, value)
#define CUSB_IS_bInterfaceSubClass(value) CUSB_IS_(bInterfaceSubClass, number, value)
#define CUSB_IS_bInterfaceProtocol(value) CUSB_IS_(bInterfaceProtocol, number, value)
#define CUSB_IS_iInterface(value) CUSB_IS_(iInterface, number, value)

/* Endpoint */
#define CUSB_IS_bEndpointAddress(value) CUSB_IS_(bEndpointAddress, number, value)
#define CUSB_IS_wMaxPacketSize(value) CUSB_IS_(wMaxPacketSize, number, value)
#define CUSB_IS_bInterval(value) CUSB_IS_(bInterval, number, value)
#define CUSB_IS_bRefresh(value) CUSB_IS_(bRefresh, number, value)
#define CUSB_IS_bSynchAddress(value) CUSB_IS_(bSynchAddress, number, value)
#define CUSB_IS_direction(value) CUSB_IS_(direction, number, value) /* bit 7 of bEndpointAddress */
#define CUSB_IS_transfer_type(value) CUSB_IS_(transfer_type, number, value) /* bits 1..0 of bmAttributes */

/* Any descriptor that has the field */
#define CUSB_IS_bLength(value) CUSB_IS_(bLength, number, value)
#define CUSB_IS_bDescriptorType(value) CUSB_IS_(bDescriptorType, number, value)
#define CUSB_IS_bmAttributes(value) CUSB_IS_(bmAttributes, number, value)

/*
 * Device, by string: read from sysfs, without opening the device. A device whose string cannot be
 * read does not match. port_numbers is the path from the root port, "2.3"; name is the kernel's
 * name.
 */
#define CUSB_IS_manufacturer(value) CUSB_IS_(manufacturer, string, value)
#define CUSB_IS_product(value) CUSB_IS_(product, string, value)
#define CUSB_IS_serial_number(value) CUSB_IS_(serial_number, string, value)
#define CUSB_IS_port_numbers(value) CUSB_IS_(port_numbers, string, value)
#define CUSB_IS_name(value) CUSB_IS_(name, string, value)

/* Custom matches, their argument `user`, and the backend to search on (NULL: the default one). */
#define CUSB_IS_custom_device(value) CUSB_IS_(custom_device, custom_device, value)
#define CUSB_IS_custom_configuration(value) CUSB_IS_(custom_configuration, custom_configuration, value)
#define CUSB_IS_custom_interface(value) CUSB_IS_(custom_interface, custom_interface, value)
#define CUSB_IS_custom_endpoint(value) CUSB_IS_(custom_endpoint, custom_endpoint, value)
#define CUSB_IS_user(value) CUSB_IS_(user, user, value)
#define CUSB_IS_backend(value) CUSB_IS_(backend, backend, value)

/* clang-format off */
#define CUSB_PAIRS_2_(f, v) CUSB_IS_##f(v),
#define CUSB_PAIRS_4_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_2_(__VA_ARGS__)
#define CUSB_PAIRS_6_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_4_(__VA_ARGS__)
#define CUSB_PAIRS_8_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_6_(__VA_ARGS__)
#define CUSB_PAIRS_10_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_8_(__VA_ARGS__)
#define CUSB_PAIRS_12_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_10_(__VA_ARGS__)
#define CUSB_PAIRS_14_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_12_(__VA_ARGS__)
#define CUSB_PAIRS_16_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_14_(__VA_ARGS__)
#define CUSB_PAIRS_18_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_16_(__VA_ARGS__)
#define CUSB_PAIRS_20_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_18_(__VA_ARGS__)
#define CUSB_PAIRS_22_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_20_(__VA_ARGS__)
#define CUSB_PAIRS_24_(f, v, ...) CUSB_IS_##f(v), CUSB_PAIRS_22_(__VA_ARGS__)
#define CUSB_COUNT_AT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, \
		       a18, a19, a20, a21, a22, a23, a24, count, ...) count
#define CUSB_COUNT_(...) \
	CUSB_COUNT_AT_(__VA_ARGS__, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, \
		       8, 7, 6, 5, 4, 3, 2, 1, 0)
#define CUSB_PAIRS_OF_(count, ...) CUSB_PAIRS_##count##_(__VA_ARGS__)
#define CUSB_PAIRS_(count, ...) CUSB_PAIRS_OF_(count, __VA_ARGS__)
#define CUSB_MATCH(...) \
	((const struct cusb_match[]){CUSB_PAIRS_(CUSB_COUNT_(__VA_ARGS__), __VA_ARGS__) \
				     {CUSB_FIELD_END, {0}}})
/* clang-format on */

#ifdef __cplusplus
}
#endif

#endif
