/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "child.h"
#include "cli/output/message.h"
#include "job_queue.h"

struct job {
	struct job *next;
	char **environment;
	char label[96];
	pid_t child;
	long long end_ms; /* by the monotonic clock */
	bool killed;
};

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void free_job(struct job *job)
{
	for (char **string = job->environment; *string; string++)
		free(*string);
	free(job->environment);
	free(job);
}

void job_queue_add(struct job_queue *queue, char **environment, const char *label)
{
	struct job *job = environment ? calloc(1, sizeof *job) : NULL;

	if (!job) {
		fail("out of memory: %s was not run for %s", queue->command[0], label);
		return;
	}
	job->environment = environment;
	snprintf(job->label, sizeof job->label, "%s", label);
	if (!queue->waiting)
		queue->waiting_end = &queue->waiting;
	*queue->waiting_end = job;
	queue->waiting_end = &job->next;
}

static void start(struct job_queue *queue, struct job *job)
{
	const struct child_options options = {.environment = job->environment,
					      .mask = &queue->mask,
					      .pipe_ignored = queue->pipe_ignored,
					      .own_group = true};
	int err = child_start(queue->command, &options, &job->child);

	if (err < 0) {
		fail("cannot run %s for %s: %s", queue->command[0], job->label, strerror(-err));
		free_job(job);
		return;
	}
	job->end_ms = now_ms() + queue->timeout_ms;
	job->next = queue->running;
	queue->running = job;
	queue->running_count++;
}

static void report(const struct job_queue *queue, const struct job *job, int wait_status)
{
	if (job->killed)
		fail("%s for %s was ended after %d ms", queue->command[0], job->label,
		     queue->timeout_ms);
	else if (child_status(wait_status) != STATUS_OK)
		fail("%s for %s ended with status %d", queue->command[0], job->label,
		     child_status(wait_status));
}

/* Kills a command whose time is over with its own children. Returns whether it has ended. */
static bool has_ended(const struct job_queue *queue, struct job *job)
{
	int status;

	if (waitpid(job->child, &status, WNOHANG) == job->child) {
		report(queue, job, status);
		return true;
	}
	if (queue->timeout_ms && !job->killed && now_ms() >= job->end_ms) {
		job->killed = true;
		kill(-job->child, SIGKILL);
	}
	return false;
}

void job_queue_run(struct job_queue *queue)
{
	for (struct job **at = &queue->running; *at;) {
		struct job *job = *at;

		if (!has_ended(queue, job)) {
			at = &job->next;
			continue;
		}
		*at = job->next;
		queue->running_count--;
		free_job(job);
	}
	while (queue->waiting && queue->running_count < queue->parallel) {
		struct job *job = queue->waiting;

		queue->waiting = job->next;
		start(queue, job);
	}
}

int job_queue_timeout(const struct job_queue *queue)
{
	long long now = now_ms(), least = -1;

	for (const struct job *job = queue->running; job && queue->timeout_ms; job = job->next) {
		long long left = job->end_ms > now ? job->end_ms - now : 0;

		if (!job->killed && (least < 0 || left < least))
			least = left;
	}
	return (int)least;
}

bool job_queue_is_empty(const struct job_queue *queue)
{
	return !queue->waiting && !queue->running;
}

static size_t drop(struct job *job)
{
	size_t count = 0;

	for (; job; count++) {
		struct job *next = job->next;

		free_job(job);
		job = next;
	}
	return count;
}

void job_queue_end(struct job_queue *queue)
{
	size_t dropped;

	for (const struct job *job = queue->running; job; job = job->next)
		kill(-job->child, SIGTERM);
	drop(queue->running);
	dropped = drop(queue->waiting);
	if (dropped)
		fail("%s was not run for %zu more events", queue->command[0], dropped);
}
