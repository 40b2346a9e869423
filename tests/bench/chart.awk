#!/usr/bin/awk -f
# SPDX-License-Identifier: MIT
# Draws the table for the manual page as bars, one group for each row: awk -f chart.awk TABLE
#
# TABLE is what `make bench` prints, or the page itself. A group's longest bar fills the width, so only
# bars of one group are to be compared. The picture brings its own background, for light and dark.

function place(y)
{
	return "x=\"" LEFT "\" y=\"" y "\""
}

function text(x, y, class, what)
{
	gsub(/&/, "\\&amp;", what)
	printf "<text x=\"%d\" y=\"%d\" class=\"%s\">%s</text>\n", x, y, class, what
}

function bar(y, class, value, most)
{
	printf "<rect %s width=\"%.1f\" height=\"%d\" class=\"%s\"/>\n", place(y), value / most * WIDTH, \
		BAR, class
	text(LEFT + value / most * WIDTH + 6, y + BAR - 2, "value", value)
}

function draw_group(row, y, j, most)
{
	for (j = 1; j <= 3; j++)
		if (cpu[row, j] + 0 > most)
			most = cpu[row, j] + 0
	text(LEFT, y - 5, "work", label[row])
	for (j = 1; j <= 3; j++)
		if (cpu[row, j] + 0 > 0)
			bar(y + (j - 1) * (BAR + 1), class[j], cpu[row, j], most)
}

function draw_legend(y, j, x)
{
	x = LEFT
	for (j = 1; j <= 3; j++) {
		printf "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"%s\"/>\n", x, y, BAR, BAR, class[j]
		text(x + BAR + 5, y + BAR - 2, "work", legend[j])
		x += 140
	}
}

BEGIN {
	LEFT = 16
	WIDTH = 560
	BAR = 12
	GROUP = 64
	TOP = 74
	split("bare cusb libusb", class, " ")
	split("bare system calls,cusb,libusb", legend, ",")
}

{ gsub(/\\-/, "-") }
/^\| work \| CPU: bare/ { inside = 1; next }
!/^\|/ { inside = 0 }
/^\|---/ { next }
inside {
	split($0, field, / *\| */)
	split(field[3], values, /, */)
	label[++rows] = field[2]
	for (j = 1; j <= 3; j++) {
		gsub(/\*/, "", values[j])
		cpu[rows, j] = values[j]
	}
}

END {
	height = TOP + rows * GROUP + 10
	print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"660\" height=\"" height "\" " \
		"viewBox=\"0 0 660 " height "\" role=\"img\" " \
		"aria-label=\"Processor time of bare system calls, cusb and libusb\">"
	print "<style>"
	print "text { font: 12px sans-serif; fill: #1f2328 }"
	print ".head { font-weight: bold; font-size: 14px }"
	print ".back { fill: #ffffff } .bare { fill: #8c959f } .cusb { fill: #0969da } .libusb { fill: #d4772c }"
	print "@media (prefers-color-scheme: dark) {"
	print "text { fill: #e6edf3 } .back { fill: #0d1117 } .cusb { fill: #4493f8 } .libusb { fill: #e09b5a }"
	print "}"
	print "</style>"
	print "<rect width=\"100%\" height=\"100%\" class=\"back\"/>"
	text(LEFT, 24, "head", "Processor time of one operation, in thousands of instructions")
	draw_legend(36)
	for (i = 1; i <= rows; i++)
		draw_group(i, TOP + 10 + (i - 1) * GROUP)
	print "</svg>"
}
