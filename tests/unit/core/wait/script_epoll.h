/* SPDX-License-Identifier: MIT */
/*
 * A default backend whose table has epoll functions that do as they are told. A wait returns the
 * events that a test has given; without any it sleeps for its timeout, and fails the test without
 * one. The devices are the scripted backend's.
 */
#ifndef SCRIPT_EPOLL_H
#define SCRIPT_EPOLL_H

#include "core/core_fixture.h"

struct script_epoll {
	int create_err, eventfd_err, add_err, wait_err; /* of the next call */
	void (*on_wait)(void); /* called by the next wait, after it has its events */
	int timeout_ms;	       /* of the last wait that was not only a look */
	unsigned int waits, reads, open_fds;
	bool bell;
};

#define STAND_IN 1002 /* the descriptor that stands in for one that epoll refuses */

extern struct script_epoll ep;
extern struct cusb_wait_set *ep_set;

/* core_begin_found() and an empty set; and both freed, with nothing left open or watched. */
void ep_begin(void);
void ep_end(void);
/* The next wait finds that. */
void ep_ready(int fd, int events);
bool ep_watches(int fd);
/* It is told only when it becomes ready. */
bool ep_is_edge(int fd);

#endif
