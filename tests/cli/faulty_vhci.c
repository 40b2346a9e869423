/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the library's vhci.c in a second build of the tool: devices are plugged into a
 * virtual kernel, which is the one that the tool then sees, and CUSB_TEST_FAULT names what goes
 * wrong.
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cusb/vhci.h>

struct cusb_vhci {
	char name[16];
	pthread_mutex_t lock;
	pthread_cond_t unplugged;
	bool ended;
};

static struct cusb_virtual_kernel *kernel;
static unsigned int ports;

static bool has_fault(const char *name)
{
	const char *fault = getenv("CUSB_TEST_FAULT");

	return fault && strcmp(fault, name) == 0;
}

static int start_kernel(void)
{
	struct cusb_backend *backend;
	int err = kernel ? -EALREADY : cusb_virtual_kernel_new(&kernel);

	if (err)
		return err == -EALREADY ? 0 : err;
	err = cusb_virtual_kernel_backend(kernel, &backend);
	if (!err)
		cusb_set_default_backend(backend);
	return err;
}

int cusb_vhci_attach(const struct cusb_virtual_model *model, struct cusb_vhci **vhci)
{
	struct cusb_vhci *fresh;
	int err = start_kernel();

	if (has_fault("no-module"))
		return -ENOENT;
	if (has_fault("no-right"))
		return -EACCES;
	if (has_fault("no-port") && ports > 0)
		return -EBUSY;
	fresh = calloc(1, sizeof *fresh);
	if (err || !fresh)
		return err ? err : -ENOMEM;
	snprintf(fresh->name, sizeof fresh->name, "1-%u", ++ports);
	pthread_mutex_init(&fresh->lock, NULL);
	pthread_cond_init(&fresh->unplugged, NULL);
	fresh->ended = has_fault("vanishes");
	*vhci = fresh;
	return cusb_virtual_plug(kernel, model, fresh->name);
}

const char *cusb_vhci_name(const struct cusb_vhci *vhci)
{
	return vhci->name;
}

int cusb_vhci_serve(struct cusb_vhci *vhci)
{
	pthread_mutex_lock(&vhci->lock);
	while (!vhci->ended)
		pthread_cond_wait(&vhci->unplugged, &vhci->lock);
	pthread_mutex_unlock(&vhci->lock);
	return 0;
}

void cusb_vhci_unplug(struct cusb_vhci *vhci)
{
	pthread_mutex_lock(&vhci->lock);
	vhci->ended = true;
	pthread_cond_signal(&vhci->unplugged);
	pthread_mutex_unlock(&vhci->lock);
}

void cusb_vhci_detach(struct cusb_vhci *vhci)
{
	if (has_fault("told"))
		fprintf(stderr, "detached %s\n", vhci->name);
	cusb_virtual_unplug(kernel, vhci->name);
	pthread_cond_destroy(&vhci->unplugged);
	pthread_mutex_destroy(&vhci->lock);
	free(vhci);
}
