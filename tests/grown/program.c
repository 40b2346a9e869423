/* SPDX-License-Identifier: MIT */
/*
 * Uses each struct that a program allocates, and prints what the library did. Behind each struct is
 * a guard, which no library may write to. Compiled with headers whose structs have grown, it also
 * prints the members that these headers have in addition, and sets one.
 */
#include <cusb/cusb.h>
#include <cusb/virtual.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GUARD "not written by the library"
#define GUARDED(type, name)                                                                        \
	struct {                                                                                   \
		struct type it;                                                                    \
		char guard[sizeof GUARD];                                                          \
	} name = {.guard = GUARD}
#define INTACT(name) say(#name ": guard", strcmp((name).guard, GUARD))

#ifdef GROWN
#define ADDED(what, it) printf("%s: added member: %d\n", what, (int)(it).added[0])
#else
#define ADDED(what, it)
#endif

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

static void say(const char *what, long result)
{
	printf("%s: %ld\n", what, result);
}

static void say_done(const char *what, const struct cusb_transfer *transfer)
{
	printf("%s: status %d, %zu bytes\n", what, transfer->status, transfer->actual_length);
	ADDED(what, *transfer);
}

static struct cusb_device *find(const char *name)
{
	struct cusb_device *dev = NULL;

	say("find", cusb_find(CUSB_MATCH(backend, backend, name, name), &dev));
	return dev;
}

/* ---- transfers ------------------------------------------------------------------------------- */

static void move_bulk(struct cusb_device *dev)
{
	char text[] = "bulk data", got[sizeof text] = "";
	GUARDED(cusb_transfer, out);
	GUARDED(cusb_transfer, in);

	out.it = (struct cusb_transfer){
		.bEndpointAddress = 0x01, .data = text, .length = sizeof text};
	in.it = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = got, .length = sizeof got};
	say("bulk: run out", cusb_transfer_run(dev, &out.it));
	say("bulk: run in", cusb_transfer_run(dev, &in.it));
	say_done("bulk", &in.it);
	say("bulk: data", strcmp(got, text));
	say("bulk: write", cusb_write(dev, 0x01, text, sizeof text, 1000));
	say("bulk: read", cusb_read(dev, 0x81, got, sizeof got, 1000));
	INTACT(out);
	INTACT(in);
}

static void move_control(struct cusb_device *dev)
{
	unsigned char data[8 + 4] = {0};
	GUARDED(cusb_transfer, control);

	say("control: out", cusb_ctrl_transfer(dev, 0x40, 0, 0, 0, "ctl", 4, 1000));
	say("control: in", cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 4, 1000));
	say("control: data", memcmp(data, "ctl", 4));
	cusb_fill_setup(data, 0xc0, 1, 0, 0, 4);
	control.it = (struct cusb_transfer){.data = data, .length = sizeof data};
	say("control: run", cusb_transfer_run(dev, &control.it));
	say_done("control", &control.it);
	say("control: data", memcmp(data + 8, "ctl", 4));
	INTACT(control);
}

/* Several in flight, with timeouts, in a row in memory: the program has the size of the struct. */
static void move_queued(struct cusb_device *dev)
{
	struct cusb_transfer transfers[8], *done = NULL;
	char data[8][64];
	int late = 0;

	memset(transfers, 0, sizeof transfers);
	for (int i = 0; i < 8; i++) {
		transfers[i].bEndpointAddress = i % 2 ? 0x81 : 0x01;
		transfers[i].data = memset(data[i], i % 2 ? 0 : 'a' + i, sizeof data[i]);
		transfers[i].length = sizeof data[i];
		transfers[i].timeout_ms = 60000 - i;
		late |= cusb_submit(dev, &transfers[i]);
	}
	say("queue: submit", late);
	for (int i = 0; i < 8; i++)
		late |= cusb_reap(dev, 60000, &done) | done->status;
	say("queue: reap", late);
	say_done("queue", &transfers[7]);
	for (int i = 1; i < 8; i += 2)
		late |= memcmp(data[i], data[i - 1], sizeof data[i]);
	say("queue: data", late);
	transfers[0] = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = data, .length = 64};
	say("queue: submit", cusb_submit(dev, &transfers[0]));
	say("queue: cancel", cusb_cancel(dev, &transfers[0]));
	say("queue: reap", cusb_reap(dev, CUSB_NO_TIMEOUT, &done));
	say_done("queue: cancelled", done);
}

enum { PACKETS = 300, PACKET = 16 };

static void move_packets(struct cusb_device *dev, struct cusb_transfer *out,
			 struct cusb_transfer *in)
{
	static unsigned char sent[PACKETS * PACKET], got[PACKETS * PACKET];
	struct cusb_transfer *done = NULL;
	int wrong = 0;

	for (size_t i = 0; i < sizeof sent; i++)
		sent[i] = (unsigned char)(i / PACKET % 100);
	*out = (struct cusb_transfer){
		.bEndpointAddress = 0x01, .data = sent, .length = sizeof sent};
	*in = (struct cusb_transfer){.bEndpointAddress = 0x81, .data = got, .length = sizeof got};
	out->packet_count = in->packet_count = PACKETS;
	say("iso: fill", cusb_transfer_fill_packets(out, PACKET));
	say("iso: fill", cusb_transfer_fill_packets(in, PACKET));
	say("iso: run", cusb_transfer_run(dev, out));
	say("iso: submit", cusb_submit(dev, in));
	say("iso: reap", cusb_reap(dev, CUSB_NO_TIMEOUT, &done));
	say("iso: the transfer", done != in);
	say_done("iso", in);
	for (unsigned int i = 0; i < PACKETS; i++)
		wrong += cusb_transfer_packet(in, i)->status != 0;
	say("iso: failed packets", wrong);
	say("iso: compact", (long)cusb_transfer_compact(in));
	say("iso: data", memcmp(got, sent, in->actual_length));
}

/* In memory of the library, and in memory of the program. */
static void move_isochronous(struct cusb_device *dev)
{
	struct cusb_transfer *out = cusb_transfer_new(PACKETS);
	size_t size = cusb_transfer_size(PACKETS);
	char *memory = calloc(1, size + sizeof GUARD);

	say("iso: altsetting", cusb_set_altsetting(dev, 0, 1));
	strcpy(memory + size, GUARD);
	move_packets(dev, out, (struct cusb_transfer *)(void *)memory);
	say("iso: guard", strcmp(memory + size, GUARD));
	cusb_transfer_free(out);
	free(memory);
}

/* ---- the other structs ----------------------------------------------------------------------- */

static void watch(void)
{
	GUARDED(cusb_monitor_options, options);
	GUARDED(cusb_event, event);
	struct cusb_monitor *monitor = NULL;

	options.it = (struct cusb_monitor_options){.existing = true};
	say("monitor",
	    cusb_monitor_new(CUSB_MATCH(backend, backend, name, "1-2"), &options.it, &monitor));
	say("monitor: next", cusb_monitor_next(monitor, 60000, &event.it));
	printf("monitor: event %d of %s\n", event.it.type, event.it.dev->name);
	ADDED("monitor", event.it);
	cusb_device_free(event.it.dev);
	cusb_monitor_free(monitor);
	INTACT(options);
	INTACT(event);
}

static int no_file(void *user, int dirfd, const char *path, int flags)
{
	(void)user;
	(void)dirfd;
	(void)path;
	(void)flags;
	return -ENOENT;
}

static void find_nothing(void)
{
	GUARDED(cusb_usbfs_options, options);
	GUARDED(cusb_syscalls, syscalls);
	struct cusb_backend *empty = NULL;
	struct cusb_device **list = NULL;

	syscalls.it = (struct cusb_syscalls){.openat = no_file};
	options.it = (struct cusb_usbfs_options){.sysfs_root = "/none", .syscalls = &syscalls.it};
	say("usbfs", cusb_usbfs_new(&options.it, &empty));
	say("usbfs: devices", cusb_find_all(CUSB_MATCH(backend, empty), &list));
	cusb_free_list(list);
	cusb_usbfs_free(empty);
#ifdef GROWN
	empty = NULL;
	options.it.added[0] = 1;
	printf("usbfs: added member: %d\n", cusb_usbfs_new(&options.it, &empty));
	cusb_usbfs_free(empty);
#endif
	INTACT(options);
	INTACT(syscalls);
}

static ssize_t answer(struct cusb_virtual_device *dev, const struct cusb_setup *setup,
		      uint8_t *data)
{
	(void)dev;
	memset(data, 'm', setup->wLength);
	return setup->wLength;
}

static void build(struct cusb_virtual_model *model, struct cusb_virtual_builder **builder)
{
	GUARDED(cusb_virtual_identity, identity);
	GUARDED(cusb_virtual_configuration, configuration);
	GUARDED(cusb_virtual_interface, interface);
	GUARDED(cusb_virtual_endpoint, endpoint);

	identity.it = (struct cusb_virtual_identity){.idVendor = 0xfffe, .product = "Lamp"};
	configuration.it = (struct cusb_virtual_configuration){.string = "first"};
	interface.it = (struct cusb_virtual_interface){.string = "main"};
	endpoint.it = (struct cusb_virtual_endpoint){.bEndpointAddress = 0x82,
						     .bmAttributes = CUSB_ENDPOINT_TYPE_BULK,
						     .wMaxPacketSize = 512};
	say("build", cusb_virtual_builder_new(&identity.it, builder));
	cusb_virtual_add_configuration(*builder, &configuration.it);
	cusb_virtual_add_interface(*builder, &interface.it);
	cusb_virtual_add_endpoint(*builder, &endpoint.it);
	say("build", cusb_virtual_build(*builder, model));
	INTACT(identity);
	INTACT(configuration);
	INTACT(interface);
	INTACT(endpoint);
}

static void use_model(void)
{
	GUARDED(cusb_virtual_model, model);
	GUARDED(cusb_virtual_fault, fault);
	struct cusb_virtual_builder *builder = NULL;
	struct cusb_device *dev;
	const struct cusb_endpoint *ep;
	const char *product = NULL;
	char data[4] = "";

	model.it = (struct cusb_virtual_model){.name = "lamp", .control = answer};
	build(&model.it, &builder);
	say("model: plug", cusb_virtual_plug(kernel, &model.it, "1-3"));
	dev = find("1-3");
	ep = cusb_endpoint_at(cusb_interface_at(cusb_configuration_at(dev, 0), 0, 0), 0);
	say("model: product", cusb_product(dev, &product));
	printf("model: %s, endpoint %#x\n", product, ep->bEndpointAddress);
	fault.it = (struct cusb_virtual_fault){.times = 1}; /* a stall */
	say("model: fault", cusb_virtual_add_fault(kernel, "1-3", &fault.it));
	say("model: stalled", cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 4, 1000));
	say("model: control", cusb_ctrl_transfer(dev, 0xc0, 1, 0, 0, data, 4, 1000));
	say("model: data", memcmp(data, "mmmm", 4));
	cusb_device_free(dev);
	say("model: unplug", cusb_virtual_unplug(kernel, "1-3"));
	cusb_virtual_builder_free(builder);
	INTACT(model);
	INTACT(fault);
}

int main(void)
{
	struct cusb_device *loopback, *iso;

	say("kernel", cusb_virtual_kernel_new(&kernel));
	say("kernel: backend", cusb_virtual_kernel_backend(kernel, &backend));
	say("plug", cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1"));
	say("plug", cusb_virtual_plug(kernel, cusb_virtual_find_model("iso"), "1-2"));
	loopback = find("1-1");
	iso = find("1-2");
	move_bulk(loopback);
	move_control(loopback);
	move_queued(loopback);
	move_isochronous(iso);
	watch();
	find_nothing();
	use_model();
	cusb_device_free(loopback);
	cusb_device_free(iso);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
	puts("end");
	return 0;
}
