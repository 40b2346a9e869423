#!/bin/sh
# SPDX-License-Identifier: MIT
# Each function of the public headers has a manual page, which says what it returns, and names the
# function and each of its arguments' errors as the header does: functions.sh PAGES
set -u

pages=$1
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

# "NAME TYPE" of each function that a header declares or writes out; names with _ at the end are of
# the macros.
functions() {
	sed 's|^ \*.*||; s|^/\*\*.*\*/$||; s|/\*.*\*/||' "$1" | tr '\n' ' ' |
		grep -oE '(CUSB_API|static inline) [^;{(]*\(' |
		sed -nE 's/^(CUSB_API|static inline) +(.*[ *])(cusb_[a-z0-9_]*[a-z0-9])\($/\3 \2/p'
}

errors() {
	grep -oE -- '-E[A-Z0-9]+' | sort -u
}

for header in include/cusb/*.h; do
	group=$(basename "$header" .h)
	result "cusb-$group(3)" test -s "$pages/cusb-$group.3"
	functions "$header" >"$pages/names"
	while read -r name type; do
		page=$pages/$name.3
		result "$name(3)" grep -qx "\.Nm $name\( ,\)*" "$page"
		[ "$type" = void ] || result "$name(3): returns" grep -q '^\.Sh RETURN VALUES' "$page"
		result "cusb-$group(3): $name" grep -q "^\.It Xr $name 3" "$pages/cusb-$group.3"
	done <"$pages/names"
	# Each error that the header's comments name is on its pages.
	grep '^ \*' "$header" | errors >"$pages/names.header"
	{
		cat "$pages/cusb-$group.3"
		while read -r name type; do cat "$pages/$name.3"; done <"$pages/names"
	} | sed 's/\\-/-/g' | errors >"$pages/names.pages"
	result "errors of $header" test -z "$(comm -23 "$pages/names.header" "$pages/names.pages")"
done
# A function that refuses an argument has its refusal tested, with the line in the log.
for page in "$pages"/cusb_*.3; do
	name=$(basename "$page" .3)
	sed -n '/^\.Sh RETURN/,$s/\\-/-/gp' "$page" |
		grep -qE -- '-(EINVAL|EBADF|EMSGSIZE|ENAMETOOLONG)' || continue
	result "$name: its refusal is tested" grep -qE "\\b$name\(" -r --include=test_refusals.c tests/unit
done
for page in "$pages"/*.3; do
	complaint=$(mandoc -Tlint -W warning "$page" 2>&1) || echo "$complaint"
	result "$page is well formed" test -z "$complaint"
done
rm -f "$pages"/names*
echo "functions: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 100 ]
