/* SPDX-License-Identifier: MIT */
/*
 * What the cases with isochronous endpoints share.
 */
#ifndef CONFORMANCE_ISO_H
#define CONFORMANCE_ISO_H

#include "world.h"

/* A device of the model, with an alternate setting of interface 0. */
struct cusb_device *plug_iso(const char *model, int bAlternateSetting);

/* A transfer of packets of a length each, freed by the caller. */
struct cusb_transfer *iso_transfer(unsigned int bEndpointAddress, void *data, size_t length,
				   unsigned int packet_count, size_t packet_length);

/* Writes packets to endpoint 1, one for each string of a list that ends with an empty one. */
void write_packets(struct cusb_device *dev, const char *packets);

void check_packet(struct cusb_transfer *transfer, unsigned int index, size_t actual_length,
		  int status);

/* As fill(), but without the bytes that the model takes for marks. */
void fill_packet_data(void *data, size_t length, unsigned int seed);
void check_packet_data(const void *data, size_t length, unsigned int seed);

#endif
