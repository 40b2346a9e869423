# SPDX-License-Identifier: MIT
# Cases about $tmp/file.pcapng, and what Wireshark's own reader makes of it; read by check.sh and
# guest.sh.

tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
passed=0
failed=0
situation=
command -v tshark >/dev/null || { echo "capture: tshark is missing; tests/packages.txt has its package"; exit 1; }

verdict() {
	[ -n "$situation" ] || return 0
	if [ -s "$tmp/wrong" ]; then
		failed=$((failed + 1))
		echo "fail: capture: $situation"
		head -n 20 "$tmp/wrong" | sed 's/^/    /'
	else
		passed=$((passed + 1))
	fi
}

# Begins a case; the checks until the next one belong to it. Each has a file of its own.
when() {
	verdict
	situation=$1
	: >"$tmp/wrong"
	rm -f "$tmp/file.pcapng"
}
wrong() { echo "$*" >>"$tmp/wrong"; }

# What tshark says besides the packets: nothing, in any of its ways.
tshark_quietly() {
	tshark -r "$tmp/file.pcapng" "$@" 2>"$tmp/said"
	grep -v '^Running as user' "$tmp/said" >>"$tmp/wrong"
}

# fields FILTER FIELD...: of the packets that pass the filter, a line each.
fields() {
	filter=$1
	shift
	fields=
	for field in "$@"; do
		fields="$fields -e $field"
	done
	tshark_quietly -Y "$filter" -T fields -E separator=' ' $fields
}

# The fields are these lines, on standard input.
has_fields() {
	cat >"$tmp/want"
	fields "$@" >"$tmp/got"
	diff "$tmp/want" "$tmp/got" >>"$tmp/wrong"
}

# No packet is malformed, or anything but a comment in the eyes of the reader.
is_sound() {
	[ -s "$tmp/file.pcapng" ] || wrong "the file is empty"
	tshark_quietly -Y '_ws.malformed || _ws.expert.severity > 1048576' >>"$tmp/wrong"
}

# The last case is over: prints the total. Fails if a case failed, or none passed.
finish() {
	verdict
	echo "capture: $passed passed, $failed failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
