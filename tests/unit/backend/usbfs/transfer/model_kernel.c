/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/usbfs/script_kernel_internal.h"
#include "backend/usbfs/transfer/model_kernel.h"

#define CHOICES_MAX 256
#define URBS_MAX    16
#define TRACKED_MAX 8
#define PACKETS_MAX 128
#define ENDINGS_MAX 128
#define IDLE_WAITS  8	/* waits in a row without a URB in flight */
#define PARTIAL	    512 /* bytes of a URB that does not end well */
#define ADDRESSES   32
#define URB_SIZE(n) (sizeof(struct usbdevfs_urb) + (n) * sizeof(struct usbdevfs_iso_packet_desc))

struct model_urb {
	struct usbdevfs_urb *urb;
	unsigned char image[URB_SIZE(PACKETS_MAX)]; /* its memory when it was submitted */
	size_t image_size;
	struct model_record *record;
	size_t offset; /* of its data in those of the transfer */
	bool completed, continuation;
	int status;
	size_t actual_length;
	uint32_t position;
	unsigned int packets_moved, packets_failed; /* from the first packet on */
};

struct ending {
	struct model_urb *urb;
	int status;
	size_t actual_length;
	unsigned int why, packets_moved, packets_failed;
};

static struct {
	unsigned char taken[CHOICES_MAX], options[CHOICES_MAX];
	size_t length, depth;
} choices;

static struct {
	pthread_mutex_t lock;
	struct model_options options;
	struct model_urb urbs[URBS_MAX]; /* in flight; the completed ones in their order, first */
	size_t count;
	struct {
		struct cusb_transfer *transfer;
		struct model_record record;
	} tracked[TRACKED_MAX];
	size_t tracked_count;
	uint32_t positions[ADDRESSES];
	bool disabled[ADDRESSES];
	bool gone, dropped, polling;
	unsigned int idle_waits;
} model = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* ---- choices --------------------------------------------------------------------------------- */

void choices_first(void)
{
	choices.length = choices.depth = 0;
}

bool choices_next(void)
{
	choices.length = choices.depth;
	choices.depth = 0;
	while (choices.length > 0) {
		size_t last = choices.length - 1;

		if (++choices.taken[last] < choices.options[last])
			return true;
		choices.length--;
	}
	return false;
}

unsigned int choose(unsigned int options)
{
	size_t depth = choices.depth;

	if (options <= 1)
		return 0;
	if (depth == CHOICES_MAX)
		model_broken("a run has too many choices");
	if (depth == choices.length) {
		choices.taken[depth] = 0;
		choices.length++;
	}
	choices.options[depth] = (unsigned char)options;
	choices.depth++;
	return choices.taken[depth];
}

_Noreturn void model_broken(const char *what)
{
	char text[4 * CHOICES_MAX + 1] = "";
	size_t length = 0;

	for (size_t i = 0; i < choices.depth; i++)
		length += (size_t)snprintf(text + length, sizeof text - length, " %u",
					   choices.taken[i]);
	ck_abort_msg("%s; choices:%s", what, text);
}

unsigned int model_surprise(unsigned int options)
{
	unsigned int choice = model.options.surprises > 0 ? choose(options) : 0;

	model.options.surprises -= choice > 0;
	return choice;
}

/* ---- URBs ------------------------------------------------------------------------------------ */

static size_t address_index(const struct usbdevfs_urb *urb)
{
	return (urb->endpoint & 0xfU) | (urb->endpoint & CUSB_ENDPOINT_IN ? 0x10 : 0);
}

static bool is_in(const struct usbdevfs_urb *urb)
{
	return urb->endpoint & CUSB_ENDPOINT_IN;
}

static bool is_isochronous(const struct usbdevfs_urb *urb)
{
	return urb->type == USBDEVFS_URB_TYPE_ISO;
}

/* Each call of the library finds the URBs in flight as they were submitted. */
static void check_images(void)
{
	for (size_t i = 0; i < model.count; i++)
		if (memcmp(model.urbs[i].urb, model.urbs[i].image, model.urbs[i].image_size) != 0)
			model_broken("the memory of a URB in flight was written");
}

static struct model_urb *find_urb(const struct usbdevfs_urb *urb)
{
	for (size_t i = 0; i < model.count; i++)
		if (model.urbs[i].urb == urb)
			return &model.urbs[i];
	return NULL;
}

static struct model_record *find_record(const void *inside, size_t *offset)
{
	for (size_t i = 0; i < model.tracked_count; i++) {
		struct cusb_transfer *transfer = model.tracked[i].transfer;
		const char *start = (const char *)transfer;
		const struct usbdevfs_urb *urb = inside;

		if ((const char *)inside < start ||
		    (const char *)inside >= start + cusb_transfer_size(transfer->packet_count))
			continue;
		*offset = urb->buffer ? (size_t)((char *)urb->buffer - (char *)transfer->data) : 0;
		return &model.tracked[i].record;
	}
	model_broken("a URB that belongs to no transfer was submitted");
}

const struct model_record *model_record(const struct cusb_transfer *transfer)
{
	for (size_t i = 0; i < model.tracked_count; i++)
		if (model.tracked[i].transfer == transfer)
			return &model.tracked[i].record;
	model_broken("an unknown transfer came back");
}

void model_track(struct cusb_transfer *transfer)
{
	pthread_mutex_lock(&model.lock);
	ck_assert_uint_lt(model.tracked_count, TRACKED_MAX);
	memset(&model.tracked[model.tracked_count].record, 0, sizeof(struct model_record));
	model.tracked[model.tracked_count++].transfer = transfer;
	pthread_mutex_unlock(&model.lock);
}

/* The position stands in the first and the last four bytes of each chunk. */
static void send(const struct model_urb *urb)
{
	char *data = urb->urb->buffer;

	if (!is_in(urb->urb) || urb->actual_length < 2 * sizeof urb->position)
		return;
	memcpy(data, &urb->position, sizeof urb->position);
	memcpy(data + urb->actual_length - sizeof urb->position, &urb->position,
	       sizeof urb->position);
}

bool model_sent_it(const struct model_chunk *chunk, const void *data)
{
	const char *last = (const char *)data + chunk->length - sizeof chunk->position;

	return memcmp(data, &chunk->position, sizeof chunk->position) == 0 &&
	       memcmp(last, &chunk->position, sizeof chunk->position) == 0;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static bool is_oldest(const struct model_urb *urb)
{
	for (const struct model_urb *u = model.urbs; u < urb; u++)
		if (!u->completed && u->urb->endpoint == urb->urb->endpoint)
			return false;
	return true;
}

/* Completed URBs come before the others, in the order of their completion. */
static struct model_urb *move_to_completed(struct model_urb *urb)
{
	struct model_urb moved = *urb, *to = model.urbs;

	while (to < urb && to->completed)
		to++;
	memmove(to + 1, to, (size_t)(urb - to) * sizeof *urb);
	*to = moved;
	to->completed = true;
	return to;
}

static void record(struct model_urb *urb, const struct ending *ending)
{
	struct model_record *record = urb->record;

	record->ends |= ending->why;
	record->iso_errors += ending->packets_failed;
	if (is_isochronous(urb->urb)) {
		record->iso_bytes += ending->actual_length;
	} else if (ending->actual_length > 0) {
		ck_assert_uint_lt(record->chunk_count, ARRAY_SIZE(record->chunks));
		record->chunks[record->chunk_count++] =
			(struct model_chunk){urb->offset, ending->actual_length, urb->position};
	}
}

static void complete(const struct ending *ending)
{
	struct model_urb *urb = move_to_completed(ending->urb);
	uint32_t *position = &model.positions[address_index(urb->urb)];

	urb->status = ending->status;
	urb->actual_length = ending->actual_length;
	urb->packets_moved = ending->packets_moved;
	urb->packets_failed = ending->packets_failed;
	urb->position = *position;
	*position += (uint32_t)ending->actual_length;
	record(urb, ending);
}

/* cancel_bulk_urbs() of devio.c */
static void cancel_continuations(const struct usbdevfs_urb *failed)
{
	size_t end = 0;

	for (; end < model.count; end++)
		if (!model.urbs[end].completed &&
		    model.urbs[end].urb->endpoint == failed->endpoint &&
		    !model.urbs[end].continuation)
			break;
	if (end == model.count)
		model.disabled[address_index(failed)] = true;
	for (size_t i = end; i > 0; i--) {
		struct model_urb *urb = &model.urbs[i - 1];

		if (urb->completed || urb->urb->endpoint != failed->endpoint)
			continue;
		complete(&(struct ending){.urb = urb, .status = -ECONNRESET});
		i = end + 1; /* the places have changed */
	}
}

static void end_urb(const struct ending *ending)
{
	struct usbdevfs_urb *urb = ending->urb->urb;

	complete(ending);
	if (urb->type == USBDEVFS_URB_TYPE_BULK && ending->status < 0 &&
	    ending->status != -ENOENT && ending->status != -ECONNRESET)
		cancel_continuations(urb);
}

static size_t packets_length(const struct usbdevfs_urb *urb, unsigned int count)
{
	size_t length = 0;

	for (unsigned int i = 0; i < count; i++)
		length += urb->iso_frame_desc[i].length;
	return length;
}

/* An end after some packets: `failed` of them fail, the others move, and the rest does not begin.
 */
static struct ending iso_end_after(struct model_urb *urb, unsigned int count, unsigned int failed)
{
	return (struct ending){.urb = urb,
			       .packets_moved = count,
			       .packets_failed = failed,
			       .actual_length = packets_length(urb->urb, count) -
						packets_length(urb->urb, failed)};
}

static struct ending whole(struct model_urb *urb)
{
	if (is_isochronous(urb->urb))
		return iso_end_after(urb, (unsigned int)urb->urb->number_of_packets, 0);
	return (struct ending){.urb = urb, .actual_length = (size_t)urb->urb->buffer_length};
}

static struct ending partial(struct model_urb *urb, int status, unsigned int why)
{
	struct ending ending = {.urb = urb, .actual_length = PARTIAL};

	if (is_isochronous(urb->urb))
		ending = iso_end_after(urb, 1, 0);
	if ((size_t)urb->urb->buffer_length < ending.actual_length)
		ending.actual_length = (size_t)urb->urb->buffer_length;
	ending.status = status;
	ending.why = why;
	return ending;
}

/* Ends that the URB in service can have, and nobody expects. */
static size_t add_service(struct ending *endings, struct model_urb *urb)
{
	size_t count = 0;

	if (is_isochronous(urb->urb)) {
		endings[count++] = iso_end_after(urb, (unsigned int)urb->urb->number_of_packets, 1);
	} else {
		endings[count++] = partial(urb, -EPIPE, MODEL_FAILED);
		if (is_in(urb->urb)) {
			/* Not every host controller knows SHORT_NOT_OK. */
			endings[count++] = partial(urb, 0, MODEL_SHORT);
			if (urb->urb->flags & USBDEVFS_URB_SHORT_NOT_OK)
				endings[count++] = partial(urb, -EREMOTEIO, MODEL_SHORT);
		}
	}
	endings[count++] = partial(urb, -ENOENT, MODEL_KILLED);
	return count;
}

/* All events that may come now; the expected ones come first. */
static size_t list_endings(struct ending *endings, size_t *expected)
{
	size_t count = 0;

	for (size_t i = 0; i < model.count; i++)
		if (!model.urbs[i].completed && model.gone)
			endings[count++] = (struct ending){
				.urb = &model.urbs[i], .status = -ESHUTDOWN, .why = MODEL_GONE};
		else if (!model.urbs[i].completed && is_oldest(&model.urbs[i]))
			endings[count++] = whole(&model.urbs[i]);
	*expected = count;
	for (size_t i = 0; i < model.count && !model.gone; i++) {
		struct model_urb *urb = &model.urbs[i];

		if (urb->completed)
			continue;
		if (is_oldest(urb))
			count += add_service(endings + count, urb);
		endings[count++] =
			(struct ending){.urb = urb, .status = -ENOENT, .why = MODEL_KILLED};
		endings[count++] =
			(struct ending){.urb = urb, .status = -ESHUTDOWN, .why = MODEL_KILLED};
	}
	return count;
}

/* Whether a URB has completed. */
static bool happen(void)
{
	struct ending endings[ENDINGS_MAX];
	size_t expected, count = list_endings(endings, &expected);
	bool surprises = model.options.surprises > 0;
	bool may_leave = model.options.unplug && surprises && !model.gone;
	unsigned int choice;

	if (count == 0)
		return false;
	choice = choose((unsigned int)(surprises ? count + may_leave : expected));
	model.options.surprises -= choice >= expected;
	if (choice == count) {
		model.gone = true;
		return happen();
	}
	end_urb(&endings[choice]);
	return true;
}

/* ---- system calls ---------------------------------------------------------------------------- */

static int refuse_urb(struct model_urb *urb)
{
	static const int errors[] = {0, -ENOMEM, -EPERM};
	unsigned int choice;

	if (model.gone) {
		urb->record->ends |= MODEL_GONE;
		return -ENODEV;
	}
	if (urb->urb->buffer_length > MODEL_URB_MAX)
		return -ENOMEM;
	if (!urb->continuation)
		model.disabled[address_index(urb->urb)] = false;
	if (model.disabled[address_index(urb->urb)])
		return -EREMOTEIO;
	choice = model_surprise(ARRAY_SIZE(errors));
	if (choice > 0)
		urb->record->ends |= choice == 1 ? MODEL_NO_MEMORY : MODEL_REFUSED;
	return errors[choice];
}

static int submit_urb(struct usbdevfs_urb *memory)
{
	struct model_urb *urb;
	int err;

	if (find_urb(memory))
		model_broken("a URB was submitted while it was in flight");
	if (model.count == URBS_MAX)
		model_broken("too many URBs");
	if (model.count > 0 && model_surprise(2))
		happen();
	urb = &model.urbs[model.count];
	*urb = (struct model_urb){
		.urb = memory,
		.image_size =
			URB_SIZE(is_isochronous(memory) ? (size_t)memory->number_of_packets : 0),
		.continuation = memory->flags & USBDEVFS_URB_BULK_CONTINUATION};
	memcpy(urb->image, memory, urb->image_size);
	urb->record = find_record(memory, &urb->offset);
	err = refuse_urb(urb);
	if (err == 0) {
		model.count++;
		urb->record->in_flight++;
	}
	return err;
}

static void write_packets(const struct model_urb *urb)
{
	for (unsigned int i = 0; i < (unsigned int)urb->urb->number_of_packets; i++) {
		struct usbdevfs_iso_packet_desc *packet = &urb->urb->iso_frame_desc[i];
		bool good = i >= urb->packets_failed && i < urb->packets_moved;

		packet->actual_length = good ? packet->length : 0;
		packet->status = good			   ? 0
				 : i < urb->packets_failed ? (unsigned int)-EILSEQ
							   : (unsigned int)-EXDEV;
	}
}

static void note_over(const struct model_urb *urb)
{
	struct model_record *record = urb->record;

	if (is_isochronous(urb->urb) ||
	    (urb->status == 0 && urb->actual_length == (size_t)urb->urb->buffer_length))
		return;
	if (!record->over || urb->offset < record->over_offset)
		record->over_offset = urb->offset;
	record->over = true;
}

static void check_no_part_behind_the_end(void)
{
	for (size_t i = 0; i < model.count; i++) {
		const struct model_urb *urb = &model.urbs[i];

		if (!urb->completed && urb->record->over && urb->offset > urb->record->over_offset)
			model_broken("the library waits for a part behind the end");
	}
}

static int reap_urb(struct usbdevfs_urb **out)
{
	struct model_urb urb = model.urbs[0];

	if (model.polling)
		model_broken("a URB was reaped while a thread waits");
	if (model.count == 0 || !urb.completed)
		return model.gone ? -ENODEV : -EAGAIN;
	urb.record->in_flight--;
	model.count--;
	memmove(model.urbs, model.urbs + 1, model.count * sizeof model.urbs[0]);
	if (model.options.drops && model_surprise(2)) {
		urb.record->ends |= MODEL_DROPPED;
		model.dropped = true;
		return -EFAULT;
	}
	note_over(&urb);
	urb.urb->status = urb.status;
	urb.urb->actual_length = (int)urb.actual_length;
	urb.urb->error_count = (int)urb.packets_failed;
	if (is_isochronous(urb.urb))
		write_packets(&urb);
	else
		send(&urb);
	*out = urb.urb;
	return 0;
}

/* It may complete, or move a part of its data, before the kernel stops it. */
static int discard_urb(const struct usbdevfs_urb *memory)
{
	struct model_urb *urb;
	struct ending ending;

	if (model_surprise(2))
		happen();
	urb = find_urb(memory);
	if (!urb || urb->completed)
		return -EINVAL;
	ending = (struct ending){.urb = urb, .status = -ENOENT, .why = MODEL_DISCARDED};
	if (is_oldest(urb) && model_surprise(2))
		ending = partial(urb, -ENOENT, MODEL_DISCARDED);
	end_urb(&ending);
	return 0;
}

static int model_ioctl(void *kernel, int fd, unsigned long request, void *arg)
{
	int result = 0;

	(void)kernel;
	(void)fd;
	pthread_mutex_lock(&model.lock);
	check_images();
	if (request == USBDEVFS_SUBMITURB)
		result = submit_urb(arg);
	else if (request == USBDEVFS_REAPURBNDELAY)
		result = reap_urb(arg);
	else if (request == USBDEVFS_DISCARDURB)
		result = discard_urb(arg);
	else if (request == USBDEVFS_GET_CAPABILITIES)
		*(uint32_t *)arg = model.options.continues ? USBDEVFS_CAP_BULK_CONTINUATION : 0;
	else if (request == USBDEVFS_IOCTL)
		result = -EINVAL; /* the device is configured, and has no such interface */
	pthread_mutex_unlock(&model.lock);
	return result;
}

static int events(void)
{
	int events = model.count > 0 && model.urbs[0].completed ? POLLOUT : 0;

	if (model.gone)
		events |= POLLHUP |
			  (model.count == 0 || model.urbs[model.count - 1].completed ? POLLERR : 0);
	return events;
}

/* Sleeps until a URB has completed, and perhaps some more have. */
static void sleep_until_one_completes(void)
{
	void (*meanwhile)(void) = model.options.meanwhile;

	if (model.polling)
		model_broken("two threads wait at the same time");
	check_no_part_behind_the_end();
	model.polling = true;
	if (meanwhile && choose(2)) {
		model.options.meanwhile = NULL;
		pthread_mutex_unlock(&model.lock);
		meanwhile();
		pthread_mutex_lock(&model.lock);
	}
	if (!(events() & (POLLOUT | POLLERR)) && !happen() && ++model.idle_waits > IDLE_WAITS)
		model_broken("the library waits, and nothing is in flight");
	if (events())
		model.idle_waits = 0;
	while (choose(2) && happen())
		continue;
	model.polling = false;
}

static int model_ppoll(void *kernel, struct pollfd *fds, unsigned int count,
		       struct timespec *remaining)
{
	(void)kernel;
	ck_assert_uint_eq(count, 1);
	pthread_mutex_lock(&model.lock);
	check_images();
	if (!remaining_is_over(remaining))
		sleep_until_one_completes();
	fds->revents = (short)events();
	pthread_mutex_unlock(&model.lock);
	if (fds->revents == 0 && remaining)
		*remaining = (struct timespec){0, 0};
	return fds->revents != 0;
}

const struct cusb_syscalls model_syscalls = {
	.openat = sk_openat,
	.close = sk_close_fd,
	.pread = sk_pread,
	.getdents64 = sk_getdents64,
	.ioctl = model_ioctl,
	.ppoll = model_ppoll,
};

void model_begin(const struct model_options *options)
{
	model.options = *options;
	model.count = model.tracked_count = 0;
	memset(model.positions, 0, sizeof model.positions);
	memset(model.disabled, 0, sizeof model.disabled);
	model.gone = model.dropped = model.polling = false;
	model.idle_waits = 0;
}

void model_end(void)
{
	if (model.count > 0)
		model_broken("a URB was not reaped");
}

bool model_is_gone(void)
{
	return model.gone;
}

bool model_has_dropped(void)
{
	return model.dropped;
}
