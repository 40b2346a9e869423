/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <linux/netlink.h>

#include "backend/usbfs/hotplug/script_listen.h"
#include "unit.h"

struct script_listen sl;
static char calls[2048], returned[2048];

static void called(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void called(const char *format, ...)
{
	size_t length = strlen(calls);
	va_list args;

	if (length > 0)
		length += (size_t)snprintf(calls + length, sizeof calls - length, ", ");
	va_start(args, format);
	vsnprintf(calls + length, sizeof calls - length, format, args);
	va_end(args);
}

static int opened(int err, int fd)
{
	if (err)
		return err;
	sl.open_files++;
	return fd;
}

static bool given; /* the entries of the open directory */

static int call_openat(void *kernel, int dirfd, const char *path, int flags)
{
	(void)kernel;
	(void)dirfd;
	(void)flags;
	called("open %s", path);
	if (strcmp(path, "/sys/bus/usb/devices") == 0)
		return opened(sl.sysfs_err, 6);
	given = false;
	return opened(sl.buses ? 0 : -ENOENT, 5);
}

static int call_close(void *kernel, int fd)
{
	(void)kernel;
	called("close %d", fd);
	sl.open_files--;
	return 0;
}

/* All entries at the first call. */
static ssize_t call_getdents64(void *kernel, int fd, void *buf, size_t size)
{
	char *at = buf;
	const char *name = sl.buses;

	(void)kernel;
	(void)fd;
	(void)size;
	given = !given;
	if (sl.list_err || !given) {
		given = false;
		return sl.list_err;
	}
	for (; *name; name += strspn(name, " ")) {
		size_t n = strcspn(name, " ");
		uint16_t length = (uint16_t)((19 + n + 8) / 8 * 8);

		memset(at, 0, length);
		memcpy(at + 16, &length, sizeof length);
		memcpy(at + 19, name, n);
		at += length;
		name += n;
	}
	return at - (char *)buf;
}

static ssize_t call_readlinkat(void *kernel, int dirfd, const char *path, char *buf, size_t size)
{
	size_t length = sl.user_namespace ? strlen(sl.user_namespace) : 0;

	(void)kernel;
	(void)dirfd;
	if (strcmp(path, "/proc/self/ns/user") != 0 || !sl.user_namespace)
		return -ENOENT;
	if (length > size)
		length = size;
	memcpy(buf, sl.user_namespace, length);
	return (ssize_t)length;
}

static int call_socket(void *kernel, int domain, int type, int protocol)
{
	(void)kernel;
	called("socket");
	ck_assert_int_eq(domain, AF_NETLINK);
	ck_assert_int_eq(protocol, NETLINK_KOBJECT_UEVENT);
	ck_assert_int_eq(type & (SOCK_NONBLOCK | SOCK_CLOEXEC), SOCK_NONBLOCK | SOCK_CLOEXEC);
	return opened(sl.socket_err, 3);
}

static int call_bind(void *kernel, int fd, const struct sockaddr *address, unsigned int size)
{
	const struct sockaddr_nl *netlink = (const void *)address;

	(void)kernel;
	called("bind %d", fd);
	ck_assert_uint_eq(size, sizeof *netlink);
	ck_assert_uint_eq(netlink->nl_groups, 1);
	ck_assert_uint_eq(netlink->nl_pid, 0);
	return sl.bind_err;
}

static int take(struct listen_message *message)
{
	if (sl.message_count == 0)
		return -EAGAIN;
	*message = sl.messages[0];
	memmove(sl.messages, sl.messages + 1, --sl.message_count * sizeof sl.messages[0]);
	return message->err;
}

static ssize_t call_recvmsg(void *kernel, int fd, struct msghdr *header, int flags)
{
	struct listen_message message;
	struct sockaddr_nl *sender = header->msg_name;
	int err = take(&message);

	(void)kernel;
	(void)flags;
	ck_assert_int_eq(fd, 3);
	if (err < 0)
		return err;
	header->msg_flags = message.length > header->msg_iov->iov_len ? MSG_TRUNC : 0;
	if (message.length > header->msg_iov->iov_len)
		message.length = header->msg_iov->iov_len;
	memcpy(header->msg_iov->iov_base, message.bytes, message.length);
	*sender = (struct sockaddr_nl){
		.nl_family = AF_NETLINK, .nl_pid = message.port, .nl_groups = message.groups};
	header->msg_namelen = message.sender_size;
	return (ssize_t)message.length;
}

static ssize_t call_read(void *kernel, int fd, void *buf, size_t size)
{
	struct listen_message message;
	int err = take(&message);

	(void)kernel;
	ck_assert_int_eq(fd, 4);
	if (err < 0)
		return err;
	ck_assert_uint_le(message.length, size);
	memcpy(buf, message.bytes, message.length);
	return (ssize_t)message.length;
}

static int call_inotify_init1(void *kernel, int flags)
{
	(void)kernel;
	called("inotify");
	ck_assert_int_eq(flags, IN_NONBLOCK | IN_CLOEXEC);
	return opened(sl.init_err, 4);
}

static int call_inotify_add_watch(void *kernel, int fd, const char *path, uint32_t mask)
{
	bool root = strcmp(path, "/dev/bus/usb") == 0;

	(void)kernel;
	ck_assert_int_eq(fd, 4);
	ck_assert_uint_eq(mask & (IN_CREATE | IN_DELETE | IN_ATTRIB),
			  IN_CREATE | IN_DELETE | IN_ATTRIB);
	called("add %s", root ? "root" : path + strlen("/dev/bus/usb/"));
	if (root)
		return sl.root_err ? sl.root_err : 1;
	return sl.bus_err ? sl.bus_err : 2;
}

static int call_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	(void)kernel;
	ck_assert_uint_eq(count, 1);
	called("poll %d %d", fds->fd, remaining ? (int)(remaining->tv_nsec / 1000000) : -1);
	fds->revents = sl.poll_events;
	return sl.poll_err ? sl.poll_err : sl.poll_events != 0;
}

static const struct cusb_syscalls syscalls = {
	.openat = call_openat,
	.close = call_close,
	.getdents64 = call_getdents64,
	.ppoll = call_ppoll,
	.read = call_read,
	.readlinkat = call_readlinkat,
	.socket = call_socket,
	.bind = call_bind,
	.recvmsg = call_recvmsg,
	.inotify_init1 = call_inotify_init1,
	.inotify_add_watch = call_inotify_add_watch,
};

void sl_begin(void)
{
	const struct cusb_usbfs_options options = {.syscalls = &syscalls};

	memset(&sl, 0, sizeof sl);
	sl.user_namespace = "user:[4026531837]";
	sl.buses = ". .. 001 002";
	ck_assert_int_eq(cusb_usbfs_new(&options, &sl.backend), 0);
	sl_calls();
}

void sl_end(void)
{
	if (sl.watch)
		usbfs_unwatch(sl.watch);
	cusb_usbfs_free(sl.backend);
	ck_assert_int_eq(sl.open_files, 0);
}

int sl_begin_watch(void)
{
	return usbfs_watch(sl.backend, &sl.watch);
}

void sl_begin_watch_on(int fd)
{
	ck_assert_int_eq(sl_begin_watch(), 0);
	ck_assert_int_eq(usbfs_watch_fd(sl.watch), fd);
}

int sl_next(void)
{
	return usbfs_watch_next(sl.watch, &sl.change);
}

void sl_message(const void *bytes, size_t length)
{
	sl.messages[sl.message_count++] =
		(struct listen_message){.bytes = bytes,
					.length = length,
					.groups = 1,
					.sender_size = sizeof(struct sockaddr_nl)};
}

void sl_inotify(int watch, uint32_t mask, const char *name)
{
	static char events[8][sizeof(struct inotify_event) + 16];
	struct inotify_event event = {.wd = watch, .mask = mask, .len = name ? 16 : 0};
	char *bytes = events[sl.message_count];

	memcpy(bytes, &event, sizeof event);
	snprintf(bytes + sizeof event, 16, "%s", name ? name : "");
	sl_message(bytes, sizeof event + event.len);
}

const char *sl_calls(void)
{
	strcpy(returned, calls);
	calls[0] = '\0';
	return returned;
}
