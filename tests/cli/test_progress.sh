# SPDX-License-Identifier: MIT
# The progress line of cusb read and write; see run.sh. script(1) runs the tool on a terminal.

# Runs a shell command on a terminal, which is where what is not redirected goes: $tmp/terminal.
on_terminal()
{
	command=$1
	CUSB_TEST_FAULT=slow script -qec "$1" "$tmp/terminal" </dev/null >/dev/null 2>&1
	status=$?
}
shows() { grep -qaF -e "$1" "$tmp/terminal" || wrong "no '$1' on: $(cat -v "$tmp/terminal")"; }
shows_not() { ! grep -qaF -e "$1" "$tmp/terminal" || wrong "'$1' on: $(cat -v "$tmp/terminal")"; }

when "a long read shows on the terminal how far it is, and takes that away"
on_terminal "$WRAPPER $faulty read --virtual babble fffe:0005 0x81 6144 >$tmp/out"
exits 0
shows " of 6.0 KiB ("
shows "%), "
shows "/s"
[ "$(wc -c <"$tmp/out")" -eq 6144 ] || wrong "$(wc -c <"$tmp/out") bytes"
tr '\r' '\n' <"$tmp/terminal" | tail -n 2 | grep -q '^ *$' || wrong "not taken away"

when "a read of a length that is not a multiple of its parts reads all of it"
on_terminal "$WRAPPER $faulty read --virtual partial --timeout 300 fffe:0004 0x81 4096 >$tmp/out"
exits 1
[ "$(wc -c <"$tmp/out")" -eq 512 ] || wrong "$(wc -c <"$tmp/out") bytes"
shows "512 of 4096 bytes were read"

when "a long write shows how far it is"
head -c 3072 /dev/zero >"$tmp/data"
on_terminal "$WRAPPER $faulty write --virtual loopback fffe:0001 1 <$tmp/data"
exits 0
shows ", "
shows "KiB"
shows_not "%"

when "data on the terminal has no progress in it"
on_terminal "$WRAPPER $faulty read --virtual babble --hex fffe:0005 0x81 3072"
exits 0
shows_not "KiB"

when "what is quick shows nothing"
tries=0
while # A machine that stands still for a second is not quick.
	on_terminal "$WRAPPER $cusb read --virtual babble fffe:0005 0x81 100000 >$tmp/out"
	grep -qaF KiB "$tmp/terminal" && [ $tries -lt 20 ]
do
	tries=$((tries + 1))
done
exits 1
shows_not "KiB"

when "no terminal, no progress"
with_fault slow read --virtual babble fffe:0005 0x81 3072
succeeds

when "a long read of an isochronous endpoint is the same on a terminal"
on_terminal "$WRAPPER $faulty read --virtual $devices/tone.device fffe:0059 0x81 300000 >$tmp/out"
exits 0
[ "$(wc -c <"$tmp/out")" -eq 300000 ] || wrong "$(wc -c <"$tmp/out") bytes"
