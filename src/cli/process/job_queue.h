/* SPDX-License-Identifier: MIT */
/*
 * Runs of one command, each with an environment of its own, in the order in which they were added.
 * The caller blocks SIGCHLD, and calls job_queue_run() after each, and when the time is over.
 */
#ifndef CUSB_CLI_PROCESS_JOB_QUEUE_H
#define CUSB_CLI_PROCESS_JOB_QUEUE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

struct job;

struct job_queue {
	char **command;	   /* words, with NULL at the end */
	size_t parallel;   /* the most runs at a time */
	int timeout_ms;	   /* the longest run; 0: no limit */
	sigset_t mask;	   /* of the command */
	bool pipe_ignored; /* whether it ignores SIGPIPE */
	/* Zeroed at first. */
	struct job *waiting, **waiting_end;
	struct job *running;
	size_t running_count;
};

/*
 * Adds a run. The queue takes the environment and its strings, and the label for messages, which are
 * freed with free(3). NULL is allowed: there was no memory, which is reported.
 */
void job_queue_add(struct job_queue *queue, char **environment, const char *label);

/*
 * Looks after the runs: ended ones, ones whose time is over, and the next ones. Failures are
 * reported.
 */
void job_queue_run(struct job_queue *queue);

/* Milliseconds until job_queue_run() must be called; -1: a signal comes before. */
int job_queue_timeout(const struct job_queue *queue);
bool job_queue_is_empty(const struct job_queue *queue);
/* Ends what runs by SIGTERM, and drops what waits, which is reported. */
void job_queue_end(struct job_queue *queue);

#endif
