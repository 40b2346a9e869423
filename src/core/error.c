/* SPDX-License-Identifier: MIT */
/* The one place where an errno gets its USB meaning. */
#include <errno.h>
#include <string.h>

#include <cusb/error.h>

static const struct {
	int number;
	const char *meaning;
} meanings[] = {
	{0, "success"},
	{EACCES, "no permission for the device node"},
	{EAGAIN, "nothing has ended yet"},
	{EBADMSG, "malformed answer or descriptor"},
	{EBUSY, "in use by a kernel driver or another program"},
	{ECANCELED, "transfer cancelled"},
	{EFBIG, "too many isochronous frames"},
	{EHOSTUNREACH, "device is suspended or not configured"},
	{EILSEQ, "bus error: bad CRC or no response"},
	{EINPROGRESS, "already being reset"},
	{EINVAL, "invalid argument"},
	{EIO, "input/output error"},
	{EISDIR, "not possible with a root hub"},
	{EMFILE, "too many open files"},
	{EMSGSIZE, "packet is too long for the endpoint"},
	{ENODATA, "no such string, no driver bound, or nothing in flight"},
	{ENODEV, "no such device: not found, or unplugged"},
	{ENOENT, "no such interface, endpoint or device node"},
	{ENOMEM, "out of memory, or over the limit usbfs_memory_mb"},
	{ENOSPC, "not enough bus bandwidth"},
	{ENOSYS, "not supported by the backend"},
	{EOVERFLOW, "device sent more data than there was room for"},
	{EPERM, "operation not permitted"},
	{EPIPE, "endpoint stalled, or request not supported"},
	{EPROTO, "bus error: bit stuffing, or no response"},
	{EREMOTEIO, "short packet"},
	{ESHUTDOWN, "ended by a reset or a new setting"},
	{ETIME, "bus error: no response in time"},
	{ETIMEDOUT, "timed out"},
	{EXDEV, "isochronous transfer only partly completed"},
};

/* The GNU library writes a text for an unknown number into memory that is reused. */
static const char *library_text(int number)
{
#ifdef __GLIBC__
	char made_up[64];
	const char *text = strerror_r(number, made_up, sizeof made_up);

	return text == made_up ? "unknown error" : text;
#else
	return strerror(number);
#endif
}

const char *cusb_strerror(int err)
{
	/* INT_MIN has no positive form. */
	int number = err < 0 ? (int)-(unsigned int)err : err;

	for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
		if (meanings[i].number == number)
			return meanings[i].meaning;
	return library_text(number);
}
