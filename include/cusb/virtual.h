/* SPDX-License-Identifier: MIT */
/*
 * Virtual devices: USB devices in software, for tests and demos without hardware and without root.
 *
 * The program under test and the library run unchanged: a miniature kernel with sysfs, device nodes
 * and usbfs serves the native backend. Link with libcusb-virtual too (pkg-config: cusb-virtual).
 *
 *	struct cusb_virtual_kernel *kernel;
 *	struct cusb_backend *backend;
 *
 *	err = cusb_virtual_kernel_new(&kernel);
 *	err = cusb_virtual_plug(kernel, &lamp, "1-1");
 *	err = cusb_virtual_kernel_backend(kernel, &backend);
 *	cusb_set_default_backend(backend);
 *	...
 *	cusb_set_default_backend(NULL);
 *	cusb_usbfs_free(backend);
 *	cusb_virtual_kernel_free(kernel);
 *
 * A model describes a device: it is a struct of descriptors and functions. A program can write a
 * model by hand, make it with the builder below, read it from a text, or take an included model
 * (cusb_virtual_models()). vhci.h plugs the same model into the running kernel.
 *
 * Any thread may call each function. The functions of a model may call only these functions:
 * cusb_virtual_state(), cusb_virtual_user(), cusb_virtual_configuration_value(),
 * cusb_virtual_altsetting() and cusb_virtual_stream().
 */
#ifndef CUSB_VIRTUAL_H
#define CUSB_VIRTUAL_H

#include <stdbool.h>

#include "backend.h"
#include "usbfs.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- models ---------------------------------------------------------------------------------- */

/* A plugged-in device, the argument of a model's functions. */
struct cusb_virtual_device;

/* The kinds of faults. */
enum cusb_virtual_fault_kind {
	CUSB_VIRTUAL_STALL = 0,  /* STALL handshake; halts a bulk or interrupt endpoint */
	CUSB_VIRTUAL_NAK = 1,    /* no answer to this transfer until it times out or is cancelled */
	CUSB_VIRTUAL_DELAY = 2,  /* the device NAKs for `ms` milliseconds after the first attempt */
	CUSB_VIRTUAL_SHORT = 3,  /* IN: the packet is cut to `length` bytes */
	CUSB_VIRTUAL_BABBLE = 4, /* IN: the device sends more bytes than the host has room for */
	CUSB_VIRTUAL_VANISH = 5, /* the device leaves the bus */
	CUSB_VIRTUAL_ERROR = 6   /* the transaction fails with the error `err` */
};

/*
 * A fault of one endpoint. It counts the packets of the endpoint, or the requests of endpoint 0.
 * The first `after` packets pass, and the fault hits the next `times` packets. Each fault has its
 * own count. If several faults are due, the first fault acts, and the others wait for the next
 * packet. If a packet fails, the device still has it afterwards. The bytes that CUSB_VIRTUAL_SHORT
 * cuts off are lost. A reset and SET_CONFIGURATION do not change the counts.
 *
 * Standard requests are counted only while the device is configured, so that a fault does not
 * disturb plugging in. A fault hits the requests of programs. It also hits the requests that the
 * kernel sends for a program, such as SET_INTERFACE.
 */
struct cusb_virtual_fault {
	/*
	 * 0: class and vendor requests. 0x80: standard requests. 0xff: the packets of all other
	 * endpoints, counted together; CUSB_VIRTUAL_VANISH then acts only on a packet that moves
	 * data.
	 */
	uint8_t bEndpointAddress;
	enum cusb_virtual_fault_kind kind;
	unsigned int after;
	unsigned int times;  /* 0: all later packets */
	unsigned int ms;     /* CUSB_VIRTUAL_DELAY */
	size_t length;       /* CUSB_VIRTUAL_SHORT: bytes; a shorter packet stays whole */
	int err;             /* CUSB_VIRTUAL_ERROR: -EPROTO, -EILSEQ, ...; 0 means -EPROTO */
	uintptr_t reserved[4]; /* 0 */
};

/*
 * A model. Its functions get packets, as hardware does, not transfers. The caller owns the model.
 * The library does not change it. The model must outlive its plugged-in devices.
 *
 * A device's functions run one at a time, in the thread that moves the data, while the miniature
 * kernel is locked. They must not block. Any function may be NULL. They return a byte count or an
 * error:
 *   -EAGAIN  NAK: the host asks again after the next activity of the device
 *   -EPIPE   stall
 *   -ENODEV  the device vanishes from the bus
 *   < 0      another bus error, such as -EPROTO, which becomes the status of the transfer;
 *            -EINPROGRESS, and a number that is no errno, count as -EPROTO
 *
 * Isochronous endpoints have no handshake. On these endpoints -EAGAIN means that it is too early
 * for the packet. A device without data returns 0 bytes. Any other error is the status of this
 * packet only.
 */
struct cusb_virtual_model {
	const char *name; /* "lamp" */
	const char *what; /* a description in one line; may be NULL */
	enum cusb_speed speed; /* not CUSB_SPEED_UNKNOWN */
	const uint8_t *descriptors; /* the device descriptor, then the configurations, as sent */
	size_t descriptors_length;
	const uint8_t *bos; /* BOS with its capabilities, or NULL */
	size_t bos_length;
	const uint16_t *langids;    /* ends with 0; NULL: the device has no strings */
	/*
	 * UTF-8; [0] is index 1; "" for a missing string; ends with NULL. At most 255 strings of at
	 * most 126 UTF-16 units: a string descriptor has no room for more.
	 */
	const char *const *strings;
	size_t state_size;          /* bytes of zeroed state for each device */
	void *user;                 /* for cusb_virtual_user() */
	const struct cusb_virtual_fault *faults; /* of each device from the start, or NULL */
	size_t fault_count;

	/*
	 * A control request. `data` has wLength bytes, to read or to fill. Every device answers the
	 * standard requests for status, features, descriptors, configuration and interface (USB 2.0
	 * 9.4) without this function. NULL: all other requests stall.
	 */
	ssize_t (*control)(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data);
	/* A packet for an OUT endpoint. 0: the device has taken it. NULL: it takes no packet. */
	int (*out)(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
		   size_t length);
	/*
	 * A packet from an IN endpoint. `room` is wMaxPacketSize, or for an isochronous endpoint
	 * the length that the host wants. A count above the rest of the host's buffer is babble.
	 * NULL: the device sends no packet.
	 */
	ssize_t (*in)(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		      size_t room);
	/*
	 * Sets the state as after power-on. Called when the device is plugged in or reset, and for
	 * SET_CONFIGURATION and SET_INTERFACE.
	 */
	void (*restart)(struct cusb_virtual_device *dev);
	/* Frees the resources of the state. Called when the device is unplugged. */
	void (*free)(struct cusb_virtual_device *dev);
	uintptr_t reserved[4]; /* 0 */
};

/*
 * Functions of a model, and functions for cusb_virtual_call(), may call the next five functions.
 * They never fail.
 */

/**
 * cusb_virtual_state - the memory of a device for its model.
 *
 * Returns state_size bytes, which belong to the device.
 */
CUSB_API void *cusb_virtual_state(const struct cusb_virtual_device *dev);
/**
 * cusb_virtual_user - the member `user` of the model.
 *
 * Returns the pointer.
 */
CUSB_API void *cusb_virtual_user(const struct cusb_virtual_device *dev);
/**
 * cusb_virtual_configuration_value - the configuration that the device is in.
 *
 * Returns bConfigurationValue, 0 when the device is not configured.
 */
CUSB_API int cusb_virtual_configuration_value(const struct cusb_virtual_device *dev);
/**
 * cusb_virtual_altsetting - the alternate setting that an interface is in.
 *
 * Returns bAlternateSetting.
 */
CUSB_API int cusb_virtual_altsetting(const struct cusb_virtual_device *dev,
				     unsigned int bInterfaceNumber);
/**
 * cusb_virtual_stream - the stream of the packet that is moved now.
 *
 * Returns the number, 0 if the packet has no stream.
 */
CUSB_API unsigned int cusb_virtual_stream(const struct cusb_virtual_device *dev);

/* ---- the included models --------------------------------------------------------------------- */

/**
 * cusb_virtual_models - all included models.
 *
 * Returns a static array that ends with NULL. The first model is "loopback".
 */
CUSB_API const struct cusb_virtual_model *const *cusb_virtual_models(void);

/**
 * cusb_virtual_find_model - an included model, by its name.
 *
 * Returns the model, or NULL.
 */
CUSB_API const struct cusb_virtual_model *cusb_virtual_find_model(const char *name);

/* ---- the builder: descriptors without counting bytes ----------------------------------------- */

/*
 *	err = cusb_virtual_builder_new(&(struct cusb_virtual_identity){
 *		.speed = CUSB_SPEED_FULL, .idVendor = 0xfffe, .idProduct = 0x0042,
 *		.product = "Lamp"}, &builder);
 *	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){0});
 *	cusb_virtual_add_interface(builder, &(struct cusb_virtual_interface){
 *		.bInterfaceClass = CUSB_CLASS_VENDOR});
 *	cusb_virtual_add_endpoint(builder, &(struct cusb_virtual_endpoint){
 *		.bEndpointAddress = 0x81, .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
 *		.wMaxPacketSize = 8, .bInterval = 10});
 *	err = cusb_virtual_build(builder, &lamp);
 *
 * Descriptors come in the order of the calls. The builder sets lengths, counts and string indexes.
 * Equal strings share one index. Fields have the names of the USB specification. In some fields 0
 * means the usual value; their comments name it. The builder remembers its first error, even
 * -ENOMEM, and cusb_virtual_build() returns it. The functions accept a NULL builder. A program
 * therefore checks only the result of cusb_virtual_build().
 */
struct cusb_virtual_builder;

struct cusb_virtual_identity {
	enum cusb_speed speed; /* CUSB_SPEED_UNKNOWN: high */
	uint16_t bcdUSB;       /* 0: 0x0110, 0x0200 or 0x0320, by the speed */
	uint8_t bDeviceClass, bDeviceSubClass, bDeviceProtocol;
	uint8_t bMaxPacketSize0; /* 0: 8, 64 or 9, by the speed */
	uint16_t idVendor, idProduct;
	uint16_t bcdDevice;
	const char *manufacturer, *product, *serial_number; /* UTF-8, or NULL */
	uintptr_t reserved[4]; /* 0 */
};

struct cusb_virtual_configuration {
	uint8_t bConfigurationValue; /* 0: the last value plus one, from 1 */
	uint8_t bmAttributes;        /* CUSB_CONFIG_SELF_POWERED, CUSB_CONFIG_REMOTE_WAKEUP */
	uint16_t max_power_ma;       /* 0: 100 */
	const char *string;          /* the string of iConfiguration, or NULL */
	uintptr_t reserved[4]; /* 0 */
};

struct cusb_virtual_interface {
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol;
	const char *string; /* the string of iInterface, or NULL */
	uintptr_t reserved[4]; /* 0 */
};

struct cusb_virtual_endpoint {
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize;
	uint8_t bInterval;
	/* SuperSpeed only: the fields of the companion descriptor, which the builder adds. */
	uint8_t bMaxBurst;
	uint8_t companion_attributes;
	uint16_t wBytesPerInterval; /* 0: the maximum, on periodic endpoints */
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_virtual_builder_new - begin the descriptors of a device.
 * @identity: copied, with its strings.
 * @builder: out: the caller frees it with cusb_virtual_builder_free(), after the last device of the
 *           models that were built with it.
 *
 * The language of the strings is English, 0x0409. A SuperSpeed device gets the usual BOS.
 *
 * Returns:
 *   0        success
 *   -EINVAL  no such speed, a string of more than 126 UTF-16 units, or a reserved member that is
 *            not 0
 *   -ENOMEM  no memory
 */
CUSB_API int cusb_virtual_builder_new(const struct cusb_virtual_identity *identity,
				      struct cusb_virtual_builder **builder);
/**
 * cusb_virtual_builder_free - free a builder.
 * @builder: NULL is allowed.
 */
CUSB_API void cusb_virtual_builder_free(struct cusb_virtual_builder *builder);

/** cusb_virtual_add_configuration - add the next configuration. */
CUSB_API void cusb_virtual_add_configuration(struct cusb_virtual_builder *builder,
					     const struct cusb_virtual_configuration *configuration);
/** cusb_virtual_add_interface - add an interface, or an alternate setting of an interface. */
CUSB_API void cusb_virtual_add_interface(struct cusb_virtual_builder *builder,
					 const struct cusb_virtual_interface *interface);
/** cusb_virtual_add_endpoint - add an endpoint to the last alternate setting. */
CUSB_API void cusb_virtual_add_endpoint(struct cusb_virtual_builder *builder,
					const struct cusb_virtual_endpoint *endpoint);
/** cusb_virtual_add_bytes - add other descriptors as sent, for example class-specific ones. */
CUSB_API void cusb_virtual_add_bytes(struct cusb_virtual_builder *builder, const uint8_t *bytes,
				     size_t length);
/**
 * cusb_virtual_add_string - add a string for a class descriptor.
 *
 * Returns the index of the string, 0 after an error.
 */
CUSB_API uint8_t cusb_virtual_add_string(struct cusb_virtual_builder *builder, const char *string);

/**
 * cusb_virtual_build - make a model of the descriptors.
 * @model: out: the function sets speed, descriptors, bos, langids and strings, which the builder
 *         lends. The caller sets the other members.
 *
 * The function may be called for several models. Nothing can be added after the first call. An
 * error does not change the model.
 *
 * Returns:
 *   0          success
 *   -EINVAL    an interface before a configuration, an endpoint before an interface, a value that
 *              does not fit its field, 256 strings, a reserved member that is not 0, or an addition
 *              after cusb_virtual_build()
 *   -EMSGSIZE  a configuration of 64 KiB or more
 *   -ENOMEM    no memory
 */
CUSB_API int cusb_virtual_build(struct cusb_virtual_builder *builder,
				struct cusb_virtual_model *model);

/* ---- a device as a text ---------------------------------------------------------------------- */

/**
 * cusb_virtual_parse - make a model from a text, for example from the output of `cusb show --raw`.
 * @text:  ends with NUL; the model does not need it afterwards.
 * @why:   out: the error in the text, "line 7: 'zz' is not a byte"; may be NULL.
 * @size:  the room at @why, in bytes.
 * @model: out: the caller frees it with cusb_virtual_model_free(), after its devices.
 *
 * Each line has a word and its values. `#` begins a comment, except in a string. A string begins
 * after one blank behind its index, and ends with the line. Each byte is two hex digits. A line
 * that begins with a byte continues the line before.
 *
 *	# Lamp of a bug report: its switch stalls at the second press.
 *	speed full                      low, full, high (the default), super, super-plus,
 *	                                super-plus-x2
 *	descriptors 12 01 10 01 ...     the device descriptor, then the configurations
 *	    09 02 ...
 *	bos 05 0f ...
 *	langids 0409 0407               0409 is the default
 *	string 1 Example Corp.          at most 126 UTF-16 units; a missing index stalls
 *
 * The next lines set the behaviour of the device. Without such lines requests stall and endpoints
 * NAK. A line with an endpoint comes after the descriptors, which must contain the endpoint:
 *
 *	control c0 01 0000 0000 answer 01 02    bmRequestType bRequest wValue wIndex; * is any
 *	control 40 02 * * take                  takes any data
 *	control 40 03 * * stall                 or nak, or vanish
 *	then take                               the next time; the last result stays
 *	in 81 01 02 03                          a packet; several lines are sent in their order
 *	in 81 after 2 04 05                     waits until 2 packets are written to OUT endpoints
 *	in 81 again                             then begin with the first packet again
 *	out 01 take                             takes any packet
 *	loop 01 81                              data written to 01 is read from 81
 *	fault 81 stall after 1 times 1          as struct cusb_virtual_fault: stall, nak, delay MS,
 *	fault 81 delay 20                       short LENGTH, babble, vanish, error
 *	keep                                    SET_CONFIGURATION, SET_INTERFACE and a reset begin
 *	                                        nothing anew: packets and results go on
 *
 * Every device answers some requests by itself (struct cusb_virtual_model). These lines are used
 * for such a request only if that answer is a stall. For example
 * `control 80 06 0303 0409 answer ...` gives the bytes of a string descriptor. If several lines fit
 * a request, the first line is used.
 *
 * Returns:
 *   0        success
 *   -EINVAL  the text has an error; see @why
 *   -ENOMEM  no memory
 */
CUSB_API int cusb_virtual_parse(const char *text, char *why, size_t size,
				struct cusb_virtual_model **model);
/**
 * cusb_virtual_load - make a model from a file with a text for cusb_virtual_parse().
 * @path:               the file, at most 1 MiB.
 * @why, @size, @model: as for cusb_virtual_parse().
 *
 * The model's name is the file's name, without folders.
 *
 * Returns:
 *   0       success
 *   -EFBIG  the file is too large
 *   < 0     an error of cusb_virtual_parse(), or -errno of reading the file
 */
CUSB_API int cusb_virtual_load(const char *path, char *why, size_t size,
			       struct cusb_virtual_model **model);
/**
 * cusb_virtual_model_free - free a parsed or loaded model.
 * @model: NULL is allowed.
 */
CUSB_API void cusb_virtual_model_free(struct cusb_virtual_model *model);

/* ---- the miniature kernel -------------------------------------------------------------------- */

struct cusb_virtual_kernel;

/**
 * cusb_virtual_kernel_new - make a kernel without devices.
 * @kernel: out: the caller frees it with cusb_virtual_kernel_free(). A program may use several.
 *
 * The kernel has no thread until the first fault with a delay, and one thread from then on. A child
 * of fork(2) gets a copy of the kernel without that thread, and may only free it.
 *
 * Returns 0, or -ENOMEM.
 */
CUSB_API int cusb_virtual_kernel_new(struct cusb_virtual_kernel **kernel);
/**
 * cusb_virtual_kernel_free - unplug all devices of a kernel, and free it.
 * @kernel: NULL is allowed.
 *
 * Does not wait until devices and monitors are closed. They notice that all devices were unplugged:
 * transfers in flight end, and each operation returns -ENODEV. The memory is freed when the last of
 * them is closed. From then on the kernel's backends may only be freed.
 */
CUSB_API void cusb_virtual_kernel_free(struct cusb_virtual_kernel *kernel);

/**
 * cusb_virtual_kernel_backend - make a native backend for the devices of a virtual kernel.
 * @backend: out: the caller frees it with cusb_usbfs_free(), after the devices found on it.
 *
 * Use it in CUSB_MATCH(backend, ...), or with cusb_set_default_backend().
 *
 * Returns 0, or -ENOMEM.
 */
CUSB_API int cusb_virtual_kernel_backend(struct cusb_virtual_kernel *kernel,
					 struct cusb_backend **backend);

/**
 * cusb_virtual_plug - plug a device in.
 * @name: the place, as sysfs names it: "1-2" is port 2 of bus 1, "1-2.3" is port 3 of the hub
 *        there. The root hub comes with the first device of its bus and has 15 ports. Other hubs
 *        may be missing; "hub" is an included model of a hub. NULL: the first free root port,
 *        "1-1", "1-2", ...; SuperSpeed devices get their own buses.
 *
 * Configures the device as Linux does, and informs monitors. A configuration is possible if the
 * port has enough power for it. The device gets the first possible configuration that begins with
 * an interface that is not vendor-specific. Without one it gets the first possible configuration.
 * For audio, RNDIS and devices of vendor class, Linux has further rules. They hold here, too.
 *
 * Returns:
 *   0        plugged in
 *   -EBUSY   the port is in use, or no address is left
 *   -EINVAL  an impossible name; a port that the hub there does not have; a model without a device
 *            descriptor, without a valid speed, with a string of more than 126 UTF-16 units, with
 *            more than 255 strings, with an impossible fault, or with a reserved member that is not
 *            0; a device that Linux refuses: with an impossible bMaxPacketSize0, without a
 *            configuration, or with fewer configurations than its bNumConfigurations
 *   -ENOMEM  no memory
 */
CUSB_API int cusb_virtual_plug(struct cusb_virtual_kernel *kernel,
			       const struct cusb_virtual_model *model, const char *name);
/**
 * cusb_virtual_unplug - unplug a device; a hub leaves with all devices below it.
 *
 * Transfers in flight end with -ENODEV or -ESHUTDOWN, as on a slow real kernel.
 *
 * Returns 0, or -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_unplug(struct cusb_virtual_kernel *kernel, const char *name);

/**
 * cusb_virtual_add_fault - add a fault to a device that is plugged in.
 * @fault: copied. It comes after the faults that the device has. NULL removes all faults, also
 *         the faults of the model.
 *
 * Returns:
 *   0        added or removed
 *   -ENODEV  no such name
 *   -EINVAL  no such kind; no such endpoint in any configuration; a short packet or babble on an
 *            OUT endpoint; an `err` that is not an error, or is -EAGAIN; a reserved member that is
 *            not 0
 *   -ENOMEM  no memory
 */
CUSB_API int cusb_virtual_add_fault(struct cusb_virtual_kernel *kernel, const char *name,
				    const struct cusb_virtual_fault *fault);

/**
 * cusb_virtual_call - act on a device from outside: a key is pressed, a sensor has a value.
 * @function: called once, like a model's function, before cusb_virtual_call() returns. It may
 *            change the state. Afterwards the host repeats the requests that the device has
 *            answered with NAK.
 *
 * Returns the result of the function, or -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_call(struct cusb_virtual_kernel *kernel, const char *name,
			       int (*function)(struct cusb_virtual_device *dev, void *user),
			       void *user);

/**
 * cusb_virtual_bind_driver - bind a kernel driver to an interface.
 * @driver: "usbhid", for example; NULL unbinds. A driver that a program detaches comes back as on
 *          the real kernel.
 *
 * Returns:
 *   0        success
 *   -ENODEV  no such device
 *   -EINVAL  no such interface
 *   -EBUSY   a program has claimed the interface
 *   -ENOMEM  no memory
 */
CUSB_API int cusb_virtual_bind_driver(struct cusb_virtual_kernel *kernel, const char *name,
				      unsigned int bInterfaceNumber, const char *driver);
/**
 * cusb_virtual_set_access - set whether a program may open the device's node.
 * @err: 0 allows it; otherwise the error of opening, for example -EACCES.
 *
 * Returns 0, or -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_set_access(struct cusb_virtual_kernel *kernel, const char *name, int err);

/**
 * cusb_virtual_authorize - write 1 or 0 to `authorized` of a device or an interface, as an
 * administrator does.
 * @name:       the device, "1-2", or an interface of its active configuration, "1-2:1.0".
 * @authorized: the initial value is true; each interface has it again after SET_CONFIGURATION.
 *
 * A device that is not authorized is unconfigured: programs lose their claims and their transfers.
 * Each later SET_CONFIGURATION succeeds and leaves the device unconfigured. It can still be opened,
 * and endpoint 0 works. The devices below a hub are unplugged. When the device is authorized again,
 * it is configured as at plugging in. An interface that is not authorized loses its driver or
 * claim, and cannot be claimed.
 *
 * Returns:
 *   0        success, also if nothing had to be changed
 *   -ENODEV  no such name
 *   -EINVAL  an interface number that cannot be claimed, above 63
 *   < 0      authorized, but the device did not accept its configuration
 */
CUSB_API int cusb_virtual_authorize(struct cusb_virtual_kernel *kernel, const char *name,
				    bool authorized);

/**
 * cusb_virtual_suspend, cusb_virtual_resume - suspend or resume a device, as runtime power
 * management does.
 *
 * A device suspends by itself if every program that has it open allows this. It resumes when a
 * program opens it, forbids suspending, or resets it.
 *
 * Returns:
 *   0        success
 *   -ENODEV  no such name
 *   -EBUSY   a program forbids suspending
 */
CUSB_API int cusb_virtual_suspend(struct cusb_virtual_kernel *kernel, const char *name);
CUSB_API int cusb_virtual_resume(struct cusb_virtual_kernel *kernel, const char *name);

#ifdef __cplusplus
}
#endif

#endif
