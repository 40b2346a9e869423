/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/options/address.h"

#include "unit.h"

static const struct {
	const char *text, *host, *port;
} addresses[] = {
	{"lab", "lab", "3240"},
	{"lab.example:99", "lab.example", "99"},
	{"10.0.0.1", "10.0.0.1", "3240"},
	{"10.0.0.1:usbip", "10.0.0.1", "usbip"},
	{"::1", "::1", "3240"},
	{"[::1]", "::1", "3240"},
	{"[fe80::1%eth0]:7", "fe80::1%eth0", "7"},
};

CASE_PER_ROW(a_host_and_its_port, addresses)
{
	struct host_port address;

	ck_assert_int_eq(host_port_parse(addresses[_i].text, &address), 0);
	ck_assert_str_eq(address.host, addresses[_i].host);
	ck_assert_str_eq(address.port, addresses[_i].port);
}

static const char *const no_addresses[] = {"",	   ":",	      "lab:",  ":99",
					   "[::1", "[::1]99", "[]:99", "[::1]:"};

CASE_PER_ROW(texts_that_name_no_host, no_addresses)
{
	struct host_port address;

	ck_assert_int_eq(host_port_parse(no_addresses[_i], &address), -EINVAL);
}

CASE(a_host_that_is_too_long)
{
	struct host_port address;
	char text[HOST_SIZE + 1];

	memset(text, 'a', HOST_SIZE);
	text[HOST_SIZE] = '\0';
	ck_assert_int_eq(host_port_parse(text, &address), -EINVAL);
	ck_assert_int_eq(host_port_parse(text + 1, &address), 0);
}

static struct sockaddr_storage numeric(const char *text)
{
	struct sockaddr_storage address = {.ss_family = AF_INET};

	if (inet_pton(AF_INET, text, &((struct sockaddr_in *)&address)->sin_addr) == 1)
		return address;
	address.ss_family = AF_INET6;
	ck_assert_int_eq(inet_pton(AF_INET6, text, &((struct sockaddr_in6 *)&address)->sin6_addr),
			 1);
	return address;
}

static const struct {
	const char *subnet, *address;
	bool has;
} subnets[] = {
	{"10.0.0.0/8", "10.255.0.1", true},
	{"10.0.0.0/8", "11.0.0.1", false},
	{"192.168.7.128/25", "192.168.7.200", true},
	{"192.168.7.128/25", "192.168.7.100", false},
	{"192.168.7.1", "192.168.7.1", true},
	{"192.168.7.1", "192.168.7.2", false},
	{"0.0.0.0/0", "8.8.8.8", true},
	{"0.0.0.0/0", "::1", false},
	{"fd00::/8", "fd12::1", true},
	{"fd00::/8", "fe80::1", false},
	{"::/0", "fe80::1", true},
	{"::1", "::1", true},
};

CASE_PER_ROW(addresses_of_a_subnet, subnets)
{
	struct sockaddr_storage address = numeric(subnets[_i].address);
	struct subnet subnet;

	ck_assert_int_eq(subnet_parse(subnets[_i].subnet, &subnet), 0);
	ck_assert_int_eq(subnet_has(&subnet, (struct sockaddr *)&address), subnets[_i].has);
}

static const char *const no_subnets[] = {
	"", "/8", "lab/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "fd00::/129"};

CASE_PER_ROW(texts_that_are_no_subnet, no_subnets)
{
	struct subnet subnet;

	ck_assert_int_eq(subnet_parse(no_subnets[_i], &subnet), -EINVAL);
}

static const struct {
	const char *address, *text;
	bool is_loopback;
} peers[] = {
	{"127.0.0.1", "127.0.0.1:513", true},
	{"10.0.0.1", "10.0.0.1:513", false},
	{"::1", "[::1]:513", true},
	{"::", "[::]:513", false},
};

CASE_PER_ROW(an_address_as_a_text, peers)
{
	struct sockaddr_storage address = numeric(peers[_i].address);
	char text[PEER_SIZE];

	((struct sockaddr_in *)&address)->sin_port = htons(513);
	peer_text((struct sockaddr *)&address, text);
	ck_assert_str_eq(text, peers[_i].text);
	ck_assert_int_eq(is_loopback((struct sockaddr *)&address), peers[_i].is_loopback);
}
