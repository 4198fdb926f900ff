#compdef deals
# Completions of deals for zsh: they ask the program itself, so they never grow old.
# Install: deals completions zsh > "${fpath[1]}/_deals", then start zsh anew.
# Or put the lines below into ~/.zshrc, behind compinit.
if (( $+commands[deals] )); then
    eval "$(COMPLETE=zsh deals 2>/dev/null)"
    # Zsh reads this file at the first completion, which is to be answered too.
    if [[ $funcstack[1] == _deals ]]; then
        _deals_ask "$@"
    fi
fi
