/* SPDX-License-Identifier: MIT */
/*
 * Makes of measure.c, workloads.c and cusb.c a program for one device: BENCH_DEVICE is its name.
 * BENCH_HOST is the server for the library's own client; "" is this machine, where the kernel's
 * client plugs devices of a server in.
 */
#include <stdlib.h>

#include <cusb/usbip.h>

#include "bench.h"
#include "find_device.h"

static int use_server(const char *host)
{
	struct cusb_backend *backend;
	int err = cusb_usbip_new(&(struct cusb_usbip_options){.host = host, .service = BENCH_PORT},
				 &backend);

	if (err == 0)
		cusb_set_default_backend(backend);
	return err;
}

int find_device(unsigned int idProduct, struct cusb_device **found)
{
	const char *host = getenv("BENCH_HOST"), *name = getenv("BENCH_DEVICE");
	int err = host && *host ? use_server(host) : 0;

	if (err < 0)
		return err;
	return cusb_find(CUSB_MATCH(idVendor, BENCH_VENDOR, idProduct, idProduct, name, name),
			 found);
}
