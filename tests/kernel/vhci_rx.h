/* SPDX-License-Identifier: MIT */
#ifndef VHCI_RX_H
#define VHCI_RX_H

/*
 * Lets the kernel's threads vhci_rx run before all other tasks. Call it after cusb_vhci_attach(),
 * which starts one.
 *
 * Kernel fact (vhci_hcd of 6.1): vhci_rx gives a URB back only after it has read the whole answer.
 * A processor that takes the endpoint away meanwhile spins with interrupts disabled. If vhci_rx had
 * to give way to a task that waits for this processor, as each munmap() does, the machine would
 * hang.
 */
void hasten_vhci_rx(void);

#endif
