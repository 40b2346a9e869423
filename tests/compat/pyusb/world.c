/* SPDX-License-Identifier: MIT */
/*
 * Linked to a library of src/compat, this gives each program that loads the library, unchanged, a
 * miniature kernel with PyUSB's device and another one.
 */
#include <stdio.h>
#include <stdlib.h>

#include "device.h"

__attribute__((constructor)) static void set_up(void)
{
	struct cusb_virtual_kernel *kernel;
	struct cusb_backend *backend;

	/* It lasts as long as the process: Python frees its devices late. */
	if (cusb_virtual_kernel_new(&kernel) < 0 ||
	    cusb_virtual_plug(kernel, cusb_virtual_find_model("loopback"), "1-1") < 0 ||
	    cusb_virtual_plug(kernel, pyusb_device(), "2-1") < 0 ||
	    cusb_virtual_kernel_backend(kernel, &backend) < 0) {
		fprintf(stderr, "pyusb: no memory for virtual devices\n");
		exit(1);
	}
	cusb_set_default_backend(backend);
}
