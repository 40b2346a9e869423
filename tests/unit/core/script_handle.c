/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/script_backend.h"
#include "core/script_handle.h"

struct cusb_handle {
	bool shut;
	unsigned int inside;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned int inside, open_handles;
static bool misused;

void script_handle_reset(void)
{
	inside = open_handles = 0;
	misused = false;
}

struct cusb_handle *script_handle_new(void)
{
	struct cusb_handle *handle = calloc(1, sizeof *handle);

	pthread_mutex_lock(&lock);
	open_handles += handle != NULL;
	pthread_mutex_unlock(&lock);
	return handle;
}

void script_handle_free(struct cusb_handle *handle)
{
	pthread_mutex_lock(&lock);
	misused |= handle->inside != 0;
	open_handles--;
	pthread_mutex_unlock(&lock);
	free(handle);
}

void script_handle_shutdown(struct cusb_handle *handle)
{
	pthread_mutex_lock(&lock);
	handle->shut = true;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

int script_handle_use(struct cusb_handle *handle)
{
	int err;

	pthread_mutex_lock(&lock);
	handle->inside++;
	inside++;
	pthread_cond_broadcast(&changed);
	while (script.block && !handle->shut)
		pthread_cond_wait(&changed, &lock);
	err = handle->shut ? -ECANCELED : 0;
	inside--;
	handle->inside--;
	pthread_mutex_unlock(&lock);
	return err;
}

bool script_handle_misused(void)
{
	return misused;
}

unsigned int script_open_handles(void)
{
	unsigned int count;

	pthread_mutex_lock(&lock);
	count = open_handles;
	pthread_mutex_unlock(&lock);
	return count;
}

void script_wait_inside(unsigned int count)
{
	pthread_mutex_lock(&lock);
	while (inside != count)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

void script_unblock(void)
{
	pthread_mutex_lock(&lock);
	script.block = false;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}
