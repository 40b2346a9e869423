/* SPDX-License-Identifier: MIT */
/* Linked to an example, this makes it run, unchanged, on three virtual loopback devices. */
#include <stdio.h>
#include <stdlib.h>

#include "virtual/kernel.h"

static struct cusb_virtual_kernel *kernel;
static struct cusb_backend *backend;

static void tear_down(void)
{
	cusb_set_default_backend(NULL);
	cusb_usbfs_free(backend);
	cusb_virtual_kernel_free(kernel);
}

__attribute__((constructor)) static void set_up(void)
{
	static const char *const names[] = {"1-1", "1-2", "2-1"};
	int err = cusb_virtual_kernel_new(&kernel);

	for (int i = 0; err == 0 && i < 3; i++)
		err = cusb_virtual_plug(kernel, cusb_virtual_model("loopback"), names[i]);
	if (err < 0 || cusb_virtual_kernel_backend(kernel, &backend) < 0) {
		fprintf(stderr, "example: no memory for virtual devices\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
	atexit(tear_down);
}
