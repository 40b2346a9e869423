/* SPDX-License-Identifier: MIT */
/* The meaning of a value, printed after the value. */
#include <errno.h>

#include <cusb/util.h>

#include "core/device.h"
#include "core/native_backend.h"
#include "description.h"
#include "descriptor/class.h"
#include "device_text.h"

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

static void note_type(struct description *d, unsigned int bDescriptorType)
{
	const struct descriptor_kind *kind = descriptor_kind_of(bDescriptorType);

	if (kind)
		note(d, kind->name);
}

static void note_bytes(struct description *d, unsigned int bytes)
{
	text_add(&d->text, " (%u bytes)", bytes);
}

/*
 * 0x0210 is 2.1, 0x1234 is 12.34: binary coded decimal, so the hex digits are the decimal digits.
 */
static void note_version(struct description *d, const struct field *field, unsigned int bcd)
{
	const char *what = field->id == CUSB_FIELD_bcdUSB ? "USB" : "Device";

	text_add(&d->text, " %s %x.%x", what, bcd >> 8, bcd >> 4 & 0xf);
	if (bcd & 0xf)
		text_add(&d->text, "%x", bcd & 0xf);
}

/* Compares a count as sent with the true number. */
static void note_count(struct description *d, unsigned int claimed, size_t present)
{
	if (claimed != present)
		text_add(&d->text, " (%zu present)", present);
}

static void note_result(struct description *d, ssize_t err, const char *text)
{
	if (err < 0) {
		note(d, "Error Accessing String");
		d->strings_failed |= cusb_ends_all_strings(err);
	} else if (text[0]) {
		text_add(&d->text, " ");
		text_add_foreign(&d->text, text);
	}
}

/* Known strings are read even when other strings failed. */
static void note_string(struct description *d, unsigned int index)
{
	struct cusb_backend *backend = device_of(d->dev)->backend;
	char text[CUSB_STRING_SIZE + 1] = "";
	ssize_t n = -ENODATA;

	if (index == 0)
		return;
	native_backend_complete();
	if (backend->string_at)
		n = backend->string_at(backend, d->dev, index, text, sizeof text);
	if (n < 0 && d->strings_failed)
		n = -EIO;
	else if (n < 0)
		n = cusb_get_string(d->dev, index, CUSB_DEFAULT_LANGID, text, sizeof text);
	note_result(d, n, text);
}

/* Read even when other strings failed: the kernel may know it without the device. */
static void note_device_string(struct description *d, const struct field *field, unsigned int index)
{
	enum cusb_device_string kind = field->id == CUSB_FIELD_iManufacturer ? CUSB_MANUFACTURER
				       : field->id == CUSB_FIELD_iProduct    ? CUSB_PRODUCT
									     : CUSB_SERIAL_NUMBER;
	const char *text = "";
	int err;

	if (index == 0)
		return;
	err = device_text(d->dev, kind, !d->strings_failed, &text);
	note_result(d, err, text);
}

unsigned int cusb_configuration_ma(const struct cusb_configuration *cfg)
{
	int speed = cusb_device_speed(cfg->device);
	bool super = speed >= CUSB_SPEED_SUPER;

	if (speed <= CUSB_SPEED_UNKNOWN)
		super = cfg->device->bcdUSB >= 0x0300;
	return cfg->bMaxPower * (super ? 8u : 2u);
}

static void note_power_source(struct description *d, unsigned int bmAttributes)
{
	note(d, bmAttributes & CUSB_CONFIG_SELF_POWERED ? "Self Powered" : "Bus Powered");
	if (bmAttributes & CUSB_CONFIG_REMOTE_WAKEUP)
		text_add(&d->text, ", Remote Wakeup");
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

/* USB 3.2 table 9-11: the number is an exponent in a device of USB 3. */
static void note_packet_size_0(struct description *d, const struct cusb_device *dev)
{
	unsigned int number = dev->bMaxPacketSize0;

	if (dev->bcdUSB < 0x0300)
		note_bytes(d, number);
	else if (number < 16)
		note_bytes(d, 1u << number);
}

static size_t endpoint_bytes(const struct cusb_endpoint *ep)
{
	return ep->bLength + ep->extra_length;
}

static size_t interface_bytes(const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;
	size_t bytes = intf->bLength + intf->extra_length;

	cusb_for_each_endpoint (intf, ep)
		bytes += endpoint_bytes(ep);
	return bytes;
}

/* The missing bytes did not come from the device, or are not descriptors. */
static void note_total_length(struct description *d, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;
	size_t present = cfg->bLength + cfg->extra_length;

	cusb_for_each_interface (cfg, intf)
		present += interface_bytes(intf);
	if (present == cfg->wTotalLength)
		note_bytes(d, cfg->wTotalLength);
	else
		text_add(&d->text, " (%u bytes, %zu present)", cfg->wTotalLength, present);
}

/* Only a bulk endpoint has streams. */
static void note_streams(struct description *d, unsigned int bmAttributes)
{
	unsigned int power = bmAttributes & 0x1f;

	if (power > 0 && cusb_endpoint_type(d->ep->bmAttributes) == CUSB_ENDPOINT_TYPE_BULK)
		text_add(&d->text, " (%lu streams)", 1ul << power);
}

/* For these fields the meaning depends on the whole descriptor. */
static void note_in_context(struct description *d, const struct field *field, unsigned int value,
			    const void *descriptor)
{
	const struct cusb_device *dev = descriptor;
	const struct cusb_configuration *cfg = descriptor;
	const struct cusb_interface *intf = descriptor;

	switch (field->format) {
	case FIELD_PACKET_SIZE_0:
		note_packet_size_0(d, dev);
		break;
	case FIELD_TOTAL_LENGTH:
		note_total_length(d, cfg);
		break;
	case FIELD_CONFIGURATION_COUNT:
		note_count(d, value, dev->configuration_count);
		break;
	case FIELD_INTERFACE_COUNT:
		note_count(d, value, cfg->interface_count);
		break;
	case FIELD_ENDPOINT_COUNT:
		note_count(d, value, intf->endpoint_count);
		break;
	case FIELD_POWER:
		text_add(&d->text, " (%u mA)", cusb_configuration_ma(cfg));
		break;
	case FIELD_PACKET_SIZE:
		note_packet_size(d, descriptor);
		break;
	case FIELD_STREAMS:
		note_streams(d, value);
		break;
	}
}

void describe_note(struct description *d, const struct field *field, unsigned int value,
		   const void *descriptor)
{
	switch (field->format) {
	case FIELD_TYPE:
		note_type(d, value);
		break;
	case FIELD_BYTES:
		note_bytes(d, value);
		break;
	case FIELD_VERSION:
		note_version(d, field, value);
		break;
	case FIELD_DEVICE_CLASS:
		note(d, cusb_class_name(value));
		break;
	case FIELD_CLASS:
		note(d, interface_class_name(value));
		break;
	case FIELD_STRING:
		note_string(d, value);
		break;
	case FIELD_DEVICE_STRING:
		note_device_string(d, field, value);
		break;
	case FIELD_POWER_SOURCE:
		note_power_source(d, value);
		break;
	case FIELD_ENDPOINT_ADDRESS:
		note(d, describe_direction(value));
		break;
	case FIELD_TRANSFER_TYPE:
		note(d, describe_transfer_type(value));
		break;
	case FIELD_BURST:
		text_add(&d->text, " (%u packets)", value + 1);
		break;
	default:
		note_in_context(d, field, value, descriptor);
	}
}
