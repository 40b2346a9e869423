/* SPDX-License-Identifier: MIT */
/*
 * Virtual devices: USB devices in software, for tests and demos without hardware and without root.
 *
 * A program under test runs unchanged, and so does all of the library: a miniature kernel with
 * sysfs, device nodes and usbdevfs stands behind the native backend. Link with libcusb-virtual as
 * well (pkg-config: cusb-virtual).
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
 * What a device is, its model, is a struct of descriptors and functions: written by hand, filled in
 * by the builder below, read from a text, or one of those in the box (cusb_virtual_models). vhci.h
 * gives the same model to the running kernel.
 *
 * Each function may be called by any thread, but none of them from within a model's functions.
 */
#ifndef CUSB_VIRTUAL_H
#define CUSB_VIRTUAL_H

#include <stdbool.h>

#include "backend.h"
#include "usbfs.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what a device is ------------------------------------------------------------------------ */

/* A plugged-in device, as a model's functions are given it. */
struct cusb_virtual_device;

/* What goes wrong. */
enum cusb_virtual_fault_kind {
	CUSB_VIRTUAL_STALL,  /* STALL handshake; a bulk or interrupt endpoint is halted then */
	CUSB_VIRTUAL_NAK,    /* no answer to this transfer, until it times out or is cancelled */
	CUSB_VIRTUAL_DELAY,  /* the device NAKs for `ms` milliseconds from when it is first asked */
	CUSB_VIRTUAL_SHORT,  /* IN: the packet is cut to `length` bytes */
	CUSB_VIRTUAL_BABBLE, /* IN: more bytes than the host has room for */
	CUSB_VIRTUAL_VANISH, /* the device leaves the bus */
	CUSB_VIRTUAL_ERROR   /* the transaction fails, as `err` says */
};

/*
 * A fault of one endpoint. It counts packets, of endpoint 0 whole requests: `after` of them pass,
 * and the next `times` are hit. Each fault counts by itself; of several that are due the first
 * acts, and the others wait for the next packet. The device is not asked for a packet that fails,
 * so that it still has it; what is cut off a short one is lost. A reset and SET_CONFIGURATION
 * change nothing of this.
 *
 * Standard requests are counted apart, and only while the device is configured, so that it can be
 * plugged in; a program's are hit, and what the kernel sends on its behalf: SET_INTERFACE for one.
 */
struct cusb_virtual_fault {
	/*
	 * 0: control requests of class and vendor; 0x80: standard ones. 0xff: the packets of all
	 * other endpoints, counted together; a device vanishes then only with a packet that moves.
	 */
	uint8_t bEndpointAddress;
	enum cusb_virtual_fault_kind kind;
	unsigned int after;
	unsigned int times;  /* 0: all from then on */
	unsigned int ms;     /* CUSB_VIRTUAL_DELAY */
	size_t length;       /* CUSB_VIRTUAL_SHORT: bytes; of a packet that is shorter all */
	int err;             /* CUSB_VIRTUAL_ERROR: -EPROTO, -EILSEQ, ...; 0 stands for -EPROTO */
};

/*
 * A model. It works on packets, as hardware does, and never sees a transfer. It is the caller's, is
 * not changed, and must outlive the devices of it that are plugged in.
 *
 * Functions run one at a time for a device, in whatever thread moves its data, with its kernel
 * locked: they must not block. They return a byte count, or one of: -EAGAIN to NAK (the host asks
 * again after the device's next activity), -EPIPE to stall, -ENODEV to vanish from the bus; any
 * other is a bus error, -EPROTO for one, and becomes the transfer's status. Any may be NULL.
 *
 * Isochronous endpoints have no handshake: -EAGAIN there means that the packet's time has not come,
 * a device without data answers with 0 bytes, and any other error is that of the one packet.
 */
struct cusb_virtual_model {
	const char *name; /* "lamp" */
	const char *what; /* one line; may be NULL */
	enum cusb_speed speed;
	const uint8_t *descriptors; /* the device descriptor, then the configurations, as sent */
	size_t descriptors_length;
	const uint8_t *bos; /* BOS with its capabilities, or NULL */
	size_t bos_length;
	const uint16_t *langids;    /* ends with 0; NULL: the device has no strings */
	const char *const *strings; /* UTF-8; [0] is index 1, "" where none is; ends with NULL */
	size_t state_size;          /* bytes of zeroed state for each device */
	void *user;                 /* for cusb_virtual_user() */
	const struct cusb_virtual_fault *faults; /* that it is plugged in with */
	size_t fault_count;

	/*
	 * A control request other than the standard ones that every device answers by itself
	 * (USB 2.0 9.4: status, features, descriptors, configuration, interface). data has wLength
	 * bytes, to read or to fill. NULL stalls.
	 */
	ssize_t (*control)(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data);
	/* A packet for an OUT endpoint; returns 0 when taken. NULL never takes any. */
	int (*out)(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
		   size_t length);
	/*
	 * A packet from an IN endpoint; room is wMaxPacketSize, for an isochronous one what the
	 * host wants at most. A count above what the host's buffer has left is babble. NULL never
	 * answers.
	 */
	ssize_t (*in)(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		      size_t room);
	/* State back to power-on: at plugging in, SET_CONFIGURATION and SET_INTERFACE. */
	void (*restart)(struct cusb_virtual_device *dev);
	/* Gives back what the state holds, when the device is unplugged. */
	void (*free)(struct cusb_virtual_device *dev);
};

/* For a model's functions, and for those that cusb_virtual_call() calls. Nothing here fails. */

/** cusb_virtual_state - the device's state_size bytes. */
CUSB_API void *cusb_virtual_state(const struct cusb_virtual_device *dev);
/** cusb_virtual_user - the model's `user`. */
CUSB_API void *cusb_virtual_user(const struct cusb_virtual_device *dev);
/** cusb_virtual_configuration_value - bConfigurationValue now, 0 when not configured. */
CUSB_API int cusb_virtual_configuration_value(const struct cusb_virtual_device *dev);
/** cusb_virtual_altsetting - bAlternateSetting of an interface now. */
CUSB_API int cusb_virtual_altsetting(const struct cusb_virtual_device *dev,
				     unsigned int bInterfaceNumber);
/** cusb_virtual_stream - the stream of the packet that is being moved, 0 if it has none. */
CUSB_API unsigned int cusb_virtual_stream(const struct cusb_virtual_device *dev);

/* ---- those in the box ------------------------------------------------------------------------ */

/* All of them, ended by NULL: "loopback" first. */
CUSB_API extern const struct cusb_virtual_model *const cusb_virtual_models[];

/** cusb_virtual_model - the one of that name, or NULL. */
CUSB_API const struct cusb_virtual_model *cusb_virtual_model(const char *name);

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
 * Each is added to the one before it. Lengths, counts and string indexes come by themselves; equal
 * strings share one. Fields have their names of chapter 9 of the USB specification; 0 in one that
 * says so takes what is usual. An error, of memory too, is kept and returned by
 * cusb_virtual_build(); so what the others are given need not be checked, not even for NULL.
 */
struct cusb_virtual_builder;

struct cusb_virtual_identity {
	enum cusb_speed speed; /* CUSB_SPEED_UNKNOWN: high */
	uint16_t bcdUSB;       /* 0: the usual of the speed: 0x0110, 0x0200, 0x0320 */
	uint8_t bDeviceClass, bDeviceSubClass, bDeviceProtocol;
	uint8_t bMaxPacketSize0; /* 0: the usual of the speed: 8, 64, 9 */
	uint16_t idVendor, idProduct;
	uint16_t bcdDevice;
	const char *manufacturer, *product, *serial_number; /* UTF-8, or NULL */
};

struct cusb_virtual_configuration {
	uint8_t bConfigurationValue; /* 0: one more than the last, from 1 */
	uint8_t bmAttributes;        /* CUSB_CONFIG_SELF_POWERED, CUSB_CONFIG_REMOTE_WAKEUP */
	uint16_t max_power_ma;       /* 0: 100 */
	const char *string;          /* iConfiguration's, or NULL */
};

struct cusb_virtual_interface {
	uint8_t bInterfaceNumber;
	uint8_t bAlternateSetting;
	uint8_t bInterfaceClass, bInterfaceSubClass, bInterfaceProtocol;
	const char *string; /* iInterface's, or NULL */
};

struct cusb_virtual_endpoint {
	uint8_t bEndpointAddress;
	uint8_t bmAttributes;
	uint16_t wMaxPacketSize;
	uint8_t bInterval;
	/* Super speed only: the companion, which is added by itself. */
	uint8_t bMaxBurst;
	uint8_t companion_attributes;
	uint16_t wBytesPerInterval; /* 0: of periodic endpoints as much as fits */
};

/**
 * cusb_virtual_builder_new - begin a device.
 * @builder: out: freed by the caller with cusb_virtual_builder_free(), after the last device of the
 *           models that were built of it.
 *
 * Strings are copied, and are in English. A device of super speed gets the usual BOS. Returns 0,
 * -EINVAL (a speed that does not exist, a string of more than 126 UTF-16 units), -ENOMEM.
 */
CUSB_API int cusb_virtual_builder_new(const struct cusb_virtual_identity *identity,
				      struct cusb_virtual_builder **builder);
/** cusb_virtual_builder_free - NULL is allowed. */
CUSB_API void cusb_virtual_builder_free(struct cusb_virtual_builder *builder);

/** cusb_virtual_add_configuration - the next configuration. */
CUSB_API void cusb_virtual_add_configuration(struct cusb_virtual_builder *builder,
					     const struct cusb_virtual_configuration *configuration);
/** cusb_virtual_add_interface - the next interface, or the next alternate setting of one. */
CUSB_API void cusb_virtual_add_interface(struct cusb_virtual_builder *builder,
					 const struct cusb_virtual_interface *interface);
/** cusb_virtual_add_endpoint - an endpoint of that alternate setting. */
CUSB_API void cusb_virtual_add_endpoint(struct cusb_virtual_builder *builder,
					const struct cusb_virtual_endpoint *endpoint);
/** cusb_virtual_add_bytes - any other descriptors, as sent: class-specific ones, HID's. */
CUSB_API void cusb_virtual_add_bytes(struct cusb_virtual_builder *builder, const uint8_t *bytes,
				     size_t length);
/** cusb_virtual_add_string - a string that a class descriptor wants; its index, 0 on an error. */
CUSB_API uint8_t cusb_virtual_add_string(struct cusb_virtual_builder *builder, const char *string);

/**
 * cusb_virtual_build - give a model what was built.
 * @model: its speed, descriptors, bos, langids and strings are set, lent by the builder; the rest
 *         of it is the caller's.
 *
 * May be called for several models, but nothing can be added after it. Returns 0, or the first
 * error: -EINVAL (an interface before a configuration, an endpoint before an interface, a value
 * that its field cannot hold, 256 strings, something added to what was built), -EMSGSIZE (a
 * configuration of 64 KiB and more), -ENOMEM; then the model is not changed.
 */
CUSB_API int cusb_virtual_build(struct cusb_virtual_builder *builder,
				struct cusb_virtual_model *model);

/* ---- a device as a text ---------------------------------------------------------------------- */

/**
 * cusb_virtual_parse - a model from a text; what `cusb show --raw` prints is one.
 * @text:  ends with NUL; not needed afterwards.
 * @why:   where to put what is wrong with the text, "line 7: 'zz' is not a byte"; NULL: nowhere.
 * @size:  bytes there.
 * @model: out: freed by the caller with cusb_virtual_model_free(), after its devices.
 *
 * One fact a line, a word and what belongs to it. `#` begins a comment, except in a string, which
 * goes from one blank behind its index to the end of the line; bytes are two hex digits each, and go
 * on in lines that begin with one.
 *
 *	# Lamp of a bug report: its switch stalls at the second press.
 *	speed full                      low, full, high (taken when none is given), super,
 *	                                super-plus, super-plus-x2
 *	descriptors 12 01 10 01 ...     the device descriptor, then the configurations
 *	    09 02 ...
 *	bos 05 0f ...
 *	langids 0409 0407               0409 when none is given
 *	string 1 Example Corp.          there may be gaps between indexes: those stall
 *
 * And what it does. Without such lines requests stall and endpoints NAK. What is of an endpoint
 * comes after the descriptors, which have to have it:
 *
 *	control c0 01 0000 0000 answer 01 02    bmRequestType bRequest wValue wIndex; * is any
 *	control 40 02 * * take                  any data is taken
 *	control 40 03 * * stall                 or nak, or vanish
 *	in 81 01 02 03                          a packet; several come one after the other
 *	in 81 again                             and then from the first again
 *	out 01 take                             any packet is taken
 *	loop 01 81                              what is written to one is read from the other
 *	fault 81 stall after 1 times 1          as struct cusb_virtual_fault: stall, nak, delay MS,
 *	fault 81 delay 20                       short LENGTH, babble, vanish, error
 *
 * A request that every device answers by itself (struct cusb_virtual_model) gets to these lines only
 * when that stalls: so `control 80 06 0303 0409 answer ...` gives a descriptor as it is.
 * Of several lines for a request the first that fits counts. Returns 0, -EINVAL (see @why),
 * -ENOMEM.
 */
CUSB_API int cusb_virtual_parse(const char *text, char *why, size_t size,
				struct cusb_virtual_model **model);
/**
 * cusb_virtual_load - a model from a file with such a text, of at most 1 MiB.
 *
 * Its name is the file's, without folders. Returns as cusb_virtual_parse(), or -errno of reading
 * the file, -EFBIG.
 */
CUSB_API int cusb_virtual_load(const char *path, char *why, size_t size,
			       struct cusb_virtual_model **model);
/** cusb_virtual_model_free - free what was parsed or loaded. NULL is allowed. */
CUSB_API void cusb_virtual_model_free(struct cusb_virtual_model *model);

/* ---- the miniature kernel -------------------------------------------------------------------- */

struct cusb_virtual_kernel;

/**
 * cusb_virtual_kernel_new - a kernel without devices.
 * @kernel: out: freed by the caller with cusb_virtual_kernel_free(). Several may be used at once.
 *
 * It has no threads, but for one from the first fault on that delays. Returns 0, -ENOMEM.
 */
CUSB_API int cusb_virtual_kernel_new(struct cusb_virtual_kernel **kernel);
/** cusb_virtual_kernel_free - after the backends on it. Unplugs everything. NULL is allowed. */
CUSB_API void cusb_virtual_kernel_free(struct cusb_virtual_kernel *kernel);

/**
 * cusb_virtual_kernel_backend - the native backend on that kernel.
 * @backend: out: freed by the caller with cusb_usbfs_free(), after the devices found on it.
 *
 * For CUSB_MATCH(backend, ...), cusb_set_default_backend(), cusb_monitor_new() and all else.
 * Returns 0, -ENOMEM.
 */
CUSB_API int cusb_virtual_kernel_backend(struct cusb_virtual_kernel *kernel,
					 struct cusb_backend **backend);

/**
 * cusb_virtual_plug - plug a device in.
 * @name: where, as sysfs names it: "1-2" is port 2 of bus 1, "1-2.3" port 3 of the hub there. The
 *        root hub comes with the first device of its bus; other hubs ("hub" is one in the box) may
 *        be left out. NULL: the first free root port, "1-1", "1-2", ...; devices of super speed
 *        have buses of their own.
 *
 * Configures it as the kernel does, with the first configuration, and tells monitors. Returns 0,
 * -EBUSY (the port is taken, or no address is left), -EINVAL (no such name, a port that what is
 * there does not have, a model without a device descriptor or with a fault that cannot be),
 * -ENOMEM.
 */
CUSB_API int cusb_virtual_plug(struct cusb_virtual_kernel *kernel,
			       const struct cusb_virtual_model *model, const char *name);
/**
 * cusb_virtual_unplug - pull the cable, from a hub with all below it.
 *
 * Transfers in flight end with -ENODEV or -ESHUTDOWN, as they do on the real kernel at its slowest.
 * Returns 0, -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_unplug(struct cusb_virtual_kernel *kernel, const char *name);

/**
 * cusb_virtual_fault - let something go wrong with a device from now on.
 * @fault: copied, and put behind those that are set; NULL takes all away, those of its model too.
 *
 * Returns 0, -ENODEV (no such name), -EINVAL (no such kind; no such endpoint in any configuration;
 * a short packet or babble on an OUT endpoint; an `err` that is none, or -EAGAIN), -ENOMEM.
 */
CUSB_API int cusb_virtual_fault(struct cusb_virtual_kernel *kernel, const char *name,
				const struct cusb_virtual_fault *fault);

/**
 * cusb_virtual_call - the other end of the device: a key is pressed, a sensor has a value.
 * @function: called once, as a model's functions are, before this returns. May change the state;
 *            what the device NAKed is asked for again afterwards.
 *
 * Returns what the function returned, or -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_call(struct cusb_virtual_kernel *kernel, const char *name,
			       int (*function)(struct cusb_virtual_device *dev, void *user),
			       void *user);

/**
 * cusb_virtual_bind_driver - let a kernel driver take an interface.
 * @driver: "usbhid"; NULL unbinds. One that a program detaches comes back as it does on the real
 *          kernel.
 *
 * Returns 0, -ENODEV (no such device), -EINVAL (no such interface), -EBUSY (a program has it),
 * -ENOMEM.
 */
CUSB_API int cusb_virtual_bind_driver(struct cusb_virtual_kernel *kernel, const char *name,
				      unsigned int bInterfaceNumber, const char *driver);
/**
 * cusb_virtual_set_access - whether the device's node may be opened.
 * @err: 0: yes; or what opening gives: -EACCES.
 *
 * Returns 0, -ENODEV (no such name).
 */
CUSB_API int cusb_virtual_set_access(struct cusb_virtual_kernel *kernel, const char *name, int err);

/**
 * cusb_virtual_suspend, cusb_virtual_resume - what runtime power management does.
 *
 * A device is suspended by itself as soon as every program that has it open allows it, and resumed
 * when one opens it, forbids it, or resets it. Returns 0, -ENODEV (no such name), -EBUSY (a program
 * forbids it).
 */
CUSB_API int cusb_virtual_suspend(struct cusb_virtual_kernel *kernel, const char *name);
CUSB_API int cusb_virtual_resume(struct cusb_virtual_kernel *kernel, const char *name);

#ifdef __cplusplus
}
#endif

#endif
