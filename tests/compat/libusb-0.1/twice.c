/* SPDX-License-Identifier: MIT */
/*
 * A program written for libusb-0.1: shows every device, and works with the loopback device
 * fffe:0001, nak fffe:0003 and a keyboard. It is built twice, with libusb's header and library and
 * with ours; what the two print must be the same. See tests/kernel/guests/twice.steps.
 *
 * Left out is what 0.1.12 gets wrong: errors of bulk transfers that have begun, of which it tells
 * nothing; and usb_strerror() after a timeout, which has the error before.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>

#include <usb.h>

static void say(const char *call, int result)
{
	printf("%s = %d\n", call, result);
	if (result < 0 && result != -110)
		printf("\t%s\n", usb_strerror());
}

/* What a call returns, with the error's text. */
#define SAY(call) say(#call, call)

static void bytes(const char *what, const void *data, int length)
{
	const unsigned char *p = data;

	printf("\t%s:", what);
	for (int i = 0; i < length; i++)
		printf(" %02x", p[i]);
	printf("\n");
}

static unsigned int checksum(const char *data, int length)
{
	unsigned int sum = 0;

	for (int i = 0; i < length; i++)
		sum = sum * 31 + (unsigned char)data[i];
	return sum;
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void show_endpoint(const struct usb_endpoint_descriptor *ep)
{
	printf("      endpoint %d %d %02x %02x %d %d %d %d\n", ep->bLength, ep->bDescriptorType,
	       ep->bEndpointAddress, ep->bmAttributes, ep->wMaxPacketSize, ep->bInterval,
	       ep->bRefresh, ep->bSynchAddress);
	bytes("extra", ep->extra, ep->extralen);
}

static void show_altsetting(const struct usb_interface_descriptor *intf)
{
	printf("    interface %d %d %d alt %d %02x/%02x/%02x %d, %d endpoints\n", intf->bLength,
	       intf->bDescriptorType, intf->bInterfaceNumber, intf->bAlternateSetting,
	       intf->bInterfaceClass, intf->bInterfaceSubClass, intf->bInterfaceProtocol,
	       intf->iInterface, intf->bNumEndpoints);
	bytes("extra", intf->extra, intf->extralen);
	for (int i = 0; i < intf->bNumEndpoints; i++)
		show_endpoint(&intf->endpoint[i]);
}

static void show_config(const struct usb_config_descriptor *config)
{
	printf("  configuration %d %d %d, %d interfaces, %d %d %02x %d\n", config->bLength,
	       config->bDescriptorType, config->wTotalLength, config->bNumInterfaces,
	       config->bConfigurationValue, config->iConfiguration, config->bmAttributes,
	       config->MaxPower);
	bytes("extra", config->extra, config->extralen);
	for (int i = 0; i < config->bNumInterfaces; i++)
		for (int j = 0; j < config->interface[i].num_altsetting; j++)
			show_altsetting(&config->interface[i].altsetting[j]);
}

static void show_device(const struct usb_device *dev)
{
	printf("device %s/%s %d after %s\n", dev->bus->dirname, dev->filename, dev->devnum,
	       dev->prev ? dev->prev->filename : "none");
	bytes("descriptor", &dev->descriptor, sizeof dev->descriptor);
	for (int i = 0; i < dev->num_children; i++)
		printf("  child %s\n", dev->children[i]->filename);
	for (int i = 0; i < dev->descriptor.bNumConfigurations; i++)
		show_config(&dev->config[i]);
}

static void show_busses(void)
{
	usb_init();
	SAY(usb_find_busses());
	SAY(usb_find_devices());
	SAY(usb_find_busses());
	SAY(usb_find_devices());
	SAY(usb_busses == usb_get_busses());
	for (struct usb_bus *bus = usb_get_busses(); bus; bus = bus->next) {
		printf("bus %s after %s, root %s\n", bus->dirname,
		       bus->prev ? bus->prev->dirname : "none",
		       bus->root_dev ? bus->root_dev->filename : "none");
		for (struct usb_device *dev = bus->devices; dev; dev = dev->next)
			show_device(dev);
	}
}

static struct usb_device *find(int vendor, int product)
{
	for (struct usb_bus *bus = usb_busses; bus; bus = bus->next)
		for (struct usb_device *dev = bus->devices; dev; dev = dev->next)
			if (dev->descriptor.idVendor == vendor &&
			    dev->descriptor.idProduct == product)
				return dev;
	printf("no %04x:%04x\n", vendor, product);
	exit(1);
}

/* ---- the loopback device --------------------------------------------------------------------- */

static void show_strings(usb_dev_handle *h)
{
	char text[256] = "";

	for (int i = 1; i <= 6; i++) {
		int n = usb_get_string_simple(h, i, text, sizeof text);

		say("usb_get_string_simple", n);
		bytes("text", text, n + 1);
	}
	SAY(usb_get_string_simple(h, 1, text, 5));
	bytes("text", text, 5);
	SAY(usb_get_string_simple(h, 1, text, 1));
	SAY(usb_get_string_simple(h, 200, text, sizeof text));
	SAY(usb_get_string(h, 0, 0, text, sizeof text));
	bytes("languages", text, 6);
	SAY(usb_get_string(h, 3, 0x407, text, sizeof text));
	bytes("string", text, 14);
	SAY(usb_get_string(h, 200, 0x409, text, sizeof text));
}

static void show_descriptors(usb_dev_handle *h)
{
	unsigned char buf[64];

	SAY(usb_get_descriptor(h, USB_DT_DEVICE, 0, buf, 18));
	bytes("device", buf, 18);
	SAY(usb_get_descriptor(h, USB_DT_CONFIG, 1, buf, sizeof buf));
	bytes("configuration", buf, sizeof buf);
	SAY(usb_get_descriptor(h, USB_DT_CONFIG, 7, buf, sizeof buf));
	bytes("none", buf, sizeof buf);
	SAY(usb_get_descriptor_by_endpoint(h, 0, USB_DT_DEVICE, 0, buf, 8));
	SAY(usb_get_descriptor_by_endpoint(h, 2, USB_DT_DEVICE, 0, buf, 8));
}

static void control(usb_dev_handle *h)
{
	char out[4096], in[4096];

	memset(out, 'c', sizeof out);
	SAY(usb_control_msg(h, USB_TYPE_VENDOR, 0, 0, 0, out, 4096, 1000));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 1, 0, 0, in, 4096, 1000));
	SAY(memcmp(out, in, 4096));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 1, 0, 0, in, 10, 0));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR, 0, 0, 0, NULL, 0, 1000));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 1, 0, 0, in, 10, 1000));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 99, 0, 0, in, 10, 1000));
	SAY(usb_control_msg(h, USB_TYPE_CLASS | USB_RECIP_INTERFACE, 0, 0, 0, out, 10, 1000));
	SAY(usb_control_msg(h, USB_TYPE_CLASS | USB_RECIP_INTERFACE | USB_ENDPOINT_IN, 1, 0, 0, in,
			    64, 1000));
	SAY(usb_control_msg(h, USB_ENDPOINT_IN, USB_REQ_GET_CONFIGURATION, 0, 0, in, 1, 1000));
	SAY(in[0]);
}

/* There and back, and the same bytes. */
static void loop(usb_dev_handle *h, int ep, int length, int room)
{
	static char out[65536], in[65536];
	int n;

	for (int i = 0; i < length; i++)
		out[i] = (char)(i * 7 + i / 251);
	memset(in, 0, sizeof in);
	printf("loop %d of %d\n", ep, length);
	SAY(usb_bulk_write(h, ep, out, length, 1000));
	n = usb_bulk_read(h, ep, in, room, 1000);
	say("usb_bulk_read", n);
	printf("\t%08x\n", checksum(in, n));
}

static void bulk(usb_dev_handle *h)
{
	char buf[1024] = "";

	loop(h, 1, 1, 1);
	loop(h, 1, 511, 512);
	loop(h, 1, 512, 512);
	loop(h, 1, 1000, 4096);
	loop(h, 1, 0, 512);
	loop(h, 1, 16384, 16384);
	loop(h, 1, 40000, 65536);
	SAY(usb_bulk_write(h, 0x01, "four", 4, 0));
	SAY(usb_bulk_read(h, 0x81, buf, 512, 0));
	bytes("read", buf, 4);
	SAY(usb_bulk_read(h, 0x81, buf, 512, 50));
	SAY(usb_bulk_read(h, 0x81, buf, 512, -1));
	SAY(usb_bulk_write(h, 0x01, buf, 512, 1000));
	SAY(usb_bulk_read(h, 0x81, buf, 1024, 100));
	SAY(usb_bulk_read(h, 0x81, buf, 512, 50));
	SAY(usb_bulk_write(h, 0x05, buf, 512, 50));
	SAY(usb_bulk_read(h, 0x85, buf, 512, 50));
	SAY(usb_bulk_read(h, 0x00, buf, 512, 50));
}

static void interrupt(usb_dev_handle *h)
{
	char buf[64] = "";

	SAY(usb_interrupt_write(h, 0x02, "interrupt", 9, 1000));
	SAY(usb_interrupt_read(h, 0x82, buf, sizeof buf, 1000));
	bytes("read", buf, 9);
	SAY(usb_interrupt_read(h, 0x02, buf, sizeof buf, 50));
	loop(h, 2, 64, 64);
}

static void altsettings(usb_dev_handle *h)
{
	char buf[64] = "";

	SAY(usb_set_altinterface(h, 1) < 0);
	SAY(usb_claim_interface(h, 1));
	SAY(usb_claim_interface(h, 1));
	SAY(usb_bulk_write(h, 3, buf, 8, 1000));
	SAY(usb_set_altinterface(h, 1));
	loop(h, 3, 700, 4096);
	SAY(usb_set_altinterface(h, 2));
	SAY(usb_interrupt_write(h, 3, "alt", 3, 1000));
	SAY(usb_interrupt_read(h, 3, buf, sizeof buf, 1000));
	SAY(usb_set_altinterface(h, 3));
	SAY(usb_set_altinterface(h, 0));
	SAY(usb_release_interface(h, 1));
	SAY(usb_release_interface(h, 1));
	SAY(usb_release_interface(h, 7));
	SAY(usb_set_altinterface(h, 0) < 0);
	SAY(usb_claim_interface(h, 7));
	SAY(usb_claim_interface(h, 1000));
}

static void halts(usb_dev_handle *h)
{
	char buf[512];

	SAY(usb_clear_halt(h, 0x81));
	SAY(usb_clear_halt(h, 0x01));
	SAY(usb_clear_halt(h, 0x85));
	SAY(usb_resetep(h, 0x85));
	SAY(usb_control_msg(h, USB_RECIP_ENDPOINT, USB_REQ_SET_FEATURE, 0, 0x81, NULL, 0, 1000));
	SAY(usb_bulk_read(h, 0x81, buf, sizeof buf, 1000) > 0);
	SAY(usb_control_msg(h, USB_RECIP_ENDPOINT | USB_ENDPOINT_IN, USB_REQ_GET_STATUS, 0, 0x81,
			    buf, 2, 1000));
	bytes("status", buf, 2);
	SAY(usb_clear_halt(h, 0x81));
	loop(h, 1, 100, 512);
	SAY(usb_resetep(h, 0x82));
}

static void drivers(usb_dev_handle *h)
{
	char name[64] = "";

	SAY(usb_get_driver_np(h, 1, name, sizeof name));
	SAY(usb_get_driver_np(h, 9, name, sizeof name));
	SAY(usb_detach_kernel_driver_np(h, 1));
	SAY(usb_detach_kernel_driver_np(h, 9));
	SAY(usb_claim_interface(h, 1));
	SAY(usb_get_driver_np(h, 1, name, sizeof name));
	SAY(usb_get_driver_np(h, 1, name, 4));
	printf("\t%s\n", name);
	SAY(usb_release_interface(h, 1));
}

/* Two handles are as two programs. */
static void handles(struct usb_device *dev, usb_dev_handle *h)
{
	usb_dev_handle *other = usb_open(dev);
	char buf[8];

	SAY(usb_device(other) == dev);
	SAY(usb_claim_interface(h, 0));
	SAY(usb_claim_interface(other, 0));
	SAY(usb_release_interface(other, 0));
	SAY(usb_control_msg(other, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 1, 0, 0, buf, 8, 1000));
	SAY(usb_set_configuration(other, 1));
	SAY(usb_release_interface(h, 0));
	SAY(usb_claim_interface(other, 0));
	SAY(usb_claim_interface(h, 0));
	SAY(usb_close(other));
	SAY(usb_claim_interface(h, 0));
	SAY(usb_release_interface(h, 0));
}

static void on_alarm(int number)
{
	(void)number;
}

/* Signal handlers that run meanwhile do not end a transfer. */
static void signals(usb_dev_handle *h)
{
	struct itimerval often = {{0, 3000}, {0, 3000}}, never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = on_alarm};
	char buf[512];

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	SAY(usb_bulk_read(h, 1, buf, sizeof buf, 100));
	loop(h, 1, 30000, 32768);
	setitimer(ITIMER_REAL, &never, NULL);
}

/* As daemons do that open the device first. */
static void in_child(usb_dev_handle *h)
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		loop(h, 1, 1000, 1024);
		SAY(usb_release_interface(h, 0));
		SAY(usb_claim_interface(h, 0));
		fflush(stdout);
		_exit(0);
	}
	SAY(waitpid(child, &status, 0) == child);
	SAY(status);
	loop(h, 1, 1000, 1024);
}

static void configurations(usb_dev_handle *h)
{
	SAY(usb_set_configuration(h, 2));
	SAY(usb_claim_interface(h, 1));
	SAY(usb_claim_interface(h, 0));
	SAY(usb_bulk_write(h, 2, "none", 4, 100));
	loop(h, 1, 5, 512);
	SAY(usb_release_interface(h, 0));
	SAY(usb_set_configuration(h, 9));
	SAY(usb_set_configuration(h, 0));
	SAY(usb_claim_interface(h, 0) < 0);
	SAY(usb_set_configuration(h, -1));
	SAY(usb_set_configuration(h, 1));
	SAY(usb_claim_interface(h, 0));
	loop(h, 1, 6, 512);
	SAY(usb_release_interface(h, 0));
}

static void use_loopback(void)
{
	struct usb_device *dev = find(0xfffe, 0x0001);
	usb_dev_handle *h = usb_open(dev);

	show_strings(h);
	show_descriptors(h);
	drivers(h);
	altsettings(h);
	SAY(usb_claim_interface(h, 0));
	control(h);
	bulk(h);
	interrupt(h);
	halts(h);
	signals(h);
	in_child(h);
	SAY(usb_release_interface(h, 0));
	handles(dev, h);
	configurations(h);
	SAY(usb_reset(h));
	SAY(usb_close(h));
	SAY(usb_find_devices());
	SAY(find(0xfffe, 0x0001) == dev);
}

/* ---- others ---------------------------------------------------------------------------------- */

static void use_nak(void)
{
	usb_dev_handle *h = usb_open(find(0xfffe, 0x0003));
	char buf[512] = "";

	SAY(usb_claim_interface(h, 0));
	SAY(usb_control_msg(h, USB_TYPE_VENDOR | USB_ENDPOINT_IN, 1, 0, 0, buf, 8, 100));
	printf("\t%s\n", usb_strerror());
	SAY(usb_bulk_write(h, 1, buf, sizeof buf, 100));
	SAY(usb_interrupt_read(h, 2, buf, 64, 100));
	SAY(usb_close(h));
}

/* It has a driver; which comes back, since a configuration that is set anew gets its drivers. */
static void use_keyboard(void)
{
	usb_dev_handle *h = usb_open(find(0x0627, 0x0001));
	char name[64] = "", keys[8];

	SAY(usb_get_driver_np(h, 0, name, sizeof name));
	printf("\t%s\n", name);
	SAY(usb_claim_interface(h, 0));
	SAY(usb_set_configuration(h, 1));
	SAY(usb_detach_kernel_driver_np(h, 0));
	SAY(usb_detach_kernel_driver_np(h, 0));
	SAY(usb_claim_interface(h, 0));
	SAY(usb_interrupt_read(h, 1, keys, sizeof keys, 50));
	SAY(usb_release_interface(h, 0));
	SAY(usb_set_configuration(h, 0));
	SAY(usb_set_configuration(h, 1));
	SAY(usb_get_driver_np(h, 0, name, sizeof name));
	printf("\t%s\n", name);
	SAY(usb_close(h));
}

int main(int argc, char **argv)
{
	if (argc > 1 && !freopen(argv[1], "w", stdout))
		return 1;
	printf("%s\n", usb_strerror());
	show_busses();
	use_loopback();
	use_nak();
	use_keyboard();
	return ferror(stdout) || fclose(stdout) != 0;
}
