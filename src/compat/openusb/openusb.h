/* SPDX-License-Identifier: MIT */
/*
 * The interface of OpenUSB: the 23 functions that PyUSB's backend for OpenUSB needs. OpenUSB is no
 * longer developed. A program that finds the functions in libopenusb.so.1 runs unchanged.
 *
 *	openusb_init(0, &handle);
 *	openusb_get_busid_list(handle, &busids, &busid_count);
 *	openusb_get_devids_by_bus(handle, busids[0], &devids, &devid_count);
 *	openusb_open_device(handle, devids[0], 0, &dev);
 *
 * Each handle, bus, device and open device has a number of 64 bits. No number is used twice in a
 * process, and 0 is never used. Functions return 0 or a code of enum openusb_code. They write their
 * results only on success. An unknown number, and a NULL pointer for a result, are errors, and
 * there is a line in the log (cusb/log.h). Flags of functions and of requests are ignored.
 *
 * A transfer claims the interface of its endpoint, and the endpoint decides the transfer type, as
 * in cusb/core.h. Each openusb_open_device() acts like another program. Any thread may call each
 * function.
 */
#ifndef CUSB_COMPAT_OPENUSB_OPENUSB_H
#define CUSB_COMPAT_OPENUSB_OPENUSB_H

#include <cusb/descriptor.h>

enum openusb_code {
	OPENUSB_SUCCESS = 0,
	OPENUSB_PLATFORM_FAILURE = -1,
	OPENUSB_NO_RESOURCES = -2,
	OPENUSB_NO_BANDWIDTH = -3,
	OPENUSB_NOT_SUPPORTED = -4,
	OPENUSB_HC_HARDWARE_ERROR = -5,
	OPENUSB_INVALID_PERM = -6,
	OPENUSB_BUSY = -7,
	OPENUSB_BADARG = -8,
	OPENUSB_NOACCESS = -9,
	OPENUSB_PARSE_ERROR = -10,
	OPENUSB_UNKNOWN_DEVICE = -11,
	OPENUSB_INVALID_HANDLE = -12,
	OPENUSB_SYS_FUNC_FAILURE = -13,
	OPENUSB_NULL_LIST = -14,
	OPENUSB_CB_CONTINUE = -20,
	OPENUSB_CB_TERMINATE = -21,
	OPENUSB_IO_STALL = -50,
	OPENUSB_IO_CRC_ERROR = -51,
	OPENUSB_IO_DEVICE_HUNG = -52,
	OPENUSB_IO_REQ_TOO_BIG = -53,
	OPENUSB_IO_BIT_STUFFING = -54,
	OPENUSB_IO_UNEXPECTED_PID = -55,
	OPENUSB_IO_DATA_OVERRUN = -56,
	OPENUSB_IO_DATA_UNDERRUN = -57,
	OPENUSB_IO_BUFFER_OVERRUN = -58,
	OPENUSB_IO_BUFFER_UNDERRUN = -59,
	OPENUSB_IO_PID_CHECK_FAILURE = -60,
	OPENUSB_IO_DATA_TOGGLE_MISMATCH = -61,
	OPENUSB_IO_TIMEOUT = -62,
	OPENUSB_IO_CANCELED = -63
};

/* Returns a text in English, never NULL. */
CUSB_API const char *openusb_strerror(int32_t code);

/* ---- handles, buses and devices -------------------------------------------------------------- */

CUSB_API int32_t openusb_init(uint32_t flags, uint64_t *handle);
/* Closes the open devices of the handle. */
CUSB_API void openusb_fini(uint64_t handle);

/* The caller frees the list with openusb_free_busid_list(). An empty list may be NULL. */
CUSB_API int32_t openusb_get_busid_list(uint64_t handle, uint64_t **busids, uint32_t *count);
CUSB_API void openusb_free_busid_list(uint64_t *busids);

/*
 * Lists the devices of a bus that are plugged in now; none if the bus is not there. A device keeps
 * its number while it is plugged in. The number of an unplugged device is valid until its bus is
 * listed again. The caller frees the list with openusb_free_devid_list().
 */
CUSB_API int32_t openusb_get_devids_by_bus(uint64_t handle, uint64_t busid, uint64_t **devids,
					   uint32_t *count);
CUSB_API void openusb_free_devid_list(uint64_t *devids);

CUSB_API int32_t openusb_open_device(uint64_t handle, uint64_t devid, uint32_t flags,
				     uint64_t *dev);
CUSB_API int32_t openusb_close_device(uint64_t dev);

/* ---- descriptors ----------------------------------------------------------------------------- */

struct openusb_device_desc {
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
	uint8_t bNumConfigurations;
};

struct openusb_config_desc {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength;
	uint8_t bNumInterfaces;
	uint8_t bConfigurationValue;
	uint8_t iConfiguration;
	uint8_t bmAttributes;
	uint8_t bMaxPower;
};

struct openusb_interface_desc {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bNumEndpoints;
	uint8_t bInterfaceClass;
	uint8_t bInterfaceSubClass;
	uint8_t bInterfaceProtocol;
	uint8_t iInterface;
};

struct openusb_endpoint_desc {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize;
	uint8_t bInterval;
	uint8_t bRefresh;
	uint8_t bSynchAddress;
};

/*
 * Gives a descriptor of the device. `buffer` is NULL and `length` is 0. Otherwise the result is
 * OPENUSB_NOT_SUPPORTED, because the library parses no bytes of the caller. Configurations,
 * interfaces, alternate settings and endpoints are given by their position, from 0. Past the end:
 * OPENUSB_BADARG.
 */
CUSB_API int32_t openusb_parse_device_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
					   uint16_t length, struct openusb_device_desc *desc);
CUSB_API int32_t openusb_parse_config_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
					   uint16_t length, uint8_t config,
					   struct openusb_config_desc *desc);
CUSB_API int32_t openusb_parse_interface_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
					      uint16_t length, uint8_t config, uint8_t interface,
					      uint8_t alternate,
					      struct openusb_interface_desc *desc);
CUSB_API int32_t openusb_parse_endpoint_desc(uint64_t handle, uint64_t devid, uint8_t *buffer,
					     uint16_t length, uint8_t config, uint8_t interface,
					     uint8_t alternate, uint8_t endpoint,
					     struct openusb_endpoint_desc *desc);

/* ---- configuration and interfaces ------------------------------------------------------------ */

CUSB_API int32_t openusb_set_configuration(uint64_t dev, uint8_t value);
/* The value is 0 if the device is not configured. */
CUSB_API int32_t openusb_get_configuration(uint64_t dev, uint8_t *value);
CUSB_API int32_t openusb_claim_interface(uint64_t dev, uint8_t interface, int flags);
CUSB_API int32_t openusb_release_interface(uint64_t dev, uint8_t interface);
CUSB_API int32_t openusb_set_altsetting(uint64_t dev, uint8_t interface, uint8_t alternate);
CUSB_API int32_t openusb_reset(uint64_t dev);

/* ---- transfers ------------------------------------------------------------------------------- */

/* The result of a request. It is not set if the function refuses `dev` or a chain of requests. */
struct openusb_result {
	int32_t status;             /* the code that the function returns */
	uint32_t transferred_bytes; /* also after an error */
};

/*
 * One request. `timeout` is in milliseconds; 0 waits for ever. `next` is NULL, because chains of
 * requests are OPENUSB_NOT_SUPPORTED.
 */
struct openusb_ctrl_request {
	struct {
		uint8_t bmRequestType;
		uint8_t bRequest;
		uint16_t wValue;
		uint16_t wIndex;
	} setup;
	uint8_t *payload;
	uint32_t length;
	uint32_t timeout;
	uint32_t flags;
	struct openusb_result result;
	struct openusb_ctrl_request *next;
};

/* `interval` is ignored: the endpoint's descriptor has the interval. */
struct openusb_intr_request {
	uint16_t interval;
	uint8_t *payload;
	uint32_t length;
	uint32_t timeout;
	uint32_t flags;
	struct openusb_result result;
	struct openusb_intr_request *next;
};

struct openusb_bulk_request {
	uint8_t *payload;
	uint32_t length;
	uint32_t timeout;
	uint32_t flags;
	struct openusb_result result;
	struct openusb_bulk_request *next;
};

struct openusb_isoc_packet {
	uint8_t *payload;
	uint32_t length;
};

/* The request begins as soon as possible. `isoc_results` has a result for each packet. */
struct openusb_isoc_request {
	uint32_t start_frame;
	uint32_t flags;
	struct {
		uint32_t num_packets;
		struct openusb_isoc_packet *packets;
	} pkts;
	struct openusb_result *isoc_results;
	int32_t isoc_status; /* the code that the function returns */
	struct openusb_isoc_request *next;
};

/* `endpoint` is 0. */
CUSB_API int32_t openusb_ctrl_xfer(uint64_t dev, uint8_t interface, uint8_t endpoint,
				   struct openusb_ctrl_request *ctrl);
CUSB_API int32_t openusb_intr_xfer(uint64_t dev, uint8_t interface, uint8_t endpoint,
				   struct openusb_intr_request *intr);
CUSB_API int32_t openusb_bulk_xfer(uint64_t dev, uint8_t interface, uint8_t endpoint,
				   struct openusb_bulk_request *bulk);
CUSB_API int32_t openusb_isoc_xfer(uint64_t dev, uint8_t interface, uint8_t endpoint,
				   struct openusb_isoc_request *isoc);

#endif
