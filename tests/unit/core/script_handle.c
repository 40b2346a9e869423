/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/script_backend.h"
#include "core/script_handle.h"

struct cusb_handle {
	int inside;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned int open_handles;
static int inside;
static bool misused;

void script_handle_reset(void)
{
	inside = 0;
	open_handles = 0;
	misused = false;
}

void script_handle_lock(void)
{
	pthread_mutex_lock(&lock);
}

void script_handle_unlock(void)
{
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

void script_handle_sleep(void)
{
	pthread_cond_wait(&changed, &lock);
}

void script_handle_count(struct cusb_handle *handle, int change)
{
	handle->inside += change;
	inside += change;
}

struct cusb_handle *script_handle_new(void)
{
	struct cusb_handle *handle = calloc(1, sizeof *handle);

	script_handle_lock();
	open_handles += handle != NULL;
	script_handle_unlock();
	return handle;
}

void script_handle_free(struct cusb_handle *handle)
{
	script_handle_lock();
	misused |= handle->inside != 0;
	open_handles--;
	script_handle_unlock();
	free(handle);
}

void script_handle_use(struct cusb_handle *handle)
{
	script_handle_lock();
	script_handle_count(handle, 1);
	pthread_cond_broadcast(&changed);
	while (script.block)
		script_handle_sleep();
	script_handle_count(handle, -1);
	script_handle_unlock();
}

bool script_handle_misused(void)
{
	return misused;
}

unsigned int script_open_handles(void)
{
	unsigned int count;

	script_handle_lock();
	count = open_handles;
	script_handle_unlock();
	return count;
}

void script_wait_inside(unsigned int count)
{
	script_handle_lock();
	while (inside != (int)count)
		script_handle_sleep();
	script_handle_unlock();
}

void script_unblock(void)
{
	script_handle_lock();
	script.block = false;
	script_handle_unlock();
}
