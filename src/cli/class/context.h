/* SPDX-License-Identifier: MIT */
/* The surroundings of a descriptor: they decide its table, and the meaning of some values. */
#ifndef CUSB_CLI_CLASS_CONTEXT_H
#define CUSB_CLI_CLASS_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct class_context {
	uint8_t class, subclass, protocol; /* of the interface */
	bool super;			   /* the device works at SuperSpeed */
	uint8_t transfer_type;		   /* of the endpoint, enum cusb_endpoint_type's number */
	/*
	 * Writes string descriptor `index` without control characters. Returns false: there is none
	 * that can be read. NULL: strings are not known.
	 */
	bool (*string)(void *user, unsigned int index, char *text, size_t size);
	void *user;
};

#endif
