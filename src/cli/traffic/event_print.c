/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include <cusb/error.h>
#include <cusb/util.h>

#include "cli/output/json.h"
#include "cli/traffic/event_print.h"
#include "cli/traffic/request_text.h"

#define BYTES_SHOWN 32

const char event_text_help[] =
	"A line has the seconds since the first event, bus and address of the device,\n"
	"'>' for a submission, '<' for its completion or '!' for a failed submission, the\n"
	"type of the transfer, the endpoint, and: the request by its name, the length or\n"
	"the error, and the first 32 bytes of the data.\n";

const char event_json_help[] =
	"--json prints an object in a line for each event: time (seconds since 1970),\n"
	"event (submit, complete or error), id (joins both), bus, address, transfer,\n"
	"endpoint (bEndpointAddress), status (0 or a negative errno), length, and where\n"
	"present setup (the fields of the request, and its name), packets (status,\n"
	"offset, length) and data (hexadecimal).\n";

static const char *const transfers[] = {
	[USBMON_ISO] = "iso",
	[USBMON_INTERRUPT] = "interrupt",
	[USBMON_CONTROL] = "control",
	[USBMON_BULK] = "bulk",
};

static const char *transfer_name(const struct usbmon_packet *packet)
{
	return transfers[packet->xfer_type & 3];
}

static bool has_setup(const struct usbmon_packet *packet)
{
	return packet->xfer_type == USBMON_CONTROL && packet->type == USBMON_SUBMIT &&
	       packet->flag_setup == 0;
}

/* Wraps for the times of a hostile file. */
static uint64_t time_of(const struct usbmon_packet *packet)
{
	return (uint64_t)packet->ts_sec * 1000000 + (uint64_t)packet->ts_usec;
}

/* ---- text ------------------------------------------------------------------------------------ */

static void print_data(struct output *out, const struct pcapng_event *event)
{
	const uint8_t *bytes = event->data;

	for (size_t i = 0; i < event->length && i < BYTES_SHOWN; i++)
		output_format(out, "%s%02x", i ? " " : ": ", bytes[i]);
	if (event->length > BYTES_SHOWN)
		output_text(out, " ...");
}

/* Cancelling is no error of the device, so it has a word of its own. */
static void print_status(struct output *out, const struct usbmon_packet *packet)
{
	int status = packet->status;

	if (status == 0 || status == -EINPROGRESS)
		return;
	output_format(out, ", %s",
		      status == -ENOENT || status == -ECONNRESET ? "cancelled"
								 : cusb_strerror(status));
}

static void print_packets(struct output *out, const struct usbmon_packet *packet)
{
	if (packet->xfer_type == USBMON_ISO)
		output_format(out, "%d packets, ", packet->iso.numdesc);
	if (packet->xfer_type == USBMON_ISO && packet->iso.error_count)
		output_format(out, "%d failed, ", packet->iso.error_count);
}

static void print_line(struct event_printer *printer, const struct pcapng_event *event)
{
	const struct usbmon_packet *packet = event->packet;
	int64_t time = (int64_t)(time_of(packet) - printer->first_us);
	struct output *out = printer->out;
	char mark = packet->type == USBMON_SUBMIT ? '>' : packet->type == USBMON_ERROR ? '!' : '<';

	output_format(out, "%4" PRId64 ".%06" PRId64 " %03u:%03u %c %-9s %02x ", time / 1000000,
		      time % 1000000, packet->busnum, packet->devnum, mark, transfer_name(packet),
		      packet->epnum);
	if (has_setup(packet)) {
		const struct cusb_setup setup = setup_of(packet->setup);
		char text[REQUEST_TEXT_SIZE];

		request_text(&setup, text);
		output_text(out, text);
	} else {
		print_packets(out, packet);
		output_format(out, "%u bytes", packet->len_urb);
	}
	print_status(out, packet);
	print_data(out, event);
	output_text(out, "\n");
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void json_setup(struct json *json, const struct usbmon_packet *packet)
{
	const struct cusb_setup setup = setup_of(packet->setup);

	json_object_begin(json, "setup");
	json_number(json, "bmRequestType", setup.bmRequestType);
	json_number(json, "bRequest", setup.bRequest);
	json_number(json, "wValue", setup.wValue);
	json_number(json, "wIndex", setup.wIndex);
	json_number(json, "wLength", setup.wLength);
	json_string(json, "name", request_name(&setup));
	json_object_end(json);
}

static void json_packets(struct json *json, const struct pcapng_event *event)
{
	json_array_begin(json, "packets");
	for (uint32_t i = 0; i < event->packet->ndesc; i++) {
		json_object_begin(json, NULL);
		json_number(json, "status", event->iso[i].status);
		json_number(json, "offset", event->iso[i].offset);
		json_number(json, "length", event->iso[i].length);
		json_object_end(json);
	}
	json_array_end(json);
}

static void print_json(struct event_printer *printer, const struct pcapng_event *event)
{
	const struct usbmon_packet *packet = event->packet;
	char time[40], id[24];
	struct json json;

	snprintf(time, sizeof time, "%" PRId64 ".%06" PRId32, packet->ts_sec, packet->ts_usec);
	snprintf(id, sizeof id, "%" PRIx64, packet->id);
	json_begin(&json, printer->out, false);
	json_object_begin(&json, NULL);
	json_decimal(&json, "time", time);
	json_string(&json, "event",
		    packet->type == USBMON_SUBMIT  ? "submit"
		    : packet->type == USBMON_ERROR ? "error"
						   : "complete");
	json_string(&json, "id", id);
	json_number(&json, "bus", packet->busnum);
	json_number(&json, "address", packet->devnum);
	json_string(&json, "transfer", transfer_name(packet));
	json_number(&json, "endpoint", packet->epnum);
	json_number(&json, "status", packet->status);
	json_number(&json, "length", packet->len_urb);
	if (has_setup(packet))
		json_setup(&json, packet);
	if (packet->ndesc)
		json_packets(&json, event);
	if (event->length)
		json_bytes(&json, "data", event->data, event->length);
	json_object_end(&json);
	json_end(&json);
}

void event_print(struct event_printer *printer, const struct pcapng_event *event)
{
	if (!printer->begun)
		printer->first_us = time_of(event->packet);
	printer->begun = true;
	if (printer->json)
		print_json(printer, event);
	else
		print_line(printer, event);
}
