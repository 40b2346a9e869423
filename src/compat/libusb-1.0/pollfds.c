/* SPDX-License-Identifier: MIT */
/*
 * The descriptors are that of the wait set, which stands for everything, a timer, and one of each
 * handle. Programs that are told of handles alone have to see those.
 */
#include <poll.h>
#include <stdlib.h>

#include "compat/libusb-1.0/log.h"
#include "compat/libusb-1.0/pollfds.h"
#include "compat/libusb-1.0/timer.h"
#include "compat/libusb-1.0/wait.h"

/* ---- handles that come and go ---------------------------------------------------------------- */

void pollfds_add(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	libusb_pollfd_added_cb added;
	void *user_data;
	int fd;

	if (ctx->timer_fd < 0)
		return;
	pthread_mutex_lock(&ctx->lock);
	fd = handle->fd = cusb_poll_fd(handle->core);
	added = ctx->fd_added;
	user_data = ctx->fd_user_data;
	pthread_mutex_unlock(&ctx->lock);
	if (fd >= 0 && added)
		added(fd, POLLOUT, user_data);
}

void pollfds_remove(struct libusb_context *ctx, struct libusb_device_handle *handle)
{
	libusb_pollfd_removed_cb removed;
	void *user_data;
	int fd;

	if (ctx->timer_fd < 0)
		return;
	pthread_mutex_lock(&ctx->lock);
	fd = handle->fd;
	handle->fd = -1;
	removed = ctx->fd_removed;
	user_data = ctx->fd_user_data;
	pthread_mutex_unlock(&ctx->lock);
	if (fd >= 0 && removed)
		removed(fd, user_data);
}

/* The handles that were open before the program asked first. */
static int begin(struct libusb_context *ctx)
{
	int fd = ctx->timer_fd;

	if (fd >= 0)
		return fd;
	fd = wait_begin(ctx);
	if (fd == 0)
		fd = timer_begin(ctx);
	for (struct libusb_device_handle *handle = ctx->handles; fd >= 0 && handle;
	     handle = handle->next)
		if (handle->fd < 0)
			handle->fd = cusb_poll_fd(handle->core);
	return fd;
}

/* ---- the program's calls --------------------------------------------------------------------- */

/* One allocation: the pointers, and the entries behind them. */
static const struct libusb_pollfd **copy_locked(struct libusb_context *ctx, int timer_fd)
{
	size_t room = 2, count = 0;
	const struct libusb_pollfd **list;
	struct libusb_pollfd *entries;

	for (struct libusb_device_handle *handle = ctx->handles; handle; handle = handle->next)
		room++;
	list = calloc(1, (room + 1) * sizeof *list + room * sizeof *entries);
	if (!list)
		return NULL;
	entries = (struct libusb_pollfd *)(list + room + 1);
	entries[count++] = (struct libusb_pollfd){cusb_wait_set_poll_fd(ctx->set), POLLIN};
	entries[count++] = (struct libusb_pollfd){timer_fd, POLLIN};
	for (struct libusb_device_handle *handle = ctx->handles; handle; handle = handle->next)
		if (handle->fd >= 0)
			entries[count++] = (struct libusb_pollfd){handle->fd, POLLOUT};
	for (size_t i = 0; i < count; i++)
		list[i] = &entries[i];
	return list;
}

const struct libusb_pollfd **libusb_get_pollfds(libusb_context *ctx)
{
	const struct libusb_pollfd **list = NULL;
	int fd;

	ctx = context_of(ctx);
	if (!ctx)
		return NULL;
	pthread_mutex_lock(&ctx->lock);
	fd = begin(ctx);
	if (fd >= 0)
		list = copy_locked(ctx, fd);
	pthread_mutex_unlock(&ctx->lock);
	return list;
}

void libusb_free_pollfds(const struct libusb_pollfd **pollfds)
{
	union {
		const struct libusb_pollfd **list;
		void *memory;
	} pointer = {pollfds};

	free(pointer.memory);
}

void libusb_set_pollfd_notifiers(libusb_context *ctx, libusb_pollfd_added_cb added,
				 libusb_pollfd_removed_cb removed, void *user_data)
{
	ctx = context_of(ctx);
	if (!ctx)
		return;
	pthread_mutex_lock(&ctx->lock);
	if ((added || removed) && begin(ctx) < 0)
		log_error(ctx, "there are no descriptors for a loop of the program");
	ctx->fd_added = added;
	ctx->fd_removed = removed;
	ctx->fd_user_data = user_data;
	pthread_mutex_unlock(&ctx->lock);
}

int libusb_pollfds_handle_timeouts(libusb_context *ctx)
{
	(void)ctx;
	return 1;
}

/* The timer tells. */
int libusb_get_next_timeout(libusb_context *ctx, struct timeval *timeout)
{
	(void)ctx;
	(void)timeout;
	return 0;
}
