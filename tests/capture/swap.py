# SPDX-License-Identifier: MIT
"""Writes a pcap file of this machine anew: swap.py [--short] FROM TO.

In the other byte order, or with --short, with the 48-byte headers of link type 189.
"""
import struct
import sys

HEADER = 'QBBBBHBBqiiII8siiII'

short = sys.argv[1] == '--short'
source, target = sys.argv[-2:]
native = '<' if sys.byteorder == 'little' else '>'
to = native if short else '>' if native == '<' else '<'
data = open(source, 'rb').read()
head = list(struct.unpack(native + 'IHHiIII', data[:24]))
assert head[0] == 0xa1b2c3d4 and head[6] == 220
if short:
    head[6] = 189
out = [struct.pack(to + 'IHHiIII', *head)]
at = 24
while at < len(data):
    seconds, microseconds, captured, original = struct.unpack(native + '4I', data[at:at + 16])
    packet = data[at + 16:at + 16 + captured]
    at += 16 + captured
    fields = list(struct.unpack(native + HEADER, packet[:64]))
    if fields[2] == 0:
        raise SystemExit('no isochronous packets here')
    swapped = struct.pack(to + HEADER, *fields)
    if short:
        swapped, captured, original = swapped[:48], captured - 16, original - 16
    packet = swapped + packet[64:]
    out.append(struct.pack(to + '4I', seconds, microseconds, captured, original) + packet)
open(target, 'wb').write(b''.join(out))
