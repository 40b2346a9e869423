# SPDX-License-Identifier: MIT
# What fish offers after Tab: completion.fish LINE...; a line for each. `cusb` is found in PATH.
source src/completion/cusb.fish
for line in $argv
    echo (complete -C "$line" | string split -f1 \t | string trim -r -c / | string replace -r -- "^--[a-z]+=" "" | sort)
end
