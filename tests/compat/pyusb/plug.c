/* SPDX-License-Identifier: MIT */
/* Runs a command with PyUSB's device plugged into the running kernel: pyusb_plug COMMAND... */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../kernel/plugged.h"
#include "device.h"

/* Its exit status; 1 if a signal ended it. */
static int run(char **command)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int main(int argc, char **argv)
{
	struct plugged device;
	int err, status;

	if (argc < 2) {
		fprintf(stderr, "usage: pyusb_plug COMMAND...\n");
		return 2;
	}
	err = plug(pyusb_device(), &device);
	if (err) {
		fprintf(stderr, "pyusb_plug: the device cannot be plugged in: %s\n",
			strerror(-err));
		return 1;
	}
	status = run(argv + 1);
	unplug(&device);
	return status;
}
