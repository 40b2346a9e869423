/* SPDX-License-Identifier: MIT */
/*
 * Makes one of the kernel's own gadgets through configfs and puts it on a controller of dummy_hcd,
 * which then plugs it into this same machine: gadget FUNCTION PRODUCT UDC SPEED
 *
 * FUNCTION is SourceSink (endless zeroes in, anything out) or Loopback; the device is 1d6b:PRODUCT
 * with the strings "Linux Foundation", FUNCTION and PRODUCT; SPEED limits it: high-speed,
 * super-speed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[128];

__attribute__((noreturn)) static void fail(const char *what)
{
	printf("gadget: %s: %s\n", what, strerror(errno));
	exit(1);
}

static const char *below(const char *path)
{
	static char full[512];

	snprintf(full, sizeof full, "%s/%s", root, path);
	return full;
}

static void make_directory(const char *path)
{
	if (mkdir(below(path), 0755) != 0)
		fail(below(path));
}

static void set(const char *path, const char *value)
{
	int fd = open(below(path), O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		fail(below(path));
	close(fd);
}

static void describe(const char *function, const char *product)
{
	char number[16];

	snprintf(number, sizeof number, "0x%s", product);
	set("idVendor", "0x1d6b");
	set("idProduct", number);
	make_directory("strings/0x409");
	set("strings/0x409/manufacturer", "Linux Foundation");
	set("strings/0x409/product", function);
	set("strings/0x409/serialnumber", product);
}

static void add_function(const char *function)
{
	char directory[64], target[512];

	snprintf(directory, sizeof directory, "functions/%s.0", function);
	make_directory(directory);
	make_directory("configs/only.1");
	make_directory("configs/only.1/strings/0x409");
	set("configs/only.1/strings/0x409/configuration", function);
	snprintf(target, sizeof target, "%s", below(directory));
	if (symlink(target, below("configs/only.1/function")) != 0)
		fail("configs/only.1/function");
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: gadget FUNCTION PRODUCT UDC SPEED\n");
		return 2;
	}
	snprintf(root, sizeof root, "/sys/kernel/config/usb_gadget/%s", argv[1]);
	make_directory("");
	describe(argv[1], argv[2]);
	add_function(argv[1]);
	set("max_speed", argv[4]);
	set("UDC", argv[3]);
	return 0;
}
