#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, as C99 and as C++11: headers.sh CC CXX
set -eu

passed=0
failed=0
for header in include/cusb/*.h; do
	for compile in "$1 -std=c99 -x c" "$2 -std=c++11 -x c++"; do
		if $compile -Iinclude -pedantic -Wall -Wextra -Werror -fsyntax-only "$header"; then
			passed=$((passed + 1))
		else
			echo "fail: $compile $header"
			failed=$((failed + 1))
		fi
	done
done
echo "headers: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
