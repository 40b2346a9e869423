#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C99 and as C++11. No function has the name of a type, and no
# two functions have the same words in another order: headers.sh CC CXX
set -eu

passed=0
failed=0

# result WHAT COMMAND...: passed, when the command succeeds.
result() {
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
	else
		echo "fail: $what"
		failed=$((failed + 1))
	fi
}

for header in include/cusb/*.h; do
	for compile in "$1 -std=c99 -x c" "$2 -std=c++11 -x c++"; do
		result "$compile $header" \
			$compile -Iinclude -pedantic -Wall -Wextra -Werror -fsyntax-only "$header"
	done
done

# In the headers' code without comments and macros.
code=$($1 -std=c99 -E -P -Iinclude include/cusb/*.h)
functions=$(echo "$code" | grep -oE '\bcusb_[a-z0-9_]+\(' | tr -d '(' | sort -u)
types=$(echo "$code" | grep -oE '\b(struct|enum|union) cusb_[a-z0-9_]+' | cut -d' ' -f2 | sort -u)
same=$(printf '%s\n' "$functions" "$types" | sort | uniq -d)
result "functions with the name of a type: $same" test -z "$same"
same=$(echo "$functions" | while read -r name; do
	echo "$(echo "$name" | tr _ '\n' | sort | paste -sd_) $name"
done | awk '$1 in first { print first[$1] " and " $2 } { first[$1] = $2 }')
result "functions that differ by the order of words alone: $same" test -z "$same"

echo "headers: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ -n "$functions" ] && [ -n "$types" ]
