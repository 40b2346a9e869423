#!/bin/sh
# SPDX-License-Identifier: MIT
# Installs what the tests need (tests/packages.txt), gets the guest's kernel and PyUSB's tests:
# setup.sh BUILD
# Debian and Ubuntu; elsewhere it says what to install and exits 1. Run again, it does nothing
# that is done.
set -eu

OPTIONS="--no-upgrade --no-install-recommends"

here=$(dirname "$0")
build=$1

say() {
	echo "setup: $*" >&2
}

# Every line of packages.txt as its first name that this distribution knows.
packages() {
	sed -e '/^#/d' -e '/^$/d' -e 's/:.*//' "$here/../packages.txt" | while IFS='|' read -r first second; do
		first=$(echo $first)
		second=$(echo ${second:-})
		if [ -n "$second" ] && ! known "$first"; then
			first=$second
		fi
		echo "$first"
	done
}

known() {
	apt-cache policy "$1" 2>/dev/null | grep -q '^  Candidate: [0-9]'
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		say "neither root nor sudo; run as root: $*"
		exit 1
	fi
}

elsewhere() {
	say "this is not Debian or Ubuntu (no apt-get). Install what has these Debian packages' contents:"
	sed -e '/^#/d' -e '/^$/d' -e 's/ *:.*//' -e 's/ *|.*//' -e 's/^/  /' "$here/../packages.txt" >&2
	say "and put a kernel with its modules below $build/kernel: tree/boot/vmlinuz-RELEASE,"
	say "tree/lib/modules/RELEASE, and RELEASE itself as the text of the file 'release'"
	exit 1
}

# Names what installing takes away, as cross compilers do with gcc-multilib, and asks if there is
# somebody to ask.
agree() {
	taken=$(apt-get -s $OPTIONS install $(packages) | sed -n 's/^Remv \([^ ]*\).*/\1/p')
	[ -n "$taken" ] || return 0
	say "installing what the tests need REMOVES these packages from this machine:" $taken
	if [ ! -t 0 ]; then
		say "no terminal to ask at; going on"
		return 0
	fi
	printf 'setup: go on? [y/N] ' >&2
	read -r answer
	case $answer in
	[yY]*) ;;
	*) say "nothing was installed; 'make check-unit' needs no cross compilers" && exit 1 ;;
	esac
}

# The packages that a kernel's metapackage stands for: image, and modules where they are apart.
kernel_packages() {
	apt-cache depends --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
		--no-enhances --recurse "$1" 2>/dev/null |
		grep -E '^linux-(image|modules|modules-extra)-[0-9]' | sort -u
}

get_kernel() {
	meta=linux-image-amd64
	known $meta || meta=linux-image-generic
	names=$(kernel_packages $meta)
	if [ -z "$names" ]; then
		say "no package $meta to take the guest's kernel from; the guest is an x86-64 machine"
		exit 1
	fi
	mkdir -p "$build/kernel"
	rm -rf "$build/kernel/download" "$build/kernel/tree"
	mkdir "$build/kernel/download"
	say "downloading" $names
	# The download directory is ours alone, which apt's own unprivileged user cannot write to.
	(cd "$build/kernel/download" && apt-get -q -o APT::Sandbox::User="$(id -un)" download $names)
	for package in "$build"/kernel/download/*.deb; do
		dpkg -x "$package" "$build/kernel/tree"
	done
	rm -rf "$build/kernel/download"
	image=$(ls "$build"/kernel/tree/boot/vmlinuz-*)
	if [ ! -s "$image" ]; then
		say "$names have no kernel image in them"
		exit 1
	fi
	basename "$image" | sed 's/^vmlinuz-//' >"$build/kernel/release"
}

# Without them, check-unit leaves them out.
get_pyusb() {
	"$here/../source.sh" --original "$build/pyusb" pyusb || say "going on without PyUSB's tests"
}

command -v apt-get >/dev/null || elsewhere
if "$here/missing.sh" "$build" 2>/dev/null; then
	get_pyusb
	say "everything is there"
	exit 0
fi
as_root apt-get -q update
agree
as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y $OPTIONS install $(packages)
[ -s "$build/kernel/release" ] || get_kernel
get_pyusb
"$here/missing.sh" "$build"
