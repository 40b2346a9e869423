/* SPDX-License-Identifier: MIT */
/* The environment. */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compat/libusb-0.1/internal.h"
#include "compat/libusb-0.1/world.h"
#include "stderr_text.h"

static void end(void)
{
	usb_debug = 0;
	unsetenv("USB_DEBUG");
	unsetenv("USB_DEVFS_PATH");
}

FIXTURE(NULL, end)

CASE(without_a_word_in_the_environment_nothing_is_said)
{
	unsetenv("USB_DEBUG");
	stderr_begin();
	usb_init();
	ck_assert_str_eq(stderr_end(), "");
	ck_assert_int_eq(usb_debug, 0);
}

CASE(level_of_the_environment_is_set)
{
	setenv("USB_DEBUG", "3", 1);
	stderr_begin();
	usb_init();
	ck_assert_str_eq(stderr_end(), "usb_set_debug: level 3\n");
	ck_assert_int_eq(usb_debug, 3);
}

CASE(level_is_told_when_it_is_set_or_taken_back)
{
	stderr_begin();
	usb_set_debug(0);
	usb_set_debug(2);
	usb_set_debug(0);
	ck_assert_str_eq(stderr_end(), "usb_set_debug: level 2\nusb_set_debug: level 0\n");
}

/* It is for the life of the process, so another one has it. */
CASE(directory_of_nodes_is_taken_in_place_of_the_default_backend)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		setenv("USB_DEVFS_PATH", "/nonexistent/nodes", 1);
		usb_init();
		_exit(!devfs_backend() || devfs_backend() == cusb_usbfs_default());
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

CASE(empty_directory_name_is_none)
{
	setenv("USB_DEVFS_PATH", "", 1);
	usb_init();
	ck_assert_ptr_null(devfs_backend());
}
