#!/bin/sh
# SPDX-License-Identifier: MIT
# Fetches the packages of packages.txt, without installing anything: fetch.sh DIRECTORY
#
# DIRECTORY/tree has their files, DIRECTORY/versions a line "PACKAGE VERSION" for each.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
directory=$1

fail() {
	echo "check-compat: $1" >&2
	shift
	printf '  %s\n' "$@" >&2
	exit 1
}

packages() {
	sed -e '/^#/d' -e '/^$/d' -e 's/[[:space:]].*//' "$here/packages.txt" | sort -u
}

for tool in apt-get dpkg-deb; do
	command -v $tool >/dev/null || fail "this machine has no $tool." \
		"The programs that this target runs are packages of Debian and Ubuntu; run it there," \
		"in a container for one. Everything else is tested by the other checks, without them."
done

rm -rf "$directory/download" "$directory/tree" "$directory/versions"
mkdir -p "$directory/download" "$directory/tree"
# The directory is ours alone, which apt's own unprivileged user cannot write to.
(cd "$directory/download" && apt-get -q -o APT::Sandbox::User="$(id -un)" download $(packages)) ||
	fail "the packages cannot be fetched, see above." \
		"If they cannot be found: run 'apt-get update' as root, on a release that has all of" \
		"$(echo $(packages))." \
		"If they cannot be reached: this target needs the network the first time."
for package in "$directory"/download/*.deb; do
	dpkg-deb -x "$package" "$directory/tree"
	dpkg-deb -f "$package" Package Version | sed 's/^[^:]*: //' | paste -d ' ' - -
done >"$directory/versions.part"
mv "$directory/versions.part" "$directory/versions"
rm -rf "$directory/download"
