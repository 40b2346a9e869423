# SPDX-License-Identifier: MIT
# Completion of cusb's command line for bash. Commands, options, arguments and the names of virtual
# devices are asked of the tool itself; so are the devices that are plugged in.

# _cusb_section PATTERN: the lines of a help text below the one that begins so, up to an empty line.
_cusb_section()
{
	awk -v pattern="^$1" 'on && /^$/ { exit } on { print } $0 ~ pattern { on = 1 }'
}

# _cusb_options TAKES: a help text's options; with TAKES 1 the ones with a value, with 0 the others.
_cusb_options()
{
	_cusb_section Options | awk -v takes="$1" '
		match($0, /^  (-.,|   ) --[a-z-]+/) &&
		takes == (substr($0, RLENGTH + 1) ~ /^ [][A-Z|:]+ /) {
			print substr($0, 7, RLENGTH - 6)
			if (/^  -/)
				print substr($0, 3, 2)
		}'
}

# _cusb_value OPTION: the name of an option's value in a help text.
_cusb_value()
{
	_cusb_section Options | awk -v option="$1" '
		match($0, /^  (-.,|   ) --[a-z-]+/) &&
		(option == substr($0, 3, 2) || option == substr($0, 7, RLENGTH - 6)) {
			split(substr($0, RLENGTH + 2), words, " ")
			print words[1]
		}'
}

# _cusb_devices TOOL [OPTION]...: as they can be named on the command line.
_cusb_devices()
{
	"$1" list --json "${@:2}" 2>/dev/null | awk -F '[:,] *' '
		$1 ~ /^ *"name"$/ { gsub(/"/, "", $2); print $2 }
		$1 ~ /^ *"idVendor"$/ { vendor = $2 }
		$1 ~ /^ *"idProduct"$/ { printf "%04x:%04x\n", vendor, $2 }' | sort -u
}

# _cusb_reply FLAG...: takes in the words that compgen finds by its flags for $cur.
_cusb_reply()
{
	local found

	while read -r found; do
		COMPREPLY+=("$found")
	done < <(compgen "$@" -- "$cur")
}

# _cusb_reply_models: the names of virtual devices, and files with the text of one.
_cusb_reply_models()
{
	compopt -o filenames 2>/dev/null
	_cusb_reply -f -W "$(_cusb_section 'Virtual devices' <<<"$help")"
}

# _cusb_reply_value WORD: the words for DEV, NAME|FILE or FILE of a help text.
_cusb_reply_value()
{
	if [[ $1 == *DEV* ]]; then
		_cusb_reply -W "$(_cusb_devices "$tool" "${virtual[@]}")"
	elif [[ $1 == *NAME* ]]; then
		_cusb_reply_models
	elif [[ $1 == *FILE* ]]; then
		compopt -o filenames 2>/dev/null
		_cusb_reply -f
	fi
}

# Takes the words before the last one apart.
_cusb_parse()
{
	local word i last=$((${#words[@]} - 1)) valued

	for ((i = 1; i < last; i++)); do
		[[ ${words[i - 1]} != --virtual && $'\n'$commands$'\n' == *$'\n'"${words[i]}"$'\n'* ]] &&
			command=${words[i]} && break
	done
	help=$("$tool" ${command:+"$command"} --help 2>/dev/null)
	valued=$'\n'$(_cusb_options 1 <<<"$help")$'\n'
	for ((i = 1; i < last; i++)); do
		word=${words[i]}
		if [[ -z $ended && $word == -- ]]; then
			ended=1
		elif [[ -z $ended && $valued == *$'\n'"$word"$'\n'* ]]; then
			((++i == last)) && option=$word
			[[ $word == --virtual && i -lt last ]] && virtual+=("$word=${words[i]}")
		elif [[ -z $ended && $word == -* ]]; then
			[[ $word == --virtual=* ]] && virtual+=("$word")
		elif [[ $word == "$command" && -z $seen ]]; then
			seen=1
		else
			((count++))
		fi
	done
}

_cusb()
{
	local tool=$1 line=${COMP_LINE:0:COMP_POINT} commands words=() cur
	# What was found before the word: the option that it is the value of, whether a "--", how
	# many arguments of the command.
	local command= help= option= ended= seen= count=0 virtual=()
	local arguments wanted

	COMPREPLY=()
	read -ra words <<<"$line"
	[[ $line == *[[:space:]] ]] && words+=("")
	cur=${words[-1]}
	commands=$("$tool" --help 2>/dev/null | _cusb_section Commands | awk '{ print $1 }')
	_cusb_parse
	if [[ -z $ended && $cur == --*=* ]]; then
		option=${cur%%=*}
		cur=${cur#*=}
	fi
	read -ra arguments < <(sed -n '1s/.*\[OPTION\]\.\.\. //p' <<<"$help")
	wanted=${arguments[count]-}
	[[ ${arguments[0]-} == *... ]] && wanted=${arguments[0]}

	if [[ -n $option ]]; then
		_cusb_reply_value "$(_cusb_value "$option" <<<"$help")"
	elif [[ -z $ended && $cur == -* ]]; then
		_cusb_reply -W "$(_cusb_options 0 <<<"$help"; _cusb_options 1 <<<"$help")"
	elif [[ -z $command ]]; then
		_cusb_reply -W "$commands"
	elif [[ -n $ended && $help == *'[-- COMMAND...]'* ]]; then
		_cusb_reply -c -f
	else
		_cusb_reply_value "$wanted"
	fi
	# Where a colon is a break between words, only what follows it is replaced.
	if [[ $cur == *:* && $COMP_WORDBREAKS == *:* ]]; then
		COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}")
	fi
}

complete -F _cusb cusb
