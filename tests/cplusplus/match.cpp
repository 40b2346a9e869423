// SPDX-License-Identifier: MIT
// CUSB_MATCH at work in C++: each kind of field finds its virtual device, in place and assigned.
// Every function prints what it got wrong; the status is the number of failures.
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

#include <cusb/cusb.h>
#include <cusb/virtual.h>

static int passed, failed;
static cusb_backend *world; // loopback 1-1, low 1-2, hub 1-3, stall 1-3.1, super 2-1

static void expect(const char *what, const std::string &got, const std::string &wanted)
{
	if (got == wanted) {
		passed++;
		return;
	}
	std::printf("fail: %s: '%s', not '%s'\n", what, got.c_str(), wanted.c_str());
	failed++;
}

// The names of the devices that match.
static std::string found(const cusb_match *match)
{
	cusb_device **list;
	std::string names;
	ssize_t count = cusb_find_all(match, &list);

	if (count < 0)
		return cusb_error_text(static_cast<int>(count));
	for (ssize_t i = 0; i < count; i++)
		names += (i ? " " : "") + std::string(list[i]->name);
	cusb_free_list(list);
	return names;
}

#define FINDS(wanted, ...) expect(#__VA_ARGS__, found(CUSB_MATCH(__VA_ARGS__)), wanted)

static int has_even_product(cusb_device *dev, void *)
{
	return dev->idProduct % 2 == 0;
}

static int has_product(cusb_device *dev, void *user)
{
	return dev->idProduct == *static_cast<unsigned int *>(user);
}

static void numbers()
{
	const unsigned short vendor = 0xfffe;
	const enum cusb_speed low = CUSB_SPEED_LOW;
	unsigned long product = 0x13;

	FINDS("1-1 1-2 1-3 1-3.1 2-1", idVendor, vendor);
	FINDS("1-1", idVendor, vendor, idProduct, 1);
	FINDS("2-1", idProduct, product);
	FINDS("1-1 1-2 1-3.1 2-1", bDeviceClass, 0);
	FINDS("usb1 1-3 usb2", bDeviceClass, CUSB_CLASS_HUB);
	FINDS("1-2", speed, low);
	FINDS("2-1", speed, CUSB_SPEED_SUPER, port_number, 1);
	FINDS("1-3.1", bus, 1, port_number, 1, idProduct, 2);
	FINDS("usb2 2-1", bus, true ? 2 : 1);
	FINDS("", idVendor, 0x1234);
}

static void strings()
{
	const std::string serial = "0011";
	char path[8];

	FINDS("1-2", serial_number, serial.c_str());
	FINDS("1-3", product, "Hub", manufacturer, "Pr\xc3\xbc" "fstand f\xc3\xbcr USB");
	FINDS("2-1", name, "2-1");
	std::strcpy(path, "3.1");
	FINDS("1-3.1", bus, 1, port_numbers, path);
	FINDS("", serial_number, "");
}

static void functions_and_pointers()
{
	unsigned int wanted = 0x11;

	FINDS("1-3.1", idVendor, 0xfffe, custom_device, has_even_product);
	FINDS("1-2", custom_device, has_product, user, &wanted);
	FINDS("1-1", custom_device,
	      [](cusb_device *dev, void *) { return std::strcmp(dev->name, "1-1") == 0 ? 1 : 0; });
	FINDS("2-1", backend, world, idProduct, 0x13);
	FINDS("1-1", backend, nullptr, idProduct, 1, user, nullptr);
}

// Twelve pairs, as many as there may be.
static void twelve()
{
	FINDS("1-1", idVendor, 0xfffe, idProduct, 1, bDeviceClass, 0, bDeviceSubClass, 0,
	      bDeviceProtocol, 0, bLength, 18, bDescriptorType, CUSB_DESC_TYPE_DEVICE, bus, 1,
	      port_number, 1, name, "1-1", port_numbers, "1", serial_number, "0001-\xcf\x80");
}

static const cusb_match *by_product(unsigned int product)
{
	return CUSB_MATCH(idVendor, 0xfffe, idProduct, product);
}

static void assigned()
{
	const cusb_match *one = CUSB_MATCH(idProduct, 1), *low = CUSB_MATCH(product, "Low");
	const cusb_match *match = nullptr;
	std::string names;

	expect("two that are assigned", found(one) + " " + found(low), "1-1 1-2");
	expect("one that a function has made", found(by_product(0x13)), "2-1");
	expect("the same with another value", found(by_product(0x11)), "1-2");
	for (unsigned int product : {1u, 2u, 0x13u}) {
		match = CUSB_MATCH(idVendor, 0xfffe, idProduct, product);
		names += found(match) + ";";
	}
	expect("in a loop", names, "1-1;1-3.1;2-1;");
	match = failed >= 0 ? CUSB_MATCH(name, "1-3") : CUSB_MATCH(name, "2-1");
	expect("one of two", found(match), "1-3");
}

// Each thread has an array of its own, also for one place in the source.
static void threads()
{
	const cusb_match *here = by_product(1), *there = nullptr;
	std::string names;
	std::thread other([&] {
		there = by_product(2);
		names = found(there);
	});

	other.join();
	expect("two threads", names + " " + found(here), "1-3.1 1-1");
}

static int is_interrupt(const cusb_endpoint *ep, void *)
{
	return cusb_endpoint_type(ep->bmAttributes) == CUSB_ENDPOINT_TYPE_INTR;
}

// Fields of the other descriptors, and their custom matches.
static void descriptors()
{
	const cusb_configuration *cfg = nullptr;
	const cusb_interface *intf = nullptr;
	const cusb_endpoint *ep = nullptr;
	cusb_device *dev = nullptr;
	char text[32];

	expect("find", cusb_strerror(cusb_find(CUSB_MATCH(idProduct, 1), &dev)), "success");
	cusb_find_configuration(dev, CUSB_MATCH(bConfigurationValue, 1), &cfg);
	cusb_find_interface(cfg, CUSB_MATCH(bInterfaceNumber, 1, bAlternateSetting, 2), &intf);
	cusb_find_endpoint(intf, CUSB_MATCH(direction, CUSB_ENDPOINT_IN), &ep);
	std::snprintf(text, sizeof text, "%d %d.%d %#x", cfg->bConfigurationValue,
		      intf->bInterfaceNumber, intf->bAlternateSetting, ep->bEndpointAddress);
	expect("descriptors", text, "1 1.2 0x83");
	cusb_find_endpoint_in(cfg, CUSB_MATCH(custom_endpoint, is_interrupt), &ep);
	expect("custom_endpoint", is_interrupt(ep, nullptr) ? "interrupt" : "other", "interrupt");
	cusb_device_free(dev);
}

static bool plug(cusb_virtual_kernel *kernel, const char *model, const char *name)
{
	return cusb_virtual_plug(kernel, cusb_virtual_find_model(model), name) == 0;
}

int main()
{
	cusb_virtual_kernel *kernel;

	if (cusb_virtual_kernel_new(&kernel) < 0 || !plug(kernel, "loopback", "1-1") ||
	    !plug(kernel, "low", "1-2") || !plug(kernel, "hub", "1-3") ||
	    !plug(kernel, "stall", "1-3.1") || !plug(kernel, "super", "2-1") ||
	    cusb_virtual_kernel_backend(kernel, &world) < 0) {
		std::puts("fail: no virtual devices");
		return 1;
	}
	cusb_set_default_backend(world);
	numbers();
	strings();
	functions_and_pointers();
	twelve();
	assigned();
	threads();
	descriptors();
	cusb_set_default_backend(nullptr);
	cusb_usbfs_free(world);
	cusb_virtual_kernel_free(kernel);
	std::printf("%d passed, %d failed\n", passed, failed);
	return failed;
}
