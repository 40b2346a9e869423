/* SPDX-License-Identifier: MIT */
/*
 * A process of its own that shares virtual loopback devices by USB/IP, on a virtual kernel: the
 * other machine, for a client in this process.
 */
#ifndef LEND_H
#define LEND_H

#include <stdbool.h>
#include <sys/types.h>

struct lender {
	pid_t process;
	int orders;	 /* a socket */
	char service[8]; /* the port */
};

/*
 * Starts the process, before this one has threads. It listens at an IPv4 address, and shares that
 * many devices from the start, 1-1, 1-2 and so on. netns: a network namespace of `ip netns`; NULL:
 * that of this process. False: it does not come up, and has said why.
 */
bool lend(struct lender *lender, const char *address, const char *netns, unsigned int devices);
/* Both return when the server has done it. False: it has ended. */
bool lend_plug(const struct lender *lender, unsigned int port);
bool lend_unplug(const struct lender *lender, unsigned int port);
/* The wait status of the process: 0 if all is well. */
int lend_end(struct lender *lender);

#endif
