# SPDX-License-Identifier: MIT
# What zsh offers after Tab: completion.zsh CUSB LINE...; a line for each. The functions of zsh's
# completion system that the script calls are here those that print the words.
functions[_cusb_function]=''
compdef() { }
_describe() {
	local word
	for word in ${(P)2}; do
		word=${${word//\\:/$'\1'}%%:*}
		word=${word//$'\1'/:}
		[[ $word == $current* ]] && found+=($word)
	done
	return 0
}
_files() { found+=($current*(N)) }
_command_names() { }
compset() { current=${current#*=} }

tool=$1
shift
unfunction _cusb_function
words=()
source <(sed '$d' src/completion/cusb.zsh)
for line; do
	words=($tool ${${=line}[2,-1]})
	[[ $line == *' ' ]] && words+=('')
	CURRENT=$#words
	current=$words[-1]
	found=()
	_cusb
	print -r -- ${(ou)found}
done
