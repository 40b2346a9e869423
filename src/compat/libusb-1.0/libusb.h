/* SPDX-License-Identifier: MIT */
/*
 * The interface of libusb 1.0, for its programs, on cusb.
 *
 * Names, layouts and numbers are those of libusb 1.0.31. A program for libusb 1.0 compiles
 * unchanged. A compiled program runs unchanged (libusb-1.0.so.0).
 *
 * Results: an `int` is 0, a number that the comment names, or a negative enum libusb_error. A NULL
 * context stands for the default context; see libusb_init(). NULL is allowed in every function that
 * frees, closes or drops a reference.
 *
 * Threads: any thread may call any function. The library makes no thread. It calls the functions of
 * the program only inside libusb_handle_events() and similar functions, and inside synchronous
 * transfers. A call that may run such functions says that it handles events.
 *
 * fork(2): handles and transfers belong to the parent. The child may close and free all, and calls
 * libusb_exit(). This changes nothing for the parent, and waits for no thread that handles events
 * there. A thread that forks while other threads are inside other calls can do only exec() in the
 * child, as in any program with threads: the memory that these threads change is copied as it is.
 */
#ifndef LIBUSB_H
#define LIBUSB_H

/* Programs expect that libusb.h includes these headers. */
#include <limits.h>
#include <stdint.h>
#include <sys/time.h>
#include <sys/types.h>
#include <time.h>

#define LIBUSB_API_VERSION  0x0100010d
#define LIBUSBX_API_VERSION LIBUSB_API_VERSION

/* Calling conventions, which Linux does not have. */
#define LIBUSB_CALL
#define LIBUSB_CALLV

#define LIBUSB_PACKED            __attribute__((packed))
#define LIBUSB_DEPRECATED_FOR(f) __attribute__((deprecated("use " #f)))

/* An array without a length, at the end of a struct. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 199901L
#define LIBUSB_FLEXIBLE_ARRAY
#define LIBUSB_EXTENSION
#else
#define LIBUSB_FLEXIBLE_ARRAY 0
#define LIBUSB_EXTENSION      __extension__
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- numbers of the library ------------------------------------------------------------------ */

enum libusb_error {
	LIBUSB_SUCCESS = 0,
	LIBUSB_ERROR_IO = -1,
	LIBUSB_ERROR_INVALID_PARAM = -2,
	LIBUSB_ERROR_ACCESS = -3,    /* no permission */
	LIBUSB_ERROR_NO_DEVICE = -4, /* unplugged */
	LIBUSB_ERROR_NOT_FOUND = -5,
	LIBUSB_ERROR_BUSY = -6,
	LIBUSB_ERROR_TIMEOUT = -7,
	LIBUSB_ERROR_OVERFLOW = -8,
	LIBUSB_ERROR_PIPE = -9, /* stalled */
	LIBUSB_ERROR_INTERRUPTED = -10, /* by a signal */
	LIBUSB_ERROR_NO_MEM = -11,
	LIBUSB_ERROR_NOT_SUPPORTED = -12,
	LIBUSB_ERROR_OTHER = -99
};
#define LIBUSB_ERROR_COUNT 14

enum libusb_transfer_status {
	LIBUSB_TRANSFER_COMPLETED = 0, /* also after a short packet */
	LIBUSB_TRANSFER_ERROR = 1,
	LIBUSB_TRANSFER_TIMED_OUT = 2,
	LIBUSB_TRANSFER_CANCELLED = 3,
	LIBUSB_TRANSFER_STALL = 4,
	LIBUSB_TRANSFER_NO_DEVICE = 5,
	LIBUSB_TRANSFER_OVERFLOW = 6 /* the device sent more than there was room for */
};

enum libusb_transfer_type {
	LIBUSB_TRANSFER_TYPE_CONTROL = 0,
	LIBUSB_TRANSFER_TYPE_ISOCHRONOUS = 1,
	LIBUSB_TRANSFER_TYPE_BULK = 2,
	LIBUSB_TRANSFER_TYPE_INTERRUPT = 3,
	LIBUSB_TRANSFER_TYPE_BULK_STREAM = 4
};

enum libusb_transfer_flags {
	LIBUSB_TRANSFER_SHORT_NOT_OK = 1,  /* fewer bytes than asked are an error */
	LIBUSB_TRANSFER_FREE_BUFFER = 2,   /* libusb_free_transfer() also calls free(buffer) */
	LIBUSB_TRANSFER_FREE_TRANSFER = 4, /* the transfer is freed after its callback */
	/* OUT: a packet without data follows a last packet of full size */
	LIBUSB_TRANSFER_ADD_ZERO_PACKET = 8
};

enum libusb_speed {
	LIBUSB_SPEED_UNKNOWN = 0,
	LIBUSB_SPEED_LOW = 1,	       /* 1.5 Mbit/s */
	LIBUSB_SPEED_FULL = 2,	       /* 12 Mbit/s */
	LIBUSB_SPEED_HIGH = 3,	       /* 480 Mbit/s */
	LIBUSB_SPEED_SUPER = 4,	       /* 5 Gbit/s */
	LIBUSB_SPEED_SUPER_PLUS = 5,   /* 10 Gbit/s */
	LIBUSB_SPEED_SUPER_PLUS_X2 = 6 /* 20 Gbit/s */
};

enum libusb_option {
	LIBUSB_OPTION_LOG_LEVEL = 0,	       /* an int, enum libusb_log_level */
	LIBUSB_OPTION_USE_USBDK = 1,	       /* not on Linux */
	LIBUSB_OPTION_NO_DEVICE_DISCOVERY = 2, /* the list of devices stays empty */
	LIBUSB_OPTION_LOG_CB = 3,	       /* a libusb_log_cb */
	LIBUSB_OPTION_MAX = 4
};
#define LIBUSB_OPTION_WEAK_AUTHORITY LIBUSB_OPTION_NO_DEVICE_DISCOVERY

enum libusb_log_level {
	LIBUSB_LOG_LEVEL_NONE = 0,
	LIBUSB_LOG_LEVEL_ERROR = 1,
	LIBUSB_LOG_LEVEL_WARNING = 2,
	LIBUSB_LOG_LEVEL_INFO = 3,
	LIBUSB_LOG_LEVEL_DEBUG = 4
};

/* Bits of libusb_set_log_cb(). */
enum libusb_log_cb_mode {
	LIBUSB_LOG_CB_GLOBAL = 1, /* lines of all contexts, in place of stderr */
	LIBUSB_LOG_CB_CONTEXT = 2 /* lines of one context, besides */
};

enum libusb_capability {
	LIBUSB_CAP_HAS_CAPABILITY = 0x0000,
	LIBUSB_CAP_HAS_HOTPLUG = 0x0001,
	LIBUSB_CAP_HAS_HID_ACCESS = 0x0100,
	LIBUSB_CAP_SUPPORTS_DETACH_KERNEL_DRIVER = 0x0101
};

typedef enum {
	LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED = 1,
	LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT = 2
} libusb_hotplug_event;

typedef enum {
	/* the existing devices arrive inside libusb_hotplug_register_callback() */
	LIBUSB_HOTPLUG_ENUMERATE = 1
} libusb_hotplug_flag;
#define LIBUSB_HOTPLUG_NO_FLAGS	 0
#define LIBUSB_HOTPLUG_MATCH_ANY (-1)

enum libusb_device_string_type {
	LIBUSB_DEVICE_STRING_MANUFACTURER = 0,
	LIBUSB_DEVICE_STRING_PRODUCT = 1,
	LIBUSB_DEVICE_STRING_SERIAL_NUMBER = 2,
	LIBUSB_DEVICE_STRING_COUNT = 3
};
#define LIBUSB_DEVICE_STRING_BYTES_MAX 384u

/* ---- numbers of the USB specification -------------------------------------------------------- */

/* bDescriptorType */
enum libusb_descriptor_type {
	LIBUSB_DT_DEVICE = 0x01,
	LIBUSB_DT_CONFIG = 0x02,
	LIBUSB_DT_STRING = 0x03,
	LIBUSB_DT_INTERFACE = 0x04,
	LIBUSB_DT_ENDPOINT = 0x05,
	LIBUSB_DT_INTERFACE_ASSOCIATION = 0x0b,
	LIBUSB_DT_BOS = 0x0f,
	LIBUSB_DT_DEVICE_CAPABILITY = 0x10,
	LIBUSB_DT_HID = 0x21,
	LIBUSB_DT_REPORT = 0x22,
	LIBUSB_DT_PHYSICAL = 0x23,
	LIBUSB_DT_HUB = 0x29,
	LIBUSB_DT_SUPERSPEED_HUB = 0x2a,
	LIBUSB_DT_SS_ENDPOINT_COMPANION = 0x30
};

/* bLength, and the sizes of whole capabilities of a BOS */
#define LIBUSB_DT_DEVICE_SIZE		       18
#define LIBUSB_DT_CONFIG_SIZE		       9
#define LIBUSB_DT_INTERFACE_SIZE	       9
#define LIBUSB_DT_ENDPOINT_SIZE		       7
#define LIBUSB_DT_ENDPOINT_AUDIO_SIZE	       9
#define LIBUSB_DT_HUB_NONVAR_SIZE	       7
#define LIBUSB_DT_SS_ENDPOINT_COMPANION_SIZE   6
#define LIBUSB_DT_INTERFACE_ASSOCIATION_SIZE   8
#define LIBUSB_DT_BOS_SIZE		       5
#define LIBUSB_DT_DEVICE_CAPABILITY_SIZE       3
#define LIBUSB_BT_USB_2_0_EXTENSION_SIZE       7
#define LIBUSB_BT_SS_USB_DEVICE_CAPABILITY_SIZE 10
#define LIBUSB_BT_CONTAINER_ID_SIZE	       20
#define LIBUSB_BT_PLATFORM_DESCRIPTOR_MIN_SIZE 20
#define LIBUSB_BT_SSPLUS_USB_DEVICE_CAPABILITY_SIZE 12
#define LIBUSB_DT_BOS_MAX_SIZE                                                                     \
	(LIBUSB_DT_BOS_SIZE + LIBUSB_BT_USB_2_0_EXTENSION_SIZE +                                   \
	 LIBUSB_BT_SS_USB_DEVICE_CAPABILITY_SIZE + LIBUSB_BT_CONTAINER_ID_SIZE)

/* bDevCapabilityType */
enum libusb_bos_type {
	LIBUSB_BT_WIRELESS_USB_DEVICE_CAPABILITY = 0x01,
	LIBUSB_BT_USB_2_0_EXTENSION = 0x02,
	LIBUSB_BT_SS_USB_DEVICE_CAPABILITY = 0x03,
	LIBUSB_BT_CONTAINER_ID = 0x04,
	LIBUSB_BT_PLATFORM_DESCRIPTOR = 0x05,
	LIBUSB_BT_SUPERSPEED_PLUS_CAPABILITY = 0x0a
};

/* bDeviceClass, bInterfaceClass */
enum libusb_class_code {
	LIBUSB_CLASS_PER_INTERFACE = 0x00,
	LIBUSB_CLASS_AUDIO = 0x01,
	LIBUSB_CLASS_COMM = 0x02,
	LIBUSB_CLASS_HID = 0x03,
	LIBUSB_CLASS_PHYSICAL = 0x05,
	LIBUSB_CLASS_IMAGE = 0x06,
	LIBUSB_CLASS_PTP = 0x06, /* the name of libusb-0.1 */
	LIBUSB_CLASS_PRINTER = 0x07,
	LIBUSB_CLASS_MASS_STORAGE = 0x08,
	LIBUSB_CLASS_HUB = 0x09,
	LIBUSB_CLASS_DATA = 0x0a,
	LIBUSB_CLASS_SMART_CARD = 0x0b,
	LIBUSB_CLASS_CONTENT_SECURITY = 0x0d,
	LIBUSB_CLASS_VIDEO = 0x0e,
	LIBUSB_CLASS_PERSONAL_HEALTHCARE = 0x0f,
	LIBUSB_CLASS_AUDIO_VIDEO = 0x10,
	LIBUSB_CLASS_BILLBOARD = 0x11,
	LIBUSB_CLASS_TYPE_C_BRIDGE = 0x12,
	LIBUSB_CLASS_BULK_DISPLAY_PROTOCOL = 0x13,
	LIBUSB_CLASS_MCTP = 0x14,
	LIBUSB_CLASS_I3C = 0x3c,
	LIBUSB_CLASS_DIAGNOSTIC_DEVICE = 0xdc,
	LIBUSB_CLASS_WIRELESS = 0xe0,
	LIBUSB_CLASS_MISCELLANEOUS = 0xef,
	LIBUSB_CLASS_APPLICATION = 0xfe,
	LIBUSB_CLASS_VENDOR_SPEC = 0xff
};

/* bEndpointAddress: bit 7 the direction, bits 3..0 the number */
#define LIBUSB_ENDPOINT_ADDRESS_MASK 0x0f
#define LIBUSB_ENDPOINT_DIR_MASK     0x80
enum libusb_endpoint_direction {
	LIBUSB_ENDPOINT_OUT = 0x00,
	LIBUSB_ENDPOINT_IN = 0x80
};

/* bmAttributes of an endpoint: bits 1..0 the type, isochronous also 3..2 and 5..4 */
#define LIBUSB_TRANSFER_TYPE_MASK 0x03
enum libusb_endpoint_transfer_type {
	LIBUSB_ENDPOINT_TRANSFER_TYPE_CONTROL = 0,
	LIBUSB_ENDPOINT_TRANSFER_TYPE_ISOCHRONOUS = 1,
	LIBUSB_ENDPOINT_TRANSFER_TYPE_BULK = 2,
	LIBUSB_ENDPOINT_TRANSFER_TYPE_INTERRUPT = 3
};
#define LIBUSB_ISO_SYNC_TYPE_MASK 0x0c
enum libusb_iso_sync_type {
	LIBUSB_ISO_SYNC_TYPE_NONE = 0,
	LIBUSB_ISO_SYNC_TYPE_ASYNC = 1,
	LIBUSB_ISO_SYNC_TYPE_ADAPTIVE = 2,
	LIBUSB_ISO_SYNC_TYPE_SYNC = 3
};
#define LIBUSB_ISO_USAGE_TYPE_MASK 0x30
enum libusb_iso_usage_type {
	LIBUSB_ISO_USAGE_TYPE_DATA = 0,
	LIBUSB_ISO_USAGE_TYPE_FEEDBACK = 1,
	LIBUSB_ISO_USAGE_TYPE_IMPLICIT = 2
};

/* bRequest */
enum libusb_standard_request {
	LIBUSB_REQUEST_GET_STATUS = 0x00,
	LIBUSB_REQUEST_CLEAR_FEATURE = 0x01,
	LIBUSB_REQUEST_SET_FEATURE = 0x03,
	LIBUSB_REQUEST_SET_ADDRESS = 0x05,
	LIBUSB_REQUEST_GET_DESCRIPTOR = 0x06,
	LIBUSB_REQUEST_SET_DESCRIPTOR = 0x07,
	LIBUSB_REQUEST_GET_CONFIGURATION = 0x08,
	LIBUSB_REQUEST_SET_CONFIGURATION = 0x09,
	LIBUSB_REQUEST_GET_INTERFACE = 0x0a,
	LIBUSB_REQUEST_SET_INTERFACE = 0x0b,
	LIBUSB_REQUEST_SYNCH_FRAME = 0x0c,
	LIBUSB_REQUEST_SET_SEL = 0x30,
	LIBUSB_SET_ISOCH_DELAY = 0x31
};

/* bmRequestType: the sum of a direction, a type and a recipient */
enum libusb_request_type {
	LIBUSB_REQUEST_TYPE_STANDARD = 0x00,
	LIBUSB_REQUEST_TYPE_CLASS = 0x20,
	LIBUSB_REQUEST_TYPE_VENDOR = 0x40,
	LIBUSB_REQUEST_TYPE_RESERVED = 0x60
};
enum libusb_request_recipient {
	LIBUSB_RECIPIENT_DEVICE = 0,
	LIBUSB_RECIPIENT_INTERFACE = 1,
	LIBUSB_RECIPIENT_ENDPOINT = 2,
	LIBUSB_RECIPIENT_OTHER = 3
};

/* Bits of wSpeedSupported, and of bmAttributes of two capabilities. */
enum libusb_supported_speed {
	LIBUSB_LOW_SPEED_OPERATION = 1,
	LIBUSB_FULL_SPEED_OPERATION = 2,
	LIBUSB_HIGH_SPEED_OPERATION = 4,
	LIBUSB_SUPER_SPEED_OPERATION = 8
};
enum libusb_usb_2_0_extension_attributes { LIBUSB_BM_LPM_SUPPORT = 2 };
enum libusb_ss_usb_device_capability_attributes { LIBUSB_BM_LTM_SUPPORT = 2 };

/* The parts of a sublink speed attribute. */
enum libusb_superspeedplus_sublink_attribute_sublink_type {
	LIBUSB_SSPLUS_ATTR_TYPE_SYM = 0,
	LIBUSB_SSPLUS_ATTR_TYPE_ASYM = 1
};
enum libusb_superspeedplus_sublink_attribute_sublink_direction {
	LIBUSB_SSPLUS_ATTR_DIR_RX = 0,
	LIBUSB_SSPLUS_ATTR_DIR_TX = 1
};
enum libusb_superspeedplus_sublink_attribute_exponent {
	LIBUSB_SSPLUS_ATTR_EXP_BPS = 0,
	LIBUSB_SSPLUS_ATTR_EXP_KBS = 1,
	LIBUSB_SSPLUS_ATTR_EXP_MBS = 2,
	LIBUSB_SSPLUS_ATTR_EXP_GBS = 3
};
enum libusb_superspeedplus_sublink_attribute_link_protocol {
	LIBUSB_SSPLUS_ATTR_PROT_SS = 0,
	LIBUSB_SSPLUS_ATTR_PROT_SSPLUS = 1
};

/* ---- descriptors ----------------------------------------------------------------------------- */

/*
 * Fields have the names of the USB specification. All numbers are in host byte order. `extra` has
 * the descriptors that follow and are not standard ones, as sent: NULL and 0 if there are none.
 */

struct libusb_device_descriptor {
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

struct libusb_endpoint_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize;
	uint8_t bInterval;
	uint8_t bRefresh;      /* audio class only (bLength 9), else 0 */
	uint8_t bSynchAddress; /* audio class only (bLength 9), else 0 */
	const unsigned char *extra;
	int extra_length;
};

/* One alternate setting. */
struct libusb_interface_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bNumEndpoints; /* the length of `endpoint` */
	uint8_t bInterfaceClass;
	uint8_t bInterfaceSubClass;
	uint8_t bInterfaceProtocol;
	uint8_t iInterface;
	const struct libusb_endpoint_descriptor *endpoint;
	const unsigned char *extra;
	int extra_length;
};

/* The alternate settings of one interface. */
struct libusb_interface {
	const struct libusb_interface_descriptor *altsetting;
	int num_altsetting;
};

struct libusb_config_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength;
	uint8_t bNumInterfaces; /* the length of `interface` */
	uint8_t bConfigurationValue;
	uint8_t iConfiguration;
	uint8_t bmAttributes;
	uint8_t MaxPower; /* units of 2 mA, or 8 mA at SuperSpeed */
	const struct libusb_interface *interface;
	const unsigned char *extra;
	int extra_length;
};

struct libusb_interface_association_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bFirstInterface;
	uint8_t bInterfaceCount;
	uint8_t bFunctionClass;
	uint8_t bFunctionSubClass;
	uint8_t bFunctionProtocol;
	uint8_t iFunction;
};

struct libusb_interface_association_descriptor_array {
	const struct libusb_interface_association_descriptor *iad;
	int length;
};

struct libusb_ss_endpoint_companion_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bMaxBurst;
	uint8_t bmAttributes;
	uint16_t wBytesPerInterval;
};

struct libusb_bos_dev_capability_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	LIBUSB_EXTENSION uint8_t dev_capability_data[LIBUSB_FLEXIBLE_ARRAY];
};

struct libusb_bos_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint16_t wTotalLength;
	uint8_t bNumDeviceCaps; /* the length of `dev_capability` */
	LIBUSB_EXTENSION struct libusb_bos_dev_capability_descriptor
		*dev_capability[LIBUSB_FLEXIBLE_ARRAY];
};

struct libusb_usb_2_0_extension_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	uint32_t bmAttributes;
};

struct libusb_ss_usb_device_capability_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	uint8_t bmAttributes;
	uint16_t wSpeedSupported;
	uint8_t bFunctionalitySupport;
	uint8_t bU1DevExitLat;
	uint16_t bU2DevExitLat;
};

struct libusb_container_id_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	uint8_t bReserved;
	uint8_t ContainerID[16];
};

struct libusb_platform_descriptor {
	uint8_t bLength;
	uint8_t bDescriptorType;
	uint8_t bDevCapabilityType;
	uint8_t bReserved;
	uint8_t PlatformCapabilityUUID[16];
	LIBUSB_EXTENSION uint8_t CapabilityData[LIBUSB_FLEXIBLE_ARRAY];
};

struct libusb_ssplus_sublink_attribute {
	uint8_t ssid;
	enum libusb_superspeedplus_sublink_attribute_exponent exponent;
	enum libusb_superspeedplus_sublink_attribute_sublink_type type;
	enum libusb_superspeedplus_sublink_attribute_sublink_direction direction;
	enum libusb_superspeedplus_sublink_attribute_link_protocol protocol;
	uint16_t mantissa;
};

struct libusb_ssplus_usb_device_capability_descriptor {
	uint8_t numSublinkSpeedAttributes; /* the length of `sublinkSpeedAttributes` */
	uint8_t numSublinkSpeedIDs;
	uint8_t ssid;
	uint8_t minRxLaneCount;
	uint8_t minTxLaneCount;
	LIBUSB_EXTENSION struct libusb_ssplus_sublink_attribute
		sublinkSpeedAttributes[LIBUSB_FLEXIBLE_ARRAY];
};

/* The first eight bytes of a control transfer, little endian. */
struct libusb_control_setup {
	uint8_t bmRequestType;
	uint8_t bRequest;
	uint16_t wValue;
	uint16_t wIndex;
	uint16_t wLength;
} LIBUSB_PACKED;
#define LIBUSB_CONTROL_SETUP_SIZE (sizeof(struct libusb_control_setup))

/* ---- objects --------------------------------------------------------------------------------- */

/* The devices, open handles and events of one user of the library. */
struct libusb_context;
/* A device that is or was plugged in. It has a count of references. */
struct libusb_device;
/* A device that is open. Each has its own claims. */
struct libusb_device_handle;
struct libusb_transfer;

typedef struct libusb_context libusb_context;
typedef struct libusb_device libusb_device;
typedef struct libusb_device_handle libusb_device_handle;
typedef int libusb_hotplug_callback_handle;

/* Called once for each transfer that was submitted. It may submit or free the transfer. */
typedef void(LIBUSB_CALL *libusb_transfer_cb_fn)(struct libusb_transfer *transfer);
/* A result other than 0 deregisters the function. */
typedef int(LIBUSB_CALL *libusb_hotplug_callback_fn)(libusb_context *ctx, libusb_device *dev,
						     libusb_hotplug_event event, void *user_data);
/* The line is lent, and ends with a newline. */
typedef void(LIBUSB_CALL *libusb_log_cb)(libusb_context *ctx, enum libusb_log_level level,
					 const char *line);
typedef void(LIBUSB_CALL *libusb_pollfd_added_cb)(int fd, short events, void *user_data);
typedef void(LIBUSB_CALL *libusb_pollfd_removed_cb)(int fd, void *user_data);

struct libusb_iso_packet_descriptor {
	unsigned int length;	    /* in: bytes */
	unsigned int actual_length; /* out: bytes moved */
	enum libusb_transfer_status status; /* out */
};

/* Made by libusb_alloc_transfer() only: the library has a part of its own before it. */
struct libusb_transfer {
	libusb_device_handle *dev_handle;
	uint8_t flags; /* enum libusb_transfer_flags */
	unsigned char endpoint;
	unsigned char type;	/* enum libusb_transfer_type */
	unsigned int timeout;	/* milliseconds from libusb_submit_transfer(), 0: no limit */
	enum libusb_transfer_status status; /* out */
	int length;		/* bytes; control: with the eight bytes of the SETUP packet */
	int actual_length;	/* out: bytes moved; not of isochronous transfers */
	libusb_transfer_cb_fn callback;
	void *user_data;
	unsigned char *buffer;
	int num_iso_packets;
	LIBUSB_EXTENSION struct libusb_iso_packet_descriptor
		iso_packet_desc[LIBUSB_FLEXIBLE_ARRAY];
};

struct libusb_version {
	const uint16_t major;
	const uint16_t minor;
	const uint16_t micro;
	const uint16_t nano;
	const char *rc;
	const char *describe;
};

struct libusb_init_option {
	enum libusb_option option;
	union {
		int ival;
		libusb_log_cb log_cbval;
	} value;
};

struct libusb_pollfd {
	int fd;
	short events; /* of poll(2) */
};

/* ---- the library ----------------------------------------------------------------------------- */

/**
 * libusb_init - begin to use the library.
 * @ctx: out: a new context, which the program ends with libusb_exit(). NULL: the default context.
 *
 * The default context is made by the first call with NULL. Further calls only count, and each needs
 * a libusb_exit(NULL). Where no default context exists, NULL in other functions stands for the
 * oldest context, and one line of the log says so. Without any context these functions return
 * LIBUSB_ERROR_INVALID_PARAM, or do nothing.
 *
 * Returns 0, LIBUSB_ERROR_NO_MEM, or LIBUSB_ERROR_OTHER for any other error of the system.
 */
int libusb_init(libusb_context **ctx);
/**
 * libusb_init_context - libusb_init() with options for the new context.
 * @options, @num_options: may be NULL and 0. They are ignored if the default context exists.
 *
 * Returns a result of libusb_init() or libusb_set_option().
 */
int libusb_init_context(libusb_context **ctx, const struct libusb_init_option options[],
			int num_options);
/**
 * libusb_exit - end a context, or with NULL one use of the default context.
 *
 * Closes the handles that are still open, and writes a warning for each. Devices, transfers and
 * such handles may be freed afterwards. Waits for the synchronous calls of other threads, which
 * return LIBUSB_ERROR_NO_DEVICE.
 *
 * May be called in a callback: no further callback comes, and the context is gone after the call
 * that handles events.
 */
void libusb_exit(libusb_context *ctx);

/**
 * libusb_set_option - set an option, whose value follows; see enum libusb_option.
 * @ctx: NULL: all contexts that are made later, and the one that NULL stands for, if there is one.
 *
 * The environment variable LIBUSB_DEBUG, a number above 0, fixes the level of all contexts. Setting
 * the level then does nothing.
 *
 * Returns:
 *   0                           set
 *   LIBUSB_ERROR_INVALID_PARAM  no such option or level
 *   LIBUSB_ERROR_NOT_SUPPORTED  an option of other systems
 */
int libusb_set_option(libusb_context *ctx, enum libusb_option option, ...);
/** libusb_set_debug - libusb_set_option() with LIBUSB_OPTION_LOG_LEVEL. */
void libusb_set_debug(libusb_context *ctx, int level);
/**
 * libusb_set_log_cb - choose who receives log lines.
 * @cb:   called from any thread; NULL: nobody, or stderr.
 * @mode: bits of enum libusb_log_cb_mode.
 */
void libusb_set_log_cb(libusb_context *ctx, libusb_log_cb cb, int mode);

/** libusb_get_version - the version of the interface; a static struct. */
const struct libusb_version *libusb_get_version(void);
/** libusb_has_capability - not 0: the library has this enum libusb_capability. */
int libusb_has_capability(uint32_t capability);

/**
 * libusb_error_name - the name of an enum libusb_error, or of an enum libusb_transfer_status.
 *
 * Returns a static string, "**UNKNOWN**" for other numbers.
 */
const char *libusb_error_name(int code);
/**
 * libusb_strerror - a short text for an enum libusb_error, in the language of libusb_setlocale().
 *
 * Returns a static string in UTF-8. Other numbers have the text of LIBUSB_ERROR_OTHER.
 */
const char *libusb_strerror(int code);
/**
 * libusb_setlocale - choose the language of the process.
 * @locale: de, en, fr, hu, nl or ru; anything may follow after '-', '_' or '.'.
 *
 * Returns 0, LIBUSB_ERROR_INVALID_PARAM (not two letters) or LIBUSB_ERROR_NOT_FOUND (no such
 * language).
 */
int libusb_setlocale(const char *locale);

/* ---- devices --------------------------------------------------------------------------------- */

/**
 * libusb_get_device_list - the devices that are plugged in, the newest first.
 * @list: out: a NULL-terminated array with a reference to each device; the caller frees it with
 *        libusb_free_device_list().
 *
 * As long as a device stays plugged in, it is the same pointer in each list of the context.
 *
 * Returns the number of devices, or LIBUSB_ERROR_NO_MEM.
 */
ssize_t libusb_get_device_list(libusb_context *ctx, libusb_device ***list);
/** libusb_free_device_list - free a list, and with @unref_devices also its references. */
void libusb_free_device_list(libusb_device **list, int unref_devices);
/** libusb_ref_device - take a further reference. Returns @dev. */
libusb_device *libusb_ref_device(libusb_device *dev);
/** libusb_unref_device - drop a reference. The last one frees the device. */
void libusb_unref_device(libusb_device *dev);

/** libusb_get_bus_number, libusb_get_device_address - the place of a device, from 1. */
uint8_t libusb_get_bus_number(libusb_device *dev);
uint8_t libusb_get_device_address(libusb_device *dev);
/** libusb_get_session_data - the bus number times 256 plus the address; 0: a wrapped device. */
unsigned long libusb_get_session_data(libusb_device *dev);
/** libusb_get_port_number - the port of the hub; 0: a root hub, or unknown. */
uint8_t libusb_get_port_number(libusb_device *dev);
/**
 * libusb_get_port_numbers - all ports from the root hub to the device.
 * @port_numbers, @length: out: room for the numbers; 7 is enough.
 *
 * Returns the number of ports, 0 for a root hub; LIBUSB_ERROR_INVALID_PARAM (no room) or
 * LIBUSB_ERROR_OVERFLOW (not enough room).
 */
int libusb_get_port_numbers(libusb_device *dev, uint8_t *port_numbers, int length);
/** libusb_get_port_path - an older name of libusb_get_port_numbers(). */
int libusb_get_port_path(libusb_context *ctx, libusb_device *dev, uint8_t *path, uint8_t length)
	LIBUSB_DEPRECATED_FOR(libusb_get_port_numbers);
/** libusb_get_parent - the hub, lent by @dev. NULL: a root hub, or unknown. */
libusb_device *libusb_get_parent(libusb_device *dev);
/** libusb_get_device_speed - an enum libusb_speed. */
int libusb_get_device_speed(libusb_device *dev);

/**
 * libusb_get_max_packet_size - wMaxPacketSize of an endpoint of the active configuration.
 *
 * Takes the first alternate setting that has the endpoint.
 *
 * Returns the number as sent, LIBUSB_ERROR_NOT_FOUND (no such endpoint) or LIBUSB_ERROR_OTHER (the
 * device is not configured).
 */
int libusb_get_max_packet_size(libusb_device *dev, unsigned char endpoint);
/** libusb_get_max_iso_packet_size - the same for the bytes of one service interval. */
int libusb_get_max_iso_packet_size(libusb_device *dev, unsigned char endpoint);
/** libusb_get_max_alt_packet_size - the same in one setting; both numbers are positions from 0. */
int libusb_get_max_alt_packet_size(libusb_device *dev, int interface_number, int altsetting,
				   unsigned char endpoint);

/* ---- descriptors of a device ----------------------------------------------------------------- */

/* The descriptors were read when the device was plugged in. Nothing is asked of the device. */

/** libusb_get_device_descriptor - the device descriptor. Returns 0. */
int libusb_get_device_descriptor(libusb_device *dev, struct libusb_device_descriptor *descriptor);
/**
 * libusb_get_active_config_descriptor, libusb_get_config_descriptor,
 * libusb_get_config_descriptor_by_value - a configuration.
 * @index:  its position, from 0.
 * @config: out: the caller frees it with libusb_free_config_descriptor().
 *
 * Returns:
 *   0                       success
 *   LIBUSB_ERROR_NOT_FOUND  the device has no such configuration, or is not configured
 *   LIBUSB_ERROR_IO         its bytes are malformed
 *   LIBUSB_ERROR_NO_DEVICE  the active one: the device was unplugged
 *   LIBUSB_ERROR_NO_MEM     no memory
 */
int libusb_get_active_config_descriptor(libusb_device *dev,
					struct libusb_config_descriptor **config);
int libusb_get_config_descriptor(libusb_device *dev, uint8_t index,
				 struct libusb_config_descriptor **config);
int libusb_get_config_descriptor_by_value(libusb_device *dev, uint8_t bConfigurationValue,
					  struct libusb_config_descriptor **config);
void libusb_free_config_descriptor(struct libusb_config_descriptor *config);

/**
 * libusb_get_ss_endpoint_companion_descriptor - the companion in the `extra` bytes of an endpoint.
 * @companion: out: the caller frees it with libusb_free_ss_endpoint_companion_descriptor().
 *
 * Returns 0, LIBUSB_ERROR_NOT_FOUND (there is none), LIBUSB_ERROR_IO (malformed) or
 * LIBUSB_ERROR_NO_MEM.
 */
int libusb_get_ss_endpoint_companion_descriptor(
	libusb_context *ctx, const struct libusb_endpoint_descriptor *endpoint,
	struct libusb_ss_endpoint_companion_descriptor **companion);
void libusb_free_ss_endpoint_companion_descriptor(
	struct libusb_ss_endpoint_companion_descriptor *companion);

/**
 * libusb_get_interface_association_descriptors,
 * libusb_get_active_interface_association_descriptors - all interface associations of a
 * configuration, in their order.
 * @array: out: the caller frees it with libusb_free_interface_association_descriptors().
 *
 * Returns an error as libusb_get_config_descriptor() does.
 */
int libusb_get_interface_association_descriptors(
	libusb_device *dev, uint8_t index,
	struct libusb_interface_association_descriptor_array **array);
int libusb_get_active_interface_association_descriptors(
	libusb_device *dev, struct libusb_interface_association_descriptor_array **array);
void libusb_free_interface_association_descriptors(
	struct libusb_interface_association_descriptor_array *array);

/**
 * libusb_get_bos_descriptor - ask the device for its binary device object store.
 * @bos: out: the caller frees it with libusb_free_bos_descriptor().
 *
 * Blocks for at most 2 s, and handles events.
 *
 * Returns 0, an error of libusb_control_transfer(), LIBUSB_ERROR_IO (malformed) or
 * LIBUSB_ERROR_NO_MEM.
 */
int libusb_get_bos_descriptor(libusb_device_handle *handle, struct libusb_bos_descriptor **bos);
void libusb_free_bos_descriptor(struct libusb_bos_descriptor *bos);

/**
 * libusb_get_usb_2_0_extension_descriptor and similar - one capability as a struct, which the
 * caller frees with the function below it.
 *
 * Returns:
 *   0                           success
 *   LIBUSB_ERROR_INVALID_PARAM  the capability is another one
 *   LIBUSB_ERROR_IO             the capability is too short
 *   LIBUSB_ERROR_NO_MEM         no memory
 */
int libusb_get_usb_2_0_extension_descriptor(
	libusb_context *ctx, struct libusb_bos_dev_capability_descriptor *capability,
	struct libusb_usb_2_0_extension_descriptor **extension);
void libusb_free_usb_2_0_extension_descriptor(
	struct libusb_usb_2_0_extension_descriptor *extension);
int libusb_get_ss_usb_device_capability_descriptor(
	libusb_context *ctx, struct libusb_bos_dev_capability_descriptor *capability,
	struct libusb_ss_usb_device_capability_descriptor **super_speed);
void libusb_free_ss_usb_device_capability_descriptor(
	struct libusb_ss_usb_device_capability_descriptor *super_speed);
int libusb_get_ssplus_usb_device_capability_descriptor(
	libusb_context *ctx, struct libusb_bos_dev_capability_descriptor *capability,
	struct libusb_ssplus_usb_device_capability_descriptor **super_speed_plus);
void libusb_free_ssplus_usb_device_capability_descriptor(
	struct libusb_ssplus_usb_device_capability_descriptor *super_speed_plus);
int libusb_get_container_id_descriptor(libusb_context *ctx,
				       struct libusb_bos_dev_capability_descriptor *capability,
				       struct libusb_container_id_descriptor **container_id);
void libusb_free_container_id_descriptor(struct libusb_container_id_descriptor *container_id);
int libusb_get_platform_descriptor(libusb_context *ctx,
				   struct libusb_bos_dev_capability_descriptor *capability,
				   struct libusb_platform_descriptor **platform);
void libusb_free_platform_descriptor(struct libusb_platform_descriptor *platform);

/**
 * libusb_get_string_descriptor_ascii - a string in the first language of the device.
 * @index:       from 1, as in iProduct.
 * @text, @size: out: room for the text with its NUL; '?' stands for characters outside ASCII.
 *
 * Blocks for at most 2 s, and handles events.
 *
 * Returns the length without the NUL, an error of libusb_control_transfer(),
 * LIBUSB_ERROR_INVALID_PARAM (index 0, or no room) or LIBUSB_ERROR_IO (malformed).
 */
int libusb_get_string_descriptor_ascii(libusb_device_handle *handle, uint8_t index,
				       unsigned char *text, int size);
/**
 * libusb_get_device_string, libusb_get_config_string, libusb_get_interface_string - a string that
 * the kernel knows, without opening the device.
 * @config_index, @interface_index, @alt_index: positions, from 0.
 * @text, @size: out: room for UTF-8 with its NUL; a longer text is cut. A NULL text asks for the
 *               length only.
 *
 * Returns:
 *   > 0                         the length of the whole text with its NUL
 *   LIBUSB_ERROR_IO             the kernel does not know this string of the device
 *   LIBUSB_ERROR_NOT_SUPPORTED  the kernel does not know this string of a configuration or of an
 *                               interface
 *   LIBUSB_ERROR_NOT_FOUND      the configuration or interface does not exist, or has no string
 *   LIBUSB_ERROR_INVALID_PARAM  no device, no such type, or no room
 */
int libusb_get_device_string(libusb_device *dev, enum libusb_device_string_type type, char *text,
			     int size);
int libusb_get_config_string(libusb_device *dev, uint8_t config_index, char *text, int size);
int libusb_get_interface_string(libusb_device *dev, uint8_t config_index, uint8_t interface_index,
				uint8_t alt_index, char *text, int size);

/* ---- open devices ---------------------------------------------------------------------------- */

/* Interface numbers are 0..31. After an unplug these calls return LIBUSB_ERROR_NO_DEVICE. */

/**
 * libusb_open - open a device.
 * @handle: out: the caller closes it with libusb_close().
 *
 * Each handle is as another program: its claims are its own. Causes no bus traffic.
 *
 * Returns:
 *   0                       success
 *   LIBUSB_ERROR_ACCESS     no permission
 *   LIBUSB_ERROR_NO_DEVICE  the device was unplugged
 *   LIBUSB_ERROR_NO_MEM     no memory
 *   LIBUSB_ERROR_IO         any other error
 */
int libusb_open(libusb_device *dev, libusb_device_handle **handle);
/** libusb_open_device_with_vid_pid - open the first device with these numbers. NULL: an error. */
libusb_device_handle *libusb_open_device_with_vid_pid(libusb_context *ctx, uint16_t vendor_id,
						      uint16_t product_id);
/**
 * libusb_wrap_sys_device - make a handle from the descriptor of an open device node.
 * @fd: the caller closes it after libusb_close().
 *
 * The device is in no list, and its ports are not known.
 *
 * Returns as libusb_open(). LIBUSB_ERROR_INVALID_PARAM means that @fd is no descriptor.
 */
int libusb_wrap_sys_device(libusb_context *ctx, intptr_t fd, libusb_device_handle **handle);
/**
 * libusb_close - close a handle.
 *
 * Transfers in flight end without their callbacks. Their dev_handle becomes NULL, and the program
 * frees them. Synchronous calls of other threads on the handle return LIBUSB_ERROR_NO_DEVICE.
 * Allowed in callbacks.
 */
void libusb_close(libusb_device_handle *handle);
/** libusb_get_device - the device, lent by the handle. */
libusb_device *libusb_get_device(libusb_device_handle *handle);

/** libusb_get_configuration - bConfigurationValue of the active configuration; 0: none. */
int libusb_get_configuration(libusb_device_handle *handle, int *bConfigurationValue);
/**
 * libusb_set_configuration - set the configuration; -1 unconfigures the device.
 *
 * Returns:
 *   0                           set
 *   LIBUSB_ERROR_BUSY           an interface is claimed, also by this handle; nothing was sent
 *   LIBUSB_ERROR_NOT_FOUND      no such configuration
 *   LIBUSB_ERROR_INVALID_PARAM  not -1..255
 *   LIBUSB_ERROR_OTHER          another error
 */
int libusb_set_configuration(libusb_device_handle *handle, int bConfigurationValue);
/**
 * libusb_claim_interface - claim an interface; 0 if this handle has it already.
 *
 * Returns 0, LIBUSB_ERROR_BUSY (a driver or another handle has it), LIBUSB_ERROR_NOT_FOUND,
 * LIBUSB_ERROR_INVALID_PARAM or LIBUSB_ERROR_OTHER.
 */
int libusb_claim_interface(libusb_device_handle *handle, int bInterfaceNumber);
/** libusb_release_interface - give it back. LIBUSB_ERROR_NOT_FOUND: not claimed. */
int libusb_release_interface(libusb_device_handle *handle, int bInterfaceNumber);
/**
 * libusb_set_interface_alt_setting - select an alternate setting of a claimed interface.
 *
 * Transfers in flight to its endpoints end as completed ones.
 *
 * Returns 0, LIBUSB_ERROR_NOT_FOUND (not claimed, or no such setting), LIBUSB_ERROR_INVALID_PARAM
 * or LIBUSB_ERROR_OTHER.
 */
int libusb_set_interface_alt_setting(libusb_device_handle *handle, int bInterfaceNumber,
				     int bAlternateSetting);
/** libusb_clear_halt - clear a halted endpoint. LIBUSB_ERROR_NOT_FOUND: no such endpoint. */
int libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint);
/**
 * libusb_reset_device - reset the device by its port, and claim its interfaces again.
 *
 * All interfaces are in alternate setting 0 afterwards.
 *
 * Returns:
 *   0                       reset
 *   LIBUSB_ERROR_NOT_FOUND  another device came back, or an interface was lost: close the handle
 *                           and find the device again
 *   LIBUSB_ERROR_OTHER      another error
 */
int libusb_reset_device(libusb_device_handle *handle);

/** libusb_kernel_driver_active - 1: a driver of the kernel has the interface; 0: none has. */
int libusb_kernel_driver_active(libusb_device_handle *handle, int bInterfaceNumber);
/** libusb_detach_kernel_driver - unbind the driver. LIBUSB_ERROR_NOT_FOUND: there is none. */
int libusb_detach_kernel_driver(libusb_device_handle *handle, int bInterfaceNumber);
/**
 * libusb_attach_kernel_driver - let the kernel bind a driver.
 *
 * Returns 0, LIBUSB_ERROR_NOT_FOUND (no driver wants the interface), LIBUSB_ERROR_BUSY (it is
 * claimed), LIBUSB_ERROR_INVALID_PARAM or LIBUSB_ERROR_OTHER.
 */
int libusb_attach_kernel_driver(libusb_device_handle *handle, int bInterfaceNumber);
/** libusb_set_auto_detach_kernel_driver - claims then detach drivers, releases attach them. */
int libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int enable);

/**
 * libusb_alloc_streams - make bulk streams 1..n usable on endpoints of one interface.
 * @num_endpoints: 1..30.
 *
 * Returns the number of streams, LIBUSB_ERROR_INVALID_PARAM, LIBUSB_ERROR_NOT_SUPPORTED or
 * LIBUSB_ERROR_OTHER.
 */
int libusb_alloc_streams(libusb_device_handle *handle, uint32_t num_streams,
			 unsigned char *endpoints, int num_endpoints);
/** libusb_free_streams - remove the streams again. */
int libusb_free_streams(libusb_device_handle *handle, unsigned char *endpoints, int num_endpoints);

/** libusb_dev_mem_alloc - memory that transfers use without a copy. NULL: the kernel has none. */
unsigned char *libusb_dev_mem_alloc(libusb_device_handle *handle, size_t length);
/** libusb_dev_mem_free - free this memory. Returns 0. */
int libusb_dev_mem_free(libusb_device_handle *handle, unsigned char *buffer, size_t length);

/**
 * libusb_endpoint_supports_raw_io and similar - for other systems.
 *
 * On Linux the first returns 0, the others LIBUSB_ERROR_NOT_SUPPORTED.
 */
int libusb_endpoint_supports_raw_io(libusb_device_handle *handle, uint8_t endpoint);
int libusb_endpoint_set_raw_io(libusb_device_handle *handle, uint8_t endpoint, int enable);
int libusb_get_max_raw_io_transfer_size(libusb_device_handle *handle, uint8_t endpoint);

/* ---- transfers ------------------------------------------------------------------------------- */

/**
 * libusb_control_transfer - a control transfer to its end.
 * @data:    room for @wLength bytes, or the bytes to send.
 * @timeout: milliseconds; 0: no limit.
 *
 * Handles events meanwhile: callbacks of other transfers run. A signal does not end the call.
 *
 * Returns:
 *   >= 0                    the bytes moved
 *   LIBUSB_ERROR_PIPE       stalled: the device does not support the request
 *   LIBUSB_ERROR_TIMEOUT    the time is over
 *   LIBUSB_ERROR_NO_DEVICE  the device was unplugged, or the handle was closed
 *   LIBUSB_ERROR_OVERFLOW   the device sent more than there was room for
 *   LIBUSB_ERROR_BUSY       in a callback
 *   LIBUSB_ERROR_NO_MEM     no memory
 *   LIBUSB_ERROR_IO         any other error
 */
int libusb_control_transfer(libusb_device_handle *handle, uint8_t bmRequestType, uint8_t bRequest,
			    uint16_t wValue, uint16_t wIndex, unsigned char *data,
			    uint16_t wLength, unsigned int timeout);
/**
 * libusb_bulk_transfer, libusb_interrupt_transfer - a transfer to its end.
 * @endpoint:    bEndpointAddress; bit 7 is the direction.
 * @transferred: out: the bytes moved, also with an error of a transfer that was started. May be
 *               NULL.
 *
 * Returns 0, an error of libusb_control_transfer(), or LIBUSB_ERROR_INVALID_PARAM for a negative
 * @length.
 */
int libusb_bulk_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data,
			 int length, int *transferred, unsigned int timeout);
int libusb_interrupt_transfer(libusb_device_handle *handle, unsigned char endpoint,
			      unsigned char *data, int length, int *transferred,
			      unsigned int timeout);

/**
 * libusb_alloc_transfer - make a zeroed transfer with room for isochronous packets.
 *
 * Returns the transfer, which the caller frees with libusb_free_transfer(). NULL means that there
 * is no memory, or that the number is negative.
 */
struct libusb_transfer *libusb_alloc_transfer(int iso_packets);
/** libusb_free_transfer - free a transfer. One in flight is cancelled, and freed when it ends. */
void libusb_free_transfer(struct libusb_transfer *transfer);
/**
 * libusb_submit_transfer - put a transfer in flight. Does not block.
 *
 * Returns:
 *   0                           in flight: the callback will be called once
 *   LIBUSB_ERROR_BUSY           it is in flight already
 *   LIBUSB_ERROR_INVALID_PARAM  no handle, no such type, a negative length, no SETUP packet, or
 *                               packets that do not fit
 *   LIBUSB_ERROR_NO_DEVICE      the device was unplugged, or the handle was closed
 *   LIBUSB_ERROR_NO_MEM         the kernel has no memory for it
 *   LIBUSB_ERROR_IO             any other error
 */
int libusb_submit_transfer(struct libusb_transfer *transfer);
/**
 * libusb_cancel_transfer - cancel a transfer. Its callback comes later, while events are handled.
 *
 * Returns 0. LIBUSB_ERROR_NOT_FOUND means that the transfer is not in flight, has ended, or was
 * cancelled already.
 */
int libusb_cancel_transfer(struct libusb_transfer *transfer);
/** libusb_transfer_set_stream_id, libusb_transfer_get_stream_id - for bulk streams, from 1. */
void libusb_transfer_set_stream_id(struct libusb_transfer *transfer, uint32_t stream_id);
uint32_t libusb_transfer_get_stream_id(struct libusb_transfer *transfer);

/* ---- events ---------------------------------------------------------------------------------- */

/**
 * libusb_handle_events and similar - wait once, run the callbacks that are due, and return.
 * @timeout:   the longest time to wait; without it 60 s.
 * @completed: if it is set, also by a callback, the call returns. May be NULL.
 *
 * One thread handles the events of a context. In other threads the call waits for this thread, and
 * returns when a transfer has completed.
 *
 * Returns:
 *   0                           also if nothing happened in time
 *   LIBUSB_ERROR_INTERRUPTED    a signal handler ran
 *   LIBUSB_ERROR_BUSY           in a callback
 *   LIBUSB_ERROR_INVALID_PARAM  a wrong time
 *   LIBUSB_ERROR_OTHER          another error
 */
int libusb_handle_events(libusb_context *ctx);
int libusb_handle_events_completed(libusb_context *ctx, int *completed);
int libusb_handle_events_timeout(libusb_context *ctx, struct timeval *timeout);
int libusb_handle_events_timeout_completed(libusb_context *ctx, struct timeval *timeout,
					   int *completed);
/** libusb_handle_events_locked - the same for a thread that has the lock of events. */
int libusb_handle_events_locked(libusb_context *ctx, struct timeval *timeout);
/** libusb_interrupt_event_handler - make the present or the next of these calls return at once. */
void libusb_interrupt_event_handler(libusb_context *ctx);

/**
 * libusb_try_lock_events - take the lock of the one thread that handles events.
 *
 * Returns 0: taken; 1: another thread has it, or is about to close a handle.
 */
int libusb_try_lock_events(libusb_context *ctx);
/** libusb_lock_events, libusb_unlock_events - wait for this lock; give it back. */
void libusb_lock_events(libusb_context *ctx);
void libusb_unlock_events(libusb_context *ctx);
/** libusb_event_handling_ok - 0: give the lock back, for another thread closes a handle. */
int libusb_event_handling_ok(libusb_context *ctx);
/** libusb_event_handler_active - 1: a thread has the lock, or is about to close a handle. */
int libusb_event_handler_active(libusb_context *ctx);
/** libusb_lock_event_waiters, libusb_unlock_event_waiters - the lock of the other threads. */
void libusb_lock_event_waiters(libusb_context *ctx);
void libusb_unlock_event_waiters(libusb_context *ctx);
/**
 * libusb_wait_for_event - wait until a transfer completes or the lock of events is given back.
 * @timeout: NULL: without a limit.
 *
 * The caller has the lock of the waiters.
 *
 * Returns 0, or 1: the time is over.
 */
int libusb_wait_for_event(libusb_context *ctx, struct timeval *timeout);

/**
 * libusb_get_pollfds - descriptors for a loop of the program.
 *
 * When one of them shows its events, or at the latest after libusb_get_next_timeout(), the loop
 * calls libusb_handle_events_timeout() with a zero time.
 *
 * Returns a NULL-terminated array, which the caller frees with libusb_free_pollfds(). NULL: an
 * error.
 */
const struct libusb_pollfd **libusb_get_pollfds(libusb_context *ctx);
void libusb_free_pollfds(const struct libusb_pollfd **pollfds);
/**
 * libusb_set_pollfd_notifiers - have functions called when a descriptor is added or removed.
 * @added, @removed: called in the thread that opens or closes a handle, or handles events. NULL:
 *                   none.
 */
void libusb_set_pollfd_notifiers(libusb_context *ctx, libusb_pollfd_added_cb added,
				 libusb_pollfd_removed_cb removed, void *user_data);
/** libusb_pollfds_handle_timeouts - 1: one of the descriptors tells of timeouts. */
int libusb_pollfds_handle_timeouts(libusb_context *ctx);
/** libusb_get_next_timeout - 0: there is no other timeout than the descriptors tell of. */
int libusb_get_next_timeout(libusb_context *ctx, struct timeval *timeout);

/* ---- hotplug --------------------------------------------------------------------------------- */

/**
 * libusb_hotplug_register_callback - have a function called for devices that arrive and leave.
 * @events, @flags: bits of libusb_hotplug_event and libusb_hotplug_flag.
 * @vendor_id, @product_id, @device_class: numbers of the device descriptor, or
 *                  LIBUSB_HOTPLUG_MATCH_ANY.
 * @handle: out: from 1; may be NULL.
 *
 * The function is called while events are handled; for the existing devices inside this call. An
 * arrival comes when the device can be opened and the kernel has configured it, or 1 s after it was
 * plugged in. The function must not make synchronous transfers, except inside this call.
 *
 * Returns 0, LIBUSB_ERROR_INVALID_PARAM or LIBUSB_ERROR_NO_MEM.
 */
int libusb_hotplug_register_callback(libusb_context *ctx, int events, int flags, int vendor_id,
				     int product_id, int device_class,
				     libusb_hotplug_callback_fn callback, void *user_data,
				     libusb_hotplug_callback_handle *handle);
/**
 * libusb_hotplug_deregister_callback - the function is no longer called.
 *
 * Makes a thread that handles events return. Allowed in callbacks.
 */
void libusb_hotplug_deregister_callback(libusb_context *ctx, libusb_hotplug_callback_handle handle);
/** libusb_hotplug_get_user_data - @user_data of the registration. NULL: no such handle. */
void *libusb_hotplug_get_user_data(libusb_context *ctx, libusb_hotplug_callback_handle handle);

/* ---- helpers --------------------------------------------------------------------------------- */

/* From host byte order to little endian, and back. */
static __inline__ uint16_t libusb_cpu_to_le16(const uint16_t value)
{
	union {
		uint8_t bytes[2];
		uint16_t number;
	} le;

	le.bytes[0] = (uint8_t)(value & 0xff);
	le.bytes[1] = (uint8_t)(value >> 8);
	return le.number;
}
#define libusb_le16_to_cpu libusb_cpu_to_le16

/* The data of a control transfer, behind its SETUP packet, and the SETUP packet. */
static __inline__ unsigned char *libusb_control_transfer_get_data(struct libusb_transfer *transfer)
{
	return transfer->buffer + LIBUSB_CONTROL_SETUP_SIZE;
}

static __inline__ struct libusb_control_setup *
libusb_control_transfer_get_setup(struct libusb_transfer *transfer)
{
	return (struct libusb_control_setup *)(void *)transfer->buffer;
}

/* `buffer` needs no alignment. */
static __inline__ void libusb_fill_control_setup(unsigned char *buffer, uint8_t bmRequestType,
						 uint8_t bRequest, uint16_t wValue, uint16_t wIndex,
						 uint16_t wLength)
{
	buffer[0] = bmRequestType;
	buffer[1] = bRequest;
	buffer[2] = (unsigned char)(wValue & 0xff);
	buffer[3] = (unsigned char)(wValue >> 8);
	buffer[4] = (unsigned char)(wIndex & 0xff);
	buffer[5] = (unsigned char)(wIndex >> 8);
	buffer[6] = (unsigned char)(wLength & 0xff);
	buffer[7] = (unsigned char)(wLength >> 8);
}

/* `length` comes from the SETUP packet in `buffer`, which is there already; NULL gives 0. */
static __inline__ void libusb_fill_control_transfer(struct libusb_transfer *transfer,
						    libusb_device_handle *dev_handle,
						    unsigned char *buffer,
						    libusb_transfer_cb_fn callback, void *user_data,
						    unsigned int timeout)
{
	transfer->dev_handle = dev_handle;
	transfer->endpoint = 0;
	transfer->type = LIBUSB_TRANSFER_TYPE_CONTROL;
	transfer->timeout = timeout;
	transfer->buffer = buffer;
	transfer->length = 0;
	if (buffer)
		transfer->length = (int)LIBUSB_CONTROL_SETUP_SIZE + (buffer[6] | buffer[7] << 8);
	transfer->user_data = user_data;
	transfer->callback = callback;
}

static __inline__ void libusb_fill_bulk_transfer(struct libusb_transfer *transfer,
						 libusb_device_handle *dev_handle,
						 unsigned char endpoint, unsigned char *buffer,
						 int length, libusb_transfer_cb_fn callback,
						 void *user_data, unsigned int timeout)
{
	transfer->dev_handle = dev_handle;
	transfer->endpoint = endpoint;
	transfer->type = LIBUSB_TRANSFER_TYPE_BULK;
	transfer->timeout = timeout;
	transfer->buffer = buffer;
	transfer->length = length;
	transfer->user_data = user_data;
	transfer->callback = callback;
}

static __inline__ void libusb_fill_interrupt_transfer(struct libusb_transfer *transfer,
						      libusb_device_handle *dev_handle,
						      unsigned char endpoint, unsigned char *buffer,
						      int length, libusb_transfer_cb_fn callback,
						      void *user_data, unsigned int timeout)
{
	libusb_fill_bulk_transfer(transfer, dev_handle, endpoint, buffer, length, callback,
				  user_data, timeout);
	transfer->type = LIBUSB_TRANSFER_TYPE_INTERRUPT;
}

static __inline__ void libusb_fill_iso_transfer(struct libusb_transfer *transfer,
						libusb_device_handle *dev_handle,
						unsigned char endpoint, unsigned char *buffer,
						int length, int num_iso_packets,
						libusb_transfer_cb_fn callback, void *user_data,
						unsigned int timeout)
{
	libusb_fill_bulk_transfer(transfer, dev_handle, endpoint, buffer, length, callback,
				  user_data, timeout);
	transfer->type = LIBUSB_TRANSFER_TYPE_ISOCHRONOUS;
	transfer->num_iso_packets = num_iso_packets;
}

static __inline__ void libusb_fill_bulk_stream_transfer(struct libusb_transfer *transfer,
							libusb_device_handle *dev_handle,
							unsigned char endpoint, uint32_t stream_id,
							unsigned char *buffer, int length,
							libusb_transfer_cb_fn callback,
							void *user_data, unsigned int timeout)
{
	libusb_fill_bulk_transfer(transfer, dev_handle, endpoint, buffer, length, callback,
				  user_data, timeout);
	transfer->type = LIBUSB_TRANSFER_TYPE_BULK_STREAM;
	libusb_transfer_set_stream_id(transfer, stream_id);
}

static __inline__ void libusb_set_iso_packet_lengths(struct libusb_transfer *transfer,
						     unsigned int length)
{
	int i;

	for (i = 0; i < transfer->num_iso_packets; i++)
		transfer->iso_packet_desc[i].length = length;
}

/* The data of a packet. NULL: no such packet. */
static __inline__ unsigned char *libusb_get_iso_packet_buffer(struct libusb_transfer *transfer,
							      unsigned int packet)
{
	size_t offset = 0;
	unsigned int i;

	if (packet > INT_MAX || (int)packet >= transfer->num_iso_packets)
		return NULL;
	for (i = 0; i < packet; i++)
		offset += transfer->iso_packet_desc[i].length;
	return transfer->buffer + offset;
}

/* The same where all packets have the length of the first. */
static __inline__ unsigned char *
libusb_get_iso_packet_buffer_simple(struct libusb_transfer *transfer, unsigned int packet)
{
	if (packet > INT_MAX || (int)packet >= transfer->num_iso_packets)
		return NULL;
	return transfer->buffer + (size_t)packet * transfer->iso_packet_desc[0].length;
}

/* GET_DESCRIPTOR; return the bytes received. */
static __inline__ int libusb_get_descriptor(libusb_device_handle *handle, uint8_t type,
					    uint8_t index, unsigned char *data, int length)
{
	return libusb_control_transfer(handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
				       (uint16_t)(type << 8 | index), 0, data, (uint16_t)length,
				       1000);
}

static __inline__ int libusb_get_string_descriptor(libusb_device_handle *handle, uint8_t index,
						   uint16_t langid, unsigned char *data, int length)
{
	return libusb_control_transfer(handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
				       (uint16_t)(LIBUSB_DT_STRING << 8 | index), langid, data,
				       (uint16_t)length, 1000);
}

#ifdef __cplusplus
}
#endif

#endif
