/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "address.h"
#include "number.h"

#define SERVICE "3240" /* of USB/IP */

static int copy(char *to, size_t size, const char *from, size_t length)
{
	if (length == 0 || length >= size)
		return -EINVAL;
	memcpy(to, from, length);
	to[length] = '\0';
	return 0;
}

int host_port_parse(const char *text, struct host_port *address)
{
	const char *port = strrchr(text, ':'), *end = port;

	if (*text == '[') {
		text++;
		end = strchr(text, ']');
		if (!end || (end[1] && end[1] != ':'))
			return -EINVAL;
		port = end[1] ? end + 1 : NULL;
	} else if (port && strchr(text, ':') != port) {
		port = end = NULL;
	}
	if (!end)
		end = text + strlen(text);
	port = port ? port + 1 : SERVICE;
	if (copy(address->port, sizeof address->port, port, strlen(port)) < 0)
		return -EINVAL;
	return copy(address->host, sizeof address->host, text, (size_t)(end - text));
}

int subnet_parse(const char *text, struct subnet *subnet)
{
	const char *slash = strchr(text, '/');
	unsigned long long bits;
	char address[PEER_SIZE];

	if (copy(address, sizeof address, text, slash ? (size_t)(slash - text) : strlen(text)) < 0)
		return -EINVAL;
	if (inet_pton(AF_INET, address, subnet->bytes) == 1)
		subnet->family = AF_INET;
	else if (inet_pton(AF_INET6, address, subnet->bytes) == 1)
		subnet->family = AF_INET6;
	else
		return -EINVAL;
	subnet->bits = subnet->family == AF_INET ? 32 : 128;
	if (slash) {
		if (parse_number(slash + 1, subnet->bits, &bits) < 0)
			return -EINVAL;
		subnet->bits = (unsigned int)bits;
	}
	return 0;
}

static const void *address_bytes(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return &((const struct sockaddr_in *)(const void *)address)->sin_addr;
	if (address->sa_family == AF_INET6)
		return &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
	return NULL;
}

bool subnet_has(const struct subnet *subnet, const struct sockaddr *address)
{
	const uint8_t *bytes = address_bytes(address);
	unsigned int whole = subnet->bits / 8, rest = subnet->bits % 8;

	if (!bytes || address->sa_family != subnet->family)
		return false;
	if (memcmp(bytes, subnet->bytes, whole) != 0)
		return false;
	return rest == 0 || (bytes[whole] ^ subnet->bytes[whole]) >> (8 - rest) == 0;
}

bool is_loopback(const struct sockaddr *address)
{
	static const struct subnet loopbacks[] = {{AF_INET, 8, {127}}, {AF_INET6, 128, {[15] = 1}}};

	return subnet_has(&loopbacks[0], address) || subnet_has(&loopbacks[1], address);
}

void peer_text(const struct sockaddr *address, char text[PEER_SIZE])
{
	bool is_v6 = address->sa_family == AF_INET6;
	const void *bytes = address_bytes(address);
	char host[INET6_ADDRSTRLEN];

	if (!bytes) {
		snprintf(text, PEER_SIZE, "local");
		return;
	}
	inet_ntop(address->sa_family, bytes, host, sizeof host);
	/* The port is in the same place for both families. */
	snprintf(text, PEER_SIZE, is_v6 ? "[%s]:%u" : "%s:%u", host,
		 ntohs(((const struct sockaddr_in *)(const void *)address)->sin_port));
}
