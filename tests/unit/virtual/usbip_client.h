/* SPDX-License-Identifier: MIT */
/*
 * The client's side of USB/IP: what vhci_hcd sends to a virtual device and gets back. There is one
 * client at a time.
 */
#ifndef USBIP_CLIENT_H
#define USBIP_CLIENT_H

#include "usbip/wire.h"
#include "virtual/usbip/server.h"

#define CLIENT_GET_DEVICE_DESCRIPTOR "\x80\x06\x00\x01\x00\x00\x12\x00"
#define CLIENT_CONFIGURE	     "\x00\x09\x01\x00\x00\x00\x00\x00"

/* A reply and what came with it. */
struct usbip_answer {
	struct usbip_header header;
	uint8_t data[65536];
	struct usbip_iso_packet packets[USBIP_ISO_PACKETS_MAX];
};

/* Connects to a new device of that model, which a thread serves. */
void client_open(const char *model);
void client_open_model(const struct cusb_virtual_model *model);
/* As client_open(), with the first configuration. Uses sequence number 1. */
void client_open_configured(const char *model);
/* The same over a socket of records: each write of the server's is read as one. */
void client_open_records(const char *model);
/* Hangs up, if it has not yet, and waits for serve(); returns its result. */
int client_close(void);
/* For FIXTURE(). */
void client_end(void);
/* Of the other thread. */
void client_stop_server(void);

/* The bytes as they are. */
void client_send(const void *bytes, size_t size);
int client_fd(void);
/* CMD_SUBMIT; data goes along if the endpoint is OUT. `flags` as in usbip/wire.h. */
void client_submit(uint32_t seqnum, unsigned int endpoint, uint32_t flags, const void *data,
		   uint32_t length);
/* CMD_SUBMIT for endpoint 0; setup is the eight bytes on the bus. */
void client_control(uint32_t seqnum, const char *setup, const void *data);
/* The header alone, with that direction and length. */
void client_send_request(uint32_t seqnum, bool is_in, const char *setup, uint32_t length);
/* The same of a request without data, and its good answer. */
void client_request(uint32_t seqnum, const char *setup);
/* CMD_SUBMIT of isochronous packets of the same length each, one behind the other. */
void client_isochronous(uint32_t seqnum, unsigned int endpoint, const void *data, uint32_t packets,
			uint32_t length);
void client_unlink(uint32_t seqnum, uint32_t unlinked);

/* The next answer; data if it is one to an IN transfer, which the caller knows. */
const struct usbip_answer *client_answer(bool with_data);
/* The next answer must be a RET_SUBMIT or RET_UNLINK with this. */
const struct usbip_answer *expect_submitted(uint32_t seqnum, int status, uint32_t actual,
					    bool with_data);
void expect_out(uint32_t seqnum, int status, uint32_t actual);
const uint8_t *expect_in(uint32_t seqnum, int status, uint32_t actual);
void expect_unlinked(uint32_t seqnum, int status);
/* The server has hung up. */
void expect_end(void);

#endif
