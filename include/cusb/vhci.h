/* SPDX-License-Identifier: MIT */
/*
 * Virtual devices on the running kernel, for any program to see: through its module vhci_hcd, which
 * speaks USB/IP over a socket pair with this process. What `cusb emulate` does.
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
 * cusb_vhci_attach - plug a device of a model into a free port of vhci_hcd.
 * @model: must outlive the device; its functions run in the thread that calls cusb_vhci_serve().
 * @vhci:  out: freed by the caller with cusb_vhci_detach().
 *
 * Needs the right to write the module's file `attach` in sysfs, which is root's. The kernel asks
 * nothing of the device before cusb_vhci_serve() runs. Does not block. Returns 0, -ENOENT (the
 * kernel has no vhci_hcd: the module is not loaded), -EACCES, -EBUSY (no free port of that speed),
 * -EINVAL (a model with a fault that cannot be), -ENOMEM, -EMFILE.
 */
CUSB_API int cusb_vhci_attach(const struct cusb_virtual_model *model, struct cusb_vhci **vhci);

/** cusb_vhci_name - the name its device has, or is about to have, in sysfs ("3-1"). Lent. */
CUSB_API const char *cusb_vhci_name(const struct cusb_vhci *vhci);

/**
 * cusb_vhci_serve - answer the kernel until the device vanishes or is unplugged. Blocks.
 *
 * Returns 0, or a negative errno of the socket.
 */
CUSB_API int cusb_vhci_serve(struct cusb_vhci *vhci);

/** cusb_vhci_unplug - pull the cable: a cusb_vhci_serve() in another thread returns. Any thread. */
CUSB_API void cusb_vhci_unplug(struct cusb_vhci *vhci);

/**
 * cusb_vhci_detach - free it, after cusb_vhci_serve() returned or if it never ran. Blocks until the
 * kernel has dropped the device, 10 s at most. NULL is allowed.
 */
CUSB_API void cusb_vhci_detach(struct cusb_vhci *vhci);

#ifdef __cplusplus
}
#endif

#endif
