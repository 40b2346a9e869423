/* SPDX-License-Identifier: MIT */
/*
 * The standard requests of chapter 9: PyUSB's usb.control.
 *
 * Each function that sends a request blocks up to the device's default timeout, and may also return
 * an error of cusb_ctrl_transfer(). -EPIPE means that the device does not support the request.
 */
#ifndef CUSB_CONTROL_H
#define CUSB_CONTROL_H

#include <sys/types.h>

#include "core.h"

#ifdef __cplusplus
extern "C" {
#endif

/* bRequest: USB 2.0 table 9-4, USB 3.2 table 9-5. */
enum cusb_request {
	CUSB_REQ_GET_STATUS = 0x00,
	CUSB_REQ_CLEAR_FEATURE = 0x01,
	CUSB_REQ_SET_FEATURE = 0x03,
	CUSB_REQ_SET_ADDRESS = 0x05,
	CUSB_REQ_GET_DESCRIPTOR = 0x06,
	CUSB_REQ_SET_DESCRIPTOR = 0x07,
	CUSB_REQ_GET_CONFIGURATION = 0x08,
	CUSB_REQ_SET_CONFIGURATION = 0x09,
	CUSB_REQ_GET_INTERFACE = 0x0a,
	CUSB_REQ_SET_INTERFACE = 0x0b,
	CUSB_REQ_SYNCH_FRAME = 0x0c,
	CUSB_REQ_SET_SEL = 0x30,
	CUSB_REQ_SET_ISOCH_DELAY = 0x31
};

/* Feature selectors: USB 2.0 table 9-6, USB 3.2 table 9-7. */
enum cusb_feature {
	CUSB_ENDPOINT_HALT = 0,        /* endpoint */
	CUSB_FUNCTION_SUSPEND = 0,     /* interface; options in the high byte of wIndex */
	CUSB_DEVICE_REMOTE_WAKEUP = 1, /* device */
	CUSB_TEST_MODE = 2,            /* device */
	CUSB_U1_ENABLE = 48,           /* device */
	CUSB_U2_ENABLE = 49,           /* device */
	CUSB_LTM_ENABLE = 50           /* device */
};

/* The recipient of a request. The three functions below make it. */
struct cusb_recipient {
	uint8_t recipient; /* CUSB_CTRL_RECIPIENT_* */
	uint16_t wIndex;
};

/**
 * cusb_to_device - make the recipient for a request to the device as a whole.
 *
 * Returns the recipient. Does not block.
 */
CUSB_API struct cusb_recipient cusb_to_device(void);

/**
 * cusb_to_interface - make the recipient for a request to an interface.
 * @wIndex: bInterfaceNumber. For CUSB_FUNCTION_SUSPEND the high byte has the options.
 *
 * Returns the recipient. Does not block.
 */
CUSB_API struct cusb_recipient cusb_to_interface(unsigned int wIndex);

/**
 * cusb_to_endpoint - make the recipient for a request to an endpoint.
 * @bEndpointAddress: the address of the endpoint.
 *
 * Returns the recipient. Does not block.
 */
CUSB_API struct cusb_recipient cusb_to_endpoint(unsigned int bEndpointAddress);

/**
 * cusb_get_status - GET_STATUS, USB 2.0 9.4.5.
 *
 * Returns:
 *   >= 0      the 16 status bits, 0..0xffff
 *   -EBADMSG  the answer is too short
 *   < 0       another -errno
 */
CUSB_API int cusb_get_status(struct cusb_device *dev, struct cusb_recipient to);

/**
 * cusb_clear_feature - CLEAR_FEATURE, USB 2.0 9.4.1.
 * @feature: 0..0xffff, for example CUSB_ENDPOINT_HALT.
 *
 * For CUSB_ENDPOINT_HALT of an endpoint this is cusb_clear_halt(): host and device both reset their
 * data toggle.
 *
 * Returns:
 *   0        success
 *   -EINVAL  a value is out of range
 *   < 0      another -errno
 */
CUSB_API int cusb_clear_feature(struct cusb_device *dev, unsigned int feature,
				struct cusb_recipient to);

/**
 * cusb_set_feature - SET_FEATURE, USB 2.0 9.4.9.
 * @feature: 0..0xffff.
 *
 * Returns:
 *   0        success
 *   -EINVAL  a value is out of range
 *   < 0      another -errno
 */
CUSB_API int cusb_set_feature(struct cusb_device *dev, unsigned int feature,
			      struct cusb_recipient to);

/**
 * cusb_get_descriptor - GET_DESCRIPTOR, USB 2.0 9.4.3.
 * @to:             the device, or an interface for class descriptors such as HID's report
 *                  descriptor. For a string descriptor, wIndex is the language.
 * @type, @index:   0..0xff each: the high and the low byte of wValue.
 * @data, @length:  out: room for @length bytes, at most 0xffff.
 *
 * Returns:
 *   >= 0      the bytes received
 *   -EBADMSG  the answer has fewer than 2 bytes
 *   -EINVAL   a value is out of range
 *   < 0       another -errno
 */
CUSB_API ssize_t cusb_get_descriptor(struct cusb_device *dev, struct cusb_recipient to,
				     unsigned int type, unsigned int index, void *data,
				     size_t length);

/**
 * cusb_set_descriptor - SET_DESCRIPTOR, USB 2.0 9.4.8.
 *
 * The arguments are as for cusb_get_descriptor().
 *
 * Returns:
 *   >= 0     the bytes sent
 *   -EINVAL  a value is out of range
 *   < 0      another -errno
 */
CUSB_API ssize_t cusb_set_descriptor(struct cusb_device *dev, struct cusb_recipient to,
				     unsigned int type, unsigned int index, const void *data,
				     size_t length);

/**
 * cusb_get_configuration - GET_CONFIGURATION, USB 2.0 9.4.2: ask the device itself.
 *
 * cusb_active_configuration() asks the kernel instead. cusb_set_configuration() sends
 * SET_CONFIGURATION.
 *
 * Returns:
 *   > 0       bConfigurationValue
 *   0         the device is not configured
 *   -EBADMSG  the answer is empty
 *   < 0       another -errno
 */
CUSB_API int cusb_get_configuration(struct cusb_device *dev);

/**
 * cusb_get_interface - GET_INTERFACE, USB 2.0 9.4.4: ask the device itself.
 *
 * Claims the interface. cusb_altsetting() asks the kernel instead. cusb_set_altsetting() sends
 * SET_INTERFACE.
 *
 * Returns:
 *   >= 0      bAlternateSetting
 *   -EBADMSG  the answer is empty
 *   -EINVAL   @bInterfaceNumber is out of range
 *   < 0       another -errno
 */
CUSB_API int cusb_get_interface(struct cusb_device *dev, unsigned int bInterfaceNumber);

/**
 * cusb_get_bos - read the binary device object store from the device, USB 3.2 9.6.2.
 * @bos: out: the caller frees it with cusb_bos_free().
 *
 * Returns:
 *   0         success
 *   -EPIPE    the device has no BOS
 *   -EBADMSG  the BOS is malformed
 *   -ENOMEM   no memory
 *   < 0       another -errno
 */
CUSB_API int cusb_get_bos(struct cusb_device *dev, struct cusb_bos **bos);

#ifdef __cplusplus
}
#endif

#endif
