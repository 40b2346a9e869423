/* SPDX-License-Identifier: MIT */
/* The README's fragments, each run once; linked with the examples' virtual devices. */
#include "fragments.c"

static struct cusb_device *loopback;

static void take(const void *data, size_t length)
{
	if (length > 0)
		printf("stream_in: %.*s\n", (int)length, (const char *)data);
	cusb_cancel_all(loopback, 0x81);
}

static int read_and_clear(void)
{
	struct cusb_device *dev;
	char data[8];
	ssize_t n = cusb_find(CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001), &dev);

	if (n < 0)
		return (int)n;
	n = cusb_read(dev, 0x81, data, sizeof data, 10);
	printf("test: %s", cusb_strerror((int)n));
	n = cusb_clear_halt(dev, 0x81);
	if (n == 0)
		n = cusb_read(dev, 0x81, data, sizeof data, 10);
	printf("; %s\n", cusb_strerror((int)n));
	cusb_device_free(dev);
	return n == -ETIMEDOUT ? 0 : -EPROTO;
}

static void run_searches(void)
{
	struct cusb_device **list;
	struct cusb_backend *backend;
	unsigned int vendor_specific = CUSB_CLASS_VENDOR;

	whats_wrong(stdout);
	printf("find_printers: %zd", find_printers(&list));
	cusb_free_list(list);
	printf("; has_class: %d\n", has_class(loopback, &vendor_specific));
	printf("elsewhere: %d", elsewhere(&backend));
	printf(", %d\n", cusb_find(CUSB_MATCH(backend, backend), &loopback) == -ENODEV);
	cusb_usbfs_free(backend);
}

int main(void)
{
	if (cusb_find(CUSB_MATCH(idVendor, 0xfffe, idProduct, 0x0001), &loopback) < 0)
		return 1;
	run_searches();
	walk(loopback);
	printf("talk_to_me: %zd\n", talk_to_me(loopback));
	control_yourself(loopback);
	printf("dont_be_selfish: %d", dont_be_selfish(loopback));
	printf(", open %d\n", cusb_is_open(loopback));
	cusb_write(loopback, 0x01, "data", 4, 1000);
	printf("stream_in: %d\n", stream_in(loopback, take) == -ECANCELED);
	cusb_device_free(loopback);
	printf("test: %d\n", test(read_and_clear));
	return 0;
}
