/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>

#include "unit.h"
#include "virtual/virtual_world.h"

static int fd;
static char text[4096];
static struct sockaddr_nl sender;
static int flags;

static int open_socket(unsigned int groups)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
	int opened = CALL(socket, AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);

	ck_assert_int_ge(opened, 0);
	ck_assert_int_eq(CALL(bind, opened, (struct sockaddr *)&address, sizeof address), 0);
	return opened;
}

static void setup(void)
{
	world_start("stall");
	fd = open_socket(1);
}

static void teardown(void)
{
	world_close(fd);
	world_end();
}

static ssize_t receive(size_t size)
{
	static const char zero[sizeof text];
	struct iovec part = {text, size};
	struct msghdr header = {.msg_name = &sender,
				.msg_namelen = sizeof sender,
				.msg_iov = &part,
				.msg_iovlen = 1};
	ssize_t n;

	memcpy(text, zero, sizeof text);
	n = CALL(recvmsg, fd, &header, 0);

	flags = header.msg_flags;
	return n;
}

/* The next message's first text. */
static const char *next(void)
{
	ssize_t n = receive(sizeof text);

	if (n == -EAGAIN)
		return "";
	ck_assert_int_gt(n, 0);
	ck_assert_int_eq(text[n - 1], '\0');
	return strrchr(text, '/') ? text : "?";
}

/* "add 1-9" of "add@/devices/.../1-9". */
static void expect(const char *action, const char *name)
{
	const char *first = next();
	size_t length = strlen(action);

	ck_assert_msg(strncmp(first, action, length) == 0 && first[length] == '@', "%s", first);
	ck_assert_str_eq(strrchr(first, '/') + 1, name);
}

static bool has(const char *pair)
{
	for (const char *at = text; *at; at += strlen(at) + 1)
		if (strcmp(at, pair) == 0)
			return true;
	return false;
}

static short poll_socket(void)
{
	struct pollfd pollfd = {fd, POLLIN, 0};
	struct timespec now = {0, 0};

	ck_assert_int_ge(CALL(ppoll, &pollfd, 1, &now), 0);
	return pollfd.revents;
}

static void plug(void)
{
	world_plug("stall", "1-9");
}

FIXTURE(setup, teardown)

CASE(device_is_added_before_its_interfaces_and_bound_after)
{
	plug();
	expect("add", "1-9");
	expect("add", "1-9:1.0");
	expect("bind", "1-9");
	ck_assert_str_eq(next(), "");
}

CASE(device_is_unbound_and_removed_after_its_interfaces)
{
	cusb_virtual_unplug(world.kernel, "1-1");
	expect("remove", "1-1:1.0");
	expect("unbind", "1-1");
	expect("remove", "1-1");
	ck_assert_str_eq(next(), "");
}

CASE(message_names_the_device)
{
	plug();
	expect("add", "1-9");
	ck_assert(has("ACTION=add"));
	ck_assert(has("SUBSYSTEM=usb"));
	ck_assert(has("DEVTYPE=usb_device"));
	ck_assert(has("PRODUCT=fffe/2/100"));
	ck_assert(has("BUSNUM=001"));
	ck_assert(has("DEVNUM=003"));
	ck_assert(has("DEVNAME=bus/usb/001/003"));
	ck_assert(has("MINOR=2"));
}

CASE(interface_is_named_as_such)
{
	plug();
	expect("add", "1-9");
	expect("add", "1-9:1.0");
	ck_assert(has("DEVTYPE=usb_interface"));
}

CASE(path_leads_through_the_hubs)
{
	world_plug("stall", "1-5.2");
	ck_assert_ptr_nonnull(strstr(next(), "/usb1/1-5/1-5.2"));
}

CASE(driver_binds_and_unbinds_the_interface)
{
	cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid");
	cusb_virtual_unplug(world.kernel, "1-1");
	expect("unbind", "1-1:1.0");
	expect("remove", "1-1:1.0");
}

CASE(configuration_change_tells_of_the_interfaces_alone)
{
	ck_assert_int_eq(world_configure(-1), 0);
	expect("remove", "1-1:1.0");
	ck_assert_str_eq(next(), "");
	ck_assert_int_eq(world_configure(1), 0);
	expect("add", "1-1:1.0");
	ck_assert_str_eq(next(), "");
}

CASE(permission_changes_the_interfaces_alone)
{
	ck_assert_int_eq(cusb_virtual_bind_driver(world.kernel, "1-1", 0, "usbhid"), 0);
	ck_assert_int_eq(cusb_virtual_authorize(world.kernel, "1-1", false), 0);
	expect("unbind", "1-1:1.0");
	expect("remove", "1-1:1.0");
	ck_assert_str_eq(next(), "");
	ck_assert_int_eq(cusb_virtual_authorize(world.kernel, "1-1", true), 0);
	expect("add", "1-1:1.0");
	expect("bind", "1-1:1.0");
	ck_assert_str_eq(next(), "");
}

CASE(configuration_that_is_not_there_changes_nothing)
{
	ck_assert_int_eq(world_configure(77), -EINVAL);
	ck_assert_str_eq(next(), "");
}

CASE(configuration_with_remote_wakeup_changes_the_device)
{
	int second = 2;
	int file;

	world_plug("loopback", "1-9");
	while (*next())
		;
	file = world_open("/dev/bus/usb/001/003", O_RDWR);
	ck_assert_int_eq(CALL(ioctl, file, USBDEVFS_SETCONFIGURATION, &second), 0);
	world_close(file);
	expect("remove", "1-9:1.0");
	expect("remove", "1-9:1.1");
	expect("change", "1-9");
	expect("add", "1-9:2.0");
	ck_assert_str_eq(next(), "");
}

CASE(sender_is_the_kernel)
{
	plug();
	expect("add", "1-9");
	ck_assert_int_eq(sender.nl_family, AF_NETLINK);
	ck_assert_uint_eq(sender.nl_pid, 0);
	ck_assert_uint_eq(sender.nl_groups, 1);
}

CASE(sender_of_a_forged_message_is_told)
{
	virtual_kernel_send(world.kernel, "x@/", 4, 4711);
	ck_assert_int_eq(receive(sizeof text), 4);
	ck_assert_uint_eq(sender.nl_pid, 4711);
}

CASE(message_that_does_not_fit_is_cut)
{
	plug();
	ck_assert_int_eq(receive(10), 10);
	ck_assert_int_eq(flags, MSG_TRUNC);
	expect("add", "1-9:1.0");
	ck_assert_int_eq(flags, 0);
}

CASE(lost_messages_are_told_once_and_first)
{
	plug();
	virtual_kernel_lose_messages(world.kernel, 1);
	cusb_virtual_unplug(world.kernel, "1-9");
	ck_assert_int_eq(receive(sizeof text), -ENOBUFS);
	expect("add", "1-9");
}

CASE(poll_shows_messages_and_losses)
{
	ck_assert_int_eq(poll_socket(), 0);
	virtual_kernel_send(world.kernel, "x@/", 4, 0);
	ck_assert_int_eq(poll_socket(), POLLIN);
	virtual_kernel_lose_messages(world.kernel, 1);
	virtual_kernel_send(world.kernel, "x@/", 4, 0);
	ck_assert_int_eq(poll_socket(), POLLIN | POLLERR);
	ck_assert_int_eq(receive(sizeof text), -ENOBUFS);
	ck_assert_int_eq(receive(sizeof text), 4);
	ck_assert_int_eq(poll_socket(), 0);
}

CASE(socket_of_another_group_hears_nothing)
{
	world_close(fd);
	fd = open_socket(2);
	plug();
	ck_assert_int_eq(receive(sizeof text), -EAGAIN);
}

CASE(sockets_that_are_none_are_refused)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	struct msghdr header = {0};

	ck_assert_int_eq(CALL(socket, AF_INET, SOCK_RAW, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(CALL(socket, AF_NETLINK, SOCK_RAW, 0), -EPROTONOSUPPORT);
	ck_assert_int_eq(CALL(bind, world.fd, (struct sockaddr *)&address, sizeof address),
			 -ENOTSOCK);
	ck_assert_int_eq(CALL(recvmsg, world.fd, &header, 0), -ENOTSOCK);
	ck_assert_int_eq(CALL(recvmsg, -1, &header, 0), -EBADF);
	ck_assert_int_eq(CALL(pread, fd, text, 1, 0), -ESPIPE);
}
