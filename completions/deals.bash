# Completions of deals for bash: they ask the program itself, so they never grow old.
# Install: deals completions bash > ~/.local/share/bash-completion/completions/deals
# Without the package bash-completion: put these lines into ~/.bashrc instead.
if command -v deals >/dev/null 2>&1; then
    eval "$(COMPLETE=bash deals 2>/dev/null)"
fi
