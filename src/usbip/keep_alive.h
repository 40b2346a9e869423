/* SPDX-License-Identifier: MIT */
#ifndef CUSB_USBIP_KEEP_ALIVE_H
#define CUSB_USBIP_KEEP_ALIVE_H

#define USBIP_IDLE_S 10

/*
 * Messages go out without delay, and a peer that has vanished is noticed: 15 s after `idle_s`
 * seconds without data. The settings belong to the socket, also when the kernel has it. They do
 * nothing on a socket that is not TCP.
 */
void usbip_keep_alive(int fd, int idle_s);

#endif
