/* SPDX-License-Identifier: MIT */
/*
 * The client's side of USB/IP: what vhci_hcd sends to a virtual device and gets back.
 */
#ifndef USBIP_CLIENT_H
#define USBIP_CLIENT_H

#include <pthread.h>
#include <stdint.h>

#include "virtual/usbip/server.h"

struct usbip_client {
	struct virtual_usbip *server;
	pthread_t thread; /* runs the server */
	int fd;
	int result; /* of serve() */
};

/* A RET_SUBMIT or RET_UNLINK, and the data that came with it. */
struct usbip_answer {
	uint32_t command, seqnum;
	int32_t status;
	uint32_t actual_length, packets, error_count;
	uint8_t data[65536];
	uint8_t descriptors[16384]; /* of isochronous packets */
};

/* Connects to a new device of that model, which a thread serves. */
void client_open(struct usbip_client *client, const char *model);
void client_open_model(struct usbip_client *client, const struct cusb_virtual_model *model);
/* Hangs up, if it has not yet, and waits for serve(); returns its result. */
int client_close(struct usbip_client *client);

/* CMD_SUBMIT; data goes along if the endpoint is OUT. `flags` as in usbip_wire.h. */
void client_submit(struct usbip_client *client, uint32_t seqnum, unsigned int endpoint,
		   uint32_t flags, const void *data, uint32_t length);
/* CMD_SUBMIT for endpoint 0; setup is the eight bytes on the bus. */
void client_control(struct usbip_client *client, uint32_t seqnum, const char *setup,
		    const void *data);
/* CMD_SUBMIT of isochronous packets of the same length each, one behind the other. */
void client_isochronous(struct usbip_client *client, uint32_t seqnum, unsigned int endpoint,
			const void *data, uint32_t packets, uint32_t length);
void client_unlink(struct usbip_client *client, uint32_t seqnum, uint32_t unlinked);

/* The next answer; data if it is one to an IN transfer, which the caller knows. */
const struct usbip_answer *client_answer(struct usbip_client *client, bool with_data);
/* The next answer must be a RET_SUBMIT or RET_UNLINK with this. */
void expect_out(struct usbip_client *client, uint32_t seqnum, int status, uint32_t actual);
const uint8_t *expect_in(struct usbip_client *client, uint32_t seqnum, int status,
			 uint32_t actual);
void expect_unlinked(struct usbip_client *client, uint32_t seqnum, int status);
/* The server has hung up. */
void expect_end(struct usbip_client *client);

#endif
