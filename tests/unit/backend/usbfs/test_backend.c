/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "fail_alloc.h"
#include "backend/usbfs/script_kernel.h"
#include "unit.h"

CASE(default_is_the_running_kernel)
{
	const struct usbfs *fs = usbfs_of(cusb_usbfs_default());

	ck_assert_str_eq(fs->sysfs_root, "/sys");
	ck_assert_str_eq(fs->device_root, "/dev/bus/usb");
	ck_assert_ptr_eq(fs->syscalls, &real_syscalls);
}

CASE(default_is_always_the_same)
{
	ck_assert_ptr_eq(cusb_usbfs_default(), cusb_usbfs_default());
}

CASE(backend_has_name_version_and_every_function)
{
	const struct cusb_backend *backend = cusb_usbfs_default();

	ck_assert_uint_eq(backend->version, CUSB_BACKEND_VERSION);
	ck_assert_str_eq(backend->name, "usbfs");
	ck_assert(backend->enumerate && backend->address && backend->speed && backend->string);
	ck_assert(backend->configuration && backend->altsetting);
	ck_assert(backend->open && backend->close);
	ck_assert(backend->claim && backend->release && backend->set_configuration);
	ck_assert(backend->set_altsetting && backend->clear_halt && backend->reset);
	ck_assert(backend->kernel_driver_active && backend->detach_kernel_driver);
	ck_assert(backend->attach_kernel_driver && backend->control && backend->queue);
}

CASE(new_without_options_is_like_the_default)
{
	struct cusb_backend *backend;

	ck_assert_int_eq(cusb_usbfs_new(NULL, &backend), 0);
	ck_assert_ptr_ne(backend, cusb_usbfs_default());
	ck_assert_str_eq(usbfs_of(backend)->sysfs_root, "/sys");
	ck_assert_ptr_eq(usbfs_of(backend)->syscalls, &real_syscalls);
	cusb_usbfs_free(backend);
}

CASE(new_with_zeroed_options_is_like_the_default)
{
	const struct cusb_usbfs_options options = {0};
	struct cusb_backend *backend;

	ck_assert_int_eq(cusb_usbfs_new(&options, &backend), 0);
	ck_assert_str_eq(usbfs_of(backend)->device_root, "/dev/bus/usb");
	ck_assert_ptr_eq(usbfs_of(backend)->syscalls, &real_syscalls);
	cusb_usbfs_free(backend);
}

CASE(options_are_copied)
{
	char sysfs[] = "/a", device[] = "/b";
	int kernel;
	struct cusb_usbfs_options options = {.sysfs_root = sysfs,
					     .device_root = device,
					     .syscalls = &sk_syscalls,
					     .kernel = &kernel};
	struct cusb_backend *backend;

	ck_assert_int_eq(cusb_usbfs_new(&options, &backend), 0);
	memset(sysfs, '#', 2);
	memset(device, '#', 2);
	ck_assert_str_eq(usbfs_of(backend)->sysfs_root, "/a");
	ck_assert_str_eq(usbfs_of(backend)->device_root, "/b");
	ck_assert_ptr_eq(usbfs_of(backend)->syscalls, &sk_syscalls);
	ck_assert_ptr_eq(usbfs_of(backend)->kernel, &kernel);
	cusb_usbfs_free(backend);
}

static int new_with_root(size_t length, bool device)
{
	char root[1024];
	struct cusb_usbfs_options options = {0};
	struct cusb_backend *backend = NULL;
	int err;

	memset(root, 'r', length);
	root[length] = '\0';
	if (device)
		options.device_root = root;
	else
		options.sysfs_root = root;
	err = cusb_usbfs_new(&options, &backend);
	ck_assert((err == 0) == (backend != NULL));
	cusb_usbfs_free(backend);
	return err;
}

CASE_PER_NUMBER(root_of_511_bytes_is_the_longest, 0, 2)
{
	ck_assert_int_eq(new_with_root(511, _i), 0);
	ck_assert_int_eq(new_with_root(512, _i), -ENAMETOOLONG);
}

CASE(new_without_memory_is_enomem)
{
	struct cusb_backend *backend;
	int err;

	fail_alloc_start(1);
	err = cusb_usbfs_new(NULL, &backend);
	ck_assert(fail_alloc_stop());
	ck_assert_int_eq(err, -ENOMEM);
}

CASE(free_takes_null)
{
	cusb_usbfs_free(NULL);
}

CASE(roots_lead_to_files_and_nodes)
{
	struct script_kernel *sk = sk_new();
	const struct cusb_usbfs_options options = {
		.sysfs_root = "/a", .device_root = "/b", .syscalls = &sk_syscalls, .kernel = sk};
	struct cusb_backend *backend;
	struct cusb_handle *handle;

	sk_text(sk, "/a/bus/usb/devices/1-2/speed", "480\n");
	sk_text(sk, "/a/bus/usb/devices/1-2/dev", "189:4\n");
	sk_unopenable(sk, "/b/001/005", -EACCES);
	ck_assert_int_eq(cusb_usbfs_new(&options, &backend), 0);
	ck_assert_int_eq(backend->speed(backend, &sk_device), CUSB_SPEED_HIGH);
	ck_assert_int_eq(backend->open(backend, &sk_device, -1, &handle), -EACCES);
	cusb_usbfs_free(backend);
	sk_free(sk);
}
