#!/bin/sh
# SPDX-License-Identifier: MIT
# Puts kernel modules and what they depend on into a directory: modules.sh TREE DIRECTORY
#
# TREE is the /lib/modules/RELEASE of the kernel that is to load them. Standard input has a module
# and its parameters in each line. They go to DIRECTORY/lib/modules, not compressed; standard output
# gets their files and parameters as lines, in the order in which they are to be loaded. Needs
# modinfo, of kmod.
set -eu

tree=$1
root=$2
PATH=$PATH:/sbin:/usr/sbin

# The file of a module, whichever of - and _ its name is spelt with, compressed or not.
find_module() {
	pattern=$(echo "$1" | sed 's/[-_]/[-_]/g')
	find "$tree/" -name "$pattern.ko*" | head -n 1
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
		echo "modules.sh: there is no module $name in $tree" >&2
		exit 1
	fi
	for dependency in $(modinfo -F depends "$file" | tr , ' '); do
		add "$dependency"
	done
	unpack "$file" "$root/lib/modules/$name.ko"
	echo "/lib/modules/$name.ko" "$@"
}

mkdir -p "$root/lib/modules"
seen=
while read -r module parameters; do
	add "$module" $parameters
done
