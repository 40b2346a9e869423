#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page's tables of the benchmark have the heads and the rows of those that are printed to be
# put there, and its picture (PAGE with .svg) is drawn of these: page.sh PAGE
set -eu

here=$(dirname "$0")

# The head, and the name of each row.
names() {
	awk -F '|' '/^\| (work|one program for libusb) \|/ { print; inside = 1; next } !/^\|/ { inside = 0 } inside { print $2 }'
}

printed=$(awk -v only=readme -f "$here/table.awk" "$here/goals" | names)
if [ "$(sed 's/\\-/-/g' "$1" | names)" != "$printed" ]; then
	echo "the benchmark's table in $1 is not of this form:" >&2
	echo "$printed" >&2
	exit 1
fi
if ! awk -f "$here/chart.awk" "$1" | cmp -s - "${1%.*}.svg"; then
	echo "${1%.*}.svg is not of the tables in $1: make bench-chart" >&2
	exit 1
fi
