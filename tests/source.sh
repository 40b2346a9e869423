#!/bin/sh
# SPDX-License-Identifier: MIT
# Gets the source of a package of the distribution:
# source.sh [--original] [--release NAME] DIRECTORY SOURCE [BINARY]
#
# --original: as its authors have it, without the changes of the distribution.
# --release: of another release of the distribution than this machine's, trixie for one.
# Puts it into DIRECTORY/source, in the version of the installed package BINARY where that is still
# to be had. Needs the network and apt; exits 1 when it cannot be had. With the source there already,
# it does nothing.
set -eu

fetch='apt source'
here=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
release=$here
while :; do
	case $1 in
	--original) fetch=original ;;
	--release) release=$2 && shift ;;
	*) break ;;
	esac
	shift
done
mkdir -p "$1/apt/lists/partial"
directory=$(cd "$1" && pwd)
source=$2
binary=${3:-}
cd "$directory"
[ -d source ] && exit 0
trap 'echo "source.sh: the source of $source cannot be had from apt; put it into $directory/source" >&2' EXIT

# apt with a list and a state of its own, so that the machine's stay as they are: the sources of what
# it has packages from.
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	sort -u | sed "s/\b$here\b/$release/" >apt/sources.list
apt() {
	apt-get -q -o Dir::Etc::SourceList="$directory/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$directory/apt/lists" -o Dir::Cache::pkgcache= \
		-o Dir::Cache::srcpkgcache= -o APT::Sandbox::User="$(id -un)" "$@"
}

original() {
	apt source --tar-only "$1" && tar xf *.orig.tar.* && rm *.orig.tar.*
}

apt update
rm -rf apt/unpacked
mkdir apt/unpacked
(
	cd apt/unpacked
	wanted=$(dpkg-query -W -f '${source:Version}' ${binary:-none} 2>/dev/null || true)
	{ [ -n "$wanted" ] && $fetch "$source=$wanted"; } || $fetch "$source"
)
mv apt/unpacked/*/ source
rm -rf apt
trap - EXIT
