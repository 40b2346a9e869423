/* SPDX-License-Identifier: MIT */
/*
 * A miniature host controller: plugs in virtual devices and moves the packets of URBs.
 *
 * One thread at a time may use a device: the virtual kernel has a lock for it, and vhci serves each
 * device from one loop. Everything happens inside the calls; there are no threads and no timers. A
 * URB that the device NAKs stays queued, and is tried again after every other activity of that
 * device. URBs of one endpoint, or of one stream, complete in order. If faults of its devices delay
 * packets, the caller calls hcd_run() at the time fault_due().
 *
 * Time is not emulated: isochronous packets move as soon as they are submitted, as if their frame
 * had come. Frame numbers grow only with moved packets.
 */
#ifndef CUSB_VIRTUAL_HCD_H
#define CUSB_VIRTUAL_HCD_H

#include <cusb/virtual.h>

/* OUT: send a zero-length packet after a last packet of full size */
#define VIRTUAL_URB_ZERO_PACKET	 0x01
#define VIRTUAL_URB_SHORT_NOT_OK 0x02 /* IN: a short packet is -EREMOTEIO */
#define VIRTUAL_URB_START_FRAME	 0x04 /* isochronous: not before start_frame */

/* A packet of an isochronous URB. */
struct virtual_packet {
	uint32_t offset; /* of its data */
	uint32_t length;
	uint32_t actual_length; /* out */
	int status;		/* out: -EXDEV until it is moved */
};

struct virtual_urb {
	uint8_t endpoint; /* bEndpointAddress; 0x00 or 0x80 for control */
	uint8_t flags;
	struct cusb_setup setup; /* control only */
	uint8_t *data;
	size_t length;
	size_t actual_length; /* out: also after an error; the sum of all packets */
	int status;	      /* out: 0 or the negative errno of the kernel's error-codes.rst */
	unsigned int stream;  /* bulk: its stream, 0 without streams */
	struct virtual_packet *packets; /* isochronous; NULL for any other type */
	unsigned int packet_count;
	unsigned int error_count; /* out: packets that failed */
	uint32_t start_frame;	  /* in with VIRTUAL_URB_START_FRAME; out */
	/*
	 * Called once, inside the call that completes the URB; then the URB belongs to its owner
	 * again.
	 */
	void (*complete)(struct virtual_urb *urb);
	void *owner;

	/* The host's. */
	struct virtual_urb *next;
	unsigned int packet;		     /* the next to move */
	const struct model_fault *nakked_by; /* the fault that holds it back; or NULL */
	int counted_as;			     /* the address whose faults count its packets */
};

#define ERRNO_MAX 4095 /* no error has a higher number */

/* A plugged-in device. The included models also use its first members. */
struct cusb_virtual_device {
	const struct cusb_virtual_model *model;
	void *state;		 /* model->state_size bytes */
	uint8_t configuration;	 /* bConfigurationValue */
	bool configured_as_zero; /* it is in a configuration whose value is 0 */
	uint8_t altsettings[32];
	uint32_t halted;     /* bit number | 16 for IN */
	bool remote_wakeup;  /* DEVICE_REMOTE_WAKEUP is on */
	bool gone;	     /* vanished, or unplugged */
	unsigned int stream; /* the stream of the packet being moved, 0 if none */

	/* The host's. */
	struct virtual_urb *queues[32]; /* number | 16 for IN; control in [0] */
	uint32_t stopped;		/* queues stopped by the owner: bits as in halted */
	uint32_t frames[32];		/* the frame of the next isochronous packet */
	bool running;			/* inside a call; nested calls only queue work */
	bool again;
	struct model_fault *faults;

	/* Called when a delay begins, which changes fault_due(); may be NULL. */
	void (*delayed)(const struct cusb_virtual_device *dev);
	void *owner;
};

/*
 * Returns an unconfigured device with the faults of its model; the caller frees it. NULL: no
 * memory.
 */
struct cusb_virtual_device *virtual_device_new(const struct cusb_virtual_model *model);
/* Completes all queued URBs with -ESHUTDOWN first. NULL is allowed. */
void virtual_device_free(struct cusb_virtual_device *dev);

/*
 * Queues a URB and runs the device. Returns 0, or:
 *   -ENOENT    no such endpoint now
 *   -EMSGSIZE  its wMaxPacketSize is 0, or a packet is larger than virtual_interval_size()
 *   -EINVAL    packets on an endpoint that is not isochronous, or none on an isochronous one; a
 *              packet outside the data, or not after the packet before it
 *   -ENODEV    the device is gone
 * complete() may submit and unlink URBs of the same device. Such a submit only queues, and the
 * outer call runs the URB.
 */
int hcd_submit(struct cusb_virtual_device *dev, struct virtual_urb *urb);
/* Completes a queued URB with `status`, and keeps its bytes so far. -EINVAL: it is not queued. */
int hcd_unlink(struct cusb_virtual_device *dev, struct virtual_urb *urb, int status);
/* Asks the device again for all packets that it has NAKed, and ends delays that are over. */
void hcd_run(struct cusb_virtual_device *dev);
/* Unplugs: completes everything with -ESHUTDOWN; later submits give -ENODEV. */
void hcd_unplug(struct cusb_virtual_device *dev);
/* Port reset: completes all URBs with -EPROTO; then the device is as after power-on. */
void hcd_reset(struct cusb_virtual_device *dev);

/* Whether the device is in a configuration. */
static inline bool is_configured(const struct cusb_virtual_device *dev)
{
	return dev->configuration || dev->configured_as_zero;
}

/* The index of an endpoint's queue: number | 16 for IN; 0 for control. */
static inline unsigned int queue_of(uint8_t endpoint)
{
	unsigned int number = endpoint & 0x0fU;

	return number == 0 ? 0 : number | (endpoint & 0x80U) >> 3;
}

/*
 * model_check.c: 0, or -EINVAL: no device descriptor, no such speed, a BOS of NULL, more than 255
 * strings, a string that does not fit in a descriptor, or an impossible fault.
 */
int virtual_check_model(const struct cusb_virtual_model *model);

/* model_descriptors.c: parts of a model's descriptors; NULL: it has none. */
const uint8_t *virtual_find_configuration(const struct cusb_virtual_model *model,
					  unsigned int value, size_t *length);
const uint8_t *virtual_find_interface(const struct cusb_virtual_model *model, unsigned int value,
				      unsigned int number, unsigned int alternate);
/* The configuration at a position, from 0; `length` is at most the number of bytes in the model. */
const uint8_t *virtual_configuration_at(const struct cusb_virtual_model *model, unsigned int index,
					size_t *length);
/*
 * Steps through a configuration: from its own descriptor (`desc` NULL) to the first truncated one.
 */
const uint8_t *virtual_next_descriptor(const struct cusb_virtual_model *model, unsigned int value,
				       const uint8_t *desc);
/* An endpoint of the current configuration and alternate settings. */
const uint8_t *virtual_find_endpoint(const struct cusb_virtual_device *dev, uint8_t endpoint);
/* The SuperSpeed companion of an endpoint of configuration `value`, or NULL. */
const uint8_t *virtual_find_companion(const struct cusb_virtual_model *model, unsigned int value,
				      const uint8_t *endpoint);

/* Whether a descriptor is one of that type with all of its fields. */
bool is_interface_descriptor(const uint8_t *desc);
bool is_endpoint_descriptor(const uint8_t *desc);
/* `endpoint` is an endpoint descriptor. */
bool is_isochronous(const uint8_t *endpoint);
/* wMaxPacketSize without the bits for extra transactions. */
size_t packet_size(const uint8_t *endpoint);
/*
 * The maximum number of bytes that an isochronous endpoint moves in one interval, which is one
 * packet of a URB.
 */
size_t virtual_interval_size(const struct cusb_virtual_device *dev, const uint8_t *endpoint);

/* standard_requests.c: answers a standard request; passes all others to the model. */
ssize_t virtual_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			uint8_t *data);
/* Sets the model's state to that after power-on. */
void virtual_restart(struct cusb_virtual_device *dev);
/* Copies at most wLength bytes into `data`, and returns their number. */
ssize_t virtual_answer(const struct cusb_setup *setup, uint8_t *data, const void *bytes,
		       size_t length);

#endif
