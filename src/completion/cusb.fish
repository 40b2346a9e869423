# SPDX-License-Identifier: MIT
# Completion of cusb's command line for fish. Commands, options, arguments and the names of virtual
# devices are asked of the tool itself; so are the devices that are plugged in.

# The lines of a help text below the one that begins so, up to an empty line.
function __cusb_section
    awk -v pattern="^$argv[1]" 'on && /^$/ { exit } on { print } $0 ~ pattern { on = 1 }'
end

function __cusb_tool
    set -l words (commandline -opc)
    echo $words[1]
end

# "word<tab>text" of lines like "  word   text".
function __cusb_described
    sed -nE 's/^  ([a-z-]+)  +(.*)/\1\t\2/p'
end

function __cusb_commands
    eval (__cusb_tool) --help 2>/dev/null | __cusb_section Commands | __cusb_described
end

# The command before the cursor, if there is one.
function __cusb_command
    set -l commands (__cusb_commands | string split -f1 \t)
    set -l previous
    for word in (commandline -opc)[2..]
        if test "$previous" != --virtual; and contains -- $word $commands
            echo $word
            return
        end
        set previous $word
    end
    return 1
end

function __cusb_help
    eval (__cusb_tool) (__cusb_command) --help 2>/dev/null
end

# Each option as "option<tab>text".
function __cusb_options
    __cusb_help | __cusb_section Options | sed -nE '
        s/^  (-.), (--[a-z-]+)( [][A-Z|:]+)?  +(.*)/\1\t\4\n\2\t\4/p
        s/^      (--[a-z-]+)( [][A-Z|:]+)?  +(.*)/\1\t\3/p'
end

# "option VALUE" of each option that takes a value.
function __cusb_values
    __cusb_help | __cusb_section Options | sed -nE '
        s/^  (-.), (--[a-z-]+) ([][A-Z|:]+)  .*/\1 \3\n\2 \3/p
        s/^      (--[a-z-]+) ([][A-Z|:]+)  .*/\1 \2/p'
end

# The name of the value of the option before the cursor: "NAME|FILE"; nothing if it takes none.
function __cusb_value
    set -l last (commandline -opc)[-1]
    __cusb_values | awk -v option="$last" '$1 == option { print $2 }'
end

# The name of the argument at the cursor, as the first line of the help has it.
function __cusb_wanted
    set -l arguments (__cusb_help | sed -n '1s/.*\[OPTION\]\.\.\. //p' | string split ' ')
    set -l valued (__cusb_values | string split -f1 ' ')
    set -l command (__cusb_command)
    set -l count 1
    set -l previous
    for word in (commandline -opc)[2..]
        if not contains -- "$previous" $valued; and not string match -q -- '-*' $word; and test $word != "$command"
            set count (math $count + 1)
        end
        set previous $word
    end
    string match -q -- '*...' $arguments[1]; and set count 1
    echo $arguments[$count]
end

# The options --virtual before the cursor.
function __cusb_virtual
    set -l previous
    for word in (commandline -opc)[2..]
        test "$previous" = --virtual; and echo -- --virtual=$word
        string match -q -- '--virtual=*' $word; and echo -- $word
        set previous $word
    end
end

function __cusb_devices
    eval (__cusb_tool) list --json (__cusb_virtual) 2>/dev/null | awk -F '[:,] *' '
        $1 ~ /^ *"name"$/ { gsub(/"/, "", $2); name = $2; print $2 }
        $1 ~ /^ *"idVendor"$/ { vendor = $2 }
        $1 ~ /^ *"idProduct"$/ { printf "%04x:%04x\t%s\n", vendor, $2, name }'
end

function __cusb_models
    eval (__cusb_tool) --help 2>/dev/null | __cusb_section 'Virtual devices' |
        __cusb_described | string match -v -- '*emulate*'
    __fish_complete_path $argv[1]
end

# __cusb_words NAME BEGINNING: the words for DEV, NAME|FILE or FILE of a help text.
function __cusb_words
    switch "$argv[1]"
        case '*DEV*'
            __cusb_devices
        case '*NAME*' '*MODEL*'
            __cusb_models $argv[2]
        case '*FILE*'
            __fish_complete_path $argv[2]
    end
end

# Whether a "--" has ended the options.
function __cusb_ended
    contains -- -- (commandline -opc)
end

function __cusb_all
    set -l current (commandline -ct)
    if __cusb_ended
        if string match -q '*\[-- COMMAND...\]*' (__cusb_help | head -1)
            __fish_complete_subcommand --fcs-skip=(contains -i -- -- (commandline -opc))
            __fish_complete_path $current
        else
            __cusb_words (__cusb_wanted) $current
        end
        return
    end
    set -l assigned (string match -r -- '^(--[a-z-]+=)(.*)' $current)
    if test -n "$assigned"
        set -l option (string trim -r -c = -- $assigned[2])
        set -l value (__cusb_values | awk -v option="$option" '$1 == option { print $2 }')
        __cusb_words "$value" $assigned[3] | string replace -r -- '^' $assigned[2]
        return
    end
    set -l value (__cusb_value)
    if test -n "$value"
        __cusb_words $value $current
    else if string match -q -- '-*' $current
        __cusb_options
    else if not __cusb_command >/dev/null
        __cusb_commands
    else
        __cusb_words (__cusb_wanted) $current
    end
end

complete -c cusb -f -a '(__cusb_all)'
