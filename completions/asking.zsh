_deals_ask() {
    if [[ $PREFIX == '~'* ]]; then
        _files
        return
    fi
    local begun=${(Q)PREFIX} line value
    local -a values shown folders
    for line in "${(@f)$(COMPLETE=zsh command deals -- "${(Q@)words[1,CURRENT-1]}" "$begun" 2>/dev/null)}"; do
        value=${line%%$'\t'*}
        if [[ -z $value ]]; then
            continue
        elif [[ $value == */ ]]; then
            folders+=("$value")
        else
            values+=("$value")
            shown+=("${line/$'\t'/  -- }")
        fi
    done
    (( $#folders )) && compadd -U -V folders -S '' -a folders
    (( $#values )) && compadd -U -V deals -l -d shown -a values
    # What several have in common may be less than what stands there: then they are shown, and it is left.
    if (( compstate[nmatches] > 1 )) && [[ ${(L)compstate[unambiguous]} != ${(L)begun}* ]]; then
        compstate[insert]=
        compstate[list]='list force'
    fi
    (( compstate[nmatches] ))
}
(( $+functions[compdef] )) && compdef _deals_ask deals
