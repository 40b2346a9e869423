/* SPDX-License-Identifier: MIT */
/* The scripted kernel's URBs. */
#include <errno.h>
#include <string.h>

#include "backend/usbfs/script_kernel_internal.h"
#include "backend/usbfs/script_session.h"

void sk_play(struct script_kernel *sk, const struct sk_step *steps, size_t count)
{
	if (count > ARRAY_SIZE(sk->taken))
		sk_die(sk, "too many steps");
	sk->steps = steps;
	sk->step_count = count;
	memset(sk->taken, 0, sizeof sk->taken);
}

static bool may_return(const struct script_kernel *sk, const struct sk_step *step)
{
	return !step->after || sk->ended[(unsigned char)step->after] >= step->after_count;
}

/* The first step of that kind that is left; NULL when there is none. */
static const struct sk_step *take_step(struct script_kernel *sk, char call)
{
	for (size_t i = 0; i < sk->step_count; i++) {
		const struct sk_step *step = &sk->steps[i];

		if (sk->taken[i] || step->call != call)
			continue;
		if (call == 'R' && !may_return(sk, step))
			return NULL;
		sk->taken[i] = true;
		return step;
	}
	return NULL;
}

/* The kernel reads what is to be sent, and a control URB's SETUP packet, when it is submitted. */
void sk_note_urb(struct script_kernel *sk, struct sk_urb *seen, const struct usbdevfs_urb *urb)
{
	const uint8_t *data = urb->buffer;
	size_t length = (size_t)urb->buffer_length;

	*seen = (struct sk_urb){.type = urb->type,
				.endpoint = urb->endpoint,
				.flags = urb->flags,
				.buffer = urb->buffer,
				.buffer_length = urb->buffer_length,
				.start_frame = urb->start_frame,
				.number_of_packets = urb->number_of_packets};
	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		seen->packet_length = urb->iso_frame_desc[urb->number_of_packets - 1].length;
	if (urb->type == USBDEVFS_URB_TYPE_CONTROL) {
		memcpy(seen->setup, data, sizeof seen->setup);
		data += sizeof seen->setup;
		length -= sizeof seen->setup;
	}
	if (urb->endpoint & CUSB_ENDPOINT_IN || length == 0)
		return;
	memcpy(sk->sent, data, length < sizeof sk->sent ? length : sizeof sk->sent);
}

int sk_submit(struct script_kernel *sk, struct usbdevfs_urb *urb)
{
	const struct sk_step *step = take_step(sk, 'S');

	if (step && step->result < 0)
		return step->result;
	if (sk->urb_count == ARRAY_SIZE(sk->urbs))
		sk_die(sk, "too many URBs");
	sk->urbs[sk->urb_count++] = urb;
	return 0;
}

int sk_discard(struct script_kernel *sk)
{
	const struct sk_step *step = take_step(sk, 'D');

	return step ? step->result : 0;
}

void sk_lose_urbs(struct script_kernel *sk)
{
	sk->urb_count = 0;
}

static struct usbdevfs_urb *take_urb(struct script_kernel *sk, unsigned int endpoint, bool newest)
{
	for (size_t n = 0; n < sk->urb_count; n++) {
		size_t i = newest ? sk->urb_count - 1 - n : n;
		struct usbdevfs_urb *urb = sk->urbs[i];

		if (urb->endpoint != endpoint)
			continue;
		sk->urb_count--;
		memmove(sk->urbs + i, sk->urbs + i + 1, (sk->urb_count - i) * sizeof sk->urbs[0]);
		return urb;
	}
	sk_die(sk, "no URB of that endpoint was submitted");
}

static void end_packets(struct usbdevfs_urb *urb, int status)
{
	urb->actual_length = 0;
	urb->error_count = status ? urb->number_of_packets : 0;
	for (int i = 0; i < urb->number_of_packets; i++) {
		struct usbdevfs_iso_packet_desc *packet = &urb->iso_frame_desc[i];

		packet->status = (unsigned int)status;
		packet->actual_length = status ? 0 : packet->length;
		urb->actual_length += (int)packet->actual_length;
	}
}

int sk_reap(struct script_kernel *sk, struct usbdevfs_urb **out)
{
	const struct sk_step *step = take_step(sk, 'R');
	struct usbdevfs_urb *urb;
	uint8_t *data;

	if (sk->polling)
		sk_die(sk, "reaping behind the back of ppoll");
	if (!step)
		return -EAGAIN;
	/* The kernel drops what it cannot write. */
	if (step->result == -EFAULT && step->endpoint)
		take_urb(sk, step->endpoint, false);
	if (step->result < 0)
		return step->result;
	urb = take_urb(sk, step->endpoint, step->newest);
	data = urb->buffer;
	if (urb->type == USBDEVFS_URB_TYPE_CONTROL)
		data += 8;
	if (step->data)
		memcpy(data, step->data, (size_t)step->actual);
	urb->status = step->urb_is_well ? 0 : step->status;
	urb->actual_length = step->actual;
	if (urb->type == USBDEVFS_URB_TYPE_ISO)
		end_packets(urb, step->status);
	*out = urb;
	return 0;
}

static void spend(struct timespec *remaining, const struct sk_step *step)
{
	const struct timespec spent = {step->spent_ms / 1000, step->spent_ms % 1000 * 1000000L};

	if (remaining)
		*remaining = step->result == 0 ? (struct timespec){0, 0}
					       : time_subtract(*remaining, spent);
}

static void sleep_through(struct script_kernel *sk, const struct sk_step *step)
{
	const struct timespec slow = {step->slow_ms / 1000, step->slow_ms % 1000 * 1000000L};
	int cancel_state;

	if (sk->polling)
		sk_die(sk, "two ppoll at once");
	sk->polling = true;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state);
	while (!may_return(sk, step))
		pthread_cond_wait(&sk->changed, &sk->lock);
	pthread_mutex_unlock(&sk->lock);
	nanosleep(&slow, NULL);
	if (step->close)
		cusb_close(sk_object(sk));
	pthread_setcancelstate(cancel_state, NULL);
	pthread_mutex_lock(&sk->lock);
	sk->polling = false;
}

long sk_poll_ms(struct script_kernel *sk)
{
	return sk->poll_ms;
}

int sk_ppoll(void *kernel, struct pollfd *fds, unsigned int count, struct timespec *remaining)
{
	struct script_kernel *sk = kernel;
	char letter = remaining_is_over(remaining) ? 'p' : 'P';
	const struct sk_step *step;
	int result;

	pthread_mutex_lock(&sk->lock);
	result = sk_called(sk, letter);
	sk->poll_ms =
		remaining ? (long)remaining->tv_sec * 1000 + (remaining->tv_nsec + 999999) / 1000000
			  : -1;
	if (count != 1)
		sk_die(sk, "ppoll of more than the node");
	if (result == 0) {
		step = take_step(sk, letter);
		if (!step)
			sk_die(sk, "ppoll has no step left");
		if (letter == 'P')
			sleep_through(sk, step);
		spend(remaining, step);
		result = step->result;
	}
	fds->revents = (short)(result > 0 ? result : 0);
	sk_returned(sk, letter);
	pthread_mutex_unlock(&sk->lock);
	return result > 0 ? 1 : result;
}
