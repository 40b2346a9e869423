# SPDX-License-Identifier: MIT
# One source of many: awk -f amalgamation.awk -v ROOT=src FILE.c...
#
# Headers are put in where they are included first. A static name of a file gets the file's name in
# front when another file or a header has the same word. A macro of a file is undefined at its end.
# Functions that the public headers do not declare become static, and data gets cusb_ in front.

BEGIN {
	for (i = 1; i < ARGC; i++)
		find_names(ARGV[i], 0)
	for (i = 1; i < ARGC; i++) {
		current = ARGV[i]
		prefix = current
		gsub(/^src\/|\.c$/, "", prefix)
		gsub(/[^A-Za-z0-9]/, "_", prefix)
		print "\n/* ==== " current " ==== */"
		put(current, 0)
		for (name in macros)
			print "#undef " name
		split("", macros)
	}
	exit
}

# The name that a line of file scope defines for its file alone; "" if none.
function static_name(line)
{
	if (!wrapped && line !~ /^static / && line !~ /^} [a-z_]+\[/)
		return ""
	gsub(/__attribute__\(\([^()]*(\([^()]*\))?[^()]*\)\)/, "", line)
	gsub(/_Atomic\([^()]*\)/, "", line)
	wrapped = line !~ /[=\[(;,]/ # the name is in the next line
	if (wrapped)
		return ""
	sub(/[=\[(;,].*/, "", line)
	sub(/[ \t]+$/, "", line)
	sub(/.*[ \t*]/, "", line)
	return line
}

# Of a source its static names; of the headers that it includes, every word.
function find_names(file, header, line, other, name)
{
	while ((getline line <file) > 0) {
		other = included(line, file)
		if (other == "-")
			continue
		if (other != "") {
			if (!(other in found)) {
				found[other] = 1
				find_names(other, 1)
			}
		} else if (header) {
			find_words(line)
		} else {
			name = static_name(line)
			if (name != "" && !((file, name) in is_static)) {
				is_static[file, name] = 1
				owners[name]++
			}
		}
	}
	close(file)
}

function find_words(line)
{
	while (match(line, /[A-Za-z_][A-Za-z0-9_]*/)) {
		in_headers[substr(line, RSTART, RLENGTH)] = 1
		line = substr(line, RSTART + RLENGTH)
	}
}

function directory(file)
{
	sub(/[^\/]*$/, "", file)
	return file
}

function exists(file, line, got)
{
	got = (getline line <file) >= 0
	close(file)
	return got
}

# The file that an include directive of ours means; "" for one of the system, "-" for cusb.h's.
function included(line, file, name)
{
	if (line ~ /^#include <cusb\//)
		return "-"
	if (line !~ /^#include "/)
		return ""
	name = line
	sub(/^#include "/, "", name)
	sub(/".*/, "", name)
	if (exists(directory(file) name))
		return directory(file) name
	return ROOT "/" name
}

function is_shared(name)
{
	return owners[name] > 1 || name in in_headers
}

# The line with this file's names in place of those that others have, too. Members keep theirs.
function renamed(line, out, before, word)
{
	out = ""
	while (match(line, /[A-Za-z_][A-Za-z0-9_]*|"([^"\\]|\\.)*"|'([^'\\]|\\.)*'/)) {
		before = substr(line, 1, RSTART - 1)
		word = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		out = out before
		if ((current, word) in is_static && is_shared(word) && out !~ /(\.|->)$/)
			word = prefix "_" word
		out = out word
	}
	return out line
}

# Whether the line begins a function, or a prototype, that is not of the public headers.
function is_inner(line)
{
	if (line !~ /^[a-z][A-Za-z_0-9 *]*\(/ || line ~ /^(static|extern|typedef|return) / || line ~ /^_/)
		return 0
	sub(/\(.*/, "", line)
	return line ~ /[ *]/ && line !~ /[ *]cusb_[a-z0-9_]*$/
}

function put(file, header, line, other, name)
{
	while ((getline line <file) > 0) {
		other = included(line, file)
		if (other == "-")
			continue
		if (other != "") {
			if (!(other in done)) {
				done[other] = 1
				put(other, 1)
			}
			continue
		}
		if (!header && line ~ /^#define /) {
			name = line
			sub(/^#define /, "", name)
			sub(/[^A-Za-z0-9_].*/, "", name)
			macros[name] = 1
		}
		if (line ~ /^(static )?(const )?(struct|union)[^()]* \{$/ && line !~ /=/)
			members = 1
		if (line ~ /^}/)
			members = 0
		if (header && line ~ /^extern /) {
			name = line
			sub(/(\[\])?;.*/, "", name)
			sub(/.*[ *]/, "", name)
			print "#define " name " cusb_" name "_"
		}
		line = header || members || line ~ /^#include/ ? line : renamed(line)
		print is_inner(line) ? "static " line : line
	}
	close(file)
}
