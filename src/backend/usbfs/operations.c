/* SPDX-License-Identifier: MIT */
/*
 * The operations on an open device that are one ioctl each.
 *
 * Kernel facts: SETCONFIGURATION 0 unconfigures, unless the device has a configuration 0; -1 always
 * does. RESET unbinds usbfs from its interfaces. DROP_PRIVILEGES, of Linux 4.6, takes rights from
 * the open file. The ioctls of runtime suspend came with Linux 5.3 and take no argument. They
 * return -EIO whenever the device cannot resume, even if it is gone. HUB_PORTINFO goes to the
 * driver of interface 0 and returns the number of ports plus one; without a driver it is -ENOTTY. A
 * claimed port belongs to the open file. Streams take at most 30 endpoints, all of one interface.
 * Mapped memory is zeroed, and counts against usbfs_memory_mb; a mapping keeps its open file, so a
 * closed descriptor still holds claims until munmap().
 */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/usbfs.h"

#define STREAM_ENDPOINTS_MAX 30
#define NO_CONFIGURATION     (-1) /* for the kernel */

static int device_ioctl(struct cusb_handle *handle, unsigned long request, void *arg)
{
	return sys_ioctl(handle->fs, handle->fd, request, arg);
}

/* An ioctl for which the kernel claims the interface, unless it is claimed. */
static int interface_ioctl(struct cusb_handle *handle, unsigned long request, void *arg)
{
	return usbfs_refusal(device_ioctl(handle, request, arg));
}

/* An ioctl that older kernels do not know. */
static int newer_ioctl(struct cusb_handle *handle, unsigned long request, void *arg)
{
	int err = device_ioctl(handle, request, arg);

	return err == -ENOTTY ? -ENOSYS : err;
}

static int set_configuration(struct cusb_handle *handle, int value)
{
	if (value == CUSB_UNCONFIGURED)
		value = NO_CONFIGURATION;
	return device_ioctl(handle, USBDEVFS_SETCONFIGURATION, &value);
}

static int set_altsetting(struct cusb_handle *handle, unsigned int bInterfaceNumber,
			  unsigned int bAlternateSetting)
{
	struct usbdevfs_setinterface setting = {bInterfaceNumber, bAlternateSetting};

	return interface_ioctl(handle, USBDEVFS_SETINTERFACE, &setting);
}

static int clear_halt(struct cusb_handle *handle, unsigned int bEndpointAddress)
{
	return interface_ioctl(handle, USBDEVFS_CLEAR_HALT, &bEndpointAddress);
}

static int reset_endpoint(struct cusb_handle *handle, unsigned int bEndpointAddress)
{
	return interface_ioctl(handle, USBDEVFS_RESETEP, &bEndpointAddress);
}

static int reset(struct cusb_handle *handle)
{
	return device_ioctl(handle, USBDEVFS_RESET, NULL);
}

static int drop_privileges(struct cusb_handle *handle, uint32_t interfaces)
{
	return newer_ioctl(handle, USBDEVFS_DROP_PRIVILEGES, &interfaces);
}

static int power_ioctl(struct cusb_handle *handle, unsigned long request)
{
	int err = newer_ioctl(handle, request, NULL);

	return err == -EIO && usbfs_is_unplugged(handle) ? -ENODEV : err;
}

static int allow_suspend(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_ALLOW_SUSPEND);
}

static int forbid_suspend(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_FORBID_SUSPEND);
}

static int wait_for_resume(struct cusb_handle *handle)
{
	return power_ioctl(handle, USBDEVFS_WAIT_FOR_RESUME);
}

static const struct cusb_power_operations power = {
	.allow_suspend = allow_suspend,
	.forbid_suspend = forbid_suspend,
	.wait_for_resume = wait_for_resume,
};

static int hub_ports(struct cusb_handle *handle, uint8_t *addresses)
{
	struct usbdevfs_hub_portinfo info = {0};
	struct usbdevfs_ioctl command = {.ioctl_code = (int)USBDEVFS_HUB_PORTINFO, .data = &info};
	int err = device_ioctl(handle, USBDEVFS_IOCTL, &command);
	size_t count = (unsigned char)info.nports;

	if (err == -ENOTTY)
		return -ENODATA;
	if (err < 0)
		return err;
	if (count > sizeof info.port)
		return -EBADMSG;
	memcpy(addresses, info.port, count);
	return (int)count;
}

static int claim_port(struct cusb_handle *handle, unsigned int port)
{
	return device_ioctl(handle, USBDEVFS_CLAIM_PORT, &port);
}

static int release_port(struct cusb_handle *handle, unsigned int port)
{
	return device_ioctl(handle, USBDEVFS_RELEASE_PORT, &port);
}

static const struct cusb_hub_operations hub = {
	.ports = hub_ports,
	.claim_port = claim_port,
	.release_port = release_port,
};

/* struct usbdevfs_streams, with room for its endpoints. */
union streams_argument {
	struct usbdevfs_streams streams;
	unsigned char room[sizeof(struct usbdevfs_streams) + STREAM_ENDPOINTS_MAX];
};

static int streams_ioctl(struct cusb_handle *handle, unsigned long request, unsigned int count,
			 const uint8_t *addresses, size_t length)
{
	union streams_argument argument = {
		.streams = {.num_streams = count, .num_eps = (unsigned int)length}};

	if (length > STREAM_ENDPOINTS_MAX)
		return -EINVAL;
	memcpy(argument.room + offsetof(struct usbdevfs_streams, eps), addresses, length);
	return interface_ioctl(handle, request, &argument);
}

static int alloc_streams(struct cusb_handle *handle, unsigned int count, const uint8_t *addresses,
			 size_t length)
{
	return streams_ioctl(handle, USBDEVFS_ALLOC_STREAMS, count, addresses, length);
}

static int free_streams(struct cusb_handle *handle, const uint8_t *addresses, size_t length)
{
	return streams_ioctl(handle, USBDEVFS_FREE_STREAMS, 0, addresses, length);
}

static const struct cusb_stream_operations streams = {
	.alloc = alloc_streams,
	.free = free_streams,
};

/* A kernel before 4.6 says -ENODEV, as for any file that cannot be mapped. */
static int map(struct cusb_handle *handle, size_t size, void **out)
{
	int err = sys_mmap(handle->fs, handle->fd, size, out);

	return err == -ENODEV ? -ENOSYS : err;
}

static void unmap(struct cusb_backend *backend, void *mapped, size_t size)
{
	sys_munmap(usbfs_of(backend), mapped, size);
}

static const struct cusb_memory_operations memory = {
	.map = map,
	.unmap = unmap,
};

void usbfs_add_operations(struct cusb_backend *backend)
{
	backend->set_configuration = set_configuration;
	backend->set_altsetting = set_altsetting;
	backend->clear_halt = clear_halt;
	backend->reset_endpoint = reset_endpoint;
	backend->reset = reset;
	backend->drop_privileges = drop_privileges;
	backend->power = &power;
	backend->hub = &hub;
	backend->streams = &streams;
	backend->memory = &memory;
}
