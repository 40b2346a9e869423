/* SPDX-License-Identifier: MIT */
#include <cusb/util.h>

#include "answers.h"
#include "cli/bus/device_facts.h"
#include "cli/class/bandwidth.h"
#include "cli/class/hid_items.h"
#include "show.h"

/* A line that further descriptors may continue. */
struct line {
	struct page *page;
	struct class_text text;
};

static void line_end(struct line *line)
{
	if (line->text.length > 0)
		page_line(line->page, line->text.text);
	line->text.length = 0;
	line->text.text[0] = '\0';
}

/* A text that would be too long begins another line. */
static void line_add(struct line *line, const struct class_text *text, bool joins)
{
	bool fits = line->text.length + text->length + 2 < sizeof line->text.text;

	if (joins && fits && line->text.length > 0)
		class_text_add(&line->text, ", ");
	else
		line_end(line);
	class_text_add(&line->text, "%s", text->text);
}

static void extras(struct show *show, const struct class_context *context, const uint8_t *extra,
		   size_t length)
{
	struct line line = {.page = show->page};

	for (const uint8_t *e = cusb_extra_next(extra, length, NULL); e;
	     e = cusb_extra_next(extra, length, e)) {
		struct class_descriptor found;
		struct class_text text = {0};
		bool joins;

		class_find(&found, context, e, e[0]);
		if (class_brief(&text, &found, &joins))
			line_add(&line, &text, joins);
	}
	line_end(&line);
}

static void named(struct show *show, struct class_text *text, unsigned int index)
{
	char name[CUSB_STRING_SIZE + 1];

	if (strings_print(&show->strings, index, name, sizeof name))
		class_text_add(text, " \"%s\"", name);
	else if (index > 0)
		class_text_add(text, " (string %u is not readable)", index);
}

static void add_endpoint(struct show *show, struct class_text *text, const struct cusb_endpoint *ep)
{
	class_text_add(text, "0x%02x ", ep->bEndpointAddress);
	bandwidth_text(text, show->speed, ep);
}

static void add_usage(struct class_text *text, const struct class_context *context,
		      const struct cusb_endpoint *ep)
{
	struct class_descriptor found;
	bool joins;

	for (const uint8_t *e = cusb_extra_next(ep->extra, ep->extra_length, NULL); e;
	     e = cusb_extra_next(ep->extra, ep->extra_length, e)) {
		struct class_text brief = {0};

		class_find(&found, context, e, e[0]);
		if (class_brief(&brief, &found, &joins))
			class_text_add(text, ", %s", brief.text);
	}
}

static void endpoints(struct show *show, const struct class_context *context,
		      const struct cusb_interface *intf)
{
	const struct cusb_endpoint *ep;

	cusb_for_each_endpoint (intf, ep) {
		struct class_text text = {0};

		add_endpoint(show, &text, ep);
		add_usage(&text, context, ep);
		page_line(show->page, text.text);
	}
}

static void report(struct show *show, const struct cusb_interface *intf)
{
	uint8_t bytes[ASK_REPORT_SIZE];
	struct class_text text = {0};
	ssize_t n = answers_report(show->strings.bus, intf, &show->failed, bytes);

	if (n > 0) {
		class_text_add(&text, "reports: ");
		hid_purpose(&text, bytes, (size_t)n);
		page_line(show->page, text.text);
	}
}

static bool same_class(const struct cusb_interface *a, const struct cusb_interface *b)
{
	return a->bInterfaceClass == b->bInterfaceClass &&
	       a->bInterfaceSubClass == b->bInterfaceSubClass &&
	       a->bInterfaceProtocol == b->bInterfaceProtocol;
}

/* A further setting: its difference from the first, and its endpoint if it has just one. */
static void setting_heading(struct show *show, const struct cusb_interface *intf)
{
	const struct cusb_interface *first = cusb_interface_at(intf->configuration, intf->index, 0);
	struct class_text text = {0};

	class_text_add(&text, "setting %u:", intf->bAlternateSetting);
	if (!same_class(intf, first)) {
		class_text_add(&text, " ");
		codes_names(&text, intf->bInterfaceClass, intf->bInterfaceSubClass,
			    intf->bInterfaceProtocol);
	}
	if (intf->iInterface != first->iInterface)
		named(show, &text, intf->iInterface);
	if (intf->endpoint_count == 0)
		class_text_add(&text, " no endpoints");
	if (intf->endpoint_count == 1) {
		class_text_add(&text, " ");
		add_endpoint(show, &text, intf->endpoints);
	}
	page_line(show->page, text.text);
}

static void interface_heading(struct show *show, const struct cusb_interface *intf)
{
	struct class_text text = {0}, detail = {0};
	char driver[64];
	int err = cusb_kernel_driver(show->dev, intf->bInterfaceNumber, driver, sizeof driver);

	class_text_add(&text, "Interface %u: ", intf->bInterfaceNumber);
	codes_names(&text, intf->bInterfaceClass, intf->bInterfaceSubClass,
		    intf->bInterfaceProtocol);
	named(show, &detail, intf->iInterface);
	if (err == 0) {
		make_printable(driver);
		class_text_add(&detail, " driver %s", driver);
	}
	page_heading(show->page, text.text, detail.text + (detail.length > 0));
}

static void interface(struct show *show, const struct cusb_interface *intf)
{
	struct class_context context = strings_context(&show->strings);
	bool first = intf->alternate_index == 0;

	context.class = intf->bInterfaceClass;
	context.subclass = intf->bInterfaceSubClass;
	context.protocol = intf->bInterfaceProtocol;
	show->page->level = first ? 2 : 3;
	if (first)
		interface_heading(show, intf);
	else
		setting_heading(show, intf);
	show->page->level++;
	extras(show, &context, intf->extra, intf->extra_length);
	if (first && intf->bInterfaceClass == CUSB_CLASS_HID)
		report(show, intf);
	if (first || intf->endpoint_count > 1)
		endpoints(show, &context, intf);
}

static void functions(struct show *show, const struct cusb_configuration *cfg)
{
	for (size_t i = 0; i < cfg->association_count; i++) {
		const struct cusb_interface_association *iad = &cfg->associations[i];
		struct class_text text = {0};

		class_text_add(&text, "function of interface%s %u",
			       iad->bInterfaceCount > 1 ? "s" : "", iad->bFirstInterface);
		if (iad->bInterfaceCount > 1)
			class_text_add(&text, " to %u",
				       iad->bFirstInterface + iad->bInterfaceCount - 1);
		class_text_add(&text, ": ");
		codes_names(&text, iad->bFunctionClass, iad->bFunctionSubClass,
			    iad->bFunctionProtocol);
		named(show, &text, iad->iFunction);
		page_line(show->page, text.text);
	}
}

static void configuration(struct show *show, const struct cusb_configuration *cfg)
{
	struct class_context context = strings_context(&show->strings);
	const struct cusb_interface *intf;
	struct class_text text = {0}, detail = {0};

	class_text_add(&text, "Configuration %u", cfg->bConfigurationValue);
	class_text_add(&detail, "%s",
		       cfg->bmAttributes & CUSB_CONFIG_SELF_POWERED ? "self powered"
								    : "bus powered");
	if (cusb_configuration_ma(cfg))
		class_text_add(&detail, ", at most %u mA", cusb_configuration_ma(cfg));
	if (cfg->bmAttributes & CUSB_CONFIG_REMOTE_WAKEUP)
		class_text_add(&detail, ", remote wakeup");
	named(show, &detail, cfg->iConfiguration);
	show->page->level = 1;
	page_heading(show->page, text.text, detail.text);
	show->page->level = 2;
	extras(show, &context, cfg->extra, cfg->extra_length);
	functions(show, cfg);
	cusb_for_each_interface (cfg, intf)
		interface(show, intf);
}

void show_brief(struct show *show)
{
	const struct cusb_device *dev = show->dev;
	const struct cusb_configuration *cfg;
	struct class_text text = {0};

	show_heading(show);
	show->page->level = 1;
	class_text_add(&text, "USB %x.%x, version %x.%02x", dev->bcdUSB >> 8, dev->bcdUSB >> 4 & 15,
		       dev->bcdDevice >> 8, dev->bcdDevice & 0xff);
	if (dev->bDeviceClass != CUSB_CLASS_PER_INTERFACE) {
		class_text_add(&text, ", ");
		codes_names(&text, dev->bDeviceClass, dev->bDeviceSubClass, dev->bDeviceProtocol);
	}
	if (dev->iSerialNumber) {
		class_text_add(&text, ", serial number");
		named(show, &text, dev->iSerialNumber);
	}
	page_line(show->page, text.text);
	cusb_for_each_configuration (dev, cfg)
		configuration(show, cfg);
	show->page->level = 0;
}
