/* SPDX-License-Identifier: MIT */
/* Addresses of machines on the command line. */
#ifndef CUSB_CLI_OPTIONS_ADDRESS_H
#define CUSB_CLI_OPTIONS_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

struct sockaddr;

#define HOST_SIZE 256
/* An address of IPv6 in brackets, a colon, and a port. */
#define PEER_SIZE 64

/* A name or an address, and a port. */
struct host_port {
	char host[HOST_SIZE];
	char port[32]; /* "3240" if the text has none */
};

/*
 * "HOST", "HOST:PORT", "[IPv6]:PORT", or an IPv6 address alone. Returns 0; -EINVAL: the text has
 * another form, or is too long.
 */
int host_port_parse(const char *text, struct host_port *address);

/* A range of addresses: all that begin with the same bits. */
struct subnet {
	int family;
	unsigned int bits;
	uint8_t bytes[16];
};

/* "10.0.0.0/8", "fd00::/8"; without the number, one address. 0; -EINVAL. */
int subnet_parse(const char *text, struct subnet *subnet);
bool subnet_has(const struct subnet *subnet, const struct sockaddr *address);

/* "127.0.0.1:3240", "[::1]:3240"; "local" for a socket of another family. */
void peer_text(const struct sockaddr *address, char text[PEER_SIZE]);
bool is_loopback(const struct sockaddr *address);

#endif
