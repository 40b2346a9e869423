/* SPDX-License-Identifier: MIT */
/* Parts shared by the models. A new model is a file here and a line in box.c. */
#ifndef CUSB_VIRTUAL_MODELS_H
#define CUSB_VIRTUAL_MODELS_H

#include "virtual/device/descriptor_bytes.h"
#include "virtual/device/fault.h"
#include "virtual/device/pipe.h"

/* Members of struct cusb_virtual_model. */
#define SUPER_BOS     .bos = model_super_bos, .bos_length = sizeof model_super_bos
#define FAULTS(array) .faults = (array), .fault_count = sizeof(array) / sizeof(array)[0]
/* The product, the serial number, and any others. */
#define STRINGS(...)                                                                               \
	.langids = model_langids, .strings = (const char *const[])                                 \
	{                                                                                          \
		"Prüfstand für USB", __VA_ARGS__, NULL                                             \
	}

extern const uint16_t model_langids[];
extern const uint8_t model_super_bos[5 + 7 + 10];

/* Indexed by the endpoint's number or, after these, by the stream's. */
#define LOOPBACK_PIPES 32

/* A loopback; a model's own state may begin with this. */
struct loopback {
	uint8_t stored[UINT16_MAX]; /* set by vendor or class request 0 */
	size_t stored_length;
	struct pipe pipes[LOOPBACK_PIPES];
};

/*
 * Requests: 0x40 and 0x21, bRequest 0, store; 0xc0 and 0xa1, bRequest 1, return what was stored.
 */
ssize_t loopback_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			 uint8_t *data);
struct pipe *loopback_pipe(const struct cusb_virtual_device *dev, uint8_t address);
int loopback_out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
		 size_t length);
ssize_t loopback_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room);
/* Also restarts the model's faults. Also for `free`. */
void loopback_restart(struct cusb_virtual_device *dev);

#define LOOPBACK_STATE                                                                             \
	.state_size = sizeof(struct loopback), .restart = loopback_restart, .free = loopback_restart
#define LOOPBACK_DATA .out = loopback_out, .in = loopback_in
#define LOOPBACK      LOOPBACK_STATE, LOOPBACK_DATA, .control = loopback_control

/* Always sends a full packet: byte i is i & 0xff. */
ssize_t full_packet_in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		       size_t room);

/* Whether it is request 0x40/2, whose wValue is a number of packets for some models. */
bool is_packet_count(const struct cusb_setup *setup);

#endif
