/* SPDX-License-Identifier: MIT */
/*
 * Devices that are shared: a thread serves devices of a virtual kernel with <cusb/share.h>, and the
 * backend of src/backend/usbip is the client of each, over a socketpair.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <cusb/share.h>
#include <cusb/usbip.h>

#include "usbip/operation.h"

#include "world.h"

#define DEVICES_MAX 32

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *native;
static struct cusb_share *share;
static pthread_t thread;

/* A job for the thread, which alone uses the share object. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	void (*run)(void);
	bool is_over;
} job = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

#define PORTS 16

static bool plugged[3][PORTS]; /* by bus and port; under the job's lock */
static struct cusb_device *to_add;
static int to_serve;

static void note(const struct cusb_share_event *event, void *user)
{
	(void)user;
	if (event->change != CUSB_SHARE_UNPLUGGED)
		return;
	pthread_mutex_lock(&job.lock);
	plugged[event->dev->bus][event->dev->port_numbers[0]] = false;
	pthread_cond_broadcast(&job.changed);
	pthread_mutex_unlock(&job.lock);
}

static void run_job(void)
{
	void (*run)(void);

	pthread_mutex_lock(&job.lock);
	run = job.run;
	pthread_mutex_unlock(&job.lock);
	if (!run)
		return;
	run();
	pthread_mutex_lock(&job.lock);
	job.run = NULL;
	pthread_cond_broadcast(&job.changed);
	pthread_mutex_unlock(&job.lock);
}

static void *serve(void *unused)
{
	(void)unused;
	while (!job.is_over) {
		CHECK_OK(cusb_share_serve(share, CUSB_NO_TIMEOUT));
		run_job();
	}
	return NULL;
}

static void do_in_thread(void (*run)(void))
{
	pthread_mutex_lock(&job.lock);
	job.run = run;
	cusb_share_wake(share);
	while (job.run)
		pthread_cond_wait(&job.changed, &job.lock);
	pthread_mutex_unlock(&job.lock);
}

static void add(void)
{
	CHECK_OK(cusb_share_add_device(share, to_add));
	CHECK_OK(cusb_share_add_client(share, to_serve));
}

static void end(void)
{
	job.is_over = true;
	cusb_share_free(share);
}

static void share_begin(void)
{
	sigset_t all, before;

	CHECK_OK(cusb_virtual_kernel_new(&kernel));
	CHECK_OK(cusb_virtual_kernel_backend(kernel, &native));
	CHECK_OK(cusb_share_new(&(struct cusb_share_options){.clients = DEVICES_MAX, .event = note},
				&share));
	/* The signals of a case are for its own threads. */
	sigfillset(&all);
	CHECK_OK(pthread_sigmask(SIG_SETMASK, &all, &before));
	CHECK_OK(pthread_create(&thread, NULL, serve, NULL));
	CHECK_OK(pthread_sigmask(SIG_SETMASK, &before, NULL));
	CHECK_OK(cusb_usbip_new(NULL, &world.backend));
}

static void share_end(void)
{
	do_in_thread(end);
	pthread_join(thread, NULL);
	cusb_usbip_free(world.backend);
	CHECK_INT(virtual_kernel_open_fds(kernel), 0);
	cusb_usbfs_free(native);
	cusb_virtual_kernel_free(kernel);
}

/* Returns the device number of the server's answer. */
static uint32_t import(int fd, const char *busid)
{
	struct usbip_operation operation = {USBIP_VERSION, USBIP_OP_REQ_IMPORT, 0};
	uint8_t request[USBIP_OP_SIZE + USBIP_BUSID_SIZE] = {0};
	uint8_t reply[USBIP_OP_SIZE + USBIP_DEVICE_SIZE];
	struct usbip_device device;

	usbip_encode_operation(&operation, request);
	memcpy(request + USBIP_OP_SIZE, busid, strlen(busid));
	CHECK_INT(send(fd, request, sizeof request, 0), sizeof request);
	CHECK_INT(recv(fd, reply, sizeof reply, MSG_WAITALL), sizeof reply);
	usbip_decode_operation(reply, &operation);
	CHECK_INT(operation.code, USBIP_OP_REP_IMPORT);
	CHECK_INT(operation.status, USBIP_ST_OK);
	usbip_decode_device(reply + USBIP_OP_SIZE, &device);
	return device.busnum << 16 | device.devnum;
}

/* The first free port, as vhci_hcd takes it. SuperSpeed devices are on the second bus. */
static struct cusb_usbip_place take_place(enum cusb_speed speed)
{
	struct cusb_usbip_place place = {.bus = speed >= CUSB_SPEED_SUPER ? 2 : 1,
					 .port = 1,
					 .speed = (uint8_t)speed,
					 .returns_cancelled = true};

	pthread_mutex_lock(&job.lock);
	while (plugged[place.bus][place.port])
		place.port++;
	CHECK(place.port < PORTS);
	plugged[place.bus][place.port] = true;
	pthread_mutex_unlock(&job.lock);
	return place;
}

static void share_plug(const struct cusb_virtual_model *model, char *name)
{
	struct cusb_usbip_place place = take_place(model->speed);
	int ends[2];

	snprintf(name, 32, "%u-%u", place.bus, place.port);
	CHECK_OK(cusb_virtual_plug(kernel, model, name));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, native, name, name), &to_add));
	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	to_serve = ends[1];
	do_in_thread(add);
	cusb_device_free(to_add);
	place.devid = import(ends[0], name);
	CHECK_OK(cusb_usbip_add(world.backend, ends[0], &place));
}

static void share_await_gone(const char *name)
{
	unsigned int bus, port;

	CHECK_INT(sscanf(name, "%u-%u", &bus, &port), 2);
	pthread_mutex_lock(&job.lock);
	while (plugged[bus][port])
		pthread_cond_wait(&job.changed, &job.lock);
	pthread_mutex_unlock(&job.lock);
}

static void share_unplug(const char *name)
{
	CHECK_OK(cusb_virtual_unplug(kernel, name));
	share_await_gone(name);
}

static int share_settle(bool keep)
{
	(void)keep; /* to plug one in costs nothing */
	return 0;
}

const struct world_ops world_share = {
	.has = NEED_STRINGS | NEED_SETTINGS | NEED_ISOCHRONOUS | NEED_RESET,
	.begin = share_begin,
	.end = share_end,
	.plug = share_plug,
	.unplug = share_unplug,
	.await_gone = share_await_gone,
	.settle = share_settle,
};
