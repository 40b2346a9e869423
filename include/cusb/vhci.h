/* SPDX-License-Identifier: MIT */
/*
 * Virtual devices on the running kernel, visible to every program. The library speaks USB/IP with
 * the kernel module vhci_hcd over a socket pair. `cusb emulate` uses these functions.
 *
 *	err = cusb_vhci_attach(&lamp, &vhci);
 *	printf("%s\n", cusb_vhci_name(vhci));
 *	err = cusb_vhci_serve(vhci);
 *	cusb_vhci_detach(vhci);
 *
 * Link with libcusb-virtual (pkg-config: cusb-virtual).
 */
#ifndef CUSB_VHCI_H
#define CUSB_VHCI_H

#include "virtual.h"

#ifdef __cplusplus
extern "C" {
#endif

struct cusb_vhci;

/**
 * cusb_vhci_attach - make a device from a model, and plug it into a free port of vhci_hcd.
 * @model: must outlive the device. Its functions run in the thread that calls cusb_vhci_serve().
 * @vhci:  out: the caller frees it with cusb_vhci_detach().
 *
 * Needs write access to the file `attach` of the module in sysfs, which normally only root has. The
 * kernel sends no request to the device before cusb_vhci_serve() runs. Does not block.
 *
 * Returns:
 *   0        plugged in
 *   -ENOENT  the kernel has no vhci_hcd: the module is not loaded
 *   -EACCES  no write access to `attach`
 *   -EBUSY   vhci_hcd has no free port for the speed of the model
 *   -EINVAL  the model has no device descriptor, no valid speed, a string of more than 126 UTF-16
 *            units or more than 255 strings, an impossible fault, or a reserved member that is not
 *            0
 *   -ENOMEM  no memory
 *   -EMFILE  the process has too many open files
 */
CUSB_API int cusb_vhci_attach(const struct cusb_virtual_model *model, struct cusb_vhci **vhci);

/**
 * cusb_vhci_name - the name of the device in sysfs.
 *
 * The name is known even before the kernel has made the device. Does not block.
 *
 * Returns the name, "3-1" for example, lent by @vhci.
 */
CUSB_API const char *cusb_vhci_name(const struct cusb_vhci *vhci);

/**
 * cusb_vhci_serve - answer the kernel until the device vanishes or is unplugged.
 *
 * Blocks until then.
 *
 * Returns 0, or a negative errno of the socket.
 */
CUSB_API int cusb_vhci_serve(struct cusb_vhci *vhci);

/**
 * cusb_vhci_unplug - pull the cable.
 *
 * cusb_vhci_serve() in another thread then returns. Any thread may call this function.
 */
CUSB_API void cusb_vhci_unplug(struct cusb_vhci *vhci);

/**
 * cusb_vhci_detach - free a virtual device.
 * @vhci: NULL is allowed.
 *
 * No thread may be in cusb_vhci_serve(). Blocks until the kernel has removed the device, for at
 * most 10 s.
 */
CUSB_API void cusb_vhci_detach(struct cusb_vhci *vhci);

/* A port of vhci_hcd that is in use. */
struct cusb_vhci_port {
	unsigned int number;   /* in the files `attach` and `detach` of the module */
	uint32_t devid;        /* the server's bus number << 16 | device number */
	uint8_t speed;         /* enum cusb_speed */
	char name[40];         /* the name of the device in sysfs */
	uintptr_t reserved[4]; /* 0 */
};

/**
 * cusb_vhci_import - plug a device of another machine into this machine's kernel.
 * @fd:    a stream socket that is connected to a server. The kernel takes its own reference, so the
 *         caller closes the descriptor afterwards.
 * @busid: the name of the device for the server, "1-2.3" for example.
 * @port:  out: the port, and the name that the device has here.
 *
 * Waits at most 10 s for the server. The kernel makes the device after the call has returned. Use
 * a server that can be trusted: the kernel does not check all its answers.
 *
 * Returns:
 *   0           plugged in
 *   -ENODEV     the server does not lend this device
 *   -EBUSY      another client uses the device, or no port of vhci_hcd is free; see
 *               cusb_error_text()
 *   -EPROTO     the server does not speak USB/IP
 *   -ETIMEDOUT  the server does not answer in time
 *   -ENOENT     the kernel has no vhci_hcd: the module is not loaded
 *   -EACCES     no write access to the file `attach`
 *   -EINVAL     @busid has more than 31 bytes
 *   < 0         another -errno of the socket or of the file
 */
CUSB_API int cusb_vhci_import(int fd, const char *busid, struct cusb_vhci_port *port);

/**
 * cusb_vhci_ports - visit each port of vhci_hcd that is in use.
 * @each: 0 continues. Any other result ends the visits, and the function returns it.
 * @user: passed to @each.
 *
 * Devices of cusb_vhci_attach() and of other programs are there, too. Does not block.
 *
 * Returns 0 or the result of @each. -ENOENT means that the kernel has no vhci_hcd.
 */
CUSB_API int cusb_vhci_ports(int (*each)(const struct cusb_vhci_port *port, void *user),
			     void *user);

/**
 * cusb_vhci_release - unplug the device at a port of vhci_hcd, and end its connection.
 * @number: of cusb_vhci_port.
 *
 * Returns:
 *   0        unplugged
 *   -ENOENT  the kernel has no vhci_hcd
 *   -EACCES  no write access to the file `detach`
 *   -EINVAL  there is no such port, or it is not in use
 */
CUSB_API int cusb_vhci_release(unsigned int number);

#ifdef __cplusplus
}
#endif

#endif
