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

#ifdef __cplusplus
}
#endif

#endif
