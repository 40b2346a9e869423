/* SPDX-License-Identifier: MIT */
/*
 * Helpers around descriptors: PyUSB's usb.util.
 */
#ifndef CUSB_UTIL_H
#define CUSB_UTIL_H

#include <sys/types.h>

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* bmRequestType, USB 2.0 table 9-2. */
#define CUSB_CTRL_OUT                 0x00
#define CUSB_CTRL_IN                  0x80
#define CUSB_CTRL_DIR_MASK            0x80
#define CUSB_CTRL_TYPE_STANDARD       0x00
#define CUSB_CTRL_TYPE_CLASS          0x20
#define CUSB_CTRL_TYPE_VENDOR         0x40
#define CUSB_CTRL_TYPE_RESERVED       0x60
#define CUSB_CTRL_TYPE_MASK           0x60
#define CUSB_CTRL_RECIPIENT_DEVICE    0x00
#define CUSB_CTRL_RECIPIENT_INTERFACE 0x01
#define CUSB_CTRL_RECIPIENT_ENDPOINT  0x02
#define CUSB_CTRL_RECIPIENT_OTHER     0x03
#define CUSB_CTRL_RECIPIENT_MASK      0x1f

/**
 * cusb_endpoint_address - the endpoint number in a bEndpointAddress.
 *
 * Returns 0..15.
 */
CUSB_API unsigned int cusb_endpoint_address(unsigned int bEndpointAddress);

/**
 * cusb_endpoint_direction - the direction in a bEndpointAddress.
 *
 * Returns CUSB_ENDPOINT_IN or CUSB_ENDPOINT_OUT.
 */
CUSB_API unsigned int cusb_endpoint_direction(unsigned int bEndpointAddress);

/**
 * cusb_endpoint_type - the transfer type in an endpoint's bmAttributes.
 *
 * Returns CUSB_ENDPOINT_TYPE_CTRL, _ISO, _BULK or _INTR.
 */
CUSB_API unsigned int cusb_endpoint_type(unsigned int bmAttributes);

/**
 * cusb_ctrl_direction - the direction in a bmRequestType.
 *
 * Returns CUSB_CTRL_IN or CUSB_CTRL_OUT.
 */
CUSB_API unsigned int cusb_ctrl_direction(unsigned int bmRequestType);

/**
 * cusb_build_request_type - make a bmRequestType from direction, type and recipient.
 * @direction: CUSB_CTRL_IN or CUSB_CTRL_OUT.
 * @type:      CUSB_CTRL_TYPE_STANDARD, _CLASS or _VENDOR.
 * @recipient: CUSB_CTRL_RECIPIENT_DEVICE, _INTERFACE, _ENDPOINT or _OTHER.
 *
 * Returns the bmRequestType, 0..0xff.
 */
CUSB_API unsigned int cusb_build_request_type(unsigned int direction, unsigned int type,
					      unsigned int recipient);

/**
 * cusb_configuration_ma - the current that a configuration may draw.
 *
 * The unit of bMaxPower is 8 mA for a device of USB 3.0 or later that works at SuperSpeed, and 2 mA
 * otherwise (USB 3.2 table 9-22). Reads the speed as cusb_device_speed() does. If the speed is
 * unknown, bcdUSB decides.
 *
 * Returns milliamperes.
 */
CUSB_API unsigned int cusb_configuration_ma(const struct cusb_configuration *cfg);

/**
 * cusb_find_configuration, cusb_find_interface, cusb_find_endpoint - find the first descriptor that
 * matches: PyUSB's find_descriptor.
 * @dev, @cfg, @intf: the object to search. cusb_find_interface() looks at all alternate settings.
 * @match:            CUSB_MATCH(...), or NULL for any.
 * @found:            out: lent by the device.
 *
 * Does not block.
 *
 * Returns:
 *   0        found
 *   -ENOENT  no descriptor matched
 *   -EINVAL  @match has a field that this descriptor does not have, or the object to search is NULL
 *   < 0      the result of a custom match
 */
CUSB_API int cusb_find_configuration(const struct cusb_device *dev, const struct cusb_match *match,
				     const struct cusb_configuration **found);
CUSB_API int cusb_find_interface(const struct cusb_configuration *cfg,
				 const struct cusb_match *match,
				 const struct cusb_interface **found);
CUSB_API int cusb_find_endpoint(const struct cusb_interface *intf, const struct cusb_match *match,
				const struct cusb_endpoint **found);

/**
 * cusb_find_endpoint_in - find the first endpoint of a configuration that matches.
 * @cfg:   the configuration to search.
 * @match: CUSB_MATCH(...) with fields of interfaces and of endpoints, or NULL for any.
 * @found: out: lent by the device.
 *
 * Searches all interfaces and all alternate settings in the order of the descriptors:
 *
 *	cusb_find_endpoint_in(cfg, CUSB_MATCH(bInterfaceClass, CUSB_CLASS_HID,
 *		direction, CUSB_ENDPOINT_IN, transfer_type, CUSB_ENDPOINT_TYPE_INTR), &ep);
 *
 * The endpoint may be of an alternate setting that is not selected; cusb_interface_set_altsetting()
 * with ep->interface selects it. Does not block.
 *
 * Returns:
 *   0        found
 *   -ENOENT  no endpoint matched
 *   -EINVAL  @cfg is NULL; or @match has a field that neither interfaces nor endpoints have, or a
 *            field that both have: bLength, bDescriptorType
 *   < 0      the result of a custom match
 */
CUSB_API int cusb_find_endpoint_in(const struct cusb_configuration *cfg,
				   const struct cusb_match *match,
				   const struct cusb_endpoint **found);

/**
 * cusb_find_all_configurations, cusb_find_all_interfaces, cusb_find_all_endpoints - find all
 * descriptors that match.
 * @dev, @cfg, @intf, @match: as for cusb_find_configuration() and the others above.
 * @list: out: an array that ends with NULL. The caller frees the array with free(). The objects in
 *        it are lent by the device.
 *
 * Returns:
 *   >= 0     the number of objects
 *   -ENOMEM  no memory
 *   < 0      an error of cusb_find_endpoint() other than -ENOENT
 */
CUSB_API ssize_t cusb_find_all_configurations(const struct cusb_device *dev,
					      const struct cusb_match *match,
					      const struct cusb_configuration ***list);
CUSB_API ssize_t cusb_find_all_interfaces(const struct cusb_configuration *cfg,
					  const struct cusb_match *match,
					  const struct cusb_interface ***list);
CUSB_API ssize_t cusb_find_all_endpoints(const struct cusb_interface *intf,
					 const struct cusb_match *match,
					 const struct cusb_endpoint ***list);

/* A string descriptor holds at most 126 UTF-16 code units: at most 378 bytes of UTF-8 and a NUL. */
#define CUSB_STRING_SIZE 379
#define CUSB_LANGIDS_MAX 126 /* USB 2.0 table 9-15: (255 - 2) / 2 */

#define CUSB_DEFAULT_LANGID (-1) /* the first language that the device lists */

/**
 * cusb_get_langids - the languages of a device's strings.
 * @langids, @room: out: an array with room for @room languages. CUSB_LANGIDS_MAX is always enough.
 *                  NULL and 0 ask for the number only.
 *
 * Asks the device once, then remembers the answer until the device is reset or its resources are
 * disposed of. A failure is not remembered. Stores at most @room languages.
 *
 * Returns:
 *   > 0  the number of languages of the device, even above @room
 *   0    the device has no strings, or stalls the request
 *   < 0  an error of cusb_ctrl_transfer()
 */
CUSB_API ssize_t cusb_get_langids(struct cusb_device *dev, uint16_t *langids, size_t room);

/**
 * cusb_get_string - a string descriptor as UTF-8.
 * @index:       1..255, as in iProduct; 0 means that there is no string.
 * @langid:      0..0xffff, sent unchanged, or CUSB_DEFAULT_LANGID.
 * @text, @size: out: room for the text with its NUL. CUSB_STRING_SIZE is always enough. NULL and 0
 *               ask for the length only.
 *
 * The text ends before the first NUL that the device sends. A surrogate without its partner is left
 * out. The kernel makes the strings in sysfs by the same rules. All other characters stay, even a
 * newline or an escape; cusb_describe_device() shows U+FFFD in place of control characters. A text
 * longer than the room is cut between two characters. Blocks at most twice the default timeout:
 * once for the list of languages, which is read only once, and once for the string.
 *
 * Returns:
 *   >= 0      the length in bytes of the whole text, without the NUL, even above @size
 *   -ENODATA  @index is 0, or the device lists no language
 *   -EBADMSG  the answer is not a string descriptor
 *   -EINVAL   a value is out of range
 *   < 0       an error of cusb_ctrl_transfer()
 */
CUSB_API ssize_t cusb_get_string(struct cusb_device *dev, unsigned int index, int langid,
				 char *text, size_t size);

/**
 * cusb_known_string - a string that the system knows without the device, as UTF-8.
 * @index:       1..255, as in iProduct, iConfiguration, iInterface and so on.
 * @text, @size: as for cusb_get_string().
 *
 * Does not open the device and causes no bus traffic. With the native backend the strings in sysfs
 * are known: the strings of the device, of the active configuration, and of the interfaces in their
 * current settings.
 *
 * Returns:
 *   >= 0      as for cusb_get_string()
 *   -ENODATA  the system does not know the string, or @index is 0
 *   -EINVAL   @index is out of range
 *   -ENODEV   the device was unplugged
 */
CUSB_API ssize_t cusb_known_string(struct cusb_device *dev, unsigned int index, char *text,
				   size_t size);

/**
 * cusb_ends_all_strings - whether an error of cusb_get_string() concerns the whole device.
 * @err: a result of cusb_get_string(), cusb_product() or a similar function.
 *
 * After such an error each further string would fail too, perhaps after another timeout.
 *
 * Returns true for such an error. Returns false for an error of one string, and for success.
 */
CUSB_API bool cusb_ends_all_strings(ssize_t err);

/**
 * cusb_manufacturer, cusb_product, cusb_serial_number - the device's strings.
 * @text: out: UTF-8, lent by the device until cusb_device_free().
 *
 * Reads sysfs and does not open the device, if the kernel has the strings. Otherwise asks the
 * device as cusb_get_string() does. Remembers the string until the device is reset or its resources
 * are disposed of. A failure is not remembered.
 *
 * Returns:
 *   0         success
 *   -ENODATA  the device has no such string
 *   < 0       an error of cusb_get_string()
 */
CUSB_API int cusb_manufacturer(struct cusb_device *dev, const char **text);
CUSB_API int cusb_product(struct cusb_device *dev, const char **text);
CUSB_API int cusb_serial_number(struct cusb_device *dev, const char **text);

/**
 * cusb_describe_device - a description for people to read: PyUSB's `print(dev)`.
 * @dev:         NULL gives an empty text, also in the three functions below.
 * @text, @size: out: room for the text with its NUL. NULL and 0 ask for the length only.
 *
 * Describes the device with its configurations, interfaces, endpoints, class names and strings. If
 * a string cannot be read, the text has a note in its place. After an error that concerns the whole
 * device, such as a timeout, the function asks the device for no further string. Opens the device
 * if the strings are not in sysfs. A text longer than the room is cut. Never fails.
 *
 * Returns the length in bytes of the whole text, without the NUL, even above @size.
 */
CUSB_API size_t cusb_describe_device(struct cusb_device *dev, char *text, size_t size);

/**
 * cusb_describe_configuration, cusb_describe_interface, cusb_describe_endpoint - describe one part
 * of a device, as cusb_describe_device() does.
 *
 * Returns a result of cusb_describe_device().
 */
CUSB_API size_t cusb_describe_configuration(const struct cusb_configuration *cfg, char *text,
					    size_t size);
CUSB_API size_t cusb_describe_interface(const struct cusb_interface *intf, char *text, size_t size);
CUSB_API size_t cusb_describe_endpoint(const struct cusb_endpoint *ep, char *text, size_t size);

/**
 * cusb_class_name - the name of a bDeviceClass or bInterfaceClass.
 *
 * Returns a static string, "Unknown Class" for a class without a name.
 */
CUSB_API const char *cusb_class_name(unsigned int class_code);

/**
 * cusb_speed_name - the name of a speed.
 * @speed: enum cusb_speed.
 *
 * Returns a static string, "low speed" to "20 Gbit/s"; "unknown speed" for other values.
 */
CUSB_API const char *cusb_speed_name(int speed);

#ifdef __cplusplus
}
#endif

#endif
