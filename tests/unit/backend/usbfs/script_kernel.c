/* SPDX-License-Identifier: MIT */
/* The kernel as a whole; files are in script_files.c, URBs in script_urbs.c. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/script_kernel_internal.h"
#include "backend/usbfs/script_session.h"
#include "unit.h"

const struct cusb_device sk_device = {
	.bLength = CUSB_DEVICE_DESC_SIZE,
	.bDescriptorType = CUSB_DESC_TYPE_DEVICE,
	.idVendor = 0xfffe,
	.idProduct = 0x0102,
	.bcdDevice = 0x0304,
	.address = 5,
	.bus = 1,
	.port_count = 1,
	.port_numbers = {2},
	.name = "1-2",
};

const struct cusb_interface sk_interface;

void sk_die(struct script_kernel *sk, const char *what)
{
	fprintf(stderr, "script: %s after %s\n", what, sk ? sk->trace : "nothing");
	abort();
}

/* The node begins with the device descriptor in host byte order. */
void sk_add_node(struct script_kernel *sk, const char *path)
{
	const uint16_t ids[] = {sk_device.idVendor, sk_device.idProduct, sk_device.bcdDevice};
	uint8_t bytes[CUSB_DEVICE_DESC_SIZE] = {CUSB_DEVICE_DESC_SIZE, CUSB_DESC_TYPE_DEVICE};

	memcpy(bytes + 8, ids, sizeof ids);
	sk_file(sk, path, bytes, sizeof bytes);
}

static void add_device(struct script_kernel *sk)
{
	sk_add_node(sk, "/dev/bus/usb/001/005");
	sk_directory(sk, "/sys/bus/usb/devices", "1-2");
	sk_text(sk, "/sys/bus/usb/devices/1-2/dev", "189:4\n");
}

struct script_kernel *sk_new(void)
{
	struct script_kernel *sk = calloc(1, sizeof *sk);
	struct cusb_usbfs_options options = {.syscalls = &sk_syscalls, .kernel = sk};

	if (!sk || cusb_usbfs_new(&options, &sk->backend) < 0)
		sk_die(NULL, "no memory");
	pthread_mutex_init(&sk->lock, NULL);
	pthread_cond_init(&sk->changed, NULL);
	sk->entries_max = SIZE_MAX;
	sk->bytes_max = SIZE_MAX;
	add_device(sk);
	return sk;
}

void sk_free(struct script_kernel *sk)
{
	sk_close(sk);
	sk_free_object(sk);
	for (size_t i = 0; i < sk->open_count; i++)
		ck_assert_msg(!sk->opens[i].file, "%s is still open", sk->opens[i].path);
	ck_assert_uint_eq(sk->urb_count, 0);
	ck_assert_uint_eq(sk->mapped, 0);
	for (struct sk_file *file = sk->files, *next; file; file = next) {
		next = file->next;
		free(file->bytes);
		free(file);
	}
	cusb_usbfs_free(sk->backend);
	pthread_cond_destroy(&sk->changed);
	pthread_mutex_destroy(&sk->lock);
	free(sk);
}

struct cusb_backend *sk_backend(struct script_kernel *sk)
{
	return sk->backend;
}

struct cusb_handle *sk_open(struct script_kernel *sk)
{
	ck_assert_int_eq(sk->backend->open(sk->backend, &sk_device, -1, &sk->handle), 0);
	sk_forget(sk);
	return sk->handle;
}

void sk_close(struct script_kernel *sk)
{
	if (sk->handle)
		sk->backend->close(sk->handle);
	sk->handle = NULL;
}

void sk_fail(struct script_kernel *sk, char call, unsigned int nth, unsigned int times, int err)
{
	sk->fault = (struct sk_fault){call, nth, times, err};
}

int sk_called(struct script_kernel *sk, char call)
{
	struct sk_fault *fault = &sk->fault;

	sk->begun[(unsigned char)call]++;
	pthread_cond_broadcast(&sk->changed);
	if (sk->trace_length == sizeof sk->trace - 1)
		sk_die(sk, "too many calls");
	sk->trace[sk->trace_length++] = call;
	if (fault->times == 0 || fault->call != call || --fault->nth > 0)
		return 0;
	fault->nth = 1;
	fault->times--;
	return fault->err;
}

void sk_returned(struct script_kernel *sk, char call)
{
	sk->ended[(unsigned char)call]++;
	pthread_cond_broadcast(&sk->changed);
}

const char *sk_trace(struct script_kernel *sk)
{
	return sk->trace;
}

void sk_forget(struct script_kernel *sk)
{
	memset(sk->trace, 0, sizeof sk->trace);
	sk->trace_length = 0;
	sk->ioctl_count = 0;
}

void sk_wait(struct script_kernel *sk, char call, unsigned int count)
{
	pthread_mutex_lock(&sk->lock);
	while (sk->begun[(unsigned char)call] < count)
		pthread_cond_wait(&sk->changed, &sk->lock);
	pthread_mutex_unlock(&sk->lock);
}

void sk_answer(struct script_kernel *sk, unsigned long request, int result, const char *driver)
{
	if (sk->answer_count == ARRAY_SIZE(sk->answers))
		sk_die(sk, "too many answers");
	sk->answers[sk->answer_count++] = (struct sk_answer){request, result, driver, NULL, 0};
}

void sk_answer_bytes(struct script_kernel *sk, unsigned long request, int result, const void *bytes,
		     size_t length)
{
	sk_answer(sk, request, result, NULL);
	sk->answers[sk->answer_count - 1].bytes = bytes;
	sk->answers[sk->answer_count - 1].length = length;
}

unsigned int sk_made_mode(struct script_kernel *sk)
{
	return sk->made_mode;
}

uint64_t sk_made_dev(struct script_kernel *sk)
{
	return sk->made_dev;
}

static int take_answer(struct script_kernel *sk, unsigned long request, void *arg)
{
	for (size_t i = 0; i < sk->answer_count; i++) {
		struct sk_answer answer = sk->answers[i];

		if (answer.request != request)
			continue;
		if (answer.driver)
			strcpy(((struct usbdevfs_getdriver *)arg)->driver, answer.driver);
		if (answer.length > 0)
			memcpy(request == USBDEVFS_IOCTL ? ((struct usbdevfs_ioctl *)arg)->data
							 : arg,
			       answer.bytes, answer.length);
		memmove(&sk->answers[i], &sk->answers[i + 1],
			(--sk->answer_count - i) * sizeof sk->answers[0]);
		return answer.result;
	}
	return 0;
}

static size_t argument_size(unsigned long request)
{
	switch (request) {
	case USBDEVFS_CONTROL:
		return sizeof(struct usbdevfs_ctrltransfer);
	case USBDEVFS_SETINTERFACE:
		return sizeof(struct usbdevfs_setinterface);
	case USBDEVFS_IOCTL:
		return sizeof(struct usbdevfs_ioctl);
	case USBDEVFS_DISCONNECT_CLAIM:
		return sizeof(struct usbdevfs_disconnect_claim);
	case USBDEVFS_ALLOC_STREAMS:
	case USBDEVFS_FREE_STREAMS:
		return sizeof(struct usbdevfs_streams) + 30;
	case USBDEVFS_RESET:
	case USBDEVFS_SUBMITURB:
	case USBDEVFS_REAPURBNDELAY:
	case USBDEVFS_DISCARDURB:
	case USBDEVFS_GET_SPEED:
	case USBDEVFS_FORBID_SUSPEND:
	case USBDEVFS_ALLOW_SUSPEND:
	case USBDEVFS_WAIT_FOR_RESUME:
		return 0;
	default:
		return sizeof(int);
	}
}

static void record(struct script_kernel *sk, unsigned long request, const void *arg)
{
	struct sk_ioctl *ioctl = &sk->ioctls[sk->ioctl_count];
	size_t size = argument_size(request);

	if (sk->ioctl_count == SK_IOCTLS_MAX)
		sk_die(sk, "too many ioctls");
	sk->ioctl_count++;
	memset(ioctl, 0, sizeof *ioctl);
	ioctl->request = request;
	ioctl->pointer = arg;
	if (size > 0)
		memcpy(&ioctl->arg, arg, size);
	if (request == USBDEVFS_SUBMITURB)
		sk_note_urb(sk, &ioctl->arg.urb, arg);
}

static int control(struct script_kernel *sk, struct usbdevfs_ctrltransfer *transfer)
{
	if (!(transfer->bRequestType & CUSB_ENDPOINT_IN) && transfer->wLength > 0)
		memcpy(sk->sent, transfer->data,
		       transfer->wLength < sizeof sk->sent ? transfer->wLength : sizeof sk->sent);
	return take_answer(sk, USBDEVFS_CONTROL, transfer);
}

static int dispatch(struct script_kernel *sk, unsigned long request, void *arg)
{
	switch (request) {
	case USBDEVFS_SUBMITURB:
		return sk_submit(sk, arg);
	case USBDEVFS_REAPURBNDELAY:
		return sk_reap(sk, arg);
	case USBDEVFS_DISCARDURB:
		return sk_discard(sk);
	case USBDEVFS_CONTROL:
		return control(sk, arg);
	default:
		return take_answer(sk, request, arg);
	}
}

static char letter_of(unsigned long request)
{
	switch (request) {
	case USBDEVFS_SUBMITURB:
		return 'S';
	case USBDEVFS_REAPURBNDELAY:
		return 'R';
	case USBDEVFS_DISCARDURB:
		return 'D';
	case USBDEVFS_CONTROL:
		return 'C';
	default:
		return 'i';
	}
}

static int call_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	struct script_kernel *sk = kernel;
	char letter = letter_of(request);
	int result;

	pthread_mutex_lock(&sk->lock);
	sk_file_of(sk, fd);
	record(sk, request, arg);
	result = sk_called(sk, letter);
	if (result == 0)
		result = dispatch(sk, request, arg);
	sk_returned(sk, letter);
	pthread_mutex_unlock(&sk->lock);
	return result;
}

size_t sk_ioctl_count(struct script_kernel *sk)
{
	return sk->ioctl_count;
}

const struct sk_ioctl *sk_ioctl_at(struct script_kernel *sk, size_t i)
{
	ck_assert_uint_lt(i, sk->ioctl_count);
	return &sk->ioctls[i];
}

const uint8_t *sk_sent(struct script_kernel *sk)
{
	return sk->sent;
}

const struct cusb_syscalls sk_syscalls = {
	.openat = sk_openat,
	.close = sk_close_fd,
	.pread = sk_pread,
	.getdents64 = sk_getdents64,
	.ioctl = call_ioctl,
	.ppoll = sk_ppoll,
	.readlinkat = sk_readlinkat,
	.mknodat = sk_mknodat,
	.unlinkat = sk_unlinkat,
	.mmap = sk_mmap,
	.munmap = sk_munmap,
};
