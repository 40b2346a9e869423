/* SPDX-License-Identifier: MIT */
/* The steps of the program: nearly all that a program can do with a device. */
#include <errno.h>
#include <string.h>

#include "demand.h"
#include "input.h"
#include "program/program.h"

#define STEPS_MAX 60

static void step_submit(struct cusb_device *dev)
{
	struct own *own = any_own();

	if (!own->in_flight)
		own_prepare(dev, own);
	own_submit(dev, own);
}

static void step_reap(struct cusb_device *dev)
{
	static const int timeouts[] = {CUSB_DONT_WAIT, CUSB_DONT_WAIT, 1, 100};

	own_reap(dev, timeouts[input_byte() & 3]);
}

static void step_transfer(struct cusb_device *dev)
{
	struct own *own = any_own();
	int err;

	if (own->in_flight)
		return;
	own_prepare(dev, own);
	err = cusb_transfer_run(dev, own->transfer);
	demand(err <= 0);
	demand(err < 0 || own->transfer->actual_length <= own->transfer->length);
}

static void step_cancel(struct cusb_device *dev)
{
	struct own *own = any_own();
	int err = cusb_cancel(dev, own->transfer);

	demand(own->in_flight == (err == 0 || err == -EALREADY));
}

static void step_cancel_all(struct cusb_device *dev)
{
	const struct cusb_endpoint *ep = any_endpoint(dev);

	demand(cusb_cancel_all(dev, ep ? ep->bEndpointAddress : 0) <= OWNS);
}

static void step_close(struct cusb_device *dev)
{
	if (input_says(64))
		cusb_dispose_resources(dev);
	else
		cusb_close(dev);
}

/* Memory of that size, with nothing of the program behind it. */
static uint8_t *room_of(size_t size)
{
	static uint8_t room[OWN_ROOM];

	return room + OWN_ROOM - size;
}

static void step_read_write(struct cusb_device *dev)
{
	const struct cusb_endpoint *ep = any_endpoint(dev);
	size_t length = (size_t)input_byte() * 256;
	uint8_t *data = room_of(length);
	ssize_t n = 0;

	if (ep && ep->bEndpointAddress & CUSB_ENDPOINT_IN)
		n = cusb_read(dev, ep->bEndpointAddress, data, length, 1);
	else if (ep)
		n = cusb_endpoint_write(ep, data, length, CUSB_DEFAULT_TIMEOUT);
	demand(n <= (ssize_t)length);
}

static void step_control(struct cusb_device *dev)
{
	size_t length = input_says(32) ? 5000 : input_byte();
	int timeout_ms = input_says(64) ? CUSB_NO_TIMEOUT : 10;
	uint8_t setup[4];

	input_fill(setup, sizeof setup);
	demand(cusb_ctrl_transfer(dev, setup[0], setup[1], setup[2], setup[3], room_of(length),
				  length, timeout_ms) <= (ssize_t)length);
}

static void step_setting(struct cusb_device *dev)
{
	uint8_t how = input_byte();

	switch (how & 7) {
	case 0:
		cusb_set_configuration(dev, how >> 6 ? how >> 6 : CUSB_FIRST);
		break;
	case 1:
		cusb_ensure_configuration(dev, how >> 6);
		break;
	case 2:
		cusb_ensure_altsetting(dev, CUSB_FIRST, how >> 6);
		break;
	case 3:
		cusb_reset(dev);
		break;
	default:
		cusb_set_altsetting(dev, how >> 3 & 1, how >> 6);
		break;
	}
}

static void step_claim(struct cusb_device *dev)
{
	uint8_t how = input_byte();
	char name[16];

	cusb_set_auto_detach(dev, how & 0x80);
	cusb_set_interruptible(dev, how & 0x40);
	switch (how & 7) {
	case 0:
		cusb_detach_kernel_driver(dev, how >> 3 & 1);
		break;
	case 1:
		cusb_attach_kernel_driver(dev, how >> 3 & 1);
		break;
	case 2:
		if (cusb_kernel_driver(dev, how >> 3 & 1, name, sizeof name) == 0)
			demand(memchr(name, '\0', sizeof name));
		break;
	case 3:
		cusb_release_interface(dev, how >> 3 & 1);
		break;
	default:
		cusb_claim_interface(dev, how >> 3 & 1);
		break;
	}
}

static void step_endpoint(struct cusb_device *dev)
{
	const struct cusb_endpoint *ep = any_endpoint(dev);
	uint8_t address = ep ? ep->bEndpointAddress : 0, how = input_byte();

	switch (how & 3) {
	case 0:
		cusb_clear_halt(dev, address);
		break;
	case 1:
		cusb_reset_endpoint(dev, address);
		break;
	case 2:
		cusb_streams_alloc(dev, how >> 2, &address, 1);
		break;
	default:
		cusb_streams_free(dev, &address, 1);
		break;
	}
}

static void check_text(const char *text, size_t length, size_t size)
{
	demand(strlen(text) < size);
	for (size_t i = 0; i < length && text[i]; i++)
		demand((unsigned char)text[i] >= ' ' || text[i] == '\n');
}

static void step_texts(struct cusb_device *dev)
{
	char text[CUSB_STRING_SIZE + 100];
	unsigned int index = input_byte();
	const char *product;

	if (input_says(16)) { /* it takes long */
		cusb_describe_device(dev, text, sizeof text);
		check_text(text, sizeof text, sizeof text);
	}
	if (cusb_product(dev, &product) == 0)
		demand(strlen(product) < CUSB_STRING_SIZE);
	if (cusb_get_string(dev, index, input_says(64) ? 0x409 : -1, text, 20) >= 0)
		demand(strlen(text) < 20);
}

static void step_facts(struct cusb_device *dev)
{
	const struct cusb_configuration *cfg;
	uint8_t ports[CUSB_HUB_PORTS_MAX];
	struct cusb_device *parent;
	struct cusb_bos *bos;

	if (cusb_get_bos(dev, &bos) == 0)
		cusb_bos_free(bos);
	if (cusb_active_configuration(dev, &cfg) == 0)
		demand(cfg->device == dev);
	demand(cusb_hub_ports(dev, ports) <= CUSB_HUB_PORTS_MAX);
	if (cusb_parent(dev, &parent) == 0)
		cusb_device_free(parent);
	cusb_device_speed(dev);
	cusb_altsetting(dev, 0);
	demand(cusb_poll_timeout(dev) >= -1);
	cusb_poll_fd(dev);
}

static void step_power(struct cusb_device *dev)
{
	cusb_allow_suspend(dev);
	cusb_wait_for_resume(dev);
	cusb_forbid_suspend(dev);
	cusb_claim_port(dev, 1);
	cusb_drop_privileges(dev, input_byte());
}

static void step_buffer(struct cusb_device *dev)
{
	void *buffer;

	if (cusb_buffer_alloc(dev, 4096, &buffer) == 0 && !input_says(64))
		cusb_buffer_free(dev, buffer);
}

/* A second object on the descriptor of the first: only one of them can be open. */
static void step_twin(struct cusb_device *dev)
{
	struct cusb_device *twin;
	int fd = cusb_poll_fd(dev);

	if (fd < 0 || cusb_device_from_fd(fd, &twin) < 0)
		return;
	demand(cusb_open(twin) < 0);
	cusb_device_free(twin);
}

/* The kernel decides, and a transfer may have a type that its endpoint does not have. */
static void step_by_hand(struct cusb_device *dev)
{
	struct own *own = any_own();
	uint8_t how = input_byte();

	cusb_set_automatic(dev, how & 1);
	if (how & 2)
		cusb_open(dev);
	if (how & 4)
		cusb_claim_from_driver(dev, how >> 3 & 1);
	if (how & 0x80)
		cusb_set_configuration(dev, CUSB_UNCONFIGURED);
	if (!own->in_flight) {
		own_prepare(dev, own);
		own->transfer->flags |= how & CUSB_TYPE_MASK;
	}
	own_submit(dev, own);
}

/* A further object, which may be open beside the first one. */
static void step_copy(struct cusb_device *dev)
{
	struct cusb_device *copy;
	size_t length;

	if (cusb_device_copy(dev, &copy) < 0)
		return;
	demand(cusb_same_device(dev, copy));
	demand(cusb_descriptors(copy, &length) && length >= 18);
	demand(cusb_active_configuration_value(copy) <= 255);
	cusb_clear_halt(copy, 0x81);
	cusb_device_free(copy);
}

/* Steps without a place of their own submit and reap, so that a new step leaves the others alone.
 */
static void do_step(struct cusb_device *dev, unsigned int which)
{
	static void (*const steps[])(struct cusb_device *) = {
		step_submit,	 step_reap,    step_transfer, step_cancel, step_cancel_all,
		step_close,	 step_control, step_setting,  step_claim,  step_endpoint,
		step_read_write, step_texts,   step_facts,    step_power,  step_buffer,
		step_twin,	 step_by_hand, step_copy,
	};
	size_t count = sizeof steps / sizeof steps[0];

	steps[which < count ? which : which & 1](dev);
}

void program_use(struct cusb_device *dev)
{
	for (unsigned int i = 0; i < STEPS_MAX && input_left(); i++)
		do_step(dev, input_byte() & 31);
}
