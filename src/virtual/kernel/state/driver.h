/* SPDX-License-Identifier: MIT */
/*
 * Who has an interface, and who may take it.
 */
#ifndef CUSB_VIRTUAL_KERNEL_CLAIMS_H
#define CUSB_VIRTUAL_KERNEL_CLAIMS_H

#include "virtual/kernel/state/device.h"

/* claim.c */
int kernel_claim(struct file *file, unsigned int number);
/* As kernel_claim(), for a call that needs it claimed. */
int kernel_check_claim(struct file *file, unsigned int number);
int kernel_release(struct file *file, unsigned int number);
void kernel_release_all(struct file *file);
/* Takes the interface from whoever has it. */
void kernel_unbind(struct usb *dev, unsigned int number);
bool kernel_is_claimed(const struct usb *dev, unsigned int number);
const char *kernel_driver_name(const struct usb *dev, unsigned int number);
void kernel_probe(struct usb *dev, unsigned int number);
void kernel_forget_drivers(struct usb *dev);
int kernel_check_recipient(struct file *file, const struct cusb_setup *setup);

/* privileges.c */
bool kernel_may_claim(const struct file *file, unsigned int number);
bool kernel_may_reset(const struct file *file);

#endif
