/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as messages of USB/IP, and a server between a hostile client and a device
 * that is an included model, or hostile too. MemorySanitizer finds bytes that are sent unwritten.
 */
#include <errno.h>
#include <string.h>

#include "clock.h"
#include "demand.h"
#include "fail_alloc.h"
#include "input.h"
#include "usbip/client.h"
#include "virtual/device/fault.h"
#include "virtual/usbip/server.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FAULTS_MAX 2

/* A header that is understood means the same after it was written and read again. */
static void check_header(const uint8_t *bytes,
			 int (*decode)(const uint8_t *, struct usbip_header *))
{
	struct usbip_header header, again;
	uint8_t written[USBIP_HEADER_SIZE];
	int err = decode(bytes, &header);

	demand(err == 0 || err == -EPROTO);
	if (err)
		return;
	usbip_encode_header(&header, written);
	demand(decode(written, &again) == 0);
	demand(again.command == header.command && again.seqnum == header.seqnum);
	demand(again.direction == header.direction && again.ep == header.ep);
	demand(again.cmd_unlink.seqnum == header.cmd_unlink.seqnum);
	if (header.command == USBIP_CMD_SUBMIT)
		demand(memcmp(&again, &header, sizeof header) == 0);
}

static void check_wire(const uint8_t *data, size_t size)
{
	if (size < USBIP_HEADER_SIZE)
		return;
	check_header(data, usbip_decode_request);
	check_header(data, usbip_decode_reply);
}

static size_t take_faults(const struct cusb_virtual_model *model, struct cusb_virtual_fault *faults)
{
	static const uint8_t addresses[] = {0x00, 0x80, 0xff, 0x01, 0x81, 0x02, 0x82, 0x83};
	size_t count = 0;

	for (unsigned int i = input_byte() % (FAULTS_MAX + 1); i > 0; i--) {
		struct cusb_virtual_fault *fault = &faults[count];
		uint8_t bytes[4];

		input_fill(bytes, sizeof bytes);
		*fault = (struct cusb_virtual_fault){
			.bEndpointAddress = addresses[bytes[0] & 7],
			.kind = bytes[1] % (CUSB_VIRTUAL_ERROR + 1),
			.after = bytes[2] & 7,
			.times = bytes[2] >> 6,
			.ms = bytes[3],
			.length = bytes[3],
		};
		if (!fault_problem(model, fault))
			count++;
	}
	return count;
}

/* A count of bytes, which nobody has written, or an error. */
static ssize_t any_answer(size_t room)
{
	static const int errors[] = {EAGAIN, EPIPE, ENODEV, EPROTO};
	unsigned int which;

	if (!input_says(64))
		return (ssize_t)(input_says(128) ? input_word() % (room + 2) : room);
	which = input_byte() & 3;
	return -errors[which];
}

static ssize_t any_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			   uint8_t *data)
{
	(void)dev;
	(void)data;
	return any_answer(setup->wLength);
}

static int any_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		   size_t length)
{
	ssize_t answer = any_answer(length);

	(void)dev;
	(void)address;
	(void)packet;
	return answer < 0 ? (int)answer : 0;
}

static ssize_t any_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		      size_t room)
{
	(void)dev;
	(void)address;
	(void)packet;
	return any_answer(room);
}

static struct cusb_virtual_model any_model(void)
{
	static const char *const names[] = {"loopback", "stall",   "nak",     "partial",
					    "babble",	"dropout", "low",     "full",
					    "super",	"iso",	   "streams", "hub"};
	uint8_t which = input_byte();
	const struct cusb_virtual_model *included =
		cusb_virtual_find_model(names[which % (sizeof names / sizeof names[0])]);
	struct cusb_virtual_model model;

	demand(included);
	model = *included;
	if (which < 0xc0)
		return model;
	model.control = any_control;
	model.out = any_out;
	model.in = any_in;
	return model;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cusb_virtual_fault faults[FAULTS_MAX];
	struct cusb_virtual_model model;
	struct usbip_server *server;
	uint8_t how;
	int err;

	check_wire(data, size);
	input_begin(data, size);
	clock_begin();
	client_begin();
	model = any_model();
	how = input_byte();
	if (how & 1) {
		model.fault_count = take_faults(&model, faults);
		model.faults = faults;
	}
	fail_alloc_start(how & 2 ? input_byte() : 0);
	server = usbip_server_new(&model, CLIENT_FD);
	if (server) {
		err = usbip_server_run(server);
		demand(err <= 0);
	}
	fail_alloc_stop();
	usbip_server_free(server);
	return 0;
}
