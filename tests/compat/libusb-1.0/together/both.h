/* SPDX-License-Identifier: MIT */
/* The same for both libraries, on the models "loopback" and "super". Each checks its results. */
#ifndef LIBUSB_BOTH_H
#define LIBUSB_BOTH_H

#include <cusb/cusb.h>

#include "../case.h"

#define SUPER 0x0013 /* idProduct */

/* An open device of the default context, which begins. */
libusb_device_handle *libusb_of(uint16_t product);
struct cusb_device *cusb_of(uint16_t product);

/* Writes to one endpoint and reads the same from the other. */
void libusb_round_trip(libusb_device_handle *handle, unsigned char out, unsigned char in);
void cusb_round_trip(struct cusb_device *dev, unsigned int out, unsigned int in);

/* The device keeps a text, which both ask for. */
void libusb_store(libusb_device_handle *handle, const char *text);
void libusb_check_stored(libusb_device_handle *handle, const char *text);
void cusb_store(struct cusb_device *dev, const char *text);
void cusb_check_stored(struct cusb_device *dev, const char *text);

#endif
