/* SPDX-License-Identifier: MIT */
/*
 * A table of system calls that records what goes through it to another one. It has the calls that
 * an open device makes.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cusb/control.h>
#include <cusb/cusb.h>
#include <cusb/util.h>

#include "backend/usbfs/capture/capture.h"
#include "backend/usbfs/capture/recorder.h"

static struct recorder *recorder_of(const struct usbfs *fs)
{
	return fs->kernel;
}

/* ---- the table ------------------------------------------------------------------------------- */

static int pass_ioctl(struct recorder *recorder, int fd, unsigned long request, void *arg)
{
	const struct usbfs *under = recorder->fs.under;

	return under->syscalls->ioctl(under->kernel, fd, request, arg);
}

static int submit(struct recorder *recorder, int fd, struct usbdevfs_urb *urb)
{
	int err;

	recorder_submit(recorder, urb);
	err = pass_ioctl(recorder, fd, USBDEVFS_SUBMITURB, urb);
	if (err < 0)
		recorder_refuse(recorder, urb, err);
	return err;
}

static int reap(struct recorder *recorder, int fd, unsigned long request, struct usbdevfs_urb **urb)
{
	int err = pass_ioctl(recorder, fd, request, urb);

	if (err >= 0)
		recorder_complete(recorder, *urb);
	return err;
}

static int control(struct recorder *recorder, int fd, struct usbdevfs_ctrltransfer *transfer)
{
	const struct cusb_setup setup = {transfer->bRequestType, transfer->bRequest,
					 transfer->wValue, transfer->wIndex, transfer->wLength};
	uint64_t id = recorder_request(recorder, &setup, transfer->data);
	int n = pass_ioctl(recorder, fd, USBDEVFS_CONTROL, transfer);

	recorder_answer(recorder, &setup, id, transfer->data, n);
	return n;
}

/* A call for which the kernel sends a request without data. */
static int request_of(struct recorder *recorder, int fd, unsigned long request, void *arg,
		      const struct cusb_setup *setup)
{
	uint64_t id = recorder_request(recorder, setup, NULL);
	int result = pass_ioctl(recorder, fd, request, arg);

	recorder_answer(recorder, setup, id, NULL, result < 0 ? result : 0);
	return result;
}

static int set_configuration(struct recorder *recorder, int fd, const int *value)
{
	const struct cusb_setup setup = {0, CUSB_REQ_SET_CONFIGURATION,
					 (uint16_t)(*value < 0 ? 0 : *value), 0, 0};

	return request_of(recorder, fd, USBDEVFS_SETCONFIGURATION, (void *)(uintptr_t)value,
			  &setup);
}

static int set_interface(struct recorder *recorder, int fd, struct usbdevfs_setinterface *arg)
{
	const struct cusb_setup setup = {CUSB_CTRL_RECIPIENT_INTERFACE, CUSB_REQ_SET_INTERFACE,
					 (uint16_t)arg->altsetting, (uint16_t)arg->interface, 0};

	return request_of(recorder, fd, USBDEVFS_SETINTERFACE, arg, &setup);
}

static int clear_halt(struct recorder *recorder, int fd, unsigned int *address)
{
	const struct cusb_setup setup = {CUSB_CTRL_RECIPIENT_ENDPOINT, CUSB_REQ_CLEAR_FEATURE, 0,
					 (uint16_t)*address, 0};

	return request_of(recorder, fd, USBDEVFS_CLEAR_HALT, address, &setup);
}

static int record_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	switch (request) {
	case USBDEVFS_SUBMITURB:
		return submit(kernel, fd, arg);
	case USBDEVFS_REAPURB:
	case USBDEVFS_REAPURBNDELAY:
		return reap(kernel, fd, request, arg);
	case USBDEVFS_CONTROL:
		return control(kernel, fd, arg);
	case USBDEVFS_SETCONFIGURATION:
		return set_configuration(kernel, fd, arg);
	case USBDEVFS_SETINTERFACE:
		return set_interface(kernel, fd, arg);
	case USBDEVFS_CLEAR_HALT:
		return clear_halt(kernel, fd, arg);
	default:
		return pass_ioctl(kernel, fd, request, arg);
	}
}

static int pass_close(void *kernel, int fd)
{
	const struct usbfs *under = ((struct recorder *)kernel)->fs.under;

	return under->syscalls->close(under->kernel, fd);
}

static int pass_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		      struct timespec *remaining)
{
	const struct usbfs *under = ((struct recorder *)kernel)->fs.under;

	return under->syscalls->ppoll(under->kernel, fds, count, remaining);
}

static int pass_mmap(void *kernel, int fd, size_t size, void **memory)
{
	const struct usbfs *under = ((struct recorder *)kernel)->fs.under;

	return under->syscalls->mmap ? under->syscalls->mmap(under->kernel, fd, size, memory)
				     : -ENOSYS;
}

static const struct cusb_syscalls recording = {
	.ioctl = record_ioctl,
	.close = pass_close,
	.ppoll = pass_ppoll,
	.mmap = pass_mmap,
};

/* ---- the file -------------------------------------------------------------------------------- */

/* 0: the file is empty; 1: it has the beginning of a capture of this byte order. */
static int look_at(int fd)
{
	uint32_t head[3] = {0};
	struct stat status;
	ssize_t n;

	if (fstat(fd, &status) < 0)
		return -errno;
	if (!S_ISREG(status.st_mode))
		return -EINVAL;
	n = pread(fd, head, sizeof head, 0);
	if (n <= 0)
		return n < 0 ? -errno : 0;
	return head[0] == PCAPNG_SECTION && head[2] == PCAPNG_MAGIC ? 1 : -EEXIST;
}

/* Every process and every open device appends to the file. Others must not read it: keys are
 * pressed. */
static int open_file(const char *path, bool *empty)
{
	int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);
	int found = fd < 0 ? -errno : look_at(fd);

	*empty = found == 0;
	if (found >= 0)
		return fd;
	log_line(CUSB_LOG_WARNING, "CUSB_CAPTURE=%s: %s; nothing is captured", path,
		 found == -EINVAL   ? "not a regular file"
		 : found == -EEXIST ? "the file has something else than a capture"
				    : strerror(-found));
	if (fd >= 0)
		close(fd);
	return found;
}

const struct usbfs *capture_begin(struct cusb_backend *backend, const struct cusb_device *dev,
				  int fd)
{
	const struct usbfs *fs = usbfs_of(backend);
	const char *path = secure_getenv("CUSB_CAPTURE");
	struct recorder *recorder;
	bool empty = false;
	int file;

	if (!path || !*path)
		return fs;
	file = open_file(path, &empty);
	recorder = file < 0 ? NULL : calloc(1, sizeof *recorder);
	if (!recorder) {
		if (file >= 0)
			close(file);
		return fs;
	}
	recorder->fs = *fs;
	recorder->fs.syscalls = &recording;
	recorder->fs.kernel = recorder;
	recorder->fs.under = fs;
	recorder->busnum = dev->bus;
	recorder->devnum = dev->address;
	pthread_mutex_init(&recorder->lock, NULL);
	pcapng_open(&recorder->writer, file, recorder->buffer, sizeof recorder->buffer);
	if (empty)
		pcapng_begin(&recorder->writer, "cusb " CUSB_VERSION, "cusb");
	recorder_begin(recorder, backend, dev, fd);
	return &recorder->fs;
}

void capture_end(const struct usbfs *fs)
{
	struct recorder *recorder;

	if (!fs->under)
		return;
	recorder = recorder_of(fs);
	if (recorder->writer.err)
		log_line(CUSB_LOG_WARNING, "the capture is not complete: %s",
			 strerror(-recorder->writer.err));
	close(recorder->writer.fd);
	pthread_mutex_destroy(&recorder->lock);
	free(recorder->urbs);
	free(recorder);
}
