/* SPDX-License-Identifier: MIT */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "usbip/keep_alive.h"

#define PROBE_INTERVAL_S 5
#define PROBES		 3

static void set_number(int fd, int level, int option, int value)
{
	setsockopt(fd, level, option, &value, sizeof value);
}

void usbip_keep_alive(int fd, int idle_s)
{
	set_number(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	set_number(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_number(fd, IPPROTO_TCP, TCP_KEEPIDLE, idle_s);
	set_number(fd, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_INTERVAL_S);
	set_number(fd, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
	set_number(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, (idle_s + PROBES * PROBE_INTERVAL_S) * 1000);
}
