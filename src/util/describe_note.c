/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "description.h"

const char *describe_interface_class(unsigned int bInterfaceClass)
{
	/* Only a device can leave its class to the interfaces. */
	return bInterfaceClass == 0 ? "Reserved" : cusb_class_name(bInterfaceClass);
}

const char *describe_transfer_type(unsigned int bmAttributes)
{
	static const char *const names[] = {"Control", "Isochronous", "Bulk", "Interrupt"};

	return names[cusb_endpoint_type(bmAttributes)];
}

const char *describe_direction(unsigned int bEndpointAddress)
{
	return cusb_endpoint_direction(bEndpointAddress) == CUSB_ENDPOINT_IN ? "IN" : "OUT";
}

static void note(struct description *d, const char *text)
{
	text_add(&d->text, " %s", text);
}

static void note_bytes(struct description *d, unsigned int bytes)
{
	text_add(&d->text, " (%u bytes)", bytes);
}

/* 0x0210 is 2.1, 0x1234 is 12.34: binary coded decimal, so hex digits are the digits meant. */
static void note_bcd(struct description *d, const char *what, unsigned int bcd)
{
	text_add(&d->text, " %s %x.%x", what, bcd >> 8, bcd >> 4 & 0xf);
	if (bcd & 0xf)
		text_add(&d->text, "%x", bcd & 0xf);
}

/* A count that a device claims, against what is there. */
static void note_count(struct description *d, unsigned int claimed, size_t present)
{
	if (claimed != present)
		text_add(&d->text, " (%zu present)", present);
}

static void note_result(struct description *d, int err, const char *text)
{
	if (err < 0) {
		note(d, "Error Accessing String");
		/* These are about one string; any other error is about the device. */
		d->strings_failed |= err != -EPIPE && err != -ENODATA && err != -EBADMSG;
	} else if (text[0]) {
		text_add(&d->text, " ");
		text_add_foreign(&d->text, text);
	}
}

void describe_string(struct description *d, unsigned int index)
{
	char text[CUSB_STRING_SIZE] = "";
	ssize_t n;

	if (index == 0)
		return;
	n = d->strings_failed
		    ? -EIO
		    : cusb_get_string(d->dev, index, CUSB_DEFAULT_LANGID, text, sizeof text);
	note_result(d, n < 0 ? (int)n : 0, text);
}

static void device_string(struct description *d, unsigned int index,
			  int (*get)(struct cusb_device *dev, const char **text))
{
	const char *text = "";
	int err;

	if (index == 0)
		return;
	/* Asked for even when others failed: the kernel may know it without the device. */
	err = get(d->dev, &text);
	note_result(d, err, text);
}

void describe_device_note(struct description *d, enum cusb_field field, unsigned int value,
			  const void *descriptor)
{
	const struct cusb_device *dev = descriptor;

	switch ((int)field) {
	case CUSB_FIELD_bLength:
	case CUSB_FIELD_bMaxPacketSize0:
		note_bytes(d, value);
		break;
	case CUSB_FIELD_bDescriptorType:
		note(d, "Device");
		break;
	case CUSB_FIELD_bcdUSB:
		note_bcd(d, "USB", value);
		break;
	case CUSB_FIELD_bDeviceClass:
		note(d, cusb_class_name(value));
		break;
	case CUSB_FIELD_bcdDevice:
		note_bcd(d, "Device", value);
		break;
	case CUSB_FIELD_iManufacturer:
		device_string(d, value, cusb_manufacturer);
		break;
	case CUSB_FIELD_iProduct:
		device_string(d, value, cusb_product);
		break;
	case CUSB_FIELD_iSerialNumber:
		device_string(d, value, cusb_serial_number);
		break;
	case CUSB_FIELD_bNumConfigurations:
		note_count(d, value, dev->configuration_count);
		break;
	}
}

void describe_configuration_note(struct description *d, enum cusb_field field, unsigned int value,
				 const void *descriptor)
{
	const struct cusb_configuration *cfg = descriptor;

	switch ((int)field) {
	case CUSB_FIELD_bLength:
	case CUSB_FIELD_wTotalLength:
		note_bytes(d, value);
		break;
	case CUSB_FIELD_bDescriptorType:
		note(d, "Configuration");
		break;
	case CUSB_FIELD_bNumInterfaces:
		note_count(d, value, cfg->interface_count);
		break;
	case CUSB_FIELD_iConfiguration:
		describe_string(d, value);
		break;
	case CUSB_FIELD_bmAttributes:
		note(d, value & CUSB_CONFIG_SELF_POWERED ? "Self Powered" : "Bus Powered");
		text_add(&d->text, "%s",
			 value & CUSB_CONFIG_REMOTE_WAKEUP ? ", Remote Wakeup" : "");
		break;
	case CUSB_FIELD_bMaxPower:
		text_add(&d->text, " (%u mA)", cusb_configuration_ma(cfg));
		break;
	}
}

void describe_interface_note(struct description *d, enum cusb_field field, unsigned int value,
			     const void *descriptor)
{
	const struct cusb_interface *intf = descriptor;

	switch ((int)field) {
	case CUSB_FIELD_bLength:
		note_bytes(d, value);
		break;
	case CUSB_FIELD_bDescriptorType:
		note(d, "Interface");
		break;
	case CUSB_FIELD_bNumEndpoints:
		note_count(d, value, intf->endpoint_count);
		break;
	case CUSB_FIELD_bInterfaceClass:
		note(d, describe_interface_class(value));
		break;
	case CUSB_FIELD_iInterface:
		describe_string(d, value);
		break;
	}
}

/* USB 2.0 table 9-13: periodic endpoints may have up to two more transactions a microframe. */
static void note_packet_size(struct description *d, const struct cusb_endpoint *ep)
{
	unsigned int bytes = ep->wMaxPacketSize & 0x7ff, extra = ep->wMaxPacketSize >> 11 & 3;
	bool periodic = (ep->bmAttributes & CUSB_ENDPOINT_TYPE_ISO) != 0;

	if (!periodic || extra == 0)
		note_bytes(d, bytes);
	else if (extra < 3)
		text_add(&d->text, " (%u bytes, %u transactions)", bytes, extra + 1);
	else
		text_add(&d->text, " (%u bytes, reserved transactions)", bytes);
}

void describe_endpoint_note(struct description *d, enum cusb_field field, unsigned int value,
			    const void *descriptor)
{
	switch ((int)field) {
	case CUSB_FIELD_bLength:
		note_bytes(d, value);
		break;
	case CUSB_FIELD_bDescriptorType:
		note(d, "Endpoint");
		break;
	case CUSB_FIELD_bEndpointAddress:
		note(d, describe_direction(value));
		break;
	case CUSB_FIELD_bmAttributes:
		note(d, describe_transfer_type(value));
		break;
	case CUSB_FIELD_wMaxPacketSize:
		note_packet_size(d, descriptor);
		break;
	}
}
