/* SPDX-License-Identifier: MIT */
/*
 * An event of the kernel's usbmon, in its binary form, which is also that of a packet in a file of
 * link type 220 (LINKTYPE_USB_LINUX_MMAPPED). Behind it come `ndesc` isochronous descriptors, then
 * the data. The members have the kernel's names, and its byte order.
 */
#ifndef CUSB_PCAPNG_USBMON_H
#define CUSB_PCAPNG_USBMON_H

#include <stdint.h>

#define USBMON_SUBMIT	'S'
#define USBMON_COMPLETE 'C'
#define USBMON_ERROR	'E' /* the URB was not submitted, and does not complete */

/* flag_setup and flag_data; 0: it is there. */
#define USBMON_NO_SETUP	   '-'
#define USBMON_DATA_COMES  '<' /* with the completion */
#define USBMON_DATA_WAS	   '>' /* with the submission */
#define USBMON_DATA_ERROR  'E' /* of an event USBMON_ERROR */

enum usbmon_transfer { USBMON_ISO = 0, USBMON_INTERRUPT = 1, USBMON_CONTROL = 2, USBMON_BULK = 3 };

struct usbmon_packet {
	uint64_t id; /* of the URB: joins a completion to its submission */
	uint8_t type;
	uint8_t xfer_type; /* enum usbmon_transfer */
	uint8_t epnum;	   /* bEndpointAddress; of a control transfer with the direction */
	uint8_t devnum;	   /* 0: the device has no address yet */
	uint16_t busnum;
	uint8_t flag_setup, flag_data;
	int64_t ts_sec; /* since 1970 */
	int32_t ts_usec;
	int32_t status;	  /* -EINPROGRESS, 0 or a negative errno */
	uint32_t len_urb; /* submission: the bytes asked for; completion: the bytes moved */
	uint32_t len_cap; /* the bytes behind this struct */
	union {
		uint8_t setup[8]; /* submission of a control transfer */
		struct {
			int32_t error_count, numdesc;
		} iso;
	};
	int32_t interval, start_frame;
	uint32_t xfer_flags;
	uint32_t ndesc; /* descriptors that follow; numdesc may be more */
};

_Static_assert(sizeof(struct usbmon_packet) == 64, "the size in a file");

struct usbmon_iso_packet {
	int32_t status;
	uint32_t offset; /* of its data in the buffer */
	uint32_t length; /* submission: of its room; completion: of its data */
	uint32_t pad;
};

#endif
