/* SPDX-License-Identifier: MIT */
/*
 * The running kernel. Each device is served to vhci_hcd by a process of its own, which unplugs it
 * when its control socket closes: so devices also go when a case fails or is killed.
 *
 * To plug a device in takes the kernel half a second. So the runner itself keeps one loopback
 * device plugged in for the cases that share it (case.h), and makes it as new before each of them.
 *
 * Kernel facts: the device node exists before the configuration is set, so waiting for
 * bConfigurationValue waits for both. A port must not be used again before its old device has left
 * sysfs, or the new one is not addressed. To set the configuration that is set already also sets
 * the alternate settings to 0 and ends halts; it is refused while an interface is claimed or has a
 * driver.
 */
#include <dirent.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cusb/vhci.h>

#include "../kernel/vhci_rx.h"
#include "world.h"

#define SYSFS_DEVICES "/sys/bus/usb/devices"
#define STEP_MS	      10
#define PATIENCE_MS   300000

struct served {
	char name[32];
	pid_t pid;
	int control;
};

/* The devices of this case. */
static struct served served[32];
static size_t served_count;

/* The runner's device, or all 0; and in a case, whether the case has not taken it yet. */
static struct served kept;
static bool kept_is_free;

static bool read_attribute(const char *name, const char *attribute, char *text, size_t size)
{
	char path[512];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, SYSFS_DEVICES "/%s/%s", name, attribute);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = read(fd, text, size - 1);
	close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0;
}

static bool exists(const char *name)
{
	char text[64];

	return read_attribute(name, "busnum", text, sizeof text);
}

static bool is_served(const char *name)
{
	for (size_t i = 0; i < served_count; i++)
		if (strcmp(served[i].name, name) == 0)
			return true;
	return strcmp(kept.name, name) == 0;
}

/* Whether that sysfs entry is a device of ours: of that idProduct, or of any when it is below 0. */
static bool is_ours(const char *name, int idProduct)
{
	char text[64];

	if (strchr(name, ':') || !read_attribute(name, "idVendor", text, sizeof text) ||
	    strtol(text, NULL, 16) != 0xfffe)
		return false;
	return idProduct < 0 || (read_attribute(name, "idProduct", text, sizeof text) &&
				 strtol(text, NULL, 16) == idProduct);
}

/* Finds a device of ours that no process of this case serves yet. */
static bool find_new(int idProduct, char *name)
{
	DIR *dir = opendir(SYSFS_DEVICES);
	const struct dirent *entry;
	bool found = false;

	while (dir && !found && (entry = readdir(dir))) {
		if (strlen(entry->d_name) >= sizeof served[0].name || is_served(entry->d_name) ||
		    !is_ours(entry->d_name, idProduct))
			continue;
		strcpy(name, entry->d_name);
		found = true;
	}
	if (dir)
		closedir(dir);
	return found;
}

static bool wait_until_configured(const char *name)
{
	char text[64];

	/* The value may be 0; without a configuration the attribute is empty. */
	for (int ms = 0; ms < PATIENCE_MS; ms += STEP_MS) {
		if (read_attribute(name, "bConfigurationValue", text, sizeof text))
			return true;
		sleep_ms(STEP_MS);
	}
	return false;
}

struct server {
	struct cusb_vhci *vhci;
	int control;
};

static void *unplug_at_end_of_file(void *data)
{
	struct server *server = data;
	char byte;

	while (read(server->control, &byte, 1) > 0)
		;
	cusb_vhci_unplug(server->vhci);
	return NULL;
}

static int serve(const struct cusb_virtual_model *model, int control)
{
	struct server server = {NULL, control};
	int err = cusb_vhci_attach(model, &server.vhci);
	pthread_t thread;

	hasten_vhci_rx();
	if (!err && pthread_create(&thread, NULL, unplug_at_end_of_file, &server))
		err = -1;
	if (write(control, &err, sizeof err) != sizeof err || err)
		return 1;
	err = cusb_vhci_serve(server.vhci);
	shutdown(control, SHUT_RDWR);
	pthread_join(thread, NULL);
	cusb_vhci_detach(server.vhci);
	return err != 0;
}

static void start_server(const struct cusb_virtual_model *model, struct served *device)
{
	int ends[2], err = 0;

	CHECK_OK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	fflush(NULL);
	device->pid = fork();
	CHECK(device->pid >= 0);
	if (device->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(0);
		close(ends[0]);
		if (kept.pid)
			close(kept.control);
		/* The descriptor of a stopped server may be another's by now. */
		for (size_t i = 0; i < served_count; i++)
			if (served[i].pid)
				close(served[i].control);
		_exit(serve(model, ends[1]));
	}
	close(ends[1]);
	device->control = ends[0];
	CHECK_INT(read(device->control, &err, sizeof err), sizeof err);
	CHECK_OK(err); /* of cusb_vhci_attach() */
}

/* Returns when the device is configured. Its name comes last: find_new() skips what has one. */
static void plug_model(const struct cusb_virtual_model *model, struct served *device)
{
	int idProduct = model->descriptors[10] | model->descriptors[11] << 8;
	char name[32] = "";

	start_server(model, device);
	for (int ms = 0; ms < PATIENCE_MS && !find_new(idProduct, name); ms += STEP_MS)
		sleep_ms(STEP_MS);
	CHECK(name[0] != '\0');
	CHECK(wait_until_configured(name));
	strcpy(device->name, name);
}

static void kernel_plug(const struct cusb_virtual_model *model, char *name)
{
	struct served *device = &served[served_count];

	CHECK(served_count < sizeof served / sizeof served[0]);
	if (kept_is_free && model == cusb_virtual_find_model("loopback")) {
		kept_is_free = false;
		strcpy(name, kept.name);
		return;
	}
	plug_model(model, device);
	strcpy(name, device->name);
	served_count++;
}

static void stop_server(struct served *device)
{
	if (device->pid == 0)
		return;
	close(device->control);
	CHECK_INT(waitpid(device->pid, NULL, 0), device->pid);
	device->pid = 0;
}

static void wait_until_gone(const char *name)
{
	for (int ms = 0; ms < PATIENCE_MS && exists(name); ms += STEP_MS)
		sleep_ms(STEP_MS);
	CHECK(!exists(name));
}

/* Its server is the runner's child and shares the socket with every case: it is not closed. */
static void unplug_kept(void)
{
	shutdown(kept.control, SHUT_RDWR);
	wait_until_gone(kept.name);
	kept.name[0] = '\0';
}

static void kernel_unplug(const char *name)
{
	if (!kept_is_free && strcmp(kept.name, name) == 0) {
		unplug_kept();
		return;
	}
	for (size_t i = 0; i < served_count; i++) {
		if (served[i].pid == 0 || strcmp(served[i].name, name) != 0)
			continue;
		stop_server(&served[i]);
		wait_until_gone(name);
		served[i].name[0] = '\0'; /* the next device may get it */
		return;
	}
	check_failed(__FILE__, __LINE__, "no such device is plugged in");
}

/* The kernel has done it all when write() returns. */
static void kernel_write_attribute(const char *name, const char *attribute, int value)
{
	char path[512], text[16];
	int fd, n = snprintf(text, sizeof text, "%d", value);

	snprintf(path, sizeof path, SYSFS_DEVICES "/%s/%s", name, attribute);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	CHECK_INT(write(fd, text, (size_t)n), n);
	close(fd);
}

static void kernel_begin(void)
{
	world.kernel = NULL;
	world.backend = cusb_usbfs_default();
}

static void kernel_end(void)
{
	for (size_t i = 0; i < served_count; i++)
		stop_server(&served[i]);
	for (size_t i = 0; i < served_count; i++)
		if (served[i].name[0])
			wait_until_gone(served[i].name);
	served_count = 0;
}

/* As a device is that was just plugged in: false when it is not there, or is held by something. */
static bool make_as_new(const struct served *device)
{
	unsigned int configuration = 1;
	char bus[16], address[16], path[64];
	int fd, err;

	if (!read_attribute(device->name, "busnum", bus, sizeof bus) ||
	    !read_attribute(device->name, "devnum", address, sizeof address))
		return false;
	snprintf(path, sizeof path, "/dev/bus/usb/%03d/%03d", atoi(bus), atoi(address));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return false;
	err = ioctl(fd, (int)USBDEVFS_SETCONFIGURATION, &configuration);
	close(fd);
	return !err && wait_until_configured(device->name);
}

static void forget_kept(void)
{
	close(kept.control);
	kept = (struct served){0};
}

/* A process that ended is the server of a device that vanished, or was left behind by a case. */
static void reap(void)
{
	pid_t pid;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		if (pid == kept.pid)
			forget_kept();
}

static void prepare_kept(bool share)
{
	if (kept.pid && !(share && make_as_new(&kept))) {
		unplug_kept();
		waitpid(kept.pid, NULL, 0);
		forget_kept();
	}
	if (share && !kept.pid)
		plug_model(cusb_virtual_find_model("loopback"), &kept);
	kept_is_free = share;
}

static int kernel_settle(bool share)
{
	char name[32];

	for (int ms = 0; ms < PATIENCE_MS; ms += STEP_MS) {
		reap();
		if (!find_new(-1, name)) {
			prepare_kept(share);
			return 0;
		}
		sleep_ms(STEP_MS);
	}
	fprintf(stderr, "%s of an earlier case is still plugged in\n", name);
	return -1;
}

const struct world_ops world_kernel = {
	.has = NEED_ALL,
	.begin = kernel_begin,
	.end = kernel_end,
	.plug = kernel_plug,
	.unplug = kernel_unplug,
	.await_gone = wait_until_gone,
	.write_attribute = kernel_write_attribute,
	.settle = kernel_settle,
};
