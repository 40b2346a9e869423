/* SPDX-License-Identifier: MIT */
/* A device of the program's own: built, plugged in, used, and acted upon from its other side. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "queue_case.h"

/* A lamp: 0x40/1 switches it, 0xc0/2 asks, and its button sends a byte. */
struct lamp {
	bool on;
	uint8_t button; /* 0: not pressed */
};

static ssize_t lamp_control(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
			    uint8_t *data)
{
	struct lamp *lamp = cusb_virtual_state(dev);

	if (setup->bmRequestType == 0x40 && setup->bRequest == 1) {
		lamp->on = setup->wValue;
		return 0;
	}
	if (setup->bmRequestType != 0xc0 || setup->bRequest != 2 || setup->wLength == 0)
		return -EPIPE;
	data[0] = lamp->on;
	return 1;
}

static ssize_t lamp_in(struct cusb_virtual_device *dev, uint8_t bEndpointAddress, uint8_t *packet,
		       size_t room)
{
	struct lamp *lamp = cusb_virtual_state(dev);

	(void)bEndpointAddress;
	if (!lamp->button || room == 0)
		return -EAGAIN;
	packet[0] = lamp->button;
	lamp->button = 0;
	return 1;
}

static struct cusb_virtual_builder *builder;
static struct cusb_virtual_model lamp;

static void build_lamp(enum cusb_speed speed)
{
	struct cusb_virtual_identity identity = {.speed = speed,
						 .idVendor = 0xfffe,
						 .idProduct = 0x0042,
						 .product = "Lämp",
						 .serial_number = "42"};
	struct cusb_virtual_endpoint button = {.bEndpointAddress = 0x81,
					       .bmAttributes = CUSB_ENDPOINT_TYPE_INTR,
					       .wMaxPacketSize = 8,
					       .bInterval = speed < CUSB_SPEED_HIGH ? 10 : 4};

	CHECK_OK(cusb_virtual_builder_new(&identity, &builder));
	cusb_virtual_add_configuration(builder,
				       &(struct cusb_virtual_configuration){.max_power_ma = 248});
	cusb_virtual_add_interface(
		builder, &(struct cusb_virtual_interface){.bInterfaceClass = CUSB_CLASS_VENDOR});
	cusb_virtual_add_endpoint(builder, &button);
	lamp.state_size = sizeof(struct lamp);
	lamp.control = lamp_control;
	lamp.in = lamp_in;
	CHECK_OK(cusb_virtual_build(builder, &lamp));
}

static struct cusb_device *plug_lamp(void)
{
	build_lamp(CUSB_SPEED_FULL);
	return find_name(world_plug_model(&lamp));
}

/* The builder has lent its descriptors to the model, and so to the device. */
static void end_lamp(struct cusb_device *dev)
{
	char name[32];

	strcpy(name, dev->name);
	cusb_device_free(dev);
	world_unplug(name);
	cusb_virtual_builder_free(builder);
}

static void check_built(enum cusb_speed speed)
{
	const struct cusb_configuration *config = NULL;
	struct cusb_device *dev;
	const char *text = NULL;

	build_lamp(speed);
	dev = find_name(world_plug_model(&lamp));
	CHECK_INT(dev->idProduct, 0x0042);
	CHECK_INT(cusb_device_speed(dev), speed);
	CHECK_OK(cusb_product(dev, &text));
	CHECK_STR(text, "Lämp");
	CHECK_OK(cusb_active_configuration(dev, &config));
	CHECK_INT(config->bNumInterfaces, 1);
	CHECK_INT(cusb_configuration_ma(config), 248);
	CHECK_INT(config->altsettings[0].endpoints[0].wMaxPacketSize, 8);
	end_lamp(dev);
}

CASE(built_device_of_full_speed)
{
	check_built(CUSB_SPEED_FULL);
}

CASE(built_device_of_high_speed)
{
	check_built(CUSB_SPEED_HIGH);
}

CASE(built_device_of_super_speed)
{
	check_built(CUSB_SPEED_SUPER);
}

CASE(built_device_answers_requests)
{
	struct cusb_device *dev = plug_lamp();
	uint8_t on = 9;

	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 2, 0, 0, &on, 1, GUARD_MS), 1);
	CHECK_INT(on, 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x40, 1, 1, 0, NULL, 0, GUARD_MS), 0);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 2, 0, 0, &on, 1, GUARD_MS), 1);
	CHECK_INT(on, 1);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 3, 0, 0, &on, 1, GUARD_MS), -EPIPE);
	end_lamp(dev);
}

#define ONLY_VIRTUAL "only devices of this process can be called"

static int press(struct cusb_virtual_device *dev, void *user)
{
	struct lamp *state = cusb_virtual_state(dev);

	state->button = *(const uint8_t *)user;
	return 0;
}

static void press_button(const char *name, uint8_t button)
{
	CHECK_OK(cusb_virtual_call(world.kernel, name, press, &button));
}

static void *press_later(void *name)
{
	sleep_ms(30);
	press_button(name, 7);
	return NULL;
}

CASE_ONLY(button_wakes_a_reader, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct cusb_device *dev = plug_lamp();
	pthread_t thread;
	uint8_t data[8];
	char name[32];

	strcpy(name, dev->name);
	CHECK_OK(pthread_create(&thread, NULL, press_later, name));
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, CUSB_NO_TIMEOUT), 1);
	CHECK_INT(data[0], 7);
	pthread_join(thread, NULL);
	end_lamp(dev);
}

CASE_ONLY(button_wakes_a_loop, WORLD_VIRTUAL, ONLY_VIRTUAL)
{
	struct cusb_device *dev = plug_lamp();
	struct cusb_transfer *in = submit(dev, 0x81, 8, 0);
	struct pollfd fd = {.fd = cusb_poll_fd(dev), .events = POLLOUT};

	CHECK_INT(poll(&fd, 1, 0), 0);
	press_button(dev->name, 7);
	CHECK_INT(poll(&fd, 1, 0), 1);
	CHECK_REAPED(dev, in, 0, 1);
	transfer_end(in);
	end_lamp(dev);
}

/* Waits in epoll, reaps, and counts how often it woke. */
static int wait_for_all(struct cusb_device *dev, int epoll, int left)
{
	int turns = 0;

	for (; left > 0; turns++) {
		struct epoll_event event;
		struct cusb_transfer *done;

		CHECK_INT(epoll_wait(epoll, &event, 1, cusb_poll_timeout(dev)), 1);
		while (cusb_reap(dev, CUSB_DONT_WAIT, &done) == 0)
			left--;
	}
	return turns;
}

CASE_ONLY(delay_in_a_loop_of_the_program, WORLD_VIRTUAL, "faults are set while it runs")
{
	struct cusb_device *dev = plug_lamp();
	struct cusb_virtual_fault late = {
		.bEndpointAddress = 0x81, .kind = CUSB_VIRTUAL_DELAY, .ms = 30};
	struct epoll_event event = {.events = EPOLLOUT};
	struct cusb_transfer *in;
	int epoll = epoll_create1(EPOLL_CLOEXEC);
	int64_t start = now_ms();

	CHECK_OK(cusb_virtual_add_fault(world.kernel, dev->name, &late));
	CHECK_OK(epoll_ctl(epoll, EPOLL_CTL_ADD, cusb_poll_fd(dev), &event));
	press_button(dev->name, 7);
	in = submit(dev, 0x81, 8, 0);
	CHECK(wait_for_all(dev, epoll, 1) <= 2); /* it sleeps, and does not spin */
	CHECK(now_ms() - start >= 29);
	CHECK_INT(in->status, 0);
	CHECK_INT(in->actual_length, 1);
	transfer_end(in);
	close(epoll);
	end_lamp(dev);
}

CASE_ONLY(faults_come_and_go, WORLD_VIRTUAL, "faults are set while it runs")
{
	struct cusb_device *dev = plug_lamp();
	struct cusb_virtual_fault stall = {.bEndpointAddress = 0x00, .kind = CUSB_VIRTUAL_STALL};
	uint8_t on;

	CHECK_OK(cusb_virtual_add_fault(world.kernel, dev->name, &stall));
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 2, 0, 0, &on, 1, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 2, 0, 0, &on, 1, GUARD_MS), -EPIPE);
	CHECK_OK(cusb_virtual_add_fault(world.kernel, dev->name, NULL));
	CHECK_INT(cusb_ctrl_transfer(dev, 0xc0, 2, 0, 0, &on, 1, GUARD_MS), 1);
	end_lamp(dev);
}

CASE_ONLY(standard_requests_fail_as_well, WORLD_VIRTUAL, "a kernel sends some of its own")
{
	struct cusb_device *dev = plug_loopback();
	struct cusb_virtual_fault stall = {
		.bEndpointAddress = 0x80, .kind = CUSB_VIRTUAL_STALL, .times = 2};

	CHECK_OK(cusb_virtual_add_fault(world.kernel, dev->name, &stall));
	CHECK_INT(cusb_set_configuration(dev, 2), -EPIPE);
	stall.after = 1;
	CHECK_INT(cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, (uint8_t[2]){0}, 2, GUARD_MS), -EPIPE);
	CHECK_INT(cusb_ctrl_transfer(dev, 0x80, 0, 0, 0, (uint8_t[2]){0}, 2, GUARD_MS), 2);
	cusb_device_free(dev);
}
