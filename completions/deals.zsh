#compdef deals
# Completions of deals for zsh: they ask the program itself, so they never grow old.
# Install: deals completions zsh > a folder of your $fpath, as _deals; or source it after compinit.
if (( $+commands[deals] )); then
    source <(COMPLETE=zsh deals 2>/dev/null)
fi
