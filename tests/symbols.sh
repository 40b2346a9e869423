#!/bin/sh
# SPDX-License-Identifier: MIT
# The libraries define names that begin with cusb_, and no others; and each one that the headers
# declare is there: symbols.sh BUILD
set -eu

build=$1
failed=0

declared=$(sed -n 's/.*\(cusb_[a-z0-9_]*\)(.*/\1/p' include/cusb/*.h | sort -u)
for library in "nm -D $build/libcusb.so.0" "nm -g $build/libcusb.a"; do
	defined=$($library 2>/dev/null | awk '$2 ~ /^[A-TV-Z]$/ && NF == 3 { print $3 }' | sort -u)
	strange=$(echo "$defined" | grep -v '^cusb_' || true)
	if [ -z "$defined" ] || [ -n "$strange" ]; then
		echo "fail: $library defines" ${strange:-nothing}
		failed=$((failed + 1))
	fi
	for name in $(grep -ho 'CUSB_API[^;]*;' include/cusb/*.h | tr '\n' ' ' | grep -o 'cusb_[a-z0-9_]*(' | tr -d '(' | sort -u); do
		if ! echo "$defined" | grep -qx "$name"; then
			echo "fail: $library lacks $name"
			failed=$((failed + 1))
		fi
	done
done
echo "symbols: $([ $failed -eq 0 ] && echo 2 || echo 0) passed, $failed failed"
[ "$failed" -eq 0 ]
