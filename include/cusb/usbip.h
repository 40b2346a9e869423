/* SPDX-License-Identifier: MIT */
/*
 * Devices of other machines. The library speaks USB/IP with a server, such as the kernel's usbip-host
 * with usbipd. It needs no kernel module on this machine, and no rights.
 *
 *	err = cusb_usbip_new(&(struct cusb_usbip_options){.host = "192.0.2.7"}, &lab);
 *	err = cusb_find(CUSB_MATCH(backend, lab, idVendor, 0xfffe), &dev);
 *	n = cusb_read(dev, 0x81, data, sizeof data, 1000);
 *	cusb_device_free(dev);
 *	cusb_usbip_free(lab);
 *
 * The protocol has no encryption and no passwords. Everybody who reads the network reads the data of
 * the devices. Use a tunnel, such as `ssh -L 3240:localhost:3240 lab.example`, and host "localhost".
 *
 * A device that is open has one connection, and no other client of the server can use it. Searching
 * imports each device of the server's list once, for a short time, to read its descriptors and its
 * strings: usbip-host resets the device afterwards. Later searches read them from memory, and matches
 * on strings open nothing.
 *
 * These things are different from a device of this machine:
 * - When a device is opened, its configuration is set, and all alternate settings are 0.
 * - Streams, power management, kernel drivers and hub ports are missing: -ENOSYS. cusb_reset()
 *   needs a server that knows it: usbip-host and the servers of share.h do.
 * - USB/IP does not tell of devices that arrive and leave. A monitor reads the list of the server
 *   every second.
 * - When the connection breaks, the device is gone: -ENODEV.
 * - usbip-host drops the bytes of a transfer that is cancelled. So a read that is cancelled or times
 *   out stays with the server, and returns 0 bytes. Later reads of the endpoint get its data. Of a
 *   write that is cancelled the number of bytes is not known: it counts as 0.
 */
#ifndef CUSB_USBIP_H
#define CUSB_USBIP_H

#include "backend.h"

#ifdef __cplusplus
extern "C" {
#endif

struct addrinfo;

struct cusb_usbip_options {
	/*
	 * The server: an IPv4 or IPv6 address, "localhost", or with @resolve any name. NULL: there
	 * is no list; see cusb_usbip_add().
	 */
	const char *host;
	const char *service;             /* the port; with @resolve also a name; NULL: "3240" */
	int family;                      /* AF_INET, AF_INET6; 0: any */
	/*
	 * To connect, for each answer to it, and for the server to answer when a transfer is
	 * cancelled. Without this last answer the device is gone. This time begins anew while the
	 * network still moves data that was sent before the cancellation. 0: 5000.
	 */
	unsigned int connect_timeout_ms;
	/*
	 * After this time without data the system asks the server for a sign of life, and then
	 * every 5 seconds. After the third question without an answer the connection is broken. 0:
	 * 10 s.
	 */
	unsigned int keep_alive_s;
	/*
	 * Makes a connection to the server: a stream socket, for example the end of a tunnel.
	 * Returns its descriptor, which the library closes, or a negative errno. NULL: the library
	 * connects to @host itself. Any thread that searches or opens calls it.
	 */
	int (*connect)(void *user);
	void *user;            /* for connect() */
	/*
	 * The name service: getaddrinfo and freeaddrinfo of <netdb.h>. NULL: none. A program that
	 * does not name them can be linked statically with glibc without a warning.
	 */
	int (*resolve)(const char *host, const char *service, const struct addrinfo *hints,
		       struct addrinfo **addresses);
	void (*free_resolved)(struct addrinfo *addresses);
	uintptr_t reserved[2]; /* 0 */
};

/**
 * cusb_usbip_new - a backend with the devices of a server.
 * @options: copied, with its strings. NULL: a backend without a server; see cusb_usbip_add().
 * @backend: out: the caller frees it with cusb_usbip_free(), after the devices found on it.
 *
 * Does not connect. Each search does, and so does each device that is opened. Both wait for the
 * server, and for @resolve if @host is a name.
 *
 * Errors of a search or of opening a device, besides the errors in core.h:
 *   -ENXIO         @host or @service is a name, and @resolve is missing or does not know it
 *   -ECONNREFUSED  no server runs there
 *   -EHOSTUNREACH  the network does not reach @host
 *   -ETIMEDOUT     the server does not answer in time
 *   -EBUSY         the server refuses: another client uses the device
 *   -EPROTO        the server does not speak USB/IP
 *
 * Returns:
 *   0        success
 *   -ENOMEM  no memory
 *   -EINVAL  a reserved member of @options is not 0, or only one of @resolve and @free_resolved is set
 */
CUSB_API int cusb_usbip_new(const struct cusb_usbip_options *options,
			    struct cusb_backend **backend);

/**
 * cusb_usbip_free - free a backend of cusb_usbip_new(), and close its connections.
 * @backend: NULL is allowed.
 */
CUSB_API void cusb_usbip_free(struct cusb_backend *backend);

/* Where a device of cusb_usbip_add() is listed, and its name for the server. */
struct cusb_usbip_place {
	uint16_t bus;
	uint8_t port;    /* from 1 */
	uint8_t speed;   /* enum cusb_speed */
	/* The server answers a cancelled transfer with its bytes, as the servers of this library. */
	bool returns_cancelled;
	uint32_t devid;  /* of the server's answer to the import: bus number << 16 | device number */
	uintptr_t reserved[2]; /* 0 */
};

/**
 * cusb_usbip_add - plug in a device at the other end of a connection.
 * @fd:    a stream socket. The device has been imported already: the server waits for URBs. The
 *         library owns the descriptor from now on, also after an error.
 * @place: copied.
 *
 * Reads the descriptors, and sets the first configuration. Waits for both, 5 seconds for each
 * request. The device is unplugged when the connection ends.
 *
 * Returns:
 *   0           plugged in
 *   -EINVAL     the port is 0, the speed is no enum cusb_speed, or a reserved member is not 0
 *   -ENOMEM     no memory
 *   -EMFILE     the process has too many open files
 *   -ENODEV     the connection has ended
 *   -ETIMEDOUT  the device or the server does not answer
 *   -EBADMSG    the descriptors are too short
 */
CUSB_API int cusb_usbip_add(struct cusb_backend *backend, int fd,
			    const struct cusb_usbip_place *place);

#ifdef __cplusplus
}
#endif

#endif
