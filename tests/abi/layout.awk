# SPDX-License-Identifier: MIT
# The structs named cusb_*, from `readelf -wi`. For each struct a line with its size, and for each
# member a line with its offset and its size, in bytes:
#
#	cusb_event 56
#	cusb_event.dev 8 8

function value(line) {
	sub(/^[^:]*: */, "", line)
	sub(/^\([^)]*\): */, "", line)
	sub(/[ \t]+$/, "", line)
	return line
}

function add_dimension(array, number) {
	if (array in elements)
		number *= elements[array]
	elements[array] = number
}

# The size of a type; that of an array is the size of all its elements.
function size_of(type) {
	if (type in size)
		return size[type]
	if (tag[type] == "pointer")
		return pointer_size
	return (tag[type] == "array" ? elements[type] : 1) * (type in base ? size_of(base[type]) : 0)
}

/^ +Pointer Size: / { pointer_size = value($0) + 0 }
/Abbrev Number: .*DW_TAG_/ {
	match($0, /^ *<[0-9a-f]+>/)
	depth = substr($0, RSTART, RLENGTH)
	gsub(/[ <>]/, "", depth)
	id = $0
	sub(/^ *<[0-9a-f]+></, "", id)
	sub(/>.*/, "", id)
	kind = $0
	sub(/.*DW_TAG_/, "", kind)
	sub(/_type\).*|\).*/, "", kind)
	tag[id] = kind
	parent[id] = open[depth - 1]
	open[depth] = id
	order[++count] = id
}
/DW_AT_name / { name[id] = value($0) }
/DW_AT_byte_size / { size[id] = value($0) + 0 }
/DW_AT_type / {
	type = value($0)
	gsub(/[<>]|0x/, "", type)
	base[id] = type
}
/DW_AT_upper_bound / { add_dimension(parent[id], value($0) + 1) }
/DW_AT_count / { add_dimension(parent[id], value($0)) }
/DW_AT_data_member_location: / { offset[id] = value($0) + 0 }

END {
	for (i = 1; i <= count; i++) {
		id = order[i]
		outer = parent[id]
		if (tag[id] == "structure" && name[id] ~ /^cusb_/ && id in size)
			print name[id], size[id]
		if (tag[id] == "member" && tag[outer] == "structure" && name[outer] ~ /^cusb_/)
			print name[outer] "." name[id], offset[id], size_of(base[id])
	}
}
