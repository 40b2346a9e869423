/* SPDX-License-Identifier: MIT */
/* Errors of the core as errors of libusb. */
#ifndef CUSB_COMPAT_LIBUSB_1_0_ERROR_H
#define CUSB_COMPAT_LIBUSB_1_0_ERROR_H

#include "compat/libusb-1.0/public.h"

/* A meaning that an errno has in one function. */
struct meaning {
	int err; /* negative; 0 ends a list */
	enum libusb_error error;
};

/* @err: a result of the core; 0 and more are success. -ENODEV NO_DEVICE, -ENOMEM NO_MEM, else OTHER. */
int usual_error(int err);
/* The same, after the function's own meanings. */
int error_in(int err, const struct meaning *meanings);

/* error_of(err, {-EBUSY, LIBUSB_ERROR_BUSY}, ...) */
#define error_of(err, ...) error_in(err, (const struct meaning[]){__VA_ARGS__, {0, LIBUSB_SUCCESS}})

#endif
