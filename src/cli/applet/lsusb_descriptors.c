/* SPDX-License-Identifier: MIT */
/*
 * The standard descriptors in lsusb's columns: a value ends at column 25 behind its indentation.
 * Descriptors of classes are bytes; `cusb show -v` has their fields.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cusb/control.h>
#include <cusb/transfer.h>
#include <cusb/util.h>

#include "lsusb.h"

#define VALUE_END 25

/* Values of any length are cut at 63 characters. */
__attribute__((format(printf, 4, 5))) static void print(const struct lsusb *lsusb, int indent,
							const char *name, const char *format, ...)
{
	char value[64];
	int before = (int)strlen(name), width;
	va_list args;

	va_start(args, format);
	vsnprintf(value, sizeof value, format, args);
	va_end(args);
	width = (int)strcspn(value, " m\n");
	output_format(lsusb->out, "%*s%s%*s%s", indent, "", name,
		      before + width < VALUE_END ? VALUE_END - before - width : 1, "", value);
}

static void end(const struct lsusb *lsusb, const char *note)
{
	output_text(lsusb->out, " ");
	output_text(lsusb->out, note);
	output_text(lsusb->out, "\n");
}

static void number(const struct lsusb *lsusb, int indent, const char *name, unsigned int value)
{
	print(lsusb, indent, name, "%u\n", value);
}

static void bcd(const struct lsusb *lsusb, int indent, const char *name, unsigned int value)
{
	print(lsusb, indent, name, "%x.%02x\n", value >> 8, value & 0xff);
}

/* Class, subclass and protocol, under names that begin so: "bDevice". */
static void classes(const struct lsusb *lsusb, int indent, const char *prefix, int class,
		    int subclass, int protocol)
{
	static const char *const suffixes[] = {"Class", "SubClass", "Protocol"};
	const int all[3] = {class, subclass, protocol};

	for (int i = 0; i < 3; i++) {
		const int codes[3] = {class, i >= 1 ? subclass : -1, i >= 2 ? protocol : -1};
		char label[24], name[LSUSB_NAME_SIZE];

		snprintf(label, sizeof label, "%s%s", prefix, suffixes[i]);
		usb_ids_class(&lsusb->ids, codes, name, sizeof name);
		print(lsusb, indent, label, "%u", (unsigned int)all[i]);
		end(lsusb, name);
	}
}

static void string(const struct lsusb *lsusb, struct cusb_device *dev, int indent, const char *name,
		   unsigned int index)
{
	char text[CUSB_STRING_SIZE + 1] = "";

	if (index && cusb_is_open(dev) &&
	    cusb_get_string(dev, index, CUSB_DEFAULT_LANGID, text, sizeof text) < 0)
		text[0] = '\0';
	if (index && !text[0])
		device_string_at(&lsusb->bus, dev, index, text, sizeof text);
	make_printable(text);
	print(lsusb, indent, name, "%u", index);
	end(lsusb, text);
}

static void print_device(const struct lsusb *lsusb, struct cusb_device *dev)
{
	char vendor[LSUSB_NAME_SIZE], product[LSUSB_NAME_SIZE];

	usb_ids_vendor(&lsusb->ids, dev->idVendor, vendor, sizeof vendor);
	usb_ids_product(&lsusb->ids, dev->idVendor, dev->idProduct, product, sizeof product);
	output_text(lsusb->out, "Device Descriptor:\n");
	number(lsusb, 2, "bLength", dev->bLength);
	number(lsusb, 2, "bDescriptorType", dev->bDescriptorType);
	bcd(lsusb, 2, "bcdUSB", dev->bcdUSB);
	classes(lsusb, 2, "bDevice", dev->bDeviceClass, dev->bDeviceSubClass, dev->bDeviceProtocol);
	number(lsusb, 2, "bMaxPacketSize0", dev->bMaxPacketSize0);
	print(lsusb, 2, "idVendor", "0x%04x", dev->idVendor);
	end(lsusb, vendor);
	print(lsusb, 2, "idProduct", "0x%04x", dev->idProduct);
	end(lsusb, product);
	bcd(lsusb, 2, "bcdDevice", dev->bcdDevice);
	string(lsusb, dev, 2, "iManufacturer", dev->iManufacturer);
	string(lsusb, dev, 2, "iProduct", dev->iProduct);
	string(lsusb, dev, 2, "iSerial", dev->iSerialNumber);
	number(lsusb, 2, "bNumConfigurations", dev->bNumConfigurations);
}

/* Descriptors behind a standard one, without the ones that have fields elsewhere. */
static void print_extra(const struct lsusb *lsusb, int indent, const uint8_t *extra, size_t length)
{
	const uint8_t *desc = NULL;

	while ((desc = cusb_extra_next(extra, length, desc))) {
		if (desc[1] == CUSB_DESC_TYPE_INTERFACE_ASSOCIATION ||
		    desc[1] == CUSB_DESC_TYPE_SS_ENDPOINT_COMPANION)
			continue;
		output_format(lsusb->out, "%*s** UNRECOGNIZED: ", indent, "");
		for (size_t i = 0; i < desc[0]; i++)
			output_format(lsusb->out, " %02x", desc[i]);
		output_text(lsusb->out, "\n");
	}
}

static void print_companion(const struct lsusb *lsusb, const struct cusb_endpoint *ep)
{
	const struct cusb_ss_endpoint_companion *companion = &ep->ss_companion;
	unsigned int streams = companion->bmAttributes & 0x1f;

	if (companion->bLength == 0)
		return;
	output_format(lsusb->out, "        bMaxBurst %15u\n", companion->bMaxBurst);
	if (cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_BULK && streams)
		output_format(lsusb->out, "        MaxStreams %14u\n", 1U << streams);
	else if (cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_ISO &&
		 companion->bmAttributes & 3)
		output_format(lsusb->out, "        Mult %20u\n", companion->bmAttributes & 3U);
}

static void print_endpoint(const struct lsusb *lsusb, const struct cusb_endpoint *ep)
{
	static const char *const types[] = {"Control", "Isochronous", "Bulk", "Interrupt"};
	static const char *const syncs[] = {"None", "Asynchronous", "Adaptive", "Synchronous"};
	static const char *const usages[] = {"Data", "Feedback", "Implicit feedback Data",
					     "(reserved)"};
	unsigned int attributes = ep->bmAttributes;

	output_text(lsusb->out, "      Endpoint Descriptor:\n");
	number(lsusb, 8, "bLength", ep->bLength);
	number(lsusb, 8, "bDescriptorType", ep->bDescriptorType);
	print(lsusb, 8, "bEndpointAddress", "0x%02x  EP %d %s\n", ep->bEndpointAddress,
	      ep->bEndpointAddress & 0xf, ep->bEndpointAddress & 0x80 ? "IN" : "OUT");
	number(lsusb, 8, "bmAttributes", attributes);
	output_format(lsusb->out,
		      "          Transfer Type            %s\n"
		      "          Synch Type               %s\n"
		      "          Usage Type               %s\n",
		      types[attributes & 3], syncs[attributes >> 2 & 3],
		      usages[attributes >> 4 & 3]);
	print(lsusb, 8, "wMaxPacketSize", "0x%04x  %dx %d bytes\n", ep->wMaxPacketSize,
	      (ep->wMaxPacketSize >> 11 & 3) + 1, ep->wMaxPacketSize & 0x7ff);
	number(lsusb, 8, "bInterval", ep->bInterval);
	if (ep->bLength == CUSB_ENDPOINT_AUDIO_DESC_SIZE) {
		number(lsusb, 8, "bRefresh", ep->bRefresh);
		number(lsusb, 8, "bSynchAddress", ep->bSynchAddress);
	}
	print_companion(lsusb, ep);
	print_extra(lsusb, 8, ep->extra, ep->extra_length);
}

static void print_interface(const struct lsusb *lsusb, struct cusb_device *dev,
			    const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;

	output_text(lsusb->out, "    Interface Descriptor:\n");
	number(lsusb, 6, "bLength", intf->bLength);
	number(lsusb, 6, "bDescriptorType", intf->bDescriptorType);
	number(lsusb, 6, "bInterfaceNumber", intf->bInterfaceNumber);
	number(lsusb, 6, "bAlternateSetting", intf->bAlternateSetting);
	number(lsusb, 6, "bNumEndpoints", intf->bNumEndpoints);
	classes(lsusb, 6, "bInterface", intf->bInterfaceClass, intf->bInterfaceSubClass,
		intf->bInterfaceProtocol);
	string(lsusb, dev, 6, "iInterface", intf->iInterface);
	print_extra(lsusb, 6, intf->extra, intf->extra_length);
	cusb_for_each_endpoint (intf, ep)
		print_endpoint(lsusb, ep);
}

static void print_association(const struct lsusb *lsusb, struct cusb_device *dev,
			      const struct cusb_interface_association *association)
{
	output_text(lsusb->out, "    Interface Association:\n");
	number(lsusb, 6, "bLength", association->bLength);
	number(lsusb, 6, "bDescriptorType", association->bDescriptorType);
	number(lsusb, 6, "bFirstInterface", association->bFirstInterface);
	number(lsusb, 6, "bInterfaceCount", association->bInterfaceCount);
	classes(lsusb, 6, "bFunction", association->bFunctionClass, association->bFunctionSubClass,
		association->bFunctionProtocol);
	string(lsusb, dev, 6, "iFunction", association->iFunction);
}

static void print_configuration(const struct lsusb *lsusb, struct cusb_device *dev,
				const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	output_text(lsusb->out, "  Configuration Descriptor:\n");
	number(lsusb, 4, "bLength", cfg->bLength);
	number(lsusb, 4, "bDescriptorType", cfg->bDescriptorType);
	print(lsusb, 4, "wTotalLength", "0x%04x\n", cfg->wTotalLength);
	number(lsusb, 4, "bNumInterfaces", cfg->bNumInterfaces);
	number(lsusb, 4, "bConfigurationValue", cfg->bConfigurationValue);
	string(lsusb, dev, 4, "iConfiguration", cfg->iConfiguration);
	print(lsusb, 4, "bmAttributes", "0x%02x\n", cfg->bmAttributes);
	if (!(cfg->bmAttributes & 0x80))
		output_text(lsusb->out, "      (Missing must-be-set bit!)\n");
	output_text(lsusb->out, cfg->bmAttributes & CUSB_CONFIG_SELF_POWERED
					? "      Self Powered\n"
					: "      (Bus Powered)\n");
	if (cfg->bmAttributes & CUSB_CONFIG_REMOTE_WAKEUP)
		output_text(lsusb->out, "      Remote Wakeup\n");
	if (cfg->bmAttributes & 0x10)
		output_text(lsusb->out, "      Battery Powered\n");
	print(lsusb, 4, "MaxPower", "%umA\n", cusb_configuration_ma(cfg));
	print_extra(lsusb, 4, cfg->extra, cfg->extra_length);
	cusb_for_each_interface (cfg, intf) {
		for (size_t i = 0; i < cfg->association_count; i++)
			if (intf->alternate_index == 0 &&
			    cfg->associations[i].bFirstInterface == intf->bInterfaceNumber)
				print_association(lsusb, dev, &cfg->associations[i]);
		print_interface(lsusb, dev, intf);
	}
}

static void print_status(const struct lsusb *lsusb, struct cusb_device *dev)
{
	int status = cusb_get_status(dev, cusb_to_device());

	if (status < 0)
		return;
	output_format(lsusb->out, "Device Status:     0x%04x\n", (unsigned int)status);
	output_text(lsusb->out, status & 1 ? "  Self Powered\n" : "  (Bus Powered)\n");
	if (status & 2)
		output_text(lsusb->out, "  Remote Wakeup Enabled\n");
}

void lsusb_print_descriptors(const struct lsusb *lsusb, struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;

	if (cusb_open(dev) < 0)
		output_text(lsusb->out, "Couldn't open device, some information will be missing\n");
	print_device(lsusb, dev);
	cusb_for_each_configuration (dev, cfg)
		print_configuration(lsusb, dev, cfg);
	if (cusb_is_open(dev))
		print_status(lsusb, dev);
	cusb_close(dev);
}
