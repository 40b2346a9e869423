#!/bin/sh
# SPDX-License-Identifier: MIT
# The manual page's table of the benchmark has the head and the rows of the one that is printed to be put
# there: page.sh PAGE
set -eu

here=$(dirname "$0")

# The head, and the name of each row.
names() {
	awk -F '|' '/^\| work \|/ { print; inside = 1; next } !/^\|/ { inside = 0 } inside { print $2 }'
}

printed=$(awk -v only=readme -f "$here/table.awk" "$here/goals" | names)
if [ "$(sed 's/\\-/-/g' "$1" | names)" != "$printed" ]; then
	echo "the benchmark's table in $1 is not of this form:" >&2
	echo "$printed" >&2
	exit 1
fi
