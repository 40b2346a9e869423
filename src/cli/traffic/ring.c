/* SPDX-License-Identifier: MIT */
/*
 * Kernel facts (drivers/usb/mon/mon_bin.c): the largest ring was 1200 KiB, and is 64 MiB since
 * 2025; no call tells which. Its pages are zeroed one by one, without a limit; a page that is
 * mapped at its first use costs no more than one that is mapped before. A filler '@' covers the end
 * of the ring, and is counted. STATS counts the drops since the last call. Nothing loads the
 * module.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "cli/output/message.h"
#include "cli/traffic/ring.h"

#define NODE	      "/dev/usbmon0" /* the traffic of all buses, also of later ones */
#define RING_SIZE_MIN 8192
#define SHARE	      16 /* of the memory, at most one part in so many */
#define FILLER	      '@'
#define BYTES_PER_MS  (1U << 22) /* a ring of this size may be left alone for a millisecond */

struct ring_stats {
	uint32_t queued, dropped;
};

struct ring_fetch_argument {
	uint32_t *offsets;
	uint32_t fetch, flush;
};

#define MON_STATS	  _IOR(0x92, 3, struct ring_stats)
#define MON_SET_RING_SIZE _IO(0x92, 4)
#define MON_RING_SIZE	  _IO(0x92, 5)
#define MON_FETCH	  _IOWR(0x92, 7, struct ring_fetch_argument)
#define MON_FLUSH	  _IO(0x92, 8)

static int call(const struct usbmon_ring *ring, unsigned long request, void *arg)
{
	/* musl declares the request as int; the kernel takes its 32 bits either way. */
#ifdef __GLIBC__
	int result = ioctl(ring->fd, request, arg);
#else
	int result = ioctl(ring->fd, (int)request, arg);
#endif

	return result < 0 ? -errno : result;
}

enum status ring_report(int err)
{
	if (err == -ENOENT && access("/sys/module/usbmon", F_OK) < 0)
		return fail("there is no " NODE
			    "; 'modprobe usbmon' loads the module that makes it");
	if (err == -EACCES || err == -EPERM)
		return fail("no permission for " NODE "; run as root, or let root run: "
			    "setfacl -m u:$USER:r /dev/usbmon*");
	return fail("cannot open " NODE ": %s", strerror(-err));
}

int ring_nap_ms(const struct usbmon_ring *ring)
{
	return (int)(ring->size / BYTES_PER_MS);
}

/* The kernel would end programs to get the pages: a small machine has a small ring. */
static size_t fair_size(size_t size)
{
	struct sysinfo info = {0};
	uint64_t share;

	sysinfo(&info);
	share = (uint64_t)info.totalram * info.mem_unit / SHARE;
	return share < size ? (size_t)share : size;
}

/* Asks for less and less. A ring that cannot be set stays as it is. */
static void set_size(const struct usbmon_ring *ring, size_t size)
{
	int err;

	do {
		err = call(ring, MON_SET_RING_SIZE, (void *)(uintptr_t)size);
		size /= 2;
	} while ((err == -EINVAL || err == -ENOMEM) && size >= RING_SIZE_MIN);
}

int ring_open(struct usbmon_ring *ring, size_t size)
{
	void *memory;
	int have;

	memset(ring, 0, sizeof *ring);
	ring->fd = open(NODE, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (ring->fd < 0)
		return -errno;
	set_size(ring, fair_size(size));
	have = call(ring, MON_RING_SIZE, NULL);
	ring->size = have > 0 ? (size_t)have : RING_SIZE_MIN;
	memory = mmap(NULL, ring->size, PROT_READ, MAP_SHARED, ring->fd, 0);
	if (memory == MAP_FAILED) {
		int err = -errno;

		close(ring->fd);
		return err;
	}
	ring->memory = memory;
	return 0;
}

void ring_close(struct usbmon_ring *ring)
{
	munmap((void *)(uintptr_t)ring->memory, ring->size);
	close(ring->fd);
}

int ring_fetch(struct usbmon_ring *ring)
{
	struct ring_fetch_argument fetch = {ring->offsets, RING_BATCH, 0};
	int err = call(ring, MON_FETCH, &fetch);

	ring->taken = err < 0 ? 0 : fetch.fetch;
	if (err == -EAGAIN || err == -EINTR)
		return 0;
	return err < 0 ? err : (int)ring->taken;
}

void ring_flush(struct usbmon_ring *ring)
{
	call(ring, MON_FLUSH, (void *)(uintptr_t)ring->taken);
	ring->taken = 0;
}

bool ring_event(const struct usbmon_ring *ring, size_t index, struct pcapng_event *event)
{
	const uint8_t *at = ring->memory + ring->offsets[index];
	size_t iso;

	*event = (struct pcapng_event){.packet = (const void *)at};
	iso = event->packet->ndesc * sizeof *event->iso;
	if (event->packet->type == FILLER || iso > event->packet->len_cap)
		return false;
	event->iso = (const void *)(at + sizeof *event->packet);
	event->data = at + sizeof *event->packet + iso;
	event->length = event->packet->len_cap - iso;
	return true;
}

unsigned int ring_lost(struct usbmon_ring *ring)
{
	struct ring_stats stats = {0};

	call(ring, MON_STATS, &stats);
	return stats.dropped;
}
