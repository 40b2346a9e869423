/* SPDX-License-Identifier: MIT */
/* The tasks of a machine's first process. */
#ifndef CUSB_CLI_PROCESS_PID1_H
#define CUSB_CLI_PROCESS_PID1_H

/* Mounts devtmpfs, sysfs and proc if they are missing, and opens a console. */
void pid1_mount(void);

/* Loads the kernel modules of a file, each line a module's file and its parameters. */
void pid1_load_modules(const char *path);

/*
 * Runs a program, `words` with NULL at the end. Waits for it, and for processes whose parents have
 * ended. Returns its status, or -errno when it could not be started.
 */
int pid1_run(char **words);

/* The reboot(2) command of "poweroff", "reboot", "halt"; 0 for any other word. */
int pid1_end_named(const char *word);

/* Writes unwritten data to the disks, and ends the machine. Returns only when that fails. */
void pid1_end(int how);

/* Replaces this process by another program; returns only when that fails. */
void pid1_become(char **words);

/* Never ends, as a first process must. */
_Noreturn void pid1_stay(void);

#endif
