/* SPDX-License-Identifier: MIT */
/*
 * Serves a virtual device to the running kernel through vhci_hcd: USB/IP over a socketpair.
 */
#ifndef CUSB_VIRTUAL_VHCI_H
#define CUSB_VIRTUAL_VHCI_H

#include "device.h"

struct virtual_vhci;

/*
 * Attaches a device of the model to a free port of vhci_hcd. Needs root and the module. The caller
 * then runs virtual_vhci_serve() and frees with virtual_vhci_detach().
 * Returns 0, -ENOENT (no vhci_hcd), -EACCES, -EBUSY (no free port of that speed), -ENOMEM, -EMFILE.
 */
int virtual_vhci_attach(const struct virtual_model *model, struct virtual_vhci **vhci);

/* The name its device has, or is about to have, in sysfs ("3-1"); valid until it is freed. */
const char *virtual_vhci_name(const struct virtual_vhci *vhci);

/* Answers the kernel's URBs until the device vanishes or is detached. Blocks. 0 or -errno. */
int virtual_vhci_serve(struct virtual_vhci *vhci);

/* Pulls the cable; a serve() in another thread returns. May be called from any thread. */
void virtual_vhci_unplug(struct virtual_vhci *vhci);

/*
 * Frees it, after serve() has returned or if it never ran, and waits until the kernel has dropped
 * the device (10 s at most). NULL is allowed.
 */
void virtual_vhci_detach(struct virtual_vhci *vhci);

#endif
