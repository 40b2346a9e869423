/* SPDX-License-Identifier: MIT */
/*
 * The backend for USB/IP with a server on 127.0.0.1, which lists its devices and lends each to one
 * client at a time. The server of the case may also misbehave.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cusb/usbip.h>

#include "usbip/operation.h"
#include "virtual/usbip/server.h"

#include "world.h"

#define CASE_HOST(name) CASE_IN_(name, WORLD_USBIP, "it is about the backend for USB/IP", 0)

#define DEVICES_MAX 8
#define PATIENT_MS  10000 /* opening tries a busy device for half of it */

static struct exported {
	const struct cusb_virtual_model *model;
	struct usbip_device device;
	atomic_bool in_use;
	struct usbip_server *server; /* of its client; the host's lock */
} exported[DEVICES_MAX];

static struct host {
	int listener;
	char port[8];
	pthread_t threads[512];
	size_t thread_count;
	pthread_mutex_t lock;
	atomic_int lists, imports;
	unsigned int exported_count;
	int end_ms; /* from the end of a connection until the device is free */
	/* Instead of the answer to a request, if it is not NULL. */
	void (*misdeed)(int fd);
} host;

/* ---- the server ------------------------------------------------------------------------------ */

static void send_all(int fd, const void *bytes, size_t length)
{
	send(fd, bytes, length, MSG_NOSIGNAL);
}

static void send_operation(int fd, uint16_t code, uint32_t status)
{
	uint8_t bytes[USBIP_OP_SIZE];

	usbip_encode_operation(&(struct usbip_operation){USBIP_VERSION, code, status}, bytes);
	send_all(fd, bytes, sizeof bytes);
}

static void send_device(int fd, const struct usbip_device *device)
{
	uint8_t bytes[USBIP_DEVICE_SIZE];

	usbip_encode_device(device, bytes);
	send_all(fd, bytes, sizeof bytes);
}

/* As usbipd: without the devices that are in use. */
static void answer_list(int fd)
{
	uint8_t count[4] = {0};

	atomic_fetch_add(&host.lists, 1);
	for (unsigned int i = 0; i < host.exported_count; i++)
		if (exported[i].model && !exported[i].in_use)
			count[3]++;
	send_operation(fd, USBIP_OP_REP_DEVLIST, USBIP_ST_OK);
	send_all(fd, count, sizeof count);
	for (unsigned int i = 0; i < host.exported_count; i++)
		if (exported[i].model && !exported[i].in_use)
			send_device(fd, &exported[i].device);
}

static struct exported *find_exported(const char *busid)
{
	for (unsigned int i = 0; i < host.exported_count; i++)
		if (exported[i].model && strcmp(exported[i].device.busid, busid) == 0)
			return &exported[i];
	return NULL;
}

static void lend(struct exported *found, int fd)
{
	send_operation(fd, USBIP_OP_REP_IMPORT, USBIP_ST_OK);
	send_device(fd, &found->device);
	pthread_mutex_lock(&host.lock);
	found->server = usbip_server_new(found->model, fd);
	pthread_mutex_unlock(&host.lock);
	usbip_server_run(found->server);
	pthread_mutex_lock(&host.lock);
	usbip_server_free(found->server);
	found->server = NULL;
	pthread_mutex_unlock(&host.lock);
	sleep_ms(host.end_ms);
	found->in_use = false;
}

/* Whether the descriptor is the server's now. */
static bool answer_import(int fd)
{
	char busid[USBIP_BUSID_SIZE];
	struct exported *found;

	if (recv(fd, busid, sizeof busid, MSG_WAITALL) != sizeof busid)
		return false;
	atomic_fetch_add(&host.imports, 1);
	found = find_exported(busid);
	if (!found) {
		send_operation(fd, USBIP_OP_REP_IMPORT, USBIP_ST_NODEV);
	} else if (atomic_exchange(&found->in_use, true)) {
		send_operation(fd, USBIP_OP_REP_IMPORT, USBIP_ST_DEV_BUSY);
	} else {
		lend(found, fd);
		return true;
	}
	return false;
}

static void *serve(void *user)
{
	int fd = (int)(intptr_t)user;
	uint8_t bytes[USBIP_OP_SIZE];
	struct usbip_operation request = {0};
	bool is_taken = false;

	if (recv(fd, bytes, sizeof bytes, MSG_WAITALL) == sizeof bytes)
		usbip_decode_operation(bytes, &request);
	if (host.misdeed)
		host.misdeed(fd);
	else if (request.code == USBIP_OP_REQ_DEVLIST)
		answer_list(fd);
	else if (request.code == USBIP_OP_REQ_IMPORT)
		is_taken = answer_import(fd);
	if (!is_taken)
		close(fd);
	return NULL;
}

static void *accept_all(void *unused)
{
	int fd;

	(void)unused;
	while ((fd = accept(host.listener, NULL, NULL)) >= 0) {
		CHECK(host.thread_count < sizeof host.threads / sizeof host.threads[0]);
		CHECK_OK(pthread_create(&host.threads[host.thread_count++], NULL, serve,
					(void *)(intptr_t)fd));
	}
	return NULL;
}

static pthread_t acceptor;

static void export_device(const char *model, const char *busid, uint8_t devnum)
{
	struct exported *device = &exported[host.exported_count++];

	device->model = cusb_virtual_find_model(model);
	CHECK(device->model);
	device->device = (struct usbip_device){
		.busnum = 1, .devnum = devnum, .speed = 3, .idVendor = 0xfffe};
	snprintf(device->device.busid, sizeof device->device.busid, "%s", busid);
}

static void await_free(int index)
{
	while (exported[index].in_use)
		sleep_ms(1);
}

static struct cusb_backend *host_begin(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof address;
	struct cusb_backend *backend;

	host.listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	CHECK_OK(bind(host.listener, (struct sockaddr *)&address, sizeof address));
	CHECK_OK(listen(host.listener, 16));
	CHECK_OK(getsockname(host.listener, (struct sockaddr *)&address, &size));
	snprintf(host.port, sizeof host.port, "%u", ntohs(address.sin_port));
	pthread_mutex_init(&host.lock, NULL);
	CHECK_OK(pthread_create(&acceptor, NULL, accept_all, NULL));
	CHECK_OK(cusb_usbip_new(&(struct cusb_usbip_options){.host = "127.0.0.1",
							     .service = host.port,
							     .connect_timeout_ms = GUARD_MS},
				&backend));
	return backend;
}

static void host_end(struct cusb_backend *backend)
{
	cusb_usbip_free(backend);
	shutdown(host.listener, SHUT_RDWR);
	pthread_join(acceptor, NULL);
	for (size_t i = 0; i < host.thread_count; i++)
		pthread_join(host.threads[i], NULL);
	close(host.listener);
}

/* ---- the cases ------------------------------------------------------------------------------- */

CASE_HOST(devices_of_a_server_are_found_and_used)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev, *second;

	export_device("loopback", "1-2.3", 7);
	export_device("loopback", "1-2.4", 8);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, idVendor, 0xfffe, idProduct, 1), &dev));
	CHECK(strcmp(dev->name, "1-2.3") == 0);
	CHECK_INT(dev->bus, 1);
	CHECK_INT(dev->address, 7);
	CHECK_INT(dev->port_count, 2);
	CHECK_INT(dev->port_numbers[1], 3);
	CHECK_INT(cusb_device_speed(dev), CUSB_SPEED_HIGH);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, "1-2.4"), &second));
	check_loopback(dev, 0x01, 0x81, 700);
	check_loopback(second, 0x01, 0x81, 700);
	cusb_device_free(dev);
	cusb_device_free(second);
	host_end(backend);
}

/* Some servers have names of their own. */
CASE_HOST(a_name_that_is_not_of_sysfs_has_no_ports)
{
	static const char *const names[] = {"3-16-2", "tty", "1-", "1-2.", "1-0", "1-2.256", "-1"};
	struct cusb_backend *backend = host_begin();

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		export_device("loopback", names[i], (uint8_t)(9 + i));
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct cusb_device *dev;

		CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, names[i]), &dev));
		CHECK_INT(dev->bus, 1);
		CHECK_INT(dev->port_count, 1);
		CHECK_INT(dev->port_numbers[0], 9 + i);
		cusb_device_free(dev);
	}
	host_end(backend);
}

CASE_HOST(descriptors_are_read_once)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev;

	export_device("loopback", "1-1", 2);
	for (int i = 0; i < 3; i++) {
		CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &dev));
		cusb_device_free(dev);
	}
	CHECK(host.lists >= 3);
	CHECK_INT(host.imports, 1);
	host_end(backend);
}

/* They are read with the descriptors. */
CASE_HOST(strings_are_known_without_opening)
{
	struct cusb_backend *backend = host_begin();
	const char *product, *serial;
	struct cusb_device *dev;

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, product, "Loopback ∞ Übungsgerät"), &dev));
	CHECK_OK(cusb_product(dev, &product));
	CHECK_OK(cusb_serial_number(dev, &serial));
	CHECK_STR(product, "Loopback ∞ Übungsgerät");
	CHECK_STR(serial, "0001-π");
	CHECK(!cusb_is_open(dev));
	CHECK_INT(host.imports, 1);
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend, product, "Other"),
			    &(struct cusb_device *){0}),
		  -ENODEV);
	cusb_device_free(dev);
	host_end(backend);
}

/* Terminals and logs show names. */
CASE_HOST(a_name_with_control_characters_is_not_listed)
{
	static const char *const names[] = {"1-1\n1-2", "\x1b[2J", "1 1", "", "\xc3\xbc"};
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		export_device("loopback", names[i], (uint8_t)(9 + i));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend), &dev), -ENODEV);
	CHECK_INT(host.imports, 0);
	host_end(backend);
}

CASE_HOST(a_device_in_use_here_is_still_listed)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev, *again;

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &dev));
	CHECK_OK(cusb_open(dev));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &again));
	CHECK(cusb_same_device(dev, again));
	check_loopback(again, 0x01, 0x81, 64);
	cusb_device_free(again);
	check_loopback(dev, 0x01, 0x81, 64);
	cusb_close(dev);
	check_loopback(dev, 0x01, 0x81, 64);
	cusb_device_free(dev);
	host_end(backend);
}

CASE_HOST(a_device_that_the_server_drops_is_gone)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev, *again;
	char data[64];

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, "1-1"), &dev));
	CHECK_OK(cusb_open(dev));
	pthread_mutex_lock(&host.lock);
	usbip_server_stop(exported[0].server);
	pthread_mutex_unlock(&host.lock);
	CHECK_INT(cusb_read(dev, 0x81, data, sizeof data, GUARD_MS), -ENODEV);
	await_free(0);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend, name, "1-1"), &again));
	CHECK(!cusb_same_device(dev, again));
	check_loopback(again, 0x01, 0x81, 64);
	cusb_device_free(again);
	cusb_device_free(dev);
	exported[0].model = NULL;
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend), &dev), -ENODEV);
	host_end(backend);
}

/* As usbip-host, which resets a device then. */
CASE_HOST(a_device_is_found_while_the_server_is_busy_with_its_end)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev;

	host.end_ms = 300;
	export_device("loopback", "1-1", 2);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &dev));
		check_loopback(dev, 0x01, 0x81, 64);
		cusb_device_free(dev);
	}
	host_end(backend);
}

CASE_HOST(a_device_of_another_client_is_busy)
{
	struct cusb_backend *backend = host_begin(), *other;
	struct cusb_device *dev, *mine;

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_usbip_new(&(struct cusb_usbip_options){.host = "127.0.0.1",
							     .service = host.port,
							     .connect_timeout_ms = PATIENT_MS},
				&other));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, other), &mine));
	await_free(0);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &dev));
	CHECK_OK(cusb_open(dev));
	CHECK_INT(cusb_open(mine), -EBUSY);
	cusb_device_free(dev);
	await_free(0);
	CHECK_OK(cusb_open(mine));
	cusb_device_free(mine);
	cusb_usbip_free(other);
	host_end(backend);
}

/* ---- names of machines ----------------------------------------------------------------------- */

static atomic_int resolved;

static int resolve(const char *name, const char *service, const struct addrinfo *hints,
		   struct addrinfo **addresses)
{
	static struct sockaddr_in address;
	static struct addrinfo none, found;

	if (strcmp(name, "lab") != 0 || hints->ai_socktype != SOCK_STREAM)
		return EAI_NONAME;
	address = (struct sockaddr_in){.sin_family = AF_INET,
				       .sin_port = htons((uint16_t)atoi(service)),
				       .sin_addr = {htonl(INADDR_LOOPBACK)}};
	found = (struct addrinfo){.ai_addr = (struct sockaddr *)&address,
				  .ai_addrlen = sizeof address};
	/* An address that cannot be connected to comes first. */
	none = found;
	none.ai_addrlen = 1;
	none.ai_next = &found;
	*addresses = &none;
	resolved++;
	return 0;
}

static void free_resolved(struct addrinfo *addresses)
{
	CHECK(addresses->ai_next);
	resolved--;
}

static int find_at(const char *name, const char *port, bool has_names)
{
	struct cusb_usbip_options options = {.host = name, .service = port};
	struct cusb_backend *backend;
	struct cusb_device *dev = NULL;
	int err;

	if (has_names) {
		options.resolve = resolve;
		options.free_resolved = free_resolved;
	}
	CHECK_OK(cusb_usbip_new(&options, &backend));
	err = cusb_find(CUSB_MATCH(backend, backend), &dev);
	cusb_device_free(dev);
	cusb_usbip_free(backend);
	CHECK_INT(resolved, 0);
	return err;
}

CASE_HOST(names_need_a_name_service)
{
	struct cusb_backend *backend = host_begin();

	export_device("loopback", "1-1", 2);
	CHECK_OK(find_at("127.0.0.1", host.port, false));
	await_free(0);
	CHECK_OK(find_at("localhost", host.port, false));
	await_free(0);
	CHECK_INT(find_at("localhost", "1", false), -ECONNREFUSED);
	CHECK_INT(find_at("localhost", "usbip", false), -ENXIO);
	CHECK_INT(find_at("lab", host.port, false), -ENXIO);
	CHECK_INT(find_at("1.2.3", host.port, false), -ENXIO);
	CHECK_OK(find_at("lab", host.port, true));
	await_free(0);
	CHECK_INT(find_at("barn", host.port, true), -ENXIO);
	host_end(backend);
}

/* ---- servers that misbehave ------------------------------------------------------------------ */

static void hang_up(int fd)
{
	(void)fd;
}

static void answer_another(int fd)
{
	send_operation(fd, USBIP_OP_REP_IMPORT, USBIP_ST_OK);
}

static void refuse(int fd)
{
	send_operation(fd, USBIP_OP_REP_DEVLIST, USBIP_ST_ERROR);
}

static void list_too_many(int fd)
{
	send_operation(fd, USBIP_OP_REP_DEVLIST, USBIP_ST_OK);
	send_all(fd, "\xff\xff\xff\xff", 4);
}

static void cut_short(int fd)
{
	send_operation(fd, USBIP_OP_REP_DEVLIST, USBIP_ST_OK);
	send_all(fd, "\0\0\0\1busid", 9);
}

static void speak_http(int fd)
{
	send_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n", 28);
}

static const struct misdeed {
	const char *name;
	void (*run)(int fd);
} misdeeds[] = {
	{"server_hangs_up", hang_up},
	{"server_answers_another_request", answer_another},
	{"server_refuses_the_list", refuse},
	{"server_lists_too_many", list_too_many},
	{"server_cuts_the_list_short", cut_short},
	{"server_does_not_speak_usbip", speak_http},
};

CASE_PER_ROW(misdeed, misdeeds, WORLD_USBIP, "it is about the backend for USB/IP", 0)
{
	struct cusb_backend *backend = host_begin();
	const struct misdeed *misdeed = case_row;
	struct cusb_device *dev;

	host.misdeed = misdeed->run;
	CHECK_INT(cusb_find(CUSB_MATCH(backend, backend), &dev), -EPROTO);
	host_end(backend);
}

static void say_nothing(int fd)
{
	char byte;

	CHECK_INT(recv(fd, &byte, 1, 0), 0);
}

CASE_HOST(a_silent_server_is_waited_for_until_the_timeout)
{
	struct cusb_backend *backend = host_begin(), *hasty;
	struct cusb_device *dev;

	host.misdeed = say_nothing;
	CHECK_OK(cusb_usbip_new(&(struct cusb_usbip_options){.host = "127.0.0.1",
							     .service = host.port,
							     .connect_timeout_ms = 50},
				&hasty));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, hasty), &dev), -ETIMEDOUT);
	cusb_usbip_free(hasty);
	host_end(backend);
}

CASE_HOST(no_server_and_no_such_name)
{
	struct cusb_backend *backend = host_begin(), *other;
	struct cusb_device *dev;

	host_end(backend);
	CHECK_OK(cusb_usbip_new(
		&(struct cusb_usbip_options){.host = "127.0.0.1", .service = host.port}, &other));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, other), &dev), -ECONNREFUSED);
	cusb_usbip_free(other);
	CHECK_OK(cusb_usbip_new(
		&(struct cusb_usbip_options){.host = "127.0.0.1", .service = "no service"},
		&other));
	CHECK_INT(cusb_find(CUSB_MATCH(backend, other), &dev), -ENXIO);
	cusb_usbip_free(other);
	CHECK_INT(cusb_usbip_new(&(struct cusb_usbip_options){.reserved = {1}}, &other), -EINVAL);
}

static int connect_through(void *user)
{
	int ends[2];

	atomic_fetch_add((atomic_int *)user, 1);
	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	CHECK_OK(pthread_create(&host.threads[host.thread_count++], NULL, serve,
				(void *)(intptr_t)ends[1]));
	return ends[0];
}

CASE_HOST(the_program_can_make_the_connections)
{
	struct cusb_backend *backend = host_begin(), *through;
	struct cusb_device *dev;
	atomic_int count = 0;

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_usbip_new(&(struct cusb_usbip_options){.connect = connect_through,
							     .user = &count,
							     .connect_timeout_ms = GUARD_MS},
				&through));
	CHECK_OK(cusb_find(CUSB_MATCH(backend, through), &dev));
	check_loopback(dev, 0x01, 0x81, 64);
	CHECK(count >= 3);
	cusb_device_free(dev);
	cusb_usbip_free(through);
	host_end(backend);
}

/* A piece of a long transfer has at most 128 KiB. */
CASE_HOST(long_transfers_go_in_pieces)
{
	struct cusb_backend *backend = host_begin();
	struct cusb_device *dev;

	export_device("loopback", "1-1", 2);
	CHECK_OK(cusb_find(CUSB_MATCH(backend, backend), &dev));
	check_loopback(dev, 0x01, 0x81, 1000003);
	cusb_device_free(dev);
	host_end(backend);
}
