/* SPDX-License-Identifier: MIT */
/* Streams from the isochronous IN endpoint that moves the most: isochronous_stream VID:PID */
#include <err.h>
#include <errno.h>
#include <stdio.h>

#include <cusb/cusb.h>

#define IN_FLIGHT 4 /* so that no packet is missed while one is looked at */
#define PACKETS	  32

/* Alternate settings differ in their share of the bus; setting 0 has none. */
static const struct cusb_endpoint *widest_endpoint(struct cusb_device *dev)
{
	const struct cusb_interface *intf;
	const struct cusb_endpoint *ep, *widest = NULL;
	const struct cusb_match *wanted =
		CUSB_MATCH(transfer_type, CUSB_ENDPOINT_TYPE_ISO, direction, CUSB_ENDPOINT_IN);

	cusb_for_each_interface (cusb_configuration_at(dev, 0), intf) {
		if (cusb_find_endpoint(intf, wanted, &ep) == 0 &&
		    (!widest || cusb_iso_packet_size(ep) > cusb_iso_packet_size(widest)))
			widest = ep;
	}
	return widest;
}

static int start(struct cusb_device *dev, const struct cusb_endpoint *ep,
		 struct cusb_transfer **transfer)
{
	size_t size = cusb_iso_packet_size(ep);

	*transfer = cusb_transfer_new(PACKETS);
	if (!*transfer || cusb_buffer_alloc(dev, PACKETS * size, &(*transfer)->data) < 0)
		return -ENOMEM;
	(*transfer)->bEndpointAddress = ep->bEndpointAddress;
	(*transfer)->length = PACKETS * size;
	cusb_transfer_fill_packets(*transfer, size);
	return cusb_submit(dev, *transfer);
}

static int stream(struct cusb_device *dev)
{
	struct cusb_transfer *transfers[IN_FLIGHT] = {NULL}, *done;
	const struct cusb_endpoint *ep = widest_endpoint(dev);
	size_t bytes = 0, failed = 0;
	int left = 100, err = ep ? cusb_interface_set_altsetting(ep->interface) : -ENOENT;

	for (int i = 0; i < IN_FLIGHT && err == 0; i++)
		err = start(dev, ep, &transfers[i]);
	while (err == 0 && left-- > 0 && cusb_reap(dev, CUSB_NO_TIMEOUT, &done) == 0) {
		bytes += done->actual_length; /* of each packet: cusb_transfer_packet() */
		failed += done->error_count;
		err = done->status < 0 ? done->status : cusb_submit(dev, done);
	}
	printf("%zu bytes, %zu packets failed\n", bytes, failed);
	cusb_close(dev); /* cancels what is in flight; it is still to be reaped */
	while (cusb_reap(dev, CUSB_NO_TIMEOUT, &done) == 0)
		continue;
	for (int i = 0; i < IN_FLIGHT; i++)
		cusb_transfer_free(transfers[i]);
	cusb_device_free(dev); /* and the buffers with it */
	return err;
}

int main(int argc, char **argv)
{
	unsigned int vendor, product;
	struct cusb_device *dev;
	int err;

	if (argc < 2 || sscanf(argv[1], "%4x:%4x", &vendor, &product) != 2)
		errx(2, "usage: isochronous_stream VID:PID");
	err = cusb_find(CUSB_MATCH(idVendor, vendor, idProduct, product), &dev);
	if (err == 0)
		err = stream(dev);
	if (err < 0)
		errx(1, "%s: %s", argv[1], cusb_strerror(err));
	return 0;
}
