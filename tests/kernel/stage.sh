#!/bin/sh
# SPDX-License-Identifier: MIT
# Puts programs into the initramfs's tree: stage.sh ROOT FILE[:PATH]...
# PATH is where the file goes below ROOT; bin/ with its own name unless given. A dynamic program
# brings its loader and libraries along. What is called -tsan keeps what its reports are made of.
set -eu

root=$1
shift

libraries() {
	ldd "$1" 2>/dev/null | sed -n -e 's/.* => \(\/[^ ]*\) (.*/\1/p' -e 's/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p'
}

put() {
	mkdir -p "$root/$(dirname "$2")"
	cp -L "$1" "$root/$2"
	case $2 in
	*-tsan) ;;
	*) strip "$root/$2" 2>/dev/null || true ;;
	esac
}

rm -rf "$root"
for item in "$@"; do
	file=${item%%:*}
	case $item in
	*:*) path=${item#*:} ;;
	*) path=bin/$(basename "$file") ;;
	esac
	put "$file" "$path"
	for library in $(libraries "$file"); do
		put "$library" "$library"
	done
done
