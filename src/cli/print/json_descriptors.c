/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <cusb/util.h>

#include "json_device.h"

struct walk {
	struct json *json;
	struct cusb_device *dev;
	bool strings_failed; /* in a way that each further string would repeat */
};

/* These are about one string; any other error is about the device. */
static bool is_final(ssize_t err)
{
	return err < 0 && err != -EPIPE && err != -ENODATA && err != -EBADMSG;
}

/* A string that the device is asked for; null when it has none or does not tell. */
static void string_at(struct walk *walk, const char *key, unsigned int index)
{
	char text[CUSB_STRING_SIZE];
	ssize_t length = -1;

	if (index > 0 && !walk->strings_failed) {
		length = cusb_get_string(walk->dev, index, CUSB_DEFAULT_LANGID, text, sizeof text);
		walk->strings_failed = is_final(length);
	}
	json_string(walk->json, key, length < 0 ? NULL : text);
}

/* One of the device's own: the kernel may know it when the device does not answer. */
static void own_string(struct walk *walk, const char *key,
		       int (*get)(struct cusb_device *dev, const char **text))
{
	const char *text;
	int err = get(walk->dev, &text);

	walk->strings_failed |= is_final(err);
	json_string(walk->json, key, err < 0 ? NULL : text);
}

static void companion(struct walk *walk, const struct cusb_ss_endpoint_companion *companion)
{
	if (companion->bLength == 0) {
		json_null(walk->json, "ss_companion");
		return;
	}
	json_object_begin(walk->json, "ss_companion");
	JSON_FIELD(walk->json, companion, bLength);
	JSON_FIELD(walk->json, companion, bDescriptorType);
	JSON_FIELD(walk->json, companion, bMaxBurst);
	JSON_FIELD(walk->json, companion, bmAttributes);
	JSON_FIELD(walk->json, companion, wBytesPerInterval);
	json_object_end(walk->json);
}

static void endpoint(struct walk *walk, const struct cusb_endpoint *ep)
{
	json_object_begin(walk->json, NULL);
	JSON_FIELD(walk->json, ep, bLength);
	JSON_FIELD(walk->json, ep, bDescriptorType);
	JSON_FIELD(walk->json, ep, bEndpointAddress);
	JSON_FIELD(walk->json, ep, bmAttributes);
	JSON_FIELD(walk->json, ep, wMaxPacketSize);
	JSON_FIELD(walk->json, ep, bInterval);
	if (ep->bLength >= CUSB_ENDPOINT_AUDIO_DESC_SIZE) {
		JSON_FIELD(walk->json, ep, bRefresh);
		JSON_FIELD(walk->json, ep, bSynchAddress);
	}
	json_bytes(walk->json, "extra", ep->extra, ep->extra_length);
	companion(walk, &ep->ss_companion);
	json_object_end(walk->json);
}

static void interface(struct walk *walk, const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;

	json_object_begin(walk->json, NULL);
	JSON_FIELD(walk->json, intf, bLength);
	JSON_FIELD(walk->json, intf, bDescriptorType);
	JSON_FIELD(walk->json, intf, bInterfaceNumber);
	JSON_FIELD(walk->json, intf, bAlternateSetting);
	JSON_FIELD(walk->json, intf, bNumEndpoints);
	JSON_FIELD(walk->json, intf, bInterfaceClass);
	JSON_FIELD(walk->json, intf, bInterfaceSubClass);
	JSON_FIELD(walk->json, intf, bInterfaceProtocol);
	JSON_FIELD(walk->json, intf, iInterface);
	string_at(walk, "interface", intf->iInterface);
	json_bytes(walk->json, "extra", intf->extra, intf->extra_length);
	json_array_begin(walk->json, "endpoints");
	cusb_for_each_endpoint (intf, ep)
		endpoint(walk, ep);
	json_array_end(walk->json);
	json_object_end(walk->json);
}

static void association(struct walk *walk, const struct cusb_interface_association *iad)
{
	json_object_begin(walk->json, NULL);
	JSON_FIELD(walk->json, iad, bLength);
	JSON_FIELD(walk->json, iad, bDescriptorType);
	JSON_FIELD(walk->json, iad, bFirstInterface);
	JSON_FIELD(walk->json, iad, bInterfaceCount);
	JSON_FIELD(walk->json, iad, bFunctionClass);
	JSON_FIELD(walk->json, iad, bFunctionSubClass);
	JSON_FIELD(walk->json, iad, bFunctionProtocol);
	JSON_FIELD(walk->json, iad, iFunction);
	string_at(walk, "function", iad->iFunction);
	json_object_end(walk->json);
}

static void configuration(struct walk *walk, const struct cusb_configuration *cfg)
{
	const struct cusb_interface *intf;

	json_object_begin(walk->json, NULL);
	JSON_FIELD(walk->json, cfg, bLength);
	JSON_FIELD(walk->json, cfg, bDescriptorType);
	JSON_FIELD(walk->json, cfg, wTotalLength);
	JSON_FIELD(walk->json, cfg, bNumInterfaces);
	JSON_FIELD(walk->json, cfg, bConfigurationValue);
	JSON_FIELD(walk->json, cfg, iConfiguration);
	JSON_FIELD(walk->json, cfg, bmAttributes);
	JSON_FIELD(walk->json, cfg, bMaxPower);
	string_at(walk, "configuration", cfg->iConfiguration);
	json_bytes(walk->json, "extra", cfg->extra, cfg->extra_length);
	json_array_begin(walk->json, "associations");
	for (size_t i = 0; i < cfg->association_count; i++)
		association(walk, &cfg->associations[i]);
	json_array_end(walk->json);
	json_array_begin(walk->json, "interfaces");
	cusb_for_each_interface (cfg, intf)
		interface(walk, intf);
	json_array_end(walk->json);
	json_object_end(walk->json);
}

void json_descriptors(struct json *json, struct cusb_device *dev)
{
	struct walk walk = {.json = json, .dev = dev};
	const struct cusb_configuration *cfg;

	json_object_begin(json, NULL);
	json_device_fields(json, dev);
	own_string(&walk, "manufacturer", cusb_manufacturer);
	own_string(&walk, "product", cusb_product);
	own_string(&walk, "serial_number", cusb_serial_number);
	json_array_begin(json, "configurations");
	cusb_for_each_configuration (dev, cfg)
		configuration(&walk, cfg);
	json_array_end(json);
	json_object_end(json);
}
