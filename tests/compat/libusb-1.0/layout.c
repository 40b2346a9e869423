/* SPDX-License-Identifier: MIT */
/*
 * What compiled programs know of libusb 1.0: the size of every struct, the place of every field,
 * and the value of every number. header.sh compiles it with our header, and with the original where
 * it is installed; the facts of newer versions are behind its LIBUSB_API_VERSION.
 */
#include <stddef.h>

#include <libusb.h>

/* The second number is for 32 bits. */
#define BY_POINTER(lp64, ilp32) (sizeof(void *) == 8 ? (lp64) : (ilp32))
#define SIZE(type, lp64, ilp32)                                                                    \
	_Static_assert(sizeof(struct type) == BY_POINTER(lp64, ilp32), #type)
#define AT(type, field, lp64, ilp32)                                                               \
	_Static_assert(offsetof(struct type, field) == BY_POINTER(lp64, ilp32), #type "." #field)
#define VALUE(name, value) _Static_assert((name) == (value), #name)
#define SINCE(version)	   (LIBUSB_API_VERSION >= 0x01000100 + (version))

SIZE(libusb_transfer, 64, 40);
AT(libusb_transfer, dev_handle, 0, 0);
AT(libusb_transfer, flags, 8, 4);
AT(libusb_transfer, endpoint, 9, 5);
AT(libusb_transfer, type, 10, 6);
AT(libusb_transfer, timeout, 12, 8);
AT(libusb_transfer, status, 16, 12);
AT(libusb_transfer, length, 20, 16);
AT(libusb_transfer, actual_length, 24, 20);
AT(libusb_transfer, callback, 32, 24);
AT(libusb_transfer, user_data, 40, 28);
AT(libusb_transfer, buffer, 48, 32);
AT(libusb_transfer, num_iso_packets, 56, 36);
AT(libusb_transfer, iso_packet_desc, 60, 40);

SIZE(libusb_iso_packet_descriptor, 12, 12);
AT(libusb_iso_packet_descriptor, length, 0, 0);
AT(libusb_iso_packet_descriptor, actual_length, 4, 4);
AT(libusb_iso_packet_descriptor, status, 8, 8);

SIZE(libusb_device_descriptor, 18, 18);
AT(libusb_device_descriptor, bLength, 0, 0);
AT(libusb_device_descriptor, bDescriptorType, 1, 1);
AT(libusb_device_descriptor, bcdUSB, 2, 2);
AT(libusb_device_descriptor, bDeviceClass, 4, 4);
AT(libusb_device_descriptor, bDeviceSubClass, 5, 5);
AT(libusb_device_descriptor, bDeviceProtocol, 6, 6);
AT(libusb_device_descriptor, bMaxPacketSize0, 7, 7);
AT(libusb_device_descriptor, idVendor, 8, 8);
AT(libusb_device_descriptor, idProduct, 10, 10);
AT(libusb_device_descriptor, bcdDevice, 12, 12);
AT(libusb_device_descriptor, iManufacturer, 14, 14);
AT(libusb_device_descriptor, iProduct, 15, 15);
AT(libusb_device_descriptor, iSerialNumber, 16, 16);
AT(libusb_device_descriptor, bNumConfigurations, 17, 17);

SIZE(libusb_endpoint_descriptor, 32, 20);
AT(libusb_endpoint_descriptor, bLength, 0, 0);
AT(libusb_endpoint_descriptor, bDescriptorType, 1, 1);
AT(libusb_endpoint_descriptor, bEndpointAddress, 2, 2);
AT(libusb_endpoint_descriptor, bmAttributes, 3, 3);
AT(libusb_endpoint_descriptor, wMaxPacketSize, 4, 4);
AT(libusb_endpoint_descriptor, bInterval, 6, 6);
AT(libusb_endpoint_descriptor, bRefresh, 7, 7);
AT(libusb_endpoint_descriptor, bSynchAddress, 8, 8);
AT(libusb_endpoint_descriptor, extra, 16, 12);
AT(libusb_endpoint_descriptor, extra_length, 24, 16);

SIZE(libusb_interface_descriptor, 40, 24);
AT(libusb_interface_descriptor, bLength, 0, 0);
AT(libusb_interface_descriptor, bDescriptorType, 1, 1);
AT(libusb_interface_descriptor, bInterfaceNumber, 2, 2);
AT(libusb_interface_descriptor, bAlternateSetting, 3, 3);
AT(libusb_interface_descriptor, bNumEndpoints, 4, 4);
AT(libusb_interface_descriptor, bInterfaceClass, 5, 5);
AT(libusb_interface_descriptor, bInterfaceSubClass, 6, 6);
AT(libusb_interface_descriptor, bInterfaceProtocol, 7, 7);
AT(libusb_interface_descriptor, iInterface, 8, 8);
AT(libusb_interface_descriptor, endpoint, 16, 12);
AT(libusb_interface_descriptor, extra, 24, 16);
AT(libusb_interface_descriptor, extra_length, 32, 20);

SIZE(libusb_interface, 16, 8);
AT(libusb_interface, altsetting, 0, 0);
AT(libusb_interface, num_altsetting, 8, 4);

SIZE(libusb_config_descriptor, 40, 24);
AT(libusb_config_descriptor, bLength, 0, 0);
AT(libusb_config_descriptor, bDescriptorType, 1, 1);
AT(libusb_config_descriptor, wTotalLength, 2, 2);
AT(libusb_config_descriptor, bNumInterfaces, 4, 4);
AT(libusb_config_descriptor, bConfigurationValue, 5, 5);
AT(libusb_config_descriptor, iConfiguration, 6, 6);
AT(libusb_config_descriptor, bmAttributes, 7, 7);
AT(libusb_config_descriptor, MaxPower, 8, 8);
AT(libusb_config_descriptor, interface, 16, 12);
AT(libusb_config_descriptor, extra, 24, 16);
AT(libusb_config_descriptor, extra_length, 32, 20);

SIZE(libusb_ss_endpoint_companion_descriptor, 6, 6);
AT(libusb_ss_endpoint_companion_descriptor, bLength, 0, 0);
AT(libusb_ss_endpoint_companion_descriptor, bDescriptorType, 1, 1);
AT(libusb_ss_endpoint_companion_descriptor, bMaxBurst, 2, 2);
AT(libusb_ss_endpoint_companion_descriptor, bmAttributes, 3, 3);
AT(libusb_ss_endpoint_companion_descriptor, wBytesPerInterval, 4, 4);

SIZE(libusb_bos_descriptor, 8, 8);
AT(libusb_bos_descriptor, bLength, 0, 0);
AT(libusb_bos_descriptor, bDescriptorType, 1, 1);
AT(libusb_bos_descriptor, wTotalLength, 2, 2);
AT(libusb_bos_descriptor, bNumDeviceCaps, 4, 4);
AT(libusb_bos_descriptor, dev_capability, 8, 8);

SIZE(libusb_bos_dev_capability_descriptor, 3, 3);
AT(libusb_bos_dev_capability_descriptor, bLength, 0, 0);
AT(libusb_bos_dev_capability_descriptor, bDescriptorType, 1, 1);
AT(libusb_bos_dev_capability_descriptor, bDevCapabilityType, 2, 2);
AT(libusb_bos_dev_capability_descriptor, dev_capability_data, 3, 3);

SIZE(libusb_usb_2_0_extension_descriptor, 8, 8);
AT(libusb_usb_2_0_extension_descriptor, bLength, 0, 0);
AT(libusb_usb_2_0_extension_descriptor, bDescriptorType, 1, 1);
AT(libusb_usb_2_0_extension_descriptor, bDevCapabilityType, 2, 2);
AT(libusb_usb_2_0_extension_descriptor, bmAttributes, 4, 4);

SIZE(libusb_ss_usb_device_capability_descriptor, 10, 10);
AT(libusb_ss_usb_device_capability_descriptor, bLength, 0, 0);
AT(libusb_ss_usb_device_capability_descriptor, bDescriptorType, 1, 1);
AT(libusb_ss_usb_device_capability_descriptor, bDevCapabilityType, 2, 2);
AT(libusb_ss_usb_device_capability_descriptor, bmAttributes, 3, 3);
AT(libusb_ss_usb_device_capability_descriptor, wSpeedSupported, 4, 4);
AT(libusb_ss_usb_device_capability_descriptor, bFunctionalitySupport, 6, 6);
AT(libusb_ss_usb_device_capability_descriptor, bU1DevExitLat, 7, 7);
AT(libusb_ss_usb_device_capability_descriptor, bU2DevExitLat, 8, 8);

SIZE(libusb_container_id_descriptor, 20, 20);
AT(libusb_container_id_descriptor, bLength, 0, 0);
AT(libusb_container_id_descriptor, bDescriptorType, 1, 1);
AT(libusb_container_id_descriptor, bDevCapabilityType, 2, 2);
AT(libusb_container_id_descriptor, bReserved, 3, 3);
AT(libusb_container_id_descriptor, ContainerID, 4, 4);

SIZE(libusb_control_setup, 8, 8);
AT(libusb_control_setup, bmRequestType, 0, 0);
AT(libusb_control_setup, bRequest, 1, 1);
AT(libusb_control_setup, wValue, 2, 2);
AT(libusb_control_setup, wIndex, 4, 4);
AT(libusb_control_setup, wLength, 6, 6);

SIZE(libusb_version, 24, 16);
AT(libusb_version, major, 0, 0);
AT(libusb_version, minor, 2, 2);
AT(libusb_version, micro, 4, 4);
AT(libusb_version, nano, 6, 6);
AT(libusb_version, rc, 8, 8);
AT(libusb_version, describe, 16, 12);

SIZE(libusb_pollfd, 8, 8);
AT(libusb_pollfd, fd, 0, 0);
AT(libusb_pollfd, events, 4, 4);

#if SINCE(10)
SIZE(libusb_init_option, 16, 8);
AT(libusb_init_option, option, 0, 0);
AT(libusb_init_option, value, 8, 4);
#endif

#if SINCE(10)
SIZE(libusb_interface_association_descriptor, 8, 8);
AT(libusb_interface_association_descriptor, bLength, 0, 0);
AT(libusb_interface_association_descriptor, bDescriptorType, 1, 1);
AT(libusb_interface_association_descriptor, bFirstInterface, 2, 2);
AT(libusb_interface_association_descriptor, bInterfaceCount, 3, 3);
AT(libusb_interface_association_descriptor, bFunctionClass, 4, 4);
AT(libusb_interface_association_descriptor, bFunctionSubClass, 5, 5);
AT(libusb_interface_association_descriptor, bFunctionProtocol, 6, 6);
AT(libusb_interface_association_descriptor, iFunction, 7, 7);
#endif

#if SINCE(10)
SIZE(libusb_interface_association_descriptor_array, 16, 8);
AT(libusb_interface_association_descriptor_array, iad, 0, 0);
AT(libusb_interface_association_descriptor_array, length, 8, 4);
#endif

#if SINCE(10)
SIZE(libusb_platform_descriptor, 20, 20);
AT(libusb_platform_descriptor, bLength, 0, 0);
AT(libusb_platform_descriptor, bDescriptorType, 1, 1);
AT(libusb_platform_descriptor, bDevCapabilityType, 2, 2);
AT(libusb_platform_descriptor, bReserved, 3, 3);
AT(libusb_platform_descriptor, PlatformCapabilityUUID, 4, 4);
AT(libusb_platform_descriptor, CapabilityData, 20, 20);
#endif

#if SINCE(11)
SIZE(libusb_ssplus_usb_device_capability_descriptor, 8, 8);
AT(libusb_ssplus_usb_device_capability_descriptor, numSublinkSpeedAttributes, 0, 0);
AT(libusb_ssplus_usb_device_capability_descriptor, numSublinkSpeedIDs, 1, 1);
AT(libusb_ssplus_usb_device_capability_descriptor, ssid, 2, 2);
AT(libusb_ssplus_usb_device_capability_descriptor, minRxLaneCount, 3, 3);
AT(libusb_ssplus_usb_device_capability_descriptor, minTxLaneCount, 4, 4);
AT(libusb_ssplus_usb_device_capability_descriptor, sublinkSpeedAttributes, 8, 8);
#endif

#if SINCE(11)
SIZE(libusb_ssplus_sublink_attribute, 24, 24);
AT(libusb_ssplus_sublink_attribute, ssid, 0, 0);
AT(libusb_ssplus_sublink_attribute, exponent, 4, 4);
AT(libusb_ssplus_sublink_attribute, type, 8, 8);
AT(libusb_ssplus_sublink_attribute, direction, 12, 12);
AT(libusb_ssplus_sublink_attribute, protocol, 16, 16);
AT(libusb_ssplus_sublink_attribute, mantissa, 20, 20);
#endif

_Static_assert(sizeof(libusb_hotplug_callback_handle) == sizeof(int), "hotplug handle");

VALUE(LIBUSB_SUCCESS, 0);
VALUE(LIBUSB_ERROR_IO, -1);
VALUE(LIBUSB_ERROR_INVALID_PARAM, -2);
VALUE(LIBUSB_ERROR_ACCESS, -3);
VALUE(LIBUSB_ERROR_NO_DEVICE, -4);
VALUE(LIBUSB_ERROR_NOT_FOUND, -5);
VALUE(LIBUSB_ERROR_BUSY, -6);
VALUE(LIBUSB_ERROR_TIMEOUT, -7);
VALUE(LIBUSB_ERROR_OVERFLOW, -8);
VALUE(LIBUSB_ERROR_PIPE, -9);
VALUE(LIBUSB_ERROR_INTERRUPTED, -10);
VALUE(LIBUSB_ERROR_NO_MEM, -11);
VALUE(LIBUSB_ERROR_NOT_SUPPORTED, -12);
VALUE(LIBUSB_ERROR_OTHER, -99);
VALUE(LIBUSB_ERROR_COUNT, 14);

VALUE(LIBUSB_TRANSFER_COMPLETED, 0);
VALUE(LIBUSB_TRANSFER_ERROR, 1);
VALUE(LIBUSB_TRANSFER_TIMED_OUT, 2);
VALUE(LIBUSB_TRANSFER_CANCELLED, 3);
VALUE(LIBUSB_TRANSFER_STALL, 4);
VALUE(LIBUSB_TRANSFER_NO_DEVICE, 5);
VALUE(LIBUSB_TRANSFER_OVERFLOW, 6);

VALUE(LIBUSB_TRANSFER_TYPE_CONTROL, 0);
VALUE(LIBUSB_TRANSFER_TYPE_ISOCHRONOUS, 1);
VALUE(LIBUSB_TRANSFER_TYPE_BULK, 2);
VALUE(LIBUSB_TRANSFER_TYPE_INTERRUPT, 3);
VALUE(LIBUSB_TRANSFER_TYPE_BULK_STREAM, 4);
VALUE(LIBUSB_TRANSFER_TYPE_MASK, 3);

VALUE(LIBUSB_ENDPOINT_TRANSFER_TYPE_CONTROL, 0);
VALUE(LIBUSB_ENDPOINT_TRANSFER_TYPE_ISOCHRONOUS, 1);
VALUE(LIBUSB_ENDPOINT_TRANSFER_TYPE_BULK, 2);
VALUE(LIBUSB_ENDPOINT_TRANSFER_TYPE_INTERRUPT, 3);

VALUE(LIBUSB_TRANSFER_SHORT_NOT_OK, 1);
VALUE(LIBUSB_TRANSFER_FREE_BUFFER, 2);
VALUE(LIBUSB_TRANSFER_FREE_TRANSFER, 4);
VALUE(LIBUSB_TRANSFER_ADD_ZERO_PACKET, 8);

VALUE(LIBUSB_SPEED_UNKNOWN, 0);
VALUE(LIBUSB_SPEED_LOW, 1);
VALUE(LIBUSB_SPEED_FULL, 2);
VALUE(LIBUSB_SPEED_HIGH, 3);
VALUE(LIBUSB_SPEED_SUPER, 4);
VALUE(LIBUSB_SPEED_SUPER_PLUS, 5);

VALUE(LIBUSB_OPTION_LOG_LEVEL, 0);
VALUE(LIBUSB_OPTION_USE_USBDK, 1);
VALUE(LIBUSB_OPTION_NO_DEVICE_DISCOVERY, 2);
VALUE(LIBUSB_OPTION_WEAK_AUTHORITY, 2);

VALUE(LIBUSB_LOG_LEVEL_NONE, 0);
VALUE(LIBUSB_LOG_LEVEL_ERROR, 1);
VALUE(LIBUSB_LOG_LEVEL_WARNING, 2);
VALUE(LIBUSB_LOG_LEVEL_INFO, 3);
VALUE(LIBUSB_LOG_LEVEL_DEBUG, 4);
VALUE(LIBUSB_LOG_CB_GLOBAL, 1);
VALUE(LIBUSB_LOG_CB_CONTEXT, 2);

VALUE(LIBUSB_CAP_HAS_CAPABILITY, 0);
VALUE(LIBUSB_CAP_HAS_HOTPLUG, 1);
VALUE(LIBUSB_CAP_HAS_HID_ACCESS, 0x100);
VALUE(LIBUSB_CAP_SUPPORTS_DETACH_KERNEL_DRIVER, 0x101);

VALUE(LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED, 1);
VALUE(LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 2);
VALUE(LIBUSB_HOTPLUG_ENUMERATE, 1);
VALUE(LIBUSB_HOTPLUG_NO_FLAGS, 0);
VALUE(LIBUSB_HOTPLUG_MATCH_ANY, -1);

VALUE(LIBUSB_DT_DEVICE, 1);
VALUE(LIBUSB_DT_CONFIG, 2);
VALUE(LIBUSB_DT_STRING, 3);
VALUE(LIBUSB_DT_INTERFACE, 4);
VALUE(LIBUSB_DT_ENDPOINT, 5);
VALUE(LIBUSB_DT_BOS, 0x0f);
VALUE(LIBUSB_DT_DEVICE_CAPABILITY, 0x10);
VALUE(LIBUSB_DT_HID, 0x21);
VALUE(LIBUSB_DT_REPORT, 0x22);
VALUE(LIBUSB_DT_PHYSICAL, 0x23);
VALUE(LIBUSB_DT_HUB, 0x29);
VALUE(LIBUSB_DT_SUPERSPEED_HUB, 0x2a);
VALUE(LIBUSB_DT_SS_ENDPOINT_COMPANION, 0x30);

VALUE(LIBUSB_DT_DEVICE_SIZE, 18);
VALUE(LIBUSB_DT_CONFIG_SIZE, 9);
VALUE(LIBUSB_DT_INTERFACE_SIZE, 9);
VALUE(LIBUSB_DT_ENDPOINT_SIZE, 7);
VALUE(LIBUSB_DT_ENDPOINT_AUDIO_SIZE, 9);
VALUE(LIBUSB_DT_HUB_NONVAR_SIZE, 7);
VALUE(LIBUSB_DT_SS_ENDPOINT_COMPANION_SIZE, 6);
VALUE(LIBUSB_DT_BOS_SIZE, 5);
VALUE(LIBUSB_DT_DEVICE_CAPABILITY_SIZE, 3);
VALUE(LIBUSB_DT_BOS_MAX_SIZE, 42);
VALUE(LIBUSB_BT_USB_2_0_EXTENSION_SIZE, 7);
VALUE(LIBUSB_BT_SS_USB_DEVICE_CAPABILITY_SIZE, 10);
VALUE(LIBUSB_BT_CONTAINER_ID_SIZE, 20);

VALUE(LIBUSB_BT_WIRELESS_USB_DEVICE_CAPABILITY, 1);
VALUE(LIBUSB_BT_USB_2_0_EXTENSION, 2);
VALUE(LIBUSB_BT_SS_USB_DEVICE_CAPABILITY, 3);
VALUE(LIBUSB_BT_CONTAINER_ID, 4);

VALUE(LIBUSB_CLASS_PER_INTERFACE, 0);
VALUE(LIBUSB_CLASS_AUDIO, 1);
VALUE(LIBUSB_CLASS_COMM, 2);
VALUE(LIBUSB_CLASS_HID, 3);
VALUE(LIBUSB_CLASS_PHYSICAL, 5);
VALUE(LIBUSB_CLASS_IMAGE, 6);
VALUE(LIBUSB_CLASS_PTP, 6);
VALUE(LIBUSB_CLASS_PRINTER, 7);
VALUE(LIBUSB_CLASS_MASS_STORAGE, 8);
VALUE(LIBUSB_CLASS_HUB, 9);
VALUE(LIBUSB_CLASS_DATA, 0x0a);
VALUE(LIBUSB_CLASS_SMART_CARD, 0x0b);
VALUE(LIBUSB_CLASS_CONTENT_SECURITY, 0x0d);
VALUE(LIBUSB_CLASS_VIDEO, 0x0e);
VALUE(LIBUSB_CLASS_PERSONAL_HEALTHCARE, 0x0f);
VALUE(LIBUSB_CLASS_DIAGNOSTIC_DEVICE, 0xdc);
VALUE(LIBUSB_CLASS_WIRELESS, 0xe0);
VALUE(LIBUSB_CLASS_MISCELLANEOUS, 0xef);
VALUE(LIBUSB_CLASS_APPLICATION, 0xfe);
VALUE(LIBUSB_CLASS_VENDOR_SPEC, 0xff);

VALUE(LIBUSB_ENDPOINT_IN, 0x80);
VALUE(LIBUSB_ENDPOINT_OUT, 0);
VALUE(LIBUSB_ENDPOINT_ADDRESS_MASK, 0x0f);
VALUE(LIBUSB_ENDPOINT_DIR_MASK, 0x80);

VALUE(LIBUSB_ISO_SYNC_TYPE_NONE, 0);
VALUE(LIBUSB_ISO_SYNC_TYPE_ASYNC, 1);
VALUE(LIBUSB_ISO_SYNC_TYPE_ADAPTIVE, 2);
VALUE(LIBUSB_ISO_SYNC_TYPE_SYNC, 3);
VALUE(LIBUSB_ISO_SYNC_TYPE_MASK, 0x0c);
VALUE(LIBUSB_ISO_USAGE_TYPE_DATA, 0);
VALUE(LIBUSB_ISO_USAGE_TYPE_FEEDBACK, 1);
VALUE(LIBUSB_ISO_USAGE_TYPE_IMPLICIT, 2);
VALUE(LIBUSB_ISO_USAGE_TYPE_MASK, 0x30);

VALUE(LIBUSB_REQUEST_GET_STATUS, 0);
VALUE(LIBUSB_REQUEST_CLEAR_FEATURE, 1);
VALUE(LIBUSB_REQUEST_SET_FEATURE, 3);
VALUE(LIBUSB_REQUEST_SET_ADDRESS, 5);
VALUE(LIBUSB_REQUEST_GET_DESCRIPTOR, 6);
VALUE(LIBUSB_REQUEST_SET_DESCRIPTOR, 7);
VALUE(LIBUSB_REQUEST_GET_CONFIGURATION, 8);
VALUE(LIBUSB_REQUEST_SET_CONFIGURATION, 9);
VALUE(LIBUSB_REQUEST_GET_INTERFACE, 0x0a);
VALUE(LIBUSB_REQUEST_SET_INTERFACE, 0x0b);
VALUE(LIBUSB_REQUEST_SYNCH_FRAME, 0x0c);
VALUE(LIBUSB_REQUEST_SET_SEL, 0x30);
VALUE(LIBUSB_SET_ISOCH_DELAY, 0x31);

VALUE(LIBUSB_REQUEST_TYPE_STANDARD, 0);
VALUE(LIBUSB_REQUEST_TYPE_CLASS, 0x20);
VALUE(LIBUSB_REQUEST_TYPE_VENDOR, 0x40);
VALUE(LIBUSB_REQUEST_TYPE_RESERVED, 0x60);
VALUE(LIBUSB_RECIPIENT_DEVICE, 0);
VALUE(LIBUSB_RECIPIENT_INTERFACE, 1);
VALUE(LIBUSB_RECIPIENT_ENDPOINT, 2);
VALUE(LIBUSB_RECIPIENT_OTHER, 3);
VALUE(LIBUSB_CONTROL_SETUP_SIZE, 8);

VALUE(LIBUSB_LOW_SPEED_OPERATION, 1);
VALUE(LIBUSB_FULL_SPEED_OPERATION, 2);
VALUE(LIBUSB_HIGH_SPEED_OPERATION, 4);
VALUE(LIBUSB_SUPER_SPEED_OPERATION, 8);
VALUE(LIBUSB_BM_LPM_SUPPORT, 2);
VALUE(LIBUSB_BM_LTM_SUPPORT, 2);

#if SINCE(10)
VALUE(LIBUSB_OPTION_LOG_CB, 3);
VALUE(LIBUSB_OPTION_MAX, 4);
VALUE(LIBUSB_DT_INTERFACE_ASSOCIATION, 0x0b);
VALUE(LIBUSB_DT_INTERFACE_ASSOCIATION_SIZE, 8);
VALUE(LIBUSB_BT_PLATFORM_DESCRIPTOR, 5);
VALUE(LIBUSB_BT_PLATFORM_DESCRIPTOR_MIN_SIZE, 20);
#endif

#if SINCE(11)
VALUE(LIBUSB_SPEED_SUPER_PLUS_X2, 6);
VALUE(LIBUSB_BT_SUPERSPEED_PLUS_CAPABILITY, 0x0a);
VALUE(LIBUSB_BT_SSPLUS_USB_DEVICE_CAPABILITY_SIZE, 12);
VALUE(LIBUSB_SSPLUS_ATTR_TYPE_SYM, 0);
VALUE(LIBUSB_SSPLUS_ATTR_TYPE_ASYM, 1);
VALUE(LIBUSB_SSPLUS_ATTR_DIR_RX, 0);
VALUE(LIBUSB_SSPLUS_ATTR_DIR_TX, 1);
VALUE(LIBUSB_SSPLUS_ATTR_EXP_BPS, 0);
VALUE(LIBUSB_SSPLUS_ATTR_EXP_KBS, 1);
VALUE(LIBUSB_SSPLUS_ATTR_EXP_MBS, 2);
VALUE(LIBUSB_SSPLUS_ATTR_EXP_GBS, 3);
VALUE(LIBUSB_SSPLUS_ATTR_PROT_SS, 0);
VALUE(LIBUSB_SSPLUS_ATTR_PROT_SSPLUS, 1);
#endif

#if SINCE(12)
VALUE(LIBUSB_DEVICE_STRING_MANUFACTURER, 0);
VALUE(LIBUSB_DEVICE_STRING_PRODUCT, 1);
VALUE(LIBUSB_DEVICE_STRING_SERIAL_NUMBER, 2);
VALUE(LIBUSB_DEVICE_STRING_COUNT, 3);
VALUE(LIBUSB_DEVICE_STRING_BYTES_MAX, 384u);
#endif
#if SINCE(13)
VALUE(LIBUSB_CLASS_AUDIO_VIDEO, 0x10);
VALUE(LIBUSB_CLASS_BILLBOARD, 0x11);
VALUE(LIBUSB_CLASS_TYPE_C_BRIDGE, 0x12);
VALUE(LIBUSB_CLASS_BULK_DISPLAY_PROTOCOL, 0x13);
VALUE(LIBUSB_CLASS_MCTP, 0x14);
VALUE(LIBUSB_CLASS_I3C, 0x3c);
#endif
