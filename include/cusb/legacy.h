/* SPDX-License-Identifier: MIT */
/*
 * The interface of libusb-0.1, for its programs: PyUSB's usb.legacy.
 *
 *	usb_init();
 *	usb_find_busses();
 *	usb_find_devices();
 *	for (bus = usb_get_busses(); bus; bus = bus->next)
 *		for (dev = bus->devices; dev; dev = dev->next)
 *			...
 *
 * Names, layouts and numbers are as in 0.1.12. A program for 0.1.12 compiles unchanged
 * (compat/usb.h). A compiled program runs unchanged (libusb-0.1.so.4). Link with libusb before
 * libcusb. Functions return 0 or a count, or a negative errno. usb_strerror() gives the text.
 *
 * Some errors that 0.1.12 does not notice are errors here:
 * - A transfer that stalled or failed on the bus returns -EPIPE, -EPROTO and so on, not 0 bytes.
 * - Writing to an IN endpoint returns -EINVAL. The device cannot change the data to be sent.
 * - On a device node that may only be read, calls return -EACCES.
 * - usb_detach_kernel_driver_np() takes an interface from kernel drivers, never from another
 *   program.
 *
 * 0.1.12 refuses these calls. Here they work:
 * - setting a configuration while this handle has claimed interfaces
 * - control transfers of more than a page
 * - strings of more than 62 characters by usb_get_string_simple()
 * - interrupt calls on a bulk endpoint
 *
 * Devices come from the default backend, cusb_set_default_backend(). Each usb_open() acts like
 * another program: its handle shares no claim with other handles or with device objects of the
 * core. One thread at a time may use the lists. Different handles share nothing. Several threads
 * may use one handle, as a device of core.h. usb_strerror() gives the error of the calling thread.
 */
#ifndef CUSB_LEGACY_H
#define CUSB_LEGACY_H

/* Programs expect that usb.h includes these headers. */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/param.h>
#include <unistd.h>

#ifndef CUSB_API
#define CUSB_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- numbers of the USB specification -------------------------------------------------------- */

/* bDeviceClass, bInterfaceClass */
#define USB_CLASS_PER_INTERFACE       0
#define USB_CLASS_AUDIO               1
#define USB_CLASS_COMM                2
#define USB_CLASS_HID                 3
#define USB_CLASS_PTP                 6
#define USB_CLASS_PRINTER             7
#define USB_CLASS_MASS_STORAGE        8
#define USB_CLASS_HUB                 9
#define USB_CLASS_DATA                10
#define USB_CLASS_WIRELESS_CONTROLLER 0xe0 /* from PyUSB, as the subclass and protocol */
#define USB_CLASS_VENDOR_SPEC         0xff

#define USB_SUBCLASS_RF_CONTROLLER                  1
#define USB_PROTOCOL_BLUETOOTH_PRIMARY_CONTROLLER   1

/* bDescriptorType */
#define USB_DT_DEVICE    0x01
#define USB_DT_CONFIG    0x02
#define USB_DT_STRING    0x03
#define USB_DT_INTERFACE 0x04
#define USB_DT_ENDPOINT  0x05
#define USB_DT_HID       0x21
#define USB_DT_REPORT    0x22
#define USB_DT_PHYSICAL  0x23
#define USB_DT_HUB       0x29

/* bLength */
#define USB_DT_DEVICE_SIZE         18
#define USB_DT_CONFIG_SIZE         9
#define USB_DT_INTERFACE_SIZE      9
#define USB_DT_ENDPOINT_SIZE       7
#define USB_DT_ENDPOINT_AUDIO_SIZE 9
#define USB_DT_HUB_NONVAR_SIZE     7

/* bEndpointAddress */
#define USB_ENDPOINT_ADDRESS_MASK 0x0f
#define USB_ENDPOINT_DIR_MASK     0x80
#define USB_ENDPOINT_IN           0x80
#define USB_ENDPOINT_OUT          0x00

/* bmAttributes of an endpoint */
#define USB_ENDPOINT_TYPE_MASK        0x03
#define USB_ENDPOINT_TYPE_CONTROL     0
#define USB_ENDPOINT_TYPE_ISOCHRONOUS 1
#define USB_ENDPOINT_TYPE_BULK        2
#define USB_ENDPOINT_TYPE_INTERRUPT   3

/* bRequest */
#define USB_REQ_GET_STATUS        0x00
#define USB_REQ_CLEAR_FEATURE     0x01
#define USB_REQ_SET_FEATURE       0x03
#define USB_REQ_SET_ADDRESS       0x05
#define USB_REQ_GET_DESCRIPTOR    0x06
#define USB_REQ_SET_DESCRIPTOR    0x07
#define USB_REQ_GET_CONFIGURATION 0x08
#define USB_REQ_SET_CONFIGURATION 0x09
#define USB_REQ_GET_INTERFACE     0x0A
#define USB_REQ_SET_INTERFACE     0x0B
#define USB_REQ_SYNCH_FRAME       0x0C

/* bmRequestType: the sum of USB_ENDPOINT_IN or _OUT, a type and a recipient */
#define USB_TYPE_STANDARD (0x00 << 5)
#define USB_TYPE_CLASS    (0x01 << 5)
#define USB_TYPE_VENDOR   (0x02 << 5)
#define USB_TYPE_RESERVED (0x03 << 5)

#define USB_RECIP_DEVICE    0x00
#define USB_RECIP_INTERFACE 0x01
#define USB_RECIP_ENDPOINT  0x02
#define USB_RECIP_OTHER     0x03

/* ---- descriptors as devices send them -------------------------------------------------------- */

struct usb_descriptor_header {
	uint8_t bLength;
	uint8_t bDescriptorType;
} __attribute__((packed));

struct usb_string_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wData[1];
} __attribute__((packed));

struct usb_hid_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t bcdHID;
	uint8_t bCountryCode;
	uint8_t bNumDescriptors;
} __attribute__((packed));

struct usb_ctrl_setup {
	uint8_t bRequestType;
	uint8_t bRequest;
	uint16_t wValue;
	uint16_t wIndex;
	uint16_t wLength;
} __attribute__((packed));

/*
 * Converts its argument in place from little endian, as in control transfers, to the byte order of
 * the machine.
 */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define USB_LE16_TO_CPU(x) do { (x) = (((x) & 0xff) << 8) | (((x) & 0xff00) >> 8); } while (0)
#else
#define USB_LE16_TO_CPU(x)
#endif

/* ---- descriptors in the machine's byte order ------------------------------------------------- */

/* The limits of 0.1. The arrays here have no limit: the device gives their length. */
#define USB_MAXENDPOINTS  32
#define USB_MAXINTERFACES 32
#define USB_MAXALTSETTING 128
#define USB_MAXCONFIG     8

/* `extra` has the extralen bytes of other descriptors after this descriptor, or is NULL. */

struct usb_endpoint_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize;
	uint8_t bInterval;
	uint8_t bRefresh;
	uint8_t bSynchAddress;

	unsigned char *extra;
	int extralen;
};

/* One alternate setting. */
struct usb_interface_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bNumEndpoints;
	uint8_t bInterfaceClass;
	uint8_t bInterfaceSubClass;
	uint8_t bInterfaceProtocol;
	uint8_t iInterface;

	/* bNumEndpoints elements; zeroed if the device has fewer endpoints */
	struct usb_endpoint_descriptor *endpoint;

	unsigned char *extra;
	int extralen;
};

struct usb_interface {
	struct usb_interface_descriptor *altsetting;

	int num_altsetting;
};

struct usb_config_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength;
	uint8_t bNumInterfaces;
	uint8_t bConfigurationValue;
	uint8_t iConfiguration;
	uint8_t bmAttributes;
	uint8_t MaxPower; /* bMaxPower as sent */

	/* bNumInterfaces elements; zeroed if the device has fewer interfaces */
	struct usb_interface *interface;

	unsigned char *extra;
	int extralen;
};

struct usb_device_descriptor {
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
} __attribute__((packed));

/* ---- busses and devices ---------------------------------------------------------------------- */

#ifdef PATH_MAX
#define LIBUSB_PATH_MAX PATH_MAX
#else
#define LIBUSB_PATH_MAX 4096
#endif

struct usb_bus;

/* A device. The pointer is valid until usb_find_devices() runs after the device has left. */
struct usb_device {
	struct usb_device *next, *prev;

	char filename[LIBUSB_PATH_MAX + 1]; /* the name of the node: three digits */

	struct usb_bus *bus;

	struct usb_device_descriptor descriptor;
	struct usb_config_descriptor *config; /* bNumConfigurations elements, or NULL for 0 */

	void *dev; /* struct cusb_device * of core.h, lent */

	uint8_t devnum;

	unsigned char num_children;
	struct usb_device **children; /* the devices of a hub, in the order of its ports */
};

/* A bus. The pointer is valid until usb_find_busses() runs after the bus has gone. */
struct usb_bus {
	struct usb_bus *next, *prev;

	char dirname[LIBUSB_PATH_MAX + 1]; /* the bus number in three digits */

	struct usb_device *devices;
	uint32_t location; /* the bus number */

	struct usb_device *root_dev;
};

/* An open device. */
struct usb_dev_handle;
typedef struct usb_dev_handle usb_dev_handle;

/* The first bus; the same as usb_get_busses(). */
CUSB_API extern struct usb_bus *usb_busses;

/**
 * usb_init - read the environment. A program may leave this call out.
 *
 * USB_DEBUG is the level for usb_set_debug(). USB_DEVFS_PATH is the directory of device nodes, in
 * place of /dev/bus/usb. It also replaces the default backend. Set-uid programs ignore
 * USB_DEVFS_PATH.
 */
CUSB_API void usb_init(void);

/**
 * usb_set_debug - from level 2, write every error to stderr.
 *
 * CUSB_DEBUG also logs the system calls; see log.h.
 */
CUSB_API void usb_set_debug(int level);

/**
 * usb_find_busses - update the list of busses.
 *
 * New busses are added at the front, so the first list begins with the highest bus number. Busses
 * that are gone are freed, with all their devices.
 *
 * Returns the number of added and freed busses, or -errno.
 */
CUSB_API int usb_find_busses(void);

/**
 * usb_find_devices - update the lists of devices of all listed busses.
 *
 * New devices are added at the front, so the first list begins with the highest address. A device
 * that is gone is freed. If it is open, it is freed when it is closed. Opens nothing, and also
 * lists devices that the program may not open.
 *
 * Returns the number of added and freed devices, or -errno.
 */
CUSB_API int usb_find_devices(void);

/** usb_get_busses - the first bus, or NULL. */
CUSB_API struct usb_bus *usb_get_busses(void);

/* ---- open devices ---------------------------------------------------------------------------- */

/**
 * usb_open - open a device.
 *
 * As 0.1.12 does, it returns a handle even if the device cannot be opened. Later calls try again
 * and return the error.
 *
 * Returns the handle. NULL means that there is no memory.
 */
CUSB_API usb_dev_handle *usb_open(struct usb_device *dev);

/** usb_close - release the claims of a handle and close it. Returns 0. */
CUSB_API int usb_close(usb_dev_handle *dev);

/** usb_device - the device of a handle. */
CUSB_API struct usb_device *usb_device(usb_dev_handle *dev);

/**
 * usb_claim_interface - claim an interface. usb_set_altinterface() then applies to it.
 *
 * Transfers claim their interfaces by themselves.
 *
 * Returns 0, or an error of cusb_claim_interface().
 */
CUSB_API int usb_claim_interface(usb_dev_handle *dev, int interface);

/**
 * usb_release_interface - give an interface back.
 *
 * Returns:
 *   0        released
 *   -EINVAL  the interface was not claimed
 *   < 0      another -errno
 */
CUSB_API int usb_release_interface(usb_dev_handle *dev, int interface);

/** usb_set_altinterface - select an alternate setting of the interface that was claimed last. */
CUSB_API int usb_set_altinterface(usb_dev_handle *dev, int alternate);

/** usb_set_configuration - as cusb_set_configuration(); 0 and below unconfigure. */
CUSB_API int usb_set_configuration(usb_dev_handle *dev, int configuration);

/** usb_clear_halt - as cusb_clear_halt(). */
CUSB_API int usb_clear_halt(usb_dev_handle *dev, unsigned int ep);

/** usb_resetep - as cusb_reset_endpoint(). */
CUSB_API int usb_resetep(usb_dev_handle *dev, unsigned int ep);

/** usb_reset - as cusb_reset(). */
CUSB_API int usb_reset(usb_dev_handle *dev);

/**
 * usb_bulk_write, usb_bulk_read, usb_interrupt_write, usb_interrupt_read - move data.
 * @ep:      bEndpointAddress; reading sets its bit 7. The endpoint decides the transfer type.
 * @timeout: milliseconds; 0 waits for ever, below 0 waits 1 ms.
 *
 * Returns:
 *   >= 0        the bytes moved
 *   -ETIMEDOUT  the timeout expired, even if some bytes were moved
 *   < 0         an error of cusb_read()
 */
CUSB_API int usb_bulk_write(usb_dev_handle *dev, int ep, const char *bytes, int size, int timeout);
CUSB_API int usb_bulk_read(usb_dev_handle *dev, int ep, char *bytes, int size, int timeout);
CUSB_API int usb_interrupt_write(usb_dev_handle *dev, int ep, const char *bytes, int size,
				 int timeout);
CUSB_API int usb_interrupt_read(usb_dev_handle *dev, int ep, char *bytes, int size, int timeout);

/**
 * usb_control_msg - a control transfer.
 * @timeout: milliseconds; 0 and below wait for ever.
 *
 * Returns the bytes moved, or an error of cusb_ctrl_transfer().
 */
CUSB_API int usb_control_msg(usb_dev_handle *dev, int requesttype, int request, int value,
			     int index, char *bytes, int size, int timeout);

/** usb_get_string - a string descriptor as sent. Returns the number of its bytes, or -errno. */
CUSB_API int usb_get_string(usb_dev_handle *dev, int index, int langid, char *buf, size_t buflen);

/**
 * usb_get_string_simple - a string in the first language of the device.
 * @buf, @buflen: room for the text with its NUL; each character above 0xff becomes '?'.
 *
 * Returns:
 *   >= 0    the length of the text
 *   -EIO    the answer is not a string descriptor
 *   -EFBIG  the bLength of the answer is more than the bytes received
 *   < 0     another -errno
 */
CUSB_API int usb_get_string_simple(usb_dev_handle *dev, int index, char *buf, size_t buflen);

/**
 * usb_get_descriptor - GET_DESCRIPTOR into a zeroed buffer.
 *
 * Returns the bytes received, or -errno.
 */
CUSB_API int usb_get_descriptor(usb_dev_handle *udev, unsigned char type, unsigned char index,
				void *buf, int size);

/** usb_get_descriptor_by_endpoint - as usb_get_descriptor(), with @ep as the recipient bits. */
CUSB_API int usb_get_descriptor_by_endpoint(usb_dev_handle *udev, int ep, unsigned char type,
					    unsigned char index, void *buf, int size);

#define LIBUSB_HAS_GET_DRIVER_NP 1
/**
 * usb_get_driver_np - the name of an interface's driver, cut to @namelen.
 *
 * Returns:
 *   0         success
 *   -ENODATA  no driver is bound
 *   < 0       another -errno
 */
CUSB_API int usb_get_driver_np(usb_dev_handle *dev, int interface, char *name,
			       unsigned int namelen);

#define LIBUSB_HAS_DETACH_KERNEL_DRIVER_NP 1
/** usb_detach_kernel_driver_np - as cusb_detach_kernel_driver(). */
CUSB_API int usb_detach_kernel_driver_np(usb_dev_handle *dev, int interface);

/* ---- errors ---------------------------------------------------------------------------------- */

#define USB_ERROR_BEGIN 500000 /* numbers from here on are no errno; no function returns them */

/** usb_strerror - the text of this thread's last error; "No error" before the first. */
CUSB_API char *usb_strerror(void);

#ifdef __cplusplus
}
#endif

#endif
