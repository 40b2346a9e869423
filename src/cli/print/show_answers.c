/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>

#include <cusb/control.h>
#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/class/tables.h"
#include "device_bytes.h"
#include "show.h"

#define PORT_STATUS_SIZE 4

static ssize_t put(struct show *show, enum question question, uint8_t bytes[ASK_SIZE])
{
	struct cusb_setup setup = ask_setup(show->dev, question);
	ssize_t n = show->answers < 0 ? show->answers : ask(show->dev, &setup, bytes);

	show_note(show, n);
	return n;
}

static void put_descriptor(struct show *show, enum question question)
{
	uint8_t bytes[ASK_SIZE];
	ssize_t n = put(show, question, bytes);

	if (n > 0)
		show_bytes(show, bytes, (size_t)n);
}

/* The answer under a heading, or nothing. */
static void put_status(struct show *show, const char *heading, const struct row *rows,
		       const uint8_t *bytes, ssize_t length)
{
	if (length <= 0)
		return;
	show->page->level = 1;
	page_heading(show->page, heading, NULL);
	show->page->level++;
	class_rows_of_answer(show->page, rows, bytes, (size_t)length);
	show->page->level = 0;
}

static void put_ports(struct show *show, unsigned int count)
{
	bool super = show->speed >= CUSB_SPEED_SUPER;
	uint8_t bytes[PORT_STATUS_SIZE];

	for (unsigned int port = 1; port <= count && show->answers == 0; port++) {
		struct cusb_setup setup = {0xa3, CUSB_REQ_GET_STATUS, 0, (uint16_t)port,
					   sizeof bytes};
		ssize_t n = ask(show->dev, &setup, bytes);
		char heading[24];

		show_note(show, n);
		snprintf(heading, sizeof heading, "Port %u status", port);
		put_status(show, heading, super ? super_port_status : port_status, bytes, n);
	}
}

static void put_hub(struct show *show)
{
	uint8_t hub[ASK_SIZE], status[ASK_SIZE];
	ssize_t n = put(show, ASK_HUB, hub);

	if (n > 0)
		show_bytes(show, hub, (size_t)n);
	put_status(show, "Hub status", hub_status, status, put(show, ASK_HUB_STATUS, status));
	if (n > 2)
		put_ports(show, hub[2]);
}

/* Devices before USB 2.01 may not even stall such a request. */
static void put_bos(struct show *show)
{
	struct device_bytes raw = {0};
	int err = show->dev->bcdUSB < 0x0201 ? -EPIPE : device_bytes_read_bos(show->dev, &raw);

	show_note(show, err);
	if (!err)
		show_bytes(show, raw.bytes, raw.length);
	device_bytes_free(&raw);
}

void show_answers(struct show *show)
{
	uint8_t status[ASK_SIZE];

	if (show->answers == 0)
		put_bos(show);
	if (show->dev->bcdUSB >= 0x0200 && show->dev->bcdUSB < 0x0300)
		put_descriptor(show, ASK_QUALIFIER);
	if (show->dev->bDeviceClass == CUSB_CLASS_HUB)
		put_hub(show);
	put_status(show, "Device status", device_status, status,
		   put(show, ASK_DEVICE_STATUS, status));
	if (show->answers < 0) {
		struct class_text text = {0};

		class_text_add(&text, "not read from the device: %s", cusb_strerror(show->answers));
		show->page->level = 1;
		page_fault(show->page, text.text);
		show->page->level = 0;
	}
}
