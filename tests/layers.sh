#!/bin/sh
# SPDX-License-Identifier: MIT
# The house has no circles, and no arrows but those below: layers.sh OBJECTS [-q|-v]
# OBJECTS is where make put the objects of src (build/obj). Lists the arrows, and with -v the symbols
# that make them; with -q only what failed.
#
# An arrow from a file to another: it needs a symbol that only the other defines. Who calls what has a
# weak definition calls that one, and what takes its place makes no arrow. A folder is looked at with
# its files and its rooms, each room as a whole: among these is no circle.
set -eu

objects=$1
how=${2-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# FROM -> TO... of folders; TO may be a single file. `:public` behind a folder: by names that the
# public headers declare alone.
cat >"$work/allowed" <<'END'
cli -> cli/applet cli/bus cli/commands cli/options cli/output
cli/applet -> cli/bus cli/class cli/output cli/print cli/target control:public core:public descriptor:public util:public
cli/commands -> cli/bus cli/input cli/options cli/output cli/print cli/process cli/target
cli/commands -> cli/traffic cli/replay pcapng
cli/replay -> cli/output cli/traffic core:public
cli/traffic -> cli/bus cli/output core:public core/monitor:public pcapng
cli/commands -> core:public core/monitor:public descriptor:public util:public virtual/vhci:public share:public
cli/print -> cli/bus cli/class cli/output control:public core:public descriptor:public util:public
cli/class -> cli/output util:public
cli/target -> cli/bus cli/options cli/output control:public core:public descriptor:public descriptor/ignored util:public
cli/bus -> cli/options cli/output core:public backend/usbfs:public backend/usbip:public virtual/models
cli/bus -> control:public descriptor:public
cli/bus -> virtual/build:public virtual/kernel:public virtual/kernel/syscalls
cli/bus -> virtual/kernel/devices virtual/vhci:public
cli/process -> cli/input cli/output
cli/input -> cli/options
cli/options -> cli/output
compat/libusb-0.1 -> core:public descriptor:public backend/usbfs:public
compat/openusb -> core:public descriptor:public
compat/libusb-1.0 -> core:public core/monitor:public core/wait:public util:public
control -> core descriptor
util -> core descriptor
core/wait -> core core/monitor
core/monitor -> core descriptor
core -> descriptor
backend/usbfs -> backend/usbfs/enumerate backend/usbfs/transfer backend/usbfs/hotplug backend/usbfs/capture
backend/usbfs/capture -> backend/usbfs/enumerate pcapng core/log descriptor:public
backend/usbfs -> core/log core/error core:public
backend/usbfs/enumerate -> backend/usbfs core/log core/error core:public
backend/usbfs/transfer -> backend/usbfs core/log core:public
backend/usbfs/hotplug -> backend/usbfs core/log core:public
backend/usbip -> usbip core:public descriptor:public descriptor/string_text
share -> usbip core:public core/wait:public descriptor:public
virtual/build -> core/log virtual/device
virtual/models -> virtual/device
virtual/kernel -> virtual/kernel/hotplug virtual/kernel/sysfs virtual/kernel/usbfs virtual/kernel/state
virtual/kernel -> core/log virtual/device backend/usbfs:public
virtual/device -> core/log
virtual/kernel/hotplug -> virtual/kernel/state
virtual/kernel/sysfs -> virtual/kernel/state
virtual/kernel/usbfs -> virtual/kernel/state virtual/device
virtual/kernel/state -> virtual/device
virtual/usbip -> usbip virtual/device
virtual/vhci -> core/log usbip virtual/usbip virtual/device
END

# verdict WHAT FILE: it passed if the file is empty.
verdict() {
	if [ -s "$2" ]; then
		echo "fail: $1:"
		sed 's/^/    /' "$2"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
}

# Those of the sources that are there: objects of files that moved may still lie about.
objects_of() {
	find "$@" -name '*.c' | sort | sed "s|^\(.*\)c$|$objects/\1o|"
}

# Each arrow as a line: FROM TO SYMBOL, files as their path below src, without suffix.
objects_of src | xargs nm -A | awk -v root="$objects/src/" '
	{
		file = substr($1, length(root) + 1)
		sub(/\.o:.*/, "", file)
		kind = $(NF - 1)
		name = $NF
	}
	kind ~ /^[TDBRC]$/ { strong[name] = file; strongs[name]++ }
	kind ~ /^[VW]$/ { weak[name] = file }
	kind ~ /^[Uwv]$/ { uses[++count] = file; used[count] = name }
	END {
		for (i = 1; i <= count; i++) {
			name = used[i]
			to = name in weak ? weak[name] : strongs[name] == 1 ? strong[name] : ""
			if (to && to != uses[i])
				print uses[i], to, name
		}
	}' | sort -u >"$work/arrows"
[ -s "$work/arrows" ] || { echo "fail: layers: no objects of src below $objects" >&2; exit 1; }

# Circles, a folder at a time, each as a line with its folder and lines with its arrows. A circle is
# what is reached from one of its members and reaches it.
awk '
	function look(folder,    i, j, ends, size, title) {
		title = folder == "." ? "src" : "src/" folder
		for (i in nodes) {
			if (i in done)
				continue
			split("", circle)
			circle[i]
			size = 1
			for (j in nodes)
				if (j != i && (i, j) in reach && (j, i) in reach) {
					circle[j]
					done[j]
					size++
				}
			if (size == 1)
				continue
			print title "\t" i "\t0\t" title " has a circle of " size ":"
			for (j in edge) {
				split(j, ends, SUBSEP)
				if (ends[1] == folder && ends[2] in circle && ends[3] in circle)
					print title "\t" i "\t1\t    " ends[2] " -> " ends[3] " (" edge[j] ")"
			}
		}
	}
	# What is reached from `start`.
	function walk(folder, start,    todo, ones, count, i) {
		todo = direct[folder, start]
		while ((count = split(todo, ones, " ")) > 0) {
			todo = ""
			for (i = 1; i <= count; i++)
				if (!((start, ones[i]) in reach)) {
					reach[start, ones[i]]
					todo = todo " " direct[folder, ones[i]]
				}
		}
	}
	# An arrow belongs to the deepest folder that both files are below. A file is itself in its own
	# folder, and part of a room, with a slash, in those above.
	{
		n = split($1, from, "/")
		m = split($2, to, "/")
		folder = "."
		for (d = 1; d < n && d < m && from[d] == to[d]; d++)
			folder = folder == "." ? from[d] : folder "/" from[d]
		a = from[d] (d < n ? "/" : "")
		b = to[d] (d < m ? "/" : "")
		edge[folder, a, b] = $3
		direct[folder, a] = direct[folder, a] " " b
		members[folder] = members[folder] " " a " " b
	}
	END {
		for (folder in members) {
			split("", nodes); split("", reach); split("", done)
			count = split(members[folder], list, " ")
			for (i = 1; i <= count; i++)
				nodes[list[i]]
			for (start in nodes)
				walk(folder, start)
			look(folder)
		}
	}' "$work/arrows" | sort >"$work/circles"
cut -f 4 "$work/circles" >"$work/found"
verdict "circles" "$work/found"

# Arrows between folders, and those that nobody allowed.
grep -ohE '\b(cusb|usb)_[a-z0-9_]+\(' include/cusb/*.h | tr -d '(' | sort -u >"$work/public"
awk -v how="$how" -v bad="$work/bad" '
	function folder_of(path) { sub(/\/[^\/]*$/, "", path); return path }
	FILENAME ~ /allowed$/ {
		for (i = 3; i <= NF; i++)
			allowed[$1, $i]
		next
	}
	FILENAME ~ /public$/ { public[$1]; next }
	{
		from = folder_of($1)
		to = folder_of($2)
		if (from == to)
			next
		if (how != "-q" && !((from, to) in seen))
			print "arrow", from " -> " to
		seen[from, to]
		if (how == "-v")
			print "    " $1 " -> " $2 ": " $3
		if (!((from, to) in allowed || (from, $2) in allowed ||
				((from, to ":public") in allowed && $3 in public)))
			print from " -> " to ": " $1 " needs " $3 " of " $2 >bad
	}' "$work/allowed" "$work/public" "$work/arrows"
touch "$work/bad"
verdict "arrows that are not allowed" "$work/bad"

# What symbols do not show: types and macros. forbid FOLDER PATTERN: no file below src/FOLDER includes
# what matches, except the ground that any folder may stand on: the log, errors, times, reserved members,
# the seam of the native backend, the decoding of bytes and texts, the names of speeds and classes, the
# endpoints that Linux ignores.
forbid() {
	grep -rnE "^#include \"($2)" "src/$1" | grep -vE '"(core/(log|error|timespec|native_backend|reserved)|descriptor/(parse|speed|class|ignored|string_text))\.h"' \
		>"$work/found" || true
	verdict "src/$1 includes what it must not" "$work/found"
}
forbid descriptor 'core|util|control|backend|virtual|cli|compat'
forbid core 'util|control|backend|virtual|cli|compat'
forbid util 'control|backend|virtual|cli|compat'
forbid control 'util|backend|virtual|cli|compat'
forbid backend 'core|util|control|virtual|cli|descriptor|compat'
forbid virtual 'core|util|control|backend|cli|compat'
forbid share 'core|util|control|backend|virtual|cli|descriptor|compat'
forbid usbip 'core|util|control|backend|virtual|cli|descriptor|compat'
forbid pcapng 'core|util|control|backend|virtual|cli|descriptor|compat'
forbid cli 'core|util|control|backend|descriptor|compat'
grep -rn '^#include "' src/compat | grep -v '"compat/' >"$work/found" || true
verdict "src/compat includes what is not public" "$work/found"

# The C library's system calls, by the objects that need them. A sleeping thread's futex belongs to the
# process, not to the kernel of the devices.
objects_of src/core src/util src/control src/descriptor src/backend/usbfs src/compat |
	grep -vE '/(syscalls|core/futex)\.o' | xargs nm -A |
	grep -E ' U (openat|ioctl|ppoll|syscall|getdents|getdents64|readlinkat|mknodat|unlinkat|mmap|munmap|socket|bind|recvmsg|inotify_init1|inotify_add_watch|epoll_create1|epoll_ctl|epoll_wait|epoll_pwait|eventfd)(64)?$' \
	>"$work/found" || true
verdict "system calls outside src/backend/usbfs/syscalls.c" "$work/found"

echo "layers: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
