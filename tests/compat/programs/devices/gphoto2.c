/* SPDX-License-Identifier: MIT */
/*
 * fffe:0013, a camera that speaks PTP (ISO 15740, and the USB class Still Image Capture): it has
 * one store with a folder and one file in it, and a battery.
 *
 * A container is a length of four bytes, a kind and a code of two, a number of the transaction, and
 * then parameters of four bytes or data. The host sends a command, the camera the data, if the
 * operation has some, and a response. A container ends with a packet that is not full.
 */
#include <errno.h>
#include <string.h>

#include "../stand_in.h"
#include "bytes.h"

#define BULK_IN	      0x81
#define BULK_OUT      0x02
#define INTERRUPT_IN  0x83
#define PACKET_MAX    512
#define HEADER	      12
#define COMMAND_MAX   (HEADER + 5 * 4)
#define CONTAINER_MAX 4096
#define STORE	      0x00010001
#define BATTERY	      0x5001
#define FILE_SIZE     1500

enum kind { COMMAND = 1, DATA = 2, RESPONSE = 3 };
enum handle { ANY = 0, FOLDER = 1, DOCUMENT = 2, ROOT = -1 };

enum operation {
	GET_DEVICE_INFO = 0x1001,
	OPEN_SESSION = 0x1002,
	CLOSE_SESSION = 0x1003,
	GET_STORAGE_IDS = 0x1004,
	GET_STORAGE_INFO = 0x1005,
	GET_OBJECT_HANDLES = 0x1007,
	GET_OBJECT_INFO = 0x1008,
	GET_OBJECT = 0x1009,
	GET_DEVICE_PROP_DESC = 0x1014,
	GET_DEVICE_PROP_VALUE = 0x1015,
};

enum response {
	OK = 0x2001,
	OPERATION_NOT_SUPPORTED = 0x2005,
	INVALID_OBJECT_HANDLE = 0x2009,
	DEVICE_PROP_NOT_SUPPORTED = 0x200a,
};

enum format { ASSOCIATION = 0x3001, TEXT = 0x3004 };

/* A container that goes out, and where it is. */
struct sending {
	uint8_t bytes[CONTAINER_MAX];
	size_t length, sent;
	bool pending;
};

struct camera {
	struct sending data, response;
	bool in_session, summed_up, listed, fetched, closed;
};

static const uint16_t operations[] = {
	GET_DEVICE_INFO,      OPEN_SESSION,	     CLOSE_SESSION,   GET_STORAGE_IDS,
	GET_STORAGE_INFO,     GET_OBJECT_HANDLES,    GET_OBJECT_INFO, GET_OBJECT,
	GET_DEVICE_PROP_DESC, GET_DEVICE_PROP_VALUE,
};

static void put(struct sending *sending, size_t size, uint64_t value)
{
	for (size_t i = 0; i < size; i++)
		sending->bytes[sending->length++] = (uint8_t)(value >> 8 * i);
}

/* The number of characters with the 0, and UTF-16. */
static void put_string(struct sending *sending, const char *text)
{
	size_t count = *text ? strlen(text) + 1 : 0;

	put(sending, 1, count);
	for (size_t i = 0; i < count; i++)
		put(sending, 2, (uint8_t)text[i]);
}

static void put_array(struct sending *sending, const uint16_t *values, size_t count)
{
	put(sending, 4, count);
	for (size_t i = 0; i < count; i++)
		put(sending, 2, values[i]);
}

static void begin(struct sending *sending, enum kind kind, unsigned int code, uint32_t transaction)
{
	sending->length = 0;
	put(sending, 4, HEADER);
	put(sending, 2, kind);
	put(sending, 2, code);
	put(sending, 4, transaction);
}

static void end(struct sending *sending)
{
	size_t length = sending->length;

	sending->length = 0;
	put(sending, 4, length);
	sending->length = length;
	sending->sent = 0;
	sending->pending = true;
}

static enum response put_device_info(struct sending *data)
{
	static const uint16_t properties[] = {BATTERY}, formats[] = {TEXT, ASSOCIATION};

	put(data, 2, 100); /* version 1.00 */
	put(data, 4 + 2, 0);
	put_string(data, "");
	put(data, 2, 0);
	put_array(data, operations, sizeof operations / sizeof *operations);
	put_array(data, NULL, 0); /* events */
	put_array(data, properties, 1);
	put_array(data, NULL, 0); /* formats of pictures that it takes */
	put_array(data, formats, 2);
	put_string(data, "Stand-in");
	put_string(data, "Camera");
	put_string(data, "1.0");
	put_string(data, "0123456789abcdef");
	return OK;
}

static enum response put_storage_info(struct sending *data)
{
	put(data, 2, 3); /* fixed RAM */
	put(data, 2, 2); /* folders in folders */
	put(data, 2, 0); /* to read and write */
	put(data, 8, 1 << 20);
	put(data, 8, 1 << 19);
	put(data, 4, 100);
	put_string(data, "memory");
	put_string(data, "CUSB");
	return OK;
}

/* Of all objects, or of what is in one. */
static enum response put_handles(struct camera *camera, uint32_t in)
{
	bool folder = in == ANY || in == (uint32_t)ROOT, document = in == ANY || in == FOLDER;

	put(&camera->data, 4, (uint64_t)folder + document);
	if (folder)
		put(&camera->data, 4, FOLDER);
	if (document)
		put(&camera->data, 4, DOCUMENT);
	camera->listed |= document;
	return OK;
}

static enum response put_object_info(struct sending *data, uint32_t handle)
{
	bool folder = handle == FOLDER;

	if (!folder && handle != DOCUMENT)
		return INVALID_OBJECT_HANDLE;
	put(data, 4, STORE);
	put(data, 2, folder ? ASSOCIATION : TEXT);
	put(data, 2, 0);
	put(data, 4, folder ? 0 : FILE_SIZE);
	for (int i = 0; i < 26; i++) /* the thumbnail and the picture */
		put(data, 1, 0);
	put(data, 4, folder ? 0 : FOLDER);
	put(data, 2, folder ? 1 : 0);
	put(data, 4 + 4, 0);
	put_string(data, folder ? "DCIM" : "HELLO.TXT");
	put_string(data, "20200229T123456");
	put_string(data, "20200229T123456");
	put_string(data, "");
	return OK;
}

static enum response put_object(struct camera *camera, uint32_t handle)
{
	if (handle != DOCUMENT)
		return INVALID_OBJECT_HANDLE;
	for (int i = 0; i < FILE_SIZE; i++)
		put(&camera->data, 1, i % 50 == 49 ? '\n' : 'a' + i % 26);
	camera->fetched = true;
	return OK;
}

/* An unsigned byte that is read only, from 0 to 100. */
static enum response put_property(struct camera *camera, uint32_t property, bool description)
{
	static const uint8_t before[] = {0x01, 0x50, 0x02, 0x00, 0x00, 100},
			     range[] = {1, 0, 100, 1};

	if (property != BATTERY)
		return DEVICE_PROP_NOT_SUPPORTED;
	for (size_t i = 0; description && i < sizeof before; i++)
		put(&camera->data, 1, before[i]);
	put(&camera->data, 1, 77);
	for (size_t i = 0; description && i < sizeof range; i++)
		put(&camera->data, 1, range[i]);
	camera->summed_up |= description;
	return OK;
}

static enum response put_storage_ids(struct sending *data)
{
	put(data, 4, 1);
	put(data, 4, STORE);
	return OK;
}

static enum response set_session(struct camera *camera, bool open)
{
	camera->in_session = open;
	camera->closed = !open;
	return OK;
}

/* Puts the data of an operation behind the header, if it has some. */
static enum response execute(struct camera *camera, unsigned int operation,
			     const uint32_t *parameters)
{
	switch (operation) {
	case GET_DEVICE_INFO:
		return put_device_info(&camera->data);
	case OPEN_SESSION:
	case CLOSE_SESSION:
		return set_session(camera, operation == OPEN_SESSION);
	case GET_STORAGE_IDS:
		return put_storage_ids(&camera->data);
	case GET_STORAGE_INFO:
		return put_storage_info(&camera->data);
	case GET_OBJECT_HANDLES:
		return put_handles(camera, parameters[2]);
	case GET_OBJECT_INFO:
		return put_object_info(&camera->data, parameters[0]);
	case GET_OBJECT:
		return put_object(camera, parameters[0]);
	case GET_DEVICE_PROP_DESC:
	case GET_DEVICE_PROP_VALUE:
		return put_property(camera, parameters[0], operation == GET_DEVICE_PROP_DESC);
	default:
		return OPERATION_NOT_SUPPORTED;
	}
}

static uint32_t get32(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int out(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, const uint8_t *packet,
	       size_t length)
{
	struct camera *camera = cusb_virtual_state(dev);
	uint8_t command[COMMAND_MAX] = {0};
	uint32_t parameters[5];
	enum response response;

	if (bEndpointAddress != BULK_OUT || camera->response.pending)
		return -EAGAIN;
	if (length < HEADER || length > COMMAND_MAX || packet[4] != COMMAND)
		return -EPIPE;
	memcpy(command, packet, length);
	for (int i = 0; i < 5; i++)
		parameters[i] = get32(command + HEADER + 4 * i);
	begin(&camera->data, DATA, command[6] | command[7] << 8, get32(command + 8));
	response = execute(camera, command[6] | command[7] << 8, parameters);
	if (camera->data.length > HEADER)
		end(&camera->data);
	begin(&camera->response, RESPONSE, response, get32(command + 8));
	end(&camera->response);
	return 0;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		  size_t room)
{
	struct camera *camera = cusb_virtual_state(dev);
	struct sending *sending = camera->data.pending ? &camera->data : &camera->response;
	size_t length = sending->length - sending->sent;

	if (bEndpointAddress != BULK_IN || !sending->pending)
		return -EAGAIN;
	if (length > room)
		length = room;
	memcpy(packet, sending->bytes + sending->sent, length);
	sending->sent += length;
	sending->pending = length == PACKET_MAX;
	return (ssize_t)length;
}

static const char *missing(const void *state)
{
	const struct camera *camera = state;

	if (!camera->summed_up)
		return "the battery was not looked at";
	if (!camera->listed)
		return "the files were not listed";
	if (!camera->fetched)
		return "the file was not fetched";
	return camera->closed ? NULL : "the session was left open";
}

static const uint8_t descriptors[] = {
	DEVICE(0x0200, 64, 0xfffe, 0x0013, 0x0100, 3),
	CONFIGURATION(9 + 9 + 3 * 7, 1, 100),
	INTERFACE(0, 0, 3, 6, 1, 1),
	BULK(BULK_IN, PACKET_MAX),
	BULK(BULK_OUT, PACKET_MAX),
	INTERRUPT(INTERRUPT_IN, 64, 6),
};

static const uint16_t langids[] = {0x0409, 0};
static const char *const strings[] = {"Stand-in", "Camera", "0123456789abcdef", NULL};

static const struct cusb_virtual_model model = {
	.name = "camera",
	.speed = CUSB_SPEED_HIGH,
	.descriptors = descriptors,
	.descriptors_length = sizeof descriptors,
	.langids = langids,
	.strings = strings,
	.state_size = sizeof(struct camera),
	.out = out,
	.in = in,
};

STAND_IN(gphoto2) = {
	.program = "gphoto2",
	.job = "summed up a camera, listed its files and fetched one",
	.model = &model,
	.missing = missing,
};
