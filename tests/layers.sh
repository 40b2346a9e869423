#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes point one way: cli -> virtual -> core -> descriptor, and the thin layers on core. The log
# and the decoding of bytes may be used by any but legacy, which takes the public headers alone.
set -eu

failed=0

# forbid FOLDER PATTERN: no file below src/FOLDER includes what matches.
forbid() {
	found=$(grep -rnE "^#include \"($2)" "src/$1" | grep -vE '"core/(log|timespec)\.h"|"descriptor/parse\.h"' || true)
	if [ -n "$found" ]; then
		echo "fail: src/$1 includes what it must not:"
		echo "$found"
		failed=$((failed + 1))
	fi
}

forbid descriptor 'core|util|control|backend|virtual|cli|compat'
forbid core 'util|control|backend|virtual|cli|compat'
forbid util 'control|backend|virtual|cli|compat'
forbid control 'util|backend|virtual|cli|compat'
forbid backend 'core|util|control|virtual|cli|descriptor|compat'
forbid virtual 'core|util|control|backend|cli|compat'
forbid cli 'core|util|control|backend|descriptor|compat'
found=$(grep -rn '^#include "' src/compat/libusb-0.1 | grep -v '"compat/' || true)
if [ -n "$found" ]; then
	echo "fail: src/compat/libusb-0.1 includes what is not public:"
	echo "$found"
	failed=$((failed + 1))
fi
found=$(grep -rn '^#include "' tests/backend | grep -vE '"[a-z]+\.h"' || true)
if [ -n "$found" ]; then
	echo "fail: tests/backend includes what is not public:"
	echo "$found"
	failed=$((failed + 1))
fi
# What stands in a comment or text is no call, and a member of the table is one through it.
names='openat|ioctl|ppoll|syscall|getdents64|readlinkat|mknodat|unlinkat|mmap|munmap|socket|bind|recvmsg|inotify_init1|inotify_add_watch'
calls=$(find src/core src/util src/control src/descriptor src/backend src/compat/libusb-0.1 -name '*.c' ! -name syscalls.c \
	-exec sed -E '/^[[:space:]]*(\/?\*|#)/d; s/"([^"\\]|\\.)*"/""/g; s|^|{}: |' {} \; |
	grep -E "(^|[^_a-z.>])($names)\(" || true)
if [ -n "$calls" ]; then
	echo "fail: system calls outside src/backend/usbfs/syscalls.c:"
	echo "$calls"
	failed=$((failed + 1))
fi
echo "layers: $((10 - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
