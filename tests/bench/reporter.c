/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "reporter.h"

#define FIRST_MS 200
#define STEP_MS	 3

static ssize_t report(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet,
		      size_t room)
{
	(void)dev;
	(void)address;
	memset(packet, 0, room);
	return (ssize_t)room;
}

static struct cusb_virtual_builder *describe(enum cusb_speed speed)
{
	struct cusb_virtual_builder *builder = NULL;

	cusb_virtual_builder_new(&(struct cusb_virtual_identity){.speed = speed,
								 .idVendor = BENCH_VENDOR,
								 .idProduct = BENCH_REPORTER},
				 &builder);
	cusb_virtual_add_configuration(builder, &(struct cusb_virtual_configuration){0});
	cusb_virtual_add_interface(
		builder, &(struct cusb_virtual_interface){.bInterfaceClass = CUSB_CLASS_VENDOR});
	cusb_virtual_add_endpoint(
		builder, &(struct cusb_virtual_endpoint){.bEndpointAddress = 0x81,
							 .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
							 .wMaxPacketSize = 8,
							 .bInterval = 4});
	return builder;
}

const struct cusb_virtual_model *reporter(unsigned int index)
{
	static struct cusb_virtual_model models[BENCH_MANY_MAX];
	static struct cusb_virtual_fault pauses[BENCH_MANY_MAX];
	static struct cusb_virtual_builder *builders[2];
	const bool super = index % 2;
	int err;

	if (!builders[super])
		builders[super] = describe(super ? CUSB_SPEED_SUPER : CUSB_SPEED_HIGH);
	err = cusb_virtual_build(builders[super], &models[index]);
	if (err < 0) {
		fprintf(stderr, "bench: no reporter: %s\n", strerror(-err));
		return NULL;
	}
	pauses[index] = (struct cusb_virtual_fault){.bEndpointAddress = 0x81,
						    .kind = CUSB_VIRTUAL_DELAY,
						    .ms = FIRST_MS + STEP_MS * index};
	models[index].name = "reporter";
	models[index].faults = &pauses[index];
	models[index].fault_count = 1;
	models[index].in = report;
	return &models[index];
}
