/* SPDX-License-Identifier: MIT */
/* The duties of a machine's first process. */
#ifndef CUSB_CLI_PROCESS_PID1_H
#define CUSB_CLI_PROCESS_PID1_H

/* Mounts devtmpfs, sysfs and proc where they are missing, and has a console to speak to. */
void pid1_mount(void);

/* Loads the kernel modules of a file, each line a module's file and its parameters. */
void pid1_load_modules(const char *path);

/*
 * Runs a program, `words` with NULL at the end, and waits for it and for others that have lost
 * their parents. Returns its status, or -errno when it could not be started.
 */
int pid1_run(char **words);

/* The reboot(2) command of "poweroff", "reboot", "halt"; 0 for any other word. */
int pid1_end_named(const char *word);

/* Writes unwritten data to the disks, and ends. Returns only when that is not possible. */
void pid1_end(int how);

/* Another program in place of this process; returns only when that is not possible. */
void pid1_become(char **words);

/* Goes on for ever, as a first process must. */
_Noreturn void pid1_stay(void);

#endif
