/* SPDX-License-Identifier: MIT */
/*
 * A program and its device: `program` plugs in a device with a memory, `program FILE` the device of
 * a text. It does the same with each, and prints the results.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/cusb.h>
#include <cusb/virtual.h>

#define OUT_EP	 0x01
#define IN_EP	 0x81
#define EVENT_EP 0x82

/* Its answers depend on all that came before. */
struct memory {
	uint8_t requests;
	uint8_t echo[64];
	size_t echo_length;
	bool has_echo, halted_once;
	unsigned int events;
};

static ssize_t control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		       uint8_t *data)
{
	struct memory *memory = cusb_virtual_state(dev);

	memory->requests++;
	if (setup->bRequest == 2)
		return memory->requests % 2 ? -EPIPE : 0;
	if (setup->wLength == 0)
		return 0;
	data[0] = memory->requests;
	memset(data + 1, setup->bRequest, setup->wLength - 1U);
	return setup->wLength < 3 ? setup->wLength : 3;
}

static int out(struct cusb_virtual_device *dev, uint8_t address, const uint8_t *packet,
	       size_t length)
{
	struct memory *memory = cusb_virtual_state(dev);

	(void)address;
	if (memory->has_echo)
		return -EAGAIN;
	for (size_t i = 0; i < length; i++)
		memory->echo[i] = (uint8_t)(packet[i] + 1);
	memory->echo_length = length;
	memory->has_echo = true;
	return 0;
}

static ssize_t event(struct memory *memory, uint8_t *packet)
{
	packet[0] = (uint8_t)memory->events;
	if (memory->events == 2 && !memory->halted_once) {
		memory->halted_once = true;
		return -EPIPE;
	}
	if (memory->events == 4)
		return -EAGAIN;
	memory->events++;
	return 1;
}

static ssize_t in(struct cusb_virtual_device *dev, uint8_t address, uint8_t *packet, size_t room)
{
	struct memory *memory = cusb_virtual_state(dev);

	(void)room;
	if (address == EVENT_EP)
		return event(memory, packet);
	if (!memory->has_echo)
		return -EAGAIN;
	memory->has_echo = false;
	memcpy(packet, memory->echo, memory->echo_length);
	return (ssize_t)memory->echo_length;
}

static struct cusb_virtual_model model = {
	.name = "memory",
	.state_size = sizeof(struct memory),
	.control = control,
	.out = out,
	.in = in,
};

static int build(struct cusb_virtual_builder **builder)
{
	static const struct cusb_virtual_endpoint endpoints[] = {
		{.bEndpointAddress = OUT_EP, .bmAttributes = 2, .wMaxPacketSize = 64},
		{.bEndpointAddress = IN_EP, .bmAttributes = 2, .wMaxPacketSize = 64},
		{.bEndpointAddress = EVENT_EP,
		 .bmAttributes = 3,
		 .wMaxPacketSize = 8,
		 .bInterval = 1},
	};
	int err = cusb_virtual_builder_new(&(struct cusb_virtual_identity){.speed = CUSB_SPEED_FULL,
									   .idVendor = 0xfffe,
									   .idProduct = 0x0099,
									   .product = "Memory"},
					   builder);

	if (err)
		return err;
	cusb_virtual_add_configuration(*builder, &(struct cusb_virtual_configuration){0});
	cusb_virtual_add_interface(
		*builder, &(struct cusb_virtual_interface){.bInterfaceClass = CUSB_CLASS_VENDOR});
	for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++)
		cusb_virtual_add_endpoint(*builder, &endpoints[i]);
	return cusb_virtual_build(*builder, &model);
}

static void print(const char *what, ssize_t n, const uint8_t *bytes)
{
	printf("%s: %zd", what, n);
	for (ssize_t i = 0; i < n && bytes; i++)
		printf(" %02x", bytes[i]);
	printf("\n");
}

static void use(struct cusb_device *dev)
{
	uint8_t bytes[64], packet[64];

	memset(packet, 'a', sizeof packet);
	for (unsigned int i = 0; i < 4; i++) {
		print("request", cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, bytes, 8, 1000), bytes);
		print("write", cusb_ctrl_transfer(dev, 0x40, 2, i, 0, NULL, 0, 1000), NULL);
	}
	for (size_t length = 1; length <= 64; length += 21) {
		packet[0] = (uint8_t)length;
		print("out", cusb_write(dev, OUT_EP, packet, length, 1000), NULL);
		print("in", cusb_read(dev, IN_EP, bytes, sizeof bytes, 1000), bytes);
	}
	for (unsigned int i = 0; i < 5; i++)
		print("event", cusb_read(dev, EVENT_EP, bytes, 8, 20), bytes);
	print("clear", cusb_clear_halt(dev, EVENT_EP), NULL);
	for (unsigned int i = 0; i < 4; i++)
		print("event", cusb_read(dev, EVENT_EP, bytes, 8, 20), bytes);
}

int main(int argc, char **argv)
{
	struct cusb_virtual_builder *builder = NULL;
	struct cusb_virtual_kernel *kernel;
	struct cusb_virtual_model *loaded = NULL;
	struct cusb_backend *backend;
	struct cusb_device *dev;
	char why[160] = "";
	int err = argc > 1 ? cusb_virtual_load(argv[1], why, sizeof why, &loaded) : build(&builder);

	if (!err)
		err = cusb_virtual_kernel_new(&kernel);
	if (!err)
		err = cusb_virtual_plug(kernel, loaded ? loaded : &model, NULL);
	if (!err)
		err = cusb_virtual_kernel_backend(kernel, &backend);
	if (!err)
		err = cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe, idProduct, 0x99),
				&dev);
	if (err) {
		fprintf(stderr, "%s: %s\n", cusb_strerror(err), why);
		return EXIT_FAILURE;
	}
	use(dev);
	cusb_device_free(dev);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
	cusb_virtual_model_free(loaded);
	cusb_virtual_builder_free(builder);
	return EXIT_SUCCESS;
}
