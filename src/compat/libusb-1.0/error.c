/* SPDX-License-Identifier: MIT */
/* Errors, and the names of errors and of the ends of transfers. */
#include <errno.h>

#include "compat/libusb-1.0/error.h"

static const struct meaning usual[] = {
	{-ENODEV, LIBUSB_ERROR_NO_DEVICE},
	{-ENOMEM, LIBUSB_ERROR_NO_MEM},
	{0, LIBUSB_ERROR_OTHER},
};

static const struct meaning *find(int err, const struct meaning *meanings)
{
	while (meanings->err < 0 && meanings->err != err)
		meanings++;
	return meanings;
}

int error_in(int err, const struct meaning *meanings)
{
	if (err >= 0)
		return LIBUSB_SUCCESS;
	meanings = find(err, meanings);
	return meanings->err < 0 ? meanings->error : find(err, usual)->error;
}

int usual_error(int err)
{
	return error_in(err, usual);
}

#define NAME(name)                                                                                 \
	case name:                                                                                 \
		return #name

const char *libusb_error_name(int code)
{
	switch (code) {
	case 0: /* both enumerations begin with it */
		return "LIBUSB_SUCCESS / LIBUSB_TRANSFER_COMPLETED";
		NAME(LIBUSB_ERROR_IO);
		NAME(LIBUSB_ERROR_INVALID_PARAM);
		NAME(LIBUSB_ERROR_ACCESS);
		NAME(LIBUSB_ERROR_NO_DEVICE);
		NAME(LIBUSB_ERROR_NOT_FOUND);
		NAME(LIBUSB_ERROR_BUSY);
		NAME(LIBUSB_ERROR_TIMEOUT);
		NAME(LIBUSB_ERROR_OVERFLOW);
		NAME(LIBUSB_ERROR_PIPE);
		NAME(LIBUSB_ERROR_INTERRUPTED);
		NAME(LIBUSB_ERROR_NO_MEM);
		NAME(LIBUSB_ERROR_NOT_SUPPORTED);
		NAME(LIBUSB_ERROR_OTHER);
		NAME(LIBUSB_TRANSFER_ERROR);
		NAME(LIBUSB_TRANSFER_TIMED_OUT);
		NAME(LIBUSB_TRANSFER_CANCELLED);
		NAME(LIBUSB_TRANSFER_STALL);
		NAME(LIBUSB_TRANSFER_NO_DEVICE);
		NAME(LIBUSB_TRANSFER_OVERFLOW);
	default:
		return "**UNKNOWN**";
	}
}
