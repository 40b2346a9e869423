# SPDX-License-Identifier: MIT
# Manual pages of section 3 from the comments of the public headers:
# awk -f functions.awk -v OUT=DIRECTORY -v DATE=DATE HEADER...
#
# Each comment that begins with "/**" makes a page for each function that it names. Each header makes
# the page of its group, cusb-core(3) for core.h: its first comment, its functions, and its types and
# constants as they are written. Functions of other names, libusb's, are written there as well.

BEGIN {
	for (f = 1; f < ARGC; f++)
		read_header(ARGV[f])
}

# ---- the parts of a header

function read_header(file, line)
{
	header = file
	sub(/.*include\//, "", header)
	group = header
	gsub(/.*\/|\.h$/, "", group)
	overview = functions = types = ""
	for (count = 0; (getline line <file) > 0; count++)
		text[count] = line
	close(file)
	for (at = 0; at < count; at++)
		read_part()
	write_group()
}

function read_part()
{
	if (text[at] ~ /^\/\*\*/) {
		start = at
		comment = comment_text()
		prototype = prototype_text()
		if (prototype ~ /cusb_[a-z0-9_]*\(/)
			write_pages()
		else
			for (; start <= at; start++)
				types = types text[start] "\n"
	} else if (text[at] ~ /^\/\*/ && overview == "" && text[at] !~ /SPDX/) {
		overview = comment_text()
	} else if (text[at] ~ /^#ifdef __cplusplus/) {
		while (text[at] !~ /^#(endif|else)/)
			at++
	} else if (text[at] !~ /^#(ifndef|define) CUSB_[A-Z]*_?H$|^#(include|endif)|SPDX|^\/\* ---- /) {
		types = types text[at] "\n"
	}
}

# The comment that begins in this line, without its frame.
function comment_text(line, out, last)
{
	out = ""
	for (last = 0; !last; at += !last) {
		line = text[at]
		last = sub(/ ?\*\/[ \t]*$/, "", line)
		sub(/^\/\*\*? ?/, "", line)
		sub(/^ \* ?/, "", line)
		out = out line "\n"
	}
	gsub(/^\n+|\n+$/, "", out)
	return out "\n"
}

# The declarations behind the comment, up to an empty line or the next comment; of a function that is
# written out, its head.
function prototype_text(line, out)
{
	out = ""
	while (at + 1 < count && text[at + 1] !~ /^$|^\/\*/) {
		line = text[++at]
		if (line ~ /^{/) {
			while (text[at] !~ /^}/)
				at++
			sub(/\n$/, ";\n", out)
			continue
		}
		if (line ~ /^[ \t]*__attribute__/) {
			sub(/\n$/, ";\n", out)
			continue
		}
		sub(/^CUSB_API /, "", line)
		sub(/^static inline /, "", line)
		sub(/^[ \t]+/, "        ", line)
		out = out line "\n"
	}
	return out
}

# ---- pages

# The functions of the comment's first line; "_interface" after a whole name is short for one more.
function write_pages(names, number, list, i, title, body)
{
	number = find_functions(list)
	for (i = 1; i <= number; i++)
		names = names (i > 1 ? " ,\n.Nm " : ".Nm ") list[i]
	title = comment
	sub(/^[^-]* - /, "", title)
	if (match(title, /\n(\n|@)/)) {
		body = substr(title, RSTART + 1)
		title = substr(title, 1, RSTART - 1)
	}
	gsub(/\n/, " ", title)
	sub(/\.? *$/, "", title)
	if (title ~ /[.;] /) {
		match(title, /[.;] /)
		body = toupper(substr(title, RSTART + 2, 1)) substr(title, RSTART + 3) ".\n\n" body
		title = substr(title, 1, RSTART - 1)
	}
	for (i = 1; i <= number; i++) {
		functions = functions ".It Xr " list[i] " 3\n" (i == 1 ? escaped(title) : "the same") "\n"
		write_page(list[i], names, title, body)
	}
}

# The functions that are declared: the word before each "(" that begins with cusb_.
function find_functions(list, rest, number)
{
	number = 0
	rest = prototype
	while (match(rest, /cusb_[a-z0-9_]*\(/)) {
		list[++number] = substr(rest, RSTART, RLENGTH - 1)
		rest = substr(rest, RSTART + RLENGTH)
	}
	return number
}

function write_page(name, names, title, body, file)
{
	file = OUT "/" name ".3"
	print_head(file, toupper(name))
	printf "%s\n.Nd %s\n.Sh SYNOPSIS\n.In %s\n", names, escaped(title), header >file
	printf ".Bd -literal\n%s.Ed\n.Sh DESCRIPTION\n", escaped(prototype) >file
	returns = ""
	described = text_to_mdoc(body)
	printf "%s", described == "" ? "See the name.\n" : described >file
	if (returns != "")
		printf ".Sh RETURN VALUES\n%s", returns >file
	printf ".Sh SEE ALSO\n.Xr cusb-%s 3 ,\n%s.Xr libcusb 3\n", group, \
		name == "cusb_error_text" ? ".Xr cusb_strerror 3 ,\n" : ".Xr cusb_error_text 3 ,\n" >file
	close(file)
}

function print_head(file, title)
{
	printf ".\\\" Made from the comments of %s\n.Dd %s\n.Dt %s 3\n.Os\n.Sh NAME\n", header, DATE, title >file
}

function write_group(file, what)
{
	file = OUT "/cusb-" group ".3"
	print_head(file, toupper("cusb-" group))
	what = overview
	sub(/\n\n.*/, "", what)
	gsub(/\n/, " ", what)
	sub(/\.( .*)?$/, "", what)
	printf ".Nm cusb-%s\n.Nd %s\n.Sh SYNOPSIS\n.In %s\n.Sh DESCRIPTION\n", group, escaped(what), header >file
	returns = ""
	printf "%s", text_to_mdoc(overview) returns >file
	if (functions != "")
		printf ".Ss Functions\n.Bl -tag -width Ds\n%s.El\n", functions >file
	gsub(/\n\n\n+/, "\n\n", types)
	sub(/^\n+/, "", types)
	sub(/\n+$/, "\n", types)
	if (types ~ /[a-z]/)
		printf ".Ss Types and constants\n.Bd -literal\n%s.Ed\n", escaped(types) >file
	printf ".Sh SEE ALSO\n.Xr libcusb 3\n" >file
	close(file)
}

# ---- text

function escaped(text)
{
	gsub(/\\/, "\\e", text)
	gsub(/\n\./, "\n\\\\\\&.", text)
	gsub(/\n'/, "\n\\\\\\&'", text)
	sub(/^[.']/, "\\\\\\&&", text)
	gsub(/-/, "\\-", text)
	return text
}

function inline(text)
{
	text = escaped(text)
	while (match(text, /@[A-Za-z_][A-Za-z0-9_]*/))
		text = substr(text, 1, RSTART - 1) "\\fI" substr(text, RSTART + 1, RLENGTH - 1) "\\fP" \
			substr(text, RSTART + RLENGTH)
	while (match(text, /[.:] [A-Z@\\]/))
		text = substr(text, 1, RSTART) "\n" substr(text, RSTART + 2)
	return text
}

# Arguments, paragraphs, lists and examples. What is returned goes to `returns`.
function text_to_mdoc(whole, lines, number, i, line, out, kind, in_returns)
{
	out = kind = ""
	in_returns = 0
	number = split(whole, lines, "\n")
	for (i = 1; i <= number; i++) {
		line = lines[i]
		if (line == "") {
			out = out ended(kind)
			if (in_returns && i < number) {
				returns = returns out
				out = ""
				in_returns = 0
			}
			kind = ""
		} else if (line ~ /^@[A-Za-z_0-9]+(, @[A-Za-z_0-9]+)*:/) {
			if (kind != "tag")
				out = out ended(kind) ".Bl -tag -width Ds\n"
			kind = "tag"
			out = out ".It " arguments(line) "\n" inline(rest(line)) "\n"
		} else if (kind == "tag" && line ~ /^ /) {
			sub(/^ +/, "", line)
			out = out inline(line) "\n"
		} else if (line ~ /^\t/) {
			if (kind != "example")
				out = out ended(kind) ".Bd -literal -offset indent\n"
			kind = "example"
			sub(/^\t/, "", line)
			out = out escaped(line) "\n"
		} else if (line ~ /^(- |[0-9]+\. )/) {
			if (kind != "bullets")
				out = out ended(kind) ".Bl -bullet\n"
			kind = "bullets"
			sub(/^[^ ]+ /, "", line)
			out = out ".It\n" inline(line) "\n"
		} else if (kind == "bullets" && line ~ /^ /) {
			sub(/^ +/, "", line)
			out = out inline(line) "\n"
		} else if (line ~ /^  [^ ]/) {
			if (kind != "list")
				out = out ended(kind) ".Bl -tag -width 14n\n"
			kind = "list"
			out = out item(line)
		} else if (kind == "list" && line ~ /^   /) {
			sub(/^ +/, "", line)
			out = out inline(line) "\n"
		} else {
			if (kind != "paragraph" && kind != "")
				out = out ended(kind)
			if (kind != "paragraph")
				out = out (out == "" ? "" : ".Pp\n")
			kind = "paragraph"
			if (!in_returns && match(line, /(^|\. )Returns/)) {
				start = line ~ /^Returns/ ? 1 : RSTART + 2
				if (start > 1)
					out = out inline(substr(line, 1, start - 2)) "\n"
				line = substr(line, start)
				sub(/\.Pp\n$/, "", out)
				kept = kept out
				out = ""
				in_returns = 1
			}
			out = out (line == "Returns:" ? "" : inline(line) "\n")
		}
	}
	out = out ended(kind)
	if (in_returns) {
		returns = returns out
		out = ""
	}
	out = kept out
	kept = ""
	return out
}

function ended(kind)
{
	return kind ~ /tag|list|bullets/ ? ".El\n" : kind == "example" ? ".Ed\n" : ""
}

# "@a, @b: text" is for the arguments a and b.
function arguments(line)
{
	sub(/:.*/, "", line)
	gsub(/[@,]/, "", line)
	gsub(/ /, " , ", line)
	return "Fa " line
}

function rest(line)
{
	sub(/^[^:]*: */, "", line)
	return line
}

# "  -EINVAL  text" has two blanks between its parts.
function item(line, name)
{
	sub(/^  /, "", line)
	name = line
	sub(/  .*/, "", name)
	line = substr(line, length(name) + 1)
	sub(/^ +/, "", line)
	return ".It " escaped(name) "\n" inline(line) "\n"
}
