#!/bin/sh
# SPDX-License-Identifier: MIT
# Puts the modules of modules.txt, and what they depend on, into a directory for the initramfs,
# with the list /modules in loading order for init: modules.sh BUILD DIRECTORY
set -eu

here=$(dirname "$0")
build=$1
root=$2
release=$(cat "$build/kernel/release")
tree=$build/kernel/tree/lib/modules/$release
PATH=$PATH:/sbin:/usr/sbin

# The file of a module, whichever of - and _ its name is spelt with, compressed or not.
find_module() {
	pattern=$(echo "$1" | sed 's/[-_]/[-_]/g')
	find "$tree" -name "$pattern.ko*" | head -n 1
}

built_in() {
	grep -q "/$(echo "$1" | sed 's/_/[-_]/g')\.ko\$" "$tree/modules.builtin"
}

unpack() {
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -qdc "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac >"$2"
}

# add NAME [PARAMETER...]
add() {
	local name file dependency
	name=$(echo "$1" | tr - _)
	shift
	case "$seen " in
	*" $name "*) return 0 ;;
	esac
	seen="$seen $name"
	file=$(find_module "$name")
	if [ -z "$file" ]; then
		built_in "$name" && return 0
		echo "modules.sh: the kernel $release has no module $name" >&2
		exit 1
	fi
	for dependency in $(modinfo -F depends "$file" | tr , ' '); do
		add "$dependency"
	done
	unpack "$file" "$root/lib/modules/$name.ko"
	echo "/lib/modules/$name.ko" "$@" >>"$root/modules"
}

rm -rf "$root"
mkdir -p "$root/lib/modules"
seen=
while read -r module parameters; do
	case $module in
	'' | '#'*) continue ;;
	esac
	add "$module" $parameters
done <"$here/modules.txt"
