#!/bin/sh
# SPDX-License-Identifier: MIT
# Includes point one way: cli -> virtual -> core -> descriptor, and the thin layers on core. The log
# and the decoding of bytes may be used by any.
set -eu

failed=0

# forbid FOLDER PATTERN: no file below src/FOLDER includes what matches.
forbid() {
	found=$(grep -rnE "^#include \"($2)" "src/$1" | grep -vE '"core/log\.h"|"descriptor/parse\.h"' || true)
	if [ -n "$found" ]; then
		echo "fail: src/$1 includes what it must not:"
		echo "$found"
		failed=$((failed + 1))
	fi
}

forbid descriptor 'core|util|control|backend|virtual|cli'
forbid core 'util|control|backend|virtual|cli'
forbid util 'control|backend|virtual|cli'
forbid control 'util|backend|virtual|cli'
forbid backend 'core|util|control|virtual|cli|descriptor'
forbid virtual 'core|util|control|backend|cli'
forbid cli 'core|util|control|backend|descriptor'
calls=$(grep -rlwE 'openat|ioctl|ppoll|syscall|getdents64' src/core src/util src/control src/descriptor src/backend --include=*.c |
	xargs grep -lE '\b(openat|ioctl|ppoll|syscall|getdents64)\(' | grep -v syscalls.c |
	xargs -r grep -nE '(^|[^_a-z.>])(openat|ioctl|ppoll|syscall|getdents64)\(' || true)
if [ -n "$calls" ]; then
	echo "fail: system calls outside src/backend/usbfs/syscalls.c:"
	echo "$calls"
	failed=$((failed + 1))
fi
echo "layers: $((8 - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
