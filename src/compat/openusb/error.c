/* SPDX-License-Identifier: MIT */
/* Codes and their texts. A code has the text of the first errno in the table with this code. */
#include <errno.h>

#include <cusb/error.h>

#include "compat/openusb/internal.h"

static const struct {
	int err;
	int32_t code;
} codes[] = {
	{-ENOMEM, OPENUSB_NO_RESOURCES},
	{-EMFILE, OPENUSB_NO_RESOURCES},
	{-ENFILE, OPENUSB_NO_RESOURCES},
	{-ENOSPC, OPENUSB_NO_BANDWIDTH},
	{-ENOSYS, OPENUSB_NOT_SUPPORTED},
	{-EIO, OPENUSB_HC_HARDWARE_ERROR},
	{-EBUSY, OPENUSB_BUSY},
	{-EINVAL, OPENUSB_BADARG},
	{-ENOENT, OPENUSB_BADARG},
	{-EFAULT, OPENUSB_BADARG},
	{-EACCES, OPENUSB_NOACCESS},
	{-EPERM, OPENUSB_NOACCESS},
	{-EBADMSG, OPENUSB_PARSE_ERROR},
	{-ENODEV, OPENUSB_UNKNOWN_DEVICE},
	{-EPIPE, OPENUSB_IO_STALL},
	{-EILSEQ, OPENUSB_IO_CRC_ERROR},
	{-ETIME, OPENUSB_IO_DEVICE_HUNG},
	{-EPROTO, OPENUSB_IO_DEVICE_HUNG},
	{-EMSGSIZE, OPENUSB_IO_REQ_TOO_BIG},
	{-EFBIG, OPENUSB_IO_REQ_TOO_BIG},
	{-EOVERFLOW, OPENUSB_IO_DATA_OVERRUN},
	{-EREMOTEIO, OPENUSB_IO_DATA_UNDERRUN},
	{-ECOMM, OPENUSB_IO_BUFFER_OVERRUN},
	{-ENOSR, OPENUSB_IO_BUFFER_UNDERRUN},
	{-ETIMEDOUT, OPENUSB_IO_TIMEOUT},
	{-ECANCELED, OPENUSB_IO_CANCELED},
	{-ESHUTDOWN, OPENUSB_IO_CANCELED},
	{-EINTR, OPENUSB_IO_CANCELED},
};

#define COUNT (sizeof codes / sizeof codes[0])

int32_t code_of_error(int err)
{
	if (err >= 0)
		return OPENUSB_SUCCESS;
	for (size_t i = 0; i < COUNT; i++)
		if (codes[i].err == err)
			return codes[i].code;
	return OPENUSB_SYS_FUNC_FAILURE;
}

/* The texts of codes that are not in the table. */
static const char *own_text(int32_t code)
{
	switch (code) {
	case OPENUSB_SUCCESS:
		return "success";
	case OPENUSB_INVALID_HANDLE:
		return "no such handle";
	case OPENUSB_SYS_FUNC_FAILURE:
		return "a system call failed";
	default:
		return "unknown error";
	}
}

const char *openusb_strerror(int32_t code)
{
	for (size_t i = 0; i < COUNT; i++)
		if (codes[i].code == code)
			return cusb_strerror(codes[i].err);
	return own_text(code);
}
