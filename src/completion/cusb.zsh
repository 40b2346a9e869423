#compdef cusb
# SPDX-License-Identifier: MIT
# Completion of cusb's command line for zsh. Commands, options, arguments and the names of virtual
# devices are asked of the tool itself; so are the devices that are plugged in.

# _cusb_section PATTERN: the lines of a help text below the one that begins so, up to an empty line.
_cusb_section() {
	awk -v pattern="^$1" 'on && /^$/ { exit } on { print } $0 ~ pattern { on = 1 }'
}

# "word:text" of lines like "  word   text".
_cusb_described() {
	sed -nE 's/^  ([a-z-]+)  +(.*)/\1:\2/p'
}

# "option:text" of each option of a help text.
_cusb_options() {
	_cusb_section Options | sed -nE '
		s/^  (-.), (--[a-z-]+)( [][A-Z|:]+)?  +(.*)/\1:\4\n\2:\4/p
		s/^      (--[a-z-]+)( [][A-Z|:]+)?  +(.*)/\1:\3/p'
}

# "option VALUE" of each option that takes a value.
_cusb_values() {
	_cusb_section Options | sed -nE '
		s/^  (-.), (--[a-z-]+) ([][A-Z|:]+)  .*/\1 \3\n\2 \3/p
		s/^      (--[a-z-]+) ([][A-Z|:]+)  .*/\1 \2/p'
}

_cusb_devices() {
	local -a devices

	devices=(${(f)"$($tool list --json $virtual 2>/dev/null | awk -F '[:,] *' '
		$1 ~ /^ *"name"$/ { gsub(/"/, "", $2); name = $2; print $2 }
		$1 ~ /^ *"idVendor"$/ { vendor = $2 }
		$1 ~ /^ *"idProduct"$/ { printf "%04x\\:%04x:%s\n", vendor, $2, name }' | sort -u)"})
	_describe device devices
}

# The words for DEV, NAME|FILE or FILE of a help text.
_cusb_words() {
	local -a models

	case $1 in
	*DEV*) _cusb_devices ;;
	*NAME*)
		models=(${(f)"$($tool --help 2>/dev/null | _cusb_section 'Virtual devices' | _cusb_described)"})
		_describe 'virtual device' models
		_files
		;;
	*FILE*) _files ;;
	esac
}

_cusb() {
	local tool=$words[1] command help wanted value previous word ended i
	local -a commands names virtual arguments options
	local -A values
	integer count=1

	commands=(${(f)"$($tool --help 2>/dev/null | _cusb_section Commands | _cusb_described)"})
	names=(${commands%%:*})
	for ((i = 2; i < CURRENT; i++)); do
		[[ ${words[i-1]} != --virtual && -n ${names[(r)$words[i]]} ]] && command=$words[i] && break
	done
	help=$($tool $command --help 2>/dev/null)
	values=(${=${(f)"$(_cusb_values <<<$help)"}})
	for ((i = 2; i < CURRENT; i++)); do
		word=$words[i]
		previous=${words[i-1]}
		if [[ -z $ended && $word == -- ]]; then
			ended=1
		elif [[ -z $ended && $previous == --virtual ]]; then
			virtual+=(--virtual=$word)
		elif [[ -z $ended && $word == -* ]]; then
			[[ $word == --virtual=* ]] && virtual+=($word)
		elif [[ -z $ended && -n $values[$previous] ]]; then
			continue
		elif [[ $word != $command ]]; then
			((count++))
		fi
	done
	if [[ -z $ended && $words[CURRENT] == --*=* ]]; then
		value=$values[${words[CURRENT]%%=*}]
		compset -P '*='
	elif [[ -z $ended ]]; then
		value=$values[${words[CURRENT-1]}]
	fi
	arguments=(${=$(sed -n '1s/.*\[OPTION\]\.\.\. //p' <<<$help)})
	wanted=$arguments[count]
	[[ $arguments[1] == *... ]] && wanted=$arguments[1]

	if [[ -n $value ]]; then
		_cusb_words $value
	elif [[ -z $ended && $words[CURRENT] == -* ]]; then
		options=(${(f)"$(_cusb_options <<<$help)"})
		_describe option options
	elif [[ -z $command ]]; then
		_describe command commands
	elif [[ -n $ended && $help == *'[-- COMMAND...]'* ]]; then
		_command_names -e
		_files
	else
		_cusb_words $wanted
	fi
}

_cusb "$@"
